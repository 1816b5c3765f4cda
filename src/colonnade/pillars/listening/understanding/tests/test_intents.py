"""Intents of sentences of our own, and the parts that tell them."""

import numpy as np
import pytest

from colonnade.pillars.listening.understanding import understand
from colonnade.pillars.listening.understanding.intents import INTENTS
from colonnade.pillars.listening.understanding.intents.cues import Cues
from colonnade.pillars.listening.understanding.intents.ngrams import FEATURES, VOCABULARY, ngrams
from colonnade.pillars.listening.understanding.intents.reading import asks


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("Where can I buy the new loader in Ohio?", {"question", "purchase"}),
        ("does anyone know if the dealer is open on sunday", {"question"}),
        ("@acme how do I reset my password", {"question", "support"}),
        ("Thinking about getting a new tractor this spring", {"purchase"}),
        ("I want to buy a wheel loader", {"purchase"}),
        ("Thanks for the quick help, great service!", {"praise"}),
        ("Love my new excavator", {"praise"}),
        ("Worst service ever, still waiting for my part after two weeks", {"complaint", "support"}),
        ("@acme my order has not arrived yet, please help", {"complaint", "support"}),
        ("Great, the app crashed again. Thanks for nothing.", {"complaint"}),
        ("Follow me and win a free phone http://x.example/1", {"spam"}),
        ("Click here to claim your prize, 100 % free!!!", {"spam"}),
        ("The meeting starts at 10 am on Thursday in hall 4", set()),
        ("", set()),
        ("😀", set()),
    ],
)
def test_plain_cases_are_told(text: str, intents: set[str]) -> None:
    assert set(understand([text]).intents[0]) == intents


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("That was not great service at all", "praise"),
        ("Thank you for nothing", "praise"),
        ("I will never buy from them again, do not buy this", "purchase"),
        ("Can't wait for the show, no problem at all", "support"),
        ("What a day on the farm", "question"),
    ],
)
def test_phrases_against_an_intent_take_it_back(text: str, intent: str) -> None:
    assert intent not in understand([text]).intents[0]


def test_of_other_languages_only_the_mark_of_a_question_is_read() -> None:
    asked, said = understand(
        ["Wo kann ich die neue Maschine kaufen und was kostet sie?", "Die neue Maschine steht auf dem Hof"]
    ).intents
    assert (asked, said) == (("question",), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("open?", True),
        ("what?!", True),
        ("see https://x.example/a?b=1", False),
        ("متى؟", True),
        ("no mark", False),
    ],
)
def test_marks_of_questions(text: str, expected: bool) -> None:
    assert asks(text) is expected


def test_intents_come_in_one_order() -> None:
    text = "Where is my order? Worst service, please help, I want to buy it, click here"
    found = understand([text]).intents[0]
    assert list(found) == [intent for intent in INTENTS if intent in found]
    assert len(found) >= 4


def test_a_phrase_counts_once_and_only_as_whole_words() -> None:
    cues = Cues()
    assert cues.scores("kudos kudos kudos")["praise"] == 1
    assert "praise" not in cues.scores("kudosy")
    assert cues.scores("great")["praise"] == pytest.approx(0.5)
    assert cues.scores("great and friendly")["praise"] == pytest.approx(1)


def test_a_phrase_for_the_start_of_a_sentence_matches_there_alone() -> None:
    cues = Cues()
    assert cues.scores("@bob hi, can you deliver")["question"] == 1
    assert "question" not in cues.scores("yes we can you know")
    assert "question" not in cues.scores("you ^ can you")


def test_features_are_pieces_and_pairs_of_neighbours() -> None:
    found = ngrams([[5, 6], [], [5]])
    assert found.texts == 3
    assert found.sizes().tolist() == [2 + 3, 1, 1 + 2]
    assert (found.features < FEATURES).all()
    assert sorted(found.features[found.owners == 0])[:2] == [5, 6]
    weights = np.zeros(FEATURES, dtype=np.float32)
    weights[5] = 2.0
    assert found.sums(weights) == pytest.approx([2 / 5**0.5, 0, 2 / 3**0.5])
    assert (found.features[found.owners == 1] >= VOCABULARY).all()


def test_no_texts_have_no_features() -> None:
    assert ngrams([]).sizes().tolist() == []
