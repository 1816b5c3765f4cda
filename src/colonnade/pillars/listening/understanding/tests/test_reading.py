"""The door of understanding, through the model that is shipped."""

import random
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colonnade.pillars.listening.understanding import UNSURE, Understood, card, understand
from colonnade.pillars.listening.understanding.tests.sentences import COMPLAINTS, FACTS, MANY, PRAISE

OTHER_LANGUAGES = (
    "Die Hydraulik ist schon wieder undicht und niemand ruft zurück",
    "El servicio técnico fue excelente, muchas gracias por todo",
)


def chances(understood: Understood) -> np.ndarray:
    return np.stack([understood.p_negative, understood.p_neutral, understood.p_positive], axis=1)


@pytest.mark.parametrize(
    ("texts", "sentiment"), [(PRAISE, "positive"), (COMPLAINTS, "negative"), (FACTS, "neutral")]
)
def test_plain_cases_are_read_right(texts: tuple[str, ...], sentiment: str) -> None:
    assert understand(texts).sentiment == [sentiment] * len(texts)


def test_other_languages_are_marked_and_not_judged() -> None:
    understood = understand(OTHER_LANGUAGES)
    assert understood.language == ["de", "es"]
    assert understood.sentiment == [UNSURE, UNSURE]
    assert chances(understood) == pytest.approx(1 / 3)
    assert [lean for lean, _ in understood.likeliest()] == [UNSURE, UNSURE]


def test_the_order_and_the_company_of_texts_do_not_matter() -> None:
    texts = [*MANY, *OTHER_LANGUAGES, "", "ok", "a" * 5_000, "word " * 300]
    together = understand(texts)
    shuffled = random.Random(7).sample(range(len(texts)), len(texts))
    again = understand([texts[number] for number in shuffled])
    assert chances(again) == pytest.approx(chances(together)[shuffled], abs=1e-6)
    assert again.language == [together.language[number] for number in shuffled]
    alone = np.concatenate([chances(understand([text])) for text in texts])
    assert alone == pytest.approx(chances(together), abs=1e-6)


def test_more_texts_than_one_block_holds() -> None:
    texts = [f"{text} {number}" for number in range(400) for text in MANY]
    understood = understand(texts)
    assert len(understood) == len(texts) > 4_096
    assert chances(understood)[-len(MANY) :] == pytest.approx(
        chances(understand(texts[-len(MANY) :])), abs=1e-6
    )


def test_no_texts_give_nothing() -> None:
    understood = understand([])
    assert len(understood) == 0
    assert understood.sentiment == []
    assert list(understood.likeliest()) == []


@pytest.mark.parametrize("text", ["", "   ", "\ud800\udfff\ud800", "\x00", "🧇🇫🇷"])
def test_texts_without_words_are_unsure(text: str) -> None:
    assert understand([text]).sentiment == [UNSURE]


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [("😍😍", "positive"), ("👍", "positive"), ("😡😡😡", "negative"), ("🙄", "negative")],
)
def test_emoji_alone_are_read(text: str, sentiment: str) -> None:
    understood = understand([text])
    assert (understood.language, understood.sentiment) == (["und"], [sentiment])


def test_a_text_of_ten_megabytes_costs_no_more_than_its_start() -> None:
    understand(["warm"])
    text = "I love this machine. " * 500_000
    begun = perf_counter()
    understood = understand([text, "@" * 10_000_000, "http" * 2_500_000, "&amp;" * 2_000_000])
    assert perf_counter() - begun < 2
    assert understood.sentiment[0] == "positive"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(codec=None), max_size=200), max_size=8))
def test_any_texts_get_chances_that_sum_to_one(texts: list[str]) -> None:
    understood = understand(texts)
    found = chances(understood)
    assert found.shape == (len(texts), 3)
    assert found.sum(axis=1) == pytest.approx(1, abs=1e-5)
    likely = found.max(axis=1, initial=0.0) >= card().least_chance
    assert [answer != UNSURE for answer in understood.sentiment] == likely.tolist()
