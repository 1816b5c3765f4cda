"""The sentiment tiers against word lists, on labelled posts: macro-recall and texts per CPU-second.

    python benchmarks/sentiment.py DIR/sentiment/val.tsv

The file has the header ``label<TAB>text``. All run in this process on one thread, in turns, so that the
ratios hold on a busy machine too; the best of the rounds counts. The models start each round without any word
remembered. VADER and TextBlob are read as their authors say: a compound score within 0.05 of zero is neutral,
and so is a polarity of zero.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from colonnade.pillars.listening.understanding import TIERS, Tier, card, understand
from colonnade.pillars.listening.understanding.card import ACCURATE, CLASSES, FOLDER
from colonnade.pillars.listening.understanding.cascade import AccurateModel
from colonnade.pillars.listening.understanding.sentiment import SentimentModel
from colonnade.pillars.listening.understanding.text import plain

ROUNDS = 3
VADER_NEUTRAL = 0.05
"""The band around zero that VADER's authors call neutral."""

Classify = Callable[[Sequence[str]], list[str]]


def read(path: Path) -> tuple[list[str], list[str]]:
    """Return labels and texts of a labelled file."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")[1:]
    pairs = [line.split("\t", 1) for line in lines]
    return [label for label, _ in pairs], [text for _, text in pairs]


def vader() -> Classify:
    """Return a classifier by VADER's compound score."""
    analyser = SentimentIntensityAnalyzer()

    def classify(texts: Sequence[str]) -> list[str]:
        scores = [analyser.polarity_scores(text)["compound"] for text in texts]
        return [CLASSES[1 + (score >= VADER_NEUTRAL) - (score <= -VADER_NEUTRAL)] for score in scores]

    return classify


def textblob() -> Classify:
    """Return a classifier by TextBlob's polarity."""
    TextBlob("This loads the word list.").polarity  # noqa: B018  # read for its effect

    def classify(texts: Sequence[str]) -> list[str]:
        scores = [TextBlob(text).polarity for text in texts]
        return [CLASSES[1 + (score > 0) - (score < 0)] for score in scores]

    return classify


def light() -> Classify:
    """Return the light tier, always answering."""
    return _always(SentimentModel(FOLDER))


def accurate() -> Classify:
    """Return the accurate tier, always answering."""
    blend = card("accurate").blend
    assert blend is not None, "the accurate tier blends two models"
    return _always(AccurateModel(SentimentModel(FOLDER), ACCURATE, blend))


def _always(model: SentimentModel | AccurateModel) -> Classify:
    def classify(texts: Sequence[str]) -> list[str]:
        return [CLASSES[best] for best in model.chances([plain(text) for text in texts]).argmax(axis=1)]

    return classify


def stored(tier: Tier) -> Callable[[], Classify]:
    """Return what an import does: language, sentiment and intents together, abstaining where unsure."""

    def make() -> Classify:
        understand(["This loads the models, and asks the larger one perhaps."], tier=tier)
        return lambda texts: understand(texts, tier=tier).sentiment

    return make


def macro_recall(labels: Sequence[str], answers: Sequence[str]) -> float:
    """Return the mean over the classes of the share that was found."""
    shares = []
    for name in CLASSES:
        own = [answer == name for label, answer in zip(labels, answers, strict=True) if label == name]
        shares.append(sum(own) / len(own))
    return sum(shares) / len(shares)


def speeds(makers: dict[str, Callable[[], Classify]], texts: Sequence[str]) -> dict[str, float]:
    """Return texts per CPU-second of each, the best of several rounds in turns."""
    best = dict.fromkeys(makers, 0.0)
    for _ in range(ROUNDS):
        for name, make in makers.items():
            classify = make()
            begun = process_time()
            classify(texts)
            best[name] = max(best[name], len(texts) / (process_time() - begun))
    return best


def main() -> None:
    """Print one line for each classifier."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    labels, texts = read(Path(sys.argv[1]))
    judged: dict[str, Callable[[], Classify]] = {
        "TextBlob": textblob,
        "VADER": vader,
        card("light").identity: light,
        card("accurate").identity: accurate,
    }
    whole = {f"{tier}, with language and intents": stored(tier) for tier in TIERS}
    speed = speeds({**judged, **whole}, texts)
    print(f"{len(texts)} posts\n{'':40}{'macro-recall':>14}{'texts/CPU-s':>14}{'of VADER':>10}")
    for name, make in {**judged, **whole}.items():
        recall = f"{100 * macro_recall(labels, make()(texts)):.1f}" if name in judged else ""
        print(f"{name:40}{recall:>14}{speed[name]:>14,.0f}{speed[name] / speed['VADER']:>10.3f}")


if __name__ == "__main__":
    main()
