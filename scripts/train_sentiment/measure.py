"""What the card says of the model, measured by the code that runs in the product."""

from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from posts import Labelled, read_raw
from scipy.optimize import minimize_scalar

from colonnade.pillars.listening.understanding import understand
from colonnade.pillars.listening.understanding.card import (
    CLASSES,
    UNSURE,
    Abstaining,
    Cells,
    LanguageCheck,
    Tier,
    Validation,
)
from colonnade.pillars.listening.understanding.cells import CELLS, cell_of
from colonnade.pillars.listening.understanding.language import UNDETERMINED, detect
from colonnade.pillars.listening.understanding.text import plain

BINS = 10
FOLDS = 5
COVERAGE = 0.7
"""Share of the posts that is answered where abstaining is measured."""
REDRAWN = 1_000
LANGUAGES = {
    "arabic": "ar",
    "english": "en",
    "french": "fr",
    "german": "de",
    "hindi": "hi",
    "italian": "it",
    "portuguese": "pt",
    "spanish": "es",
}

Floats = NDArray[np.float64]
Classes = NDArray[np.int64]


class Classifier(Protocol):
    """A model of either tier."""

    def chances(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the chance of each class for plain texts, shape (n, 3)."""


def softmax(logits: Floats) -> Floats:
    """Return the rows of ``logits`` as chances."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def balanced(classes: Classes) -> Floats:
    """Return weights with sum 1 that make each class weigh the same, shape (n,)."""
    weights: Floats = 1 / (len(CLASSES) * np.bincount(classes, minlength=len(CLASSES)))[classes]
    return weights


def temperature(logits: Floats, classes: Classes) -> float:
    """Return what to divide ``logits`` by so that their likelihood is highest (Guo et al. 2017)."""
    weights = balanced(classes)

    def loss(log_temperature: float) -> float:
        chances = softmax(logits / np.exp(log_temperature))
        return -float(weights @ np.log(chances[np.arange(len(classes)), classes]))

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))


def calibration_error(chances: Floats, classes: Classes) -> float:
    """Return the expected calibration error of the likeliest class's chance, classes weighing the same."""
    sure, right = chances.max(axis=1), chances.argmax(axis=1) == classes
    bins = np.minimum((sure * BINS).astype(np.int64), BINS - 1)
    gaps = np.bincount(bins, weights=balanced(classes) * (right - sure), minlength=BINS)
    return float(np.abs(gaps).sum())


def cross_fitted_error(logits: Floats, classes: Classes, *, seed: int) -> float:
    """Return the calibration error where each fold is scaled by the temperature of the others."""
    fold = np.random.default_rng(seed).permutation(len(classes)) % FOLDS
    chances = np.empty_like(logits)
    for number in range(FOLDS):
        own = fold == number
        chances[own] = softmax(logits[own] / temperature(logits[~own], classes[~own]))
    return calibration_error(chances, classes)


def joined_error(
    first: NDArray[np.float32], second: Floats, asked: NDArray[np.bool_], classes: Classes, *, seed: int
) -> float:
    """Return the calibration error of two models, the second asked on some posts, by folds as above.

    Args:
        first: the first model's calibrated chances, shape (n, 3).
        second: logits of the posts that were asked about, shape (asked, 3).
        asked: which those are, shape (n,).
    """
    chances, own = first.astype(np.float64), classes[asked]
    fold = np.random.default_rng(seed).permutation(len(own)) % FOLDS
    scaled = np.empty_like(second)
    for number in range(FOLDS):
        held = fold == number
        scaled[held] = softmax(second[held] / temperature(second[~held], own[~held]))
    chances[asked] = scaled
    return calibration_error(chances, classes)


def recalls(chances: Floats, classes: Classes) -> dict[str, float]:
    """Return the share of each class that is found when the likeliest class is answered."""
    best = chances.argmax(axis=1)
    return {
        name: round(float((best[classes == number] == number).mean()), 4)
        for number, name in enumerate(CLASSES)
    }


def confusion(chances: Floats, classes: Classes, *, least_chance: float) -> dict[str, dict[str, int]]:
    """Return posts by true class and by answer."""
    answers = np.where(chances.max(axis=1) >= least_chance, chances.argmax(axis=1), len(CLASSES))
    return {
        true: {
            answer: int(((classes == row) & (answers == column)).sum())
            for column, answer in enumerate((*CLASSES, UNSURE))
        }
        for row, true in enumerate(CLASSES)
    }


def by_cell(chances: NDArray[np.float32], classes: Classes) -> Cells:
    """Return posts by true class and by cell of their chances, which is what shares are estimated from.

    Args:
        chances: as the model gives them, shape (n, 3): in 64 bits a chance may fall into another cell.
    """
    cells = cell_of(chances[:, 0], chances[:, -1])
    weights = balanced(classes)
    mass = np.bincount(cells, weights=weights, minlength=CELLS)
    return Cells(
        posts={
            name: tuple(np.bincount(cells[classes == number], minlength=CELLS).tolist())
            for number, name in enumerate(CLASSES)
        },
        chances={
            name: tuple(_mean_by_cell(cells, weights * chances[:, number], mass))
            for number, name in enumerate(CLASSES)
        },
    )


