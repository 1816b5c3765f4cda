"""The cards agree with themselves and with the files that are shipped."""

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from colonnade.pillars.listening.understanding import CONFUSION, TIERS, UNSURE, Tier, card
from colonnade.pillars.listening.understanding.card import ACCURATE, CLASSES, FOLDER
from colonnade.pillars.listening.understanding.intents.card import FOLDER as INTENTS
from colonnade.pillars.listening.understanding.intents.card import intent_card
from colonnade.pillars.listening.understanding.intents.names import INTENTS as INTENT_NAMES
from colonnade.pillars.listening.understanding.reference import render

MEGABYTE = 1_000_000


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


@pytest.mark.parametrize(("tier", "folder"), [("light", FOLDER), ("accurate", ACCURATE)])
def test_the_figures_are_those_of_the_shipped_files(tier: Tier, folder: Path) -> None:
    digests = {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "card.json"
    }
    assert digests == card(tier).digests


def test_the_models_are_small() -> None:
    assert size(FOLDER) < 5 * MEGABYTE
    assert size(FOLDER) + size(ACCURATE) + size(INTENTS) < 30 * MEGABYTE


def test_the_accurate_tier_is_more_accurate_and_as_honest() -> None:
    light, accurate = card("light").validation, card("accurate").validation
    assert accurate.macro_recall > light.macro_recall + 0.01
    assert accurate.accuracy > light.accuracy
    assert accurate.calibration_error <= 0.03


def test_the_intents_card_says_something_of_each_intent() -> None:
    checks = intent_card().checks
    assert {check.intent for check in checks} == set(INTENT_NAMES)
    assert all(check.precision is not None or check.recall is not None for check in checks)


def test_the_confusion_table_counts_every_validation_post_once() -> None:
    checked = card().validation
    assert sum(sum(row.values()) for row in CONFUSION.values()) == checked.posts
    answered = checked.posts - sum(row[UNSURE] for row in CONFUSION.values())
    assert answered / checked.posts == pytest.approx(checked.coverage, abs=1e-4)
    right = sum(CONFUSION[name][name] for name in CLASSES)
    assert right / answered == pytest.approx(checked.accuracy_answered, abs=1e-4)


@pytest.mark.parametrize("tier", TIERS)
def test_each_language_has_its_own_confusion_table(tier: Tier) -> None:
    for found in card(tier).languages.values():
        answers = [count for row in found.confusion.values() for count in row.values()]
        unsure = sum(row[UNSURE] for row in found.confusion.values())
        assert sum(answers) == found.posts
        assert (found.posts - unsure) / found.posts == pytest.approx(found.answered, abs=1e-4)


def test_the_recalls_average_to_the_macro_recall() -> None:
    checked = card().validation
    assert np.mean(list(checked.recalls.values())) == pytest.approx(checked.macro_recall, abs=1e-4)


@pytest.mark.parametrize("tier", TIERS)
def test_abstaining_pays_about_as_much_as_the_chances_promise(tier: Tier) -> None:
    checked = card(tier).validation
    surest = checked.abstaining
    assert checked.accuracy < checked.accuracy_answered
    assert surest.accuracy - checked.macro_recall == pytest.approx(surest.gain, abs=2e-4)
    assert 0.05 < surest.gain_low < surest.gain < surest.gain_high
    assert surest.gain_low < surest.promised < surest.gain_high


@pytest.mark.parametrize("shares", [(0.6, 0.3, 0.1), (0.1, 0.8, 0.1), (0.05, 0.35, 0.6)])
def test_known_shares_are_recovered_from_what_the_model_would_answer(
    shares: tuple[float, float, float],
) -> None:
    rows = np.array([[CONFUSION[true][answer] for answer in (*CLASSES, UNSURE)] for true in CLASSES])
    rates = rows / rows.sum(axis=1, keepdims=True)
    answers = np.random.default_rng(5).multinomial(20_000, np.array(shares) @ rates)
    found, *_ = np.linalg.lstsq(rates.T, answers / answers.sum(), rcond=None)
    assert found == pytest.approx(shares, abs=0.02)
    assert np.abs(answers[:3] / answers[:3].sum() - shares).max() > 0.02  # counting labels would be off


def test_the_page_states_the_figures() -> None:
    page = render()
    for tier in TIERS:
        shipped = card(tier)
        assert shipped.identity in page
        assert f"{100 * shipped.validation.macro_recall:.1f} %" in page
        assert all(digest in page for digest in shipped.digests.values())
    assert all(check.data in page for check in intent_card().checks)
