"""How far estimated shares of opinion are from the true ones, on labelled posts drawn at random prevalences.

    python benchmarks/shares.py DIR/sentiment/val.tsv [--posts 1000] [--trials 300] [--tier light]

Each trial draws prevalences evenly from all that there are, then posts of each class, and compares estimated
with true shares: by counting labels, by the mean of the chances, by adjusting with the confusion matrix, and
as the product does, with the rate at which its 95 % intervals hold the truth. What is known of the
classifier's errors is measured anew in each trial on as many posts drawn with replacement, so no method knows
the very posts that it is judged on. "Known rates" is the limit that sampling alone sets.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from colonnade.pillars.listening.questions.quantification import CLASSES, LABELS, Evidence, estimate_shares
from colonnade.pillars.listening.understanding import TIERS, Tier, understand
from colonnade.pillars.listening.understanding.cells import CELLS, cell_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Posts:
    """Labelled posts as the classifier reads them."""

    def __init__(self, path: Path, tier: Tier) -> None:
        lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")[1:]
        labels, texts = zip(*(line.split("\t", 1) for line in lines), strict=True)
        read = understand(texts, tier=tier)
        self.model = read.model
        self.true = np.array([CLASSES.index(label) for label in labels])
        self.chances = np.stack([read.p_negative, read.p_neutral, read.p_positive]).astype(np.float64)
        self.labels = np.array([LABELS.index(label) for label in read.sentiment])
        self.cells = cell_of(read.p_negative, read.p_positive)

    def evidence(self, rows: Ints) -> Evidence:
        """Return what the classifier thought of ``rows``."""
        true, cells = self.true[rows], self.cells[rows]
        posts = np.stack([np.bincount(cells[true == k], minlength=CELLS) for k in range(3)]).astype(
            np.float64
        )
        weights = 1 / np.bincount(true, minlength=3)[true]
        mass = np.bincount(cells, weights, CELLS)
        sums = np.stack([np.bincount(cells, weights * self.chances[k, rows], CELLS) for k in range(3)])
        chances = np.divide(sums, mass, out=np.zeros_like(sums), where=mass > 0)
        return Evidence(model=self.model, languages=frozenset({"en"}), posts=posts, chances=chances)


def adjusted(posts: Posts, rows: Ints, known: Ints) -> Floats:
    """Return shares by the adjusted count (Forman 2008) in the form of maximum likelihood."""
    confusion = np.full((3, len(LABELS)), 0.5)
    np.add.at(confusion, (posts.true[known], posts.labels[known]), 1)
    rates = confusion / confusion.sum(axis=1, keepdims=True)
    seen, shares = np.bincount(posts.labels[rows], minlength=len(LABELS)) / len(rows), np.full(3, 1 / 3)
    for _step in range(200):
        shares = shares * (rates @ (seen / (shares @ rates)))
    return np.asarray(shares, dtype=np.float64)


def counted(posts: Posts, rows: Ints, _known: Ints) -> Floats:
    """Return shares of the labels other than "unsure"."""
    found = np.bincount(posts.labels[rows], minlength=len(LABELS))[:3]
    return np.asarray(found / found.sum(), dtype=np.float64)


def believed(posts: Posts, rows: Ints, _known: Ints) -> Floats:
    """Return the mean of the chances."""
    return np.asarray(posts.chances[:, rows].mean(axis=1), dtype=np.float64)


def main() -> None:
    """Print one line for each method."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("file", type=Path)
    options.add_argument("--posts", type=int, default=1_000)
    options.add_argument("--trials", type=int, default=300)
    options.add_argument("--tier", choices=TIERS, default="light")
    given = options.parse_args()
    measure(Posts(given.file, given.tier), size=given.posts, trials=given.trials)


def measure(posts: Posts, *, size: int, trials: int) -> None:
    """Draw, estimate and print."""
    random = np.random.default_rng(1)
    of_class = [np.flatnonzero(posts.true == k) for k in range(3)]
    others: dict[str, Callable[[Posts, Ints, Ints], Floats]] = {
        "labels counted": counted,
        "mean of chances": believed,
        "adjusted count": adjusted,
    }
    errors: dict[str, list[Floats]] = {name: [] for name in (*others, "product", "known rates")}
    held, width = [], []
    for _trial in range(trials):
        wanted = random.multinomial(size, random.dirichlet(np.ones(3)))
        rows = np.concatenate([random.choice(own, n) for own, n in zip(of_class, wanted, strict=True)])
        known, true = random.integers(0, len(posts.true), len(posts.true)), wanted / size
        cells = np.bincount(posts.cells[rows], minlength=CELLS)[None].astype(np.float64)
        for name, estimate in others.items():
            errors[name].append(np.abs(estimate(posts, rows, known) - true))
        for name, ground in (("product", known), ("known rates", np.arange(len(posts.true)))):
            (shares,) = estimate_shares(cells, [posts.evidence(ground)], draws=200)
            parts = [shares.of(label) for label in CLASSES]
            errors[name].append(np.abs(np.array([part.value for part in parts]) - true))
            if name == "product":
                held.append([part.low <= at <= part.high for part, at in zip(parts, true, strict=True)])
                width.append([part.high - part.low for part in parts])
    print(f"{posts.model}: {trials} draws of {size:,} from {len(posts.true):,} posts; mean error in points")
    print(f"{'':18}{'negative':>10}{'neutral':>10}{'positive':>10}{'mean':>10}")
    for name, found in errors.items():
        mean = 100 * np.mean(found, axis=0)
        print(f"{name:18}" + "".join(f"{figure:>10.2f}" for figure in (*mean, mean.mean())))
    rate, wide = 100 * np.mean(held), 100 * np.mean(width)
    print(
        f"95 % intervals hold the truth in {rate:.1f} % of cases; they are {wide:.1f} points wide on average"
    )


if __name__ == "__main__":
    main()
