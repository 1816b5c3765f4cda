"""The complaint model: logistic regression on word pieces, pairs of neighbours and sentiment chances."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack

from colonnade.pillars.listening.understanding.intents.complaint import LEAST_CHANCE, leaning
from colonnade.pillars.listening.understanding.intents.ngrams import FEATURES, ngrams
from colonnade.pillars.listening.understanding.sentiment import SentimentModel

COMPLAINT = "complaint"
FOLDS = 5
PENALTY = 1 / 30
"""Of half the squared weights, beside the summed loss of all posts."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lesson:
    """Posts as rows of features, shape (posts, FEATURES + 3), and whether each complains, shape (posts,)."""

    features: csr_matrix
    complains: NDArray[np.bool_]


def read(labels: list[str], texts: list[str], model: SentimentModel) -> Lesson:
    """Return labelled plain texts as ``model`` sees them."""
    pieces = model.pieces(texts)
    found = ngrams(pieces)
    scale = 1 / np.sqrt(np.maximum(found.sizes(), 1))
    counted = csr_matrix((scale[found.owners], (found.owners, found.features)), shape=(found.texts, FEATURES))
    leanings = csr_matrix(leaning(model.chances_of(pieces)))
    complains = np.array([label == COMPLAINT for label in labels])
    return Lesson(hstack([counted, leanings]).tocsr(), complains)


def learn(features: csr_matrix, complains: NDArray[np.bool_]) -> Floats:
    """Return weights and, last, the bias of the penalised logistic regression (L-BFGS)."""
    signs = np.where(complains, 1.0, -1.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (features @ weights[:-1] + weights[-1])
        pull = -signs / (1 + np.exp(margins))
        gradient = np.append(features.T @ pull + PENALTY * weights[:-1], pull.sum())
        return float(np.logaddexp(0, -margins).sum() + PENALTY / 2 * weights[:-1] @ weights[:-1]), gradient

    start = np.zeros(features.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    weights: Floats = found.x
    return weights


def cross_fitted(lesson: Lesson, *, seed: int) -> NDArray[np.bool_]:
    """Return what each post is taken for by a model that learned from the other folds, shape (posts,)."""
    fold = np.random.default_rng(seed).permutation(len(lesson.complains)) % FOLDS
    said = np.zeros(len(lesson.complains), dtype=np.bool_)
    for number in range(FOLDS):
        own = fold == number
        weights = learn(lesson.features[~own], lesson.complains[~own])
        logits = lesson.features[own] @ weights[:-1] + weights[-1]
        said[own] = 1 / (1 + np.exp(-logits)) >= LEAST_CHANCE
    return said


def save(weights: Floats, path: Path) -> None:
    """Write the model as ``ComplaintModel`` reads it; half precision changes no answer that matters."""
    np.savez_compressed(
        path,
        features=weights[:FEATURES].astype(np.float16),
        sentiment=weights[FEATURES:-1].astype(np.float32),
        bias=np.float32(weights[-1]),
    )
