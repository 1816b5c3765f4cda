"""The sentiment model against VADER's word list, on labelled posts: macro-recall and texts per CPU-second.

    python benchmarks/sentiment.py DIR/sentiment/val.tsv

The file has the header ``label<TAB>text``. Both run in this process on one thread, in turns, so that the
ratio holds on a busy machine too; the best of the rounds counts. The model starts each round without any word
remembered.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from colonnade.pillars.listening.understanding import MODEL, understand
from colonnade.pillars.listening.understanding.card import CLASSES, FOLDER
from colonnade.pillars.listening.understanding.sentiment import SentimentModel
from colonnade.pillars.listening.understanding.text import plain

ROUNDS = 5
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


def light() -> Classify:
    """Return the shipped model, always answering."""
    model = SentimentModel(FOLDER)

    def classify(texts: Sequence[str]) -> list[str]:
        return [CLASSES[best] for best in model.chances([plain(text) for text in texts]).argmax(axis=1)]

    return classify


def stored() -> Classify:
    """Return what an import does: language and sentiment together, abstaining where unsure."""
    understand(["This loads the model."])
    return lambda texts: understand(texts).sentiment


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
    makers = {"VADER": vader, MODEL: light, "the same, with language": stored}
    speed = speeds(makers, texts)
    print(f"{len(texts)} posts\n{'':32}{'macro-recall':>14}{'texts/CPU-s':>14}{'of VADER':>10}")
    for name, make in makers.items():
        recall = "" if make is stored else f"{100 * macro_recall(labels, make()(texts)):.1f}"
        print(f"{name:32}{recall:>14}{speed[name]:>14,.0f}{speed[name] / speed['VADER']:>10.2f}")


if __name__ == "__main__":
    main()
