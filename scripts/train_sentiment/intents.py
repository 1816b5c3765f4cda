"""What the intents' card says, measured by the code that runs in the product."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from posts import read_raw

from colonnade.pillars.listening.understanding.intents import IntentReader
from colonnade.pillars.listening.understanding.intents.card import Check
from colonnade.pillars.listening.understanding.intents.cues import Cues
from colonnade.pillars.listening.understanding.intents.names import Intent
from colonnade.pillars.listening.understanding.sentiment import SentimentModel
from colonnade.pillars.listening.understanding.text import plain

Flags = NDArray[np.bool_]

ASSISTANT_SUPPORT = frozenset(
    [
        "account_blocked",
        "application_status",
        "card_declined",
        "damaged_card",
        "direct_deposit",
        "freeze_account",
        "lost_luggage",
        "order_status",
        "pin_change",
        "replacement_card_duration",
        "report_fraud",
        "report_lost_card",
        "reset_settings",
        "sync_device",
    ]
)
"""The intents of CLINC150 in which somebody asks a company for help with something of theirs."""

READ = "12,886 public posts, three in ten of them to airlines"
READ_POSTS = 12_886
BY_HAND = "one person's reading of {} flagged posts, after which some phrases were dropped"


def checks(data: Path, model: SentimentModel, *, said: Flags, complains: Flags) -> tuple[Check, ...]:
    """Return all checks.

    Args:
        data: folder of the labelled sets.
        said, complains: cross-fitted answers and labels of the complaint set, shape (posts,).
    """
    reader = _Reader(model)
    labels, texts = read_raw(data / "intent" / "clinc150.train.tsv")
    asks_help = np.array([label in ASSISTANT_SUPPORT for label in labels])
    _labels, posts = read_raw(data / "sentiment" / "val.tsv")
    marked = np.array(["?" in text for text in posts])
    with (data / "intent" / "banking77.train.csv").open(encoding="utf-8", newline="") as file:
        bank = [row["text"] for row in csv.DictReader(file)]
    everything = np.ones(len(bank), dtype=np.bool_)
    return (
        _check(
            "complaint",
            "posts to companies, the model in five folds",
            "the label",
            said | reader.phrased(data / "intent" / "complaint.train.tsv"),
            complains,
        ),
        _check(
            "question",
            "TweetEval sentiment, validation, question marks taken out",
            "the author had put a question mark",
            reader.flags([text.replace("?", " ") for text in posts], "question"),
            marked,
        ),
        _check(
            "question",
            "Banking77, train",
            "every text: customers' questions",
            reader.flags(bank, "question"),
            everything,
        ),
        _check(
            "support",
            "Banking77, train",
            "every text: customers who want help or information",
            reader.flags(bank, "support"),
            everything,
        ),
        _check(
            "support",
            "CLINC150, train (sentences said to an assistant)",
            "the 14 of 150 intents in which somebody wants help with something of theirs",
            reader.flags(texts, "support"),
            asks_help,
        ),
        *BY_READING,
    )


def _by_reading(intent: Intent, *, flagged: int, read: int, right: int) -> Check:
    return Check(
        intent=intent,
        data=READ,
        posts=READ_POSTS,
        truth=BY_HAND.format(read),
        flagged=round(flagged / READ_POSTS, 4),
        precision=round(right / read, 2),
    )


BY_READING = (
    _by_reading("praise", flagged=513, read=25, right=22),
    _by_reading("support", flagged=466, read=25, right=19),
    _by_reading("purchase", flagged=16, read=16, right=5),
    _by_reading("spam", flagged=4, read=4, right=2),
)
"""Intents without labelled posts: how many were flagged, how many of these were read, how many were right."""


class _Reader:
    def __init__(self, model: SentimentModel) -> None:
        self._model, self._intents = model, IntentReader()

    def flags(self, texts: list[str], intent: Intent) -> Flags:
        """Return which texts were found to have ``intent``, shape (texts,)."""
        prepared = [plain(text) for text in texts]
        pieces = self._model.pieces(prepared)
        found = self._intents.read(
            prepared,
            pieces=pieces,
            chances=self._model.chances_of(pieces),
            readable=[True] * len(prepared),
        )
        return np.array([intent in one for one in found])

    def phrased(self, path: Path) -> Flags:
        """Return which labelled texts complain by their phrases, shape (texts,)."""
        _labels, texts = read_raw(path)
        prepared = [plain(text) for text in texts]
        chances = self._model.chances(prepared)
        cues = Cues()
        scores = np.array([cues.scores(text).get("complaint", 0.0) for text in prepared])
        return (scores > 1 - 1e-6) & (chances[:, 2] <= chances[:, 0])


def _check(intent: Intent, data: str, truth: str, flagged: Flags, having: Flags) -> Check:
    both = int((flagged & having).sum())
    return Check(
        intent=intent,
        data=data,
        posts=len(flagged),
        truth=truth,
        flagged=round(float(flagged.mean()), 4),
        precision=round(both / max(1, int(flagged.sum())), 4) if not having.all() else None,
        recall=round(both / int(having.sum()), 4),
    )