def _mean_by_cell(cells: Classes, weighted: Floats, mass: Floats) -> list[float]:
    sums = np.bincount(cells, weights=weighted, minlength=CELLS)
    means: list[float] = np.divide(sums, mass, out=np.zeros(CELLS), where=mass > 0).round(4).tolist()
    return means


def validation(
    model: Classifier, posts: Labelled, *, removed: int, error: float, least_chance: float, seed: int
) -> Validation:
    """Return how ``model`` does on ``posts``; ``removed`` near-duplicates were kept from training."""
    given, classes = model.chances(posts.texts), posts.classes
    chances = given.astype(np.float64)
    sure, right = chances.max(axis=1), chances.argmax(axis=1) == classes
    answered = sure >= least_chance
    found = recalls(chances, classes)
    return Validation(
        posts=len(posts),
        near_duplicates_removed=removed,
        confusion=confusion(chances, classes, least_chance=least_chance),
        cells=by_cell(given, classes),
        macro_recall=round(float(np.mean(list(found.values()))), 4),
        recalls=found,
        calibration_error=round(error, 4),
        coverage=round(float(answered.mean()), 4),
        accuracy=round(float(right.mean()), 4),
        accuracy_answered=round(float(right[answered].mean()), 4),
        abstaining=abstaining(chances, classes, seed=seed),
    )


def abstaining(chances: Floats, classes: Classes, *, seed: int) -> Abstaining:
    """Return what it gains to answer only the surest ``COVERAGE`` of the posts."""
    sure, right = chances.max(axis=1), (chances.argmax(axis=1) == classes).astype(np.float64)
    random = np.random.default_rng(seed)
    drawn = []
    for _world in range(REDRAWN):
        some = random.integers(0, len(classes), len(classes))
        drawn.append(_gain(right[some], sure[some], balanced(classes[some])))
    weights = balanced(classes)
    gain = _gain(right, sure, weights)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Abstaining(
        coverage=COVERAGE,
        accuracy=round(float(weights @ right) + gain, 4),
        gain=round(gain, 4),
        gain_low=round(float(low), 4),
        gain_high=round(float(high), 4),
        promised=round(_gain(sure, sure, weights), 4),
    )


def _gain(worth: Floats, sure: Floats, weights: Floats) -> float:
    """Return by how much the mean of ``worth`` is higher among the surest ``COVERAGE`` of the weight.

    Args:
        worth: 1 where an answer is right, or the chance that it is, shape (n,).
        sure: what the posts are ordered by, shape (n,).
        weights: of the posts, with sum 1, shape (n,).
    """
    order = np.argsort(-sure, kind="stable")
    surest = order[: int(np.searchsorted(np.cumsum(weights[order]), COVERAGE)) + 1]
    return float(weights[surest] @ worth[surest] / weights[surest].sum() - weights @ worth)


def posts_a_second(tier: Tier, texts: list[str]) -> int:
    """Return posts a second of one processor of all that is told of a post, the best of three rounds."""
    understand(texts[:10], tier=tier)
    best = 0.0
    for _round in range(3):
        begun = process_time()
        understand(texts, tier=tier)
        best = max(best, len(texts) / (process_time() - begun))
    return round(best)


def language_checks(model: Classifier, folder: Path, *, least_chance: float) -> dict[str, LanguageCheck]:
    """Return what happens to the posts of ``folder/<language>.val.tsv``."""
    return {
        code: _language_check(model, folder / f"{name}.val.tsv", code, least_chance=least_chance)
        for name, code in LANGUAGES.items()
    }


def _language_check(model: Classifier, path: Path, code: str, *, least_chance: float) -> LanguageCheck:
    labels, raw = read_raw(path)
    texts, classes = [plain(text) for text in raw], np.array([CLASSES.index(label) for label in labels])
    languages = detect(texts)
    codes = np.array([found.code for found in languages])
    chances = model.chances(texts).astype(np.float64)
    right = chances.argmax(axis=1) == classes
    readable = np.array([found.perhaps_english for found in languages])
    answered = readable & (chances.max(axis=1) >= least_chance)
    return LanguageCheck(
        posts=len(texts),
        recognised=round(float((codes == code).mean()), 4),
        undetermined=round(float((codes == UNDETERMINED).mean()), 4),
        answered=round(float(answered.mean()), 4),
        accuracy_answered=round(float(right[answered].mean()) if answered.any() else 0.0, 4),
        macro_recall_if_read=round(float(np.mean(list(recalls(chances, classes).values()))), 4),
        confusion=confusion(
            np.where(readable[:, None], chances, 1 / len(CLASSES)), classes, least_chance=least_chance
        ),
    )
