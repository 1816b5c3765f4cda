"""The card agrees with itself and with the files that are shipped."""

from hashlib import sha256

import numpy as np
import pytest

from colonnade.pillars.listening.understanding import CONFUSION, MODEL, UNSURE, card
from colonnade.pillars.listening.understanding.card import CLASSES, FOLDER
from colonnade.pillars.listening.understanding.reference import render

MEGABYTE = 1_000_000


def test_the_figures_are_those_of_the_shipped_files() -> None:
    digests = {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in FOLDER.iterdir()
        if path.name != "card.json"
    }
    assert digests == card().digests


def test_the_light_model_is_light() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 5 * MEGABYTE


def test_the_confusion_table_counts_every_validation_post_once() -> None:
    checked = card().validation
    assert sum(sum(row.values()) for row in CONFUSION.values()) == checked.posts
    answered = checked.posts - sum(row[UNSURE] for row in CONFUSION.values())
    assert answered / checked.posts == pytest.approx(checked.coverage, abs=1e-4)
    right = sum(CONFUSION[name][name] for name in CLASSES)
    assert right / answered == pytest.approx(checked.accuracy_answered, abs=1e-4)


def test_the_recalls_average_to_the_macro_recall() -> None:
    checked = card().validation
    assert np.mean(list(checked.recalls.values())) == pytest.approx(checked.macro_recall, abs=1e-4)


def test_abstaining_and_ranking_by_chance_pay() -> None:
    checked = card().validation
    assert checked.accuracy < checked.accuracy_answered < checked.accuracy_at_70


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
    assert MODEL in page
    assert f"{100 * card().validation.macro_recall:.1f} %" in page
    for digest in card().digests.values():
        assert digest in page
