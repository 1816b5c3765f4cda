"""How many bursts the detector finds, how fast, and how often it is wrong, beside a plain z-score and CUSUM.

    python benchmarks/alerts.py [--series 20] [--seed 1]

Counts are synthetic, because the truth must be known: negative binomial around a mean with a season of weekdays
(and of hours), quiet to busy, calm to restless. Each series has two bursts at random moments after six weeks,
decaying within days (or hours), of three sizes. The peers get the same season taken out by the same past:
plain z is a rolling mean and standard deviation of the raw count; CUSUM is Page's (1954) on the same deviations,
reset after an alarm. Both peers' thresholds are chosen on calm series of the same kinds so that they are as often
wrong as the detector at "normal"; so recall and delay can be compared. Real series are not made like these.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colonnade.measurement.detection import BY_DAY, BY_HOUR, Sensitivity, Tuning, detect, episodes
from colonnade.measurement.detection.detector import LEAST_EXCESS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MEANS = (3.0, 30.0, 300.0)
RESTLESS = (0.0, 0.125, 0.5)
"""Variance of the rate around its mean, as a share of the squared mean."""
SIZES = (2.0, 4.0, 8.0)
"""Height of a burst, in usual counts on top of the usual count; at least ten posts."""
DAYS = {"hour": 90, "day": 365}


@dataclass(frozen=True)
class Case:
    """A series with its bursts: first step, and how long each lasts."""

    counts: Floats
    slots: Ints
    usual: Floats
    bursts: tuple[tuple[int, int], ...]


def usual_counts(tuning: Tuning, steps: int, mean: float) -> tuple[Floats, Ints]:
    """Return the expected counts and slots of a season like that of working people."""
    at = np.arange(steps)
    if len(tuning.seasons) == 2:
        hour, day = at % 24, at // 24 % 7
        season = np.exp(0.9 * np.sin((hour - 9) / 24 * 2 * np.pi)) * np.where(day >= 5, 0.6, 1.0)
        return mean * season / season.mean(), np.stack([hour, day], axis=1)
    season = np.where(at % 7 >= 5, 0.6, 1.0)
    return mean * season / season.mean(), (at % 7)[:, None]


def draw(
    rng: np.random.Generator, tuning: Tuning, days: int, mean: float, restless: float, size: float
) -> Case:
    """Return a series; without bursts where ``size`` is 0."""
    a_day = 24 if len(tuning.seasons) == 2 else 1
    usual, slots = usual_counts(tuning, days * a_day, mean)
    length = 3 * (8 if a_day == 24 else 1)
    bursts: list[tuple[int, int]] = []
    rate = usual.copy()
    if size:
        middle = (42 + days) // 2
        for low, high in ((42, middle - 10), (middle, days - 10)):
            first = int(rng.integers(low * a_day, high * a_day))
            shape = np.exp(-np.arange(length) / (length / 3))
            rate[first : first + length] += max(size * mean, 10.0) * shape
            bursts.append((first, length))
    if restless:
        rate = rate * rng.gamma(1 / restless, restless, len(rate))
    return Case(rng.poisson(rate).astype(np.float64), slots, usual, tuple(bursts))


def deviations(case: Case, tuning: Tuning) -> Floats:
    """Return each count's deviation from a rolling mean, the season taken out, in rolling standard deviations."""
    factor = np.ones(len(case.counts))
    for column, slots in enumerate(tuning.seasons):
        own = np.zeros(len(case.counts))
        for slot in range(slots):
            chosen = case.slots[:, column] == slot
            values = np.where(chosen, case.counts, 0.0)
            seen = np.cumsum(chosen) - chosen
            own[chosen] = ((np.cumsum(values) - values) / np.maximum(seen, 1))[chosen]
        overall = (np.cumsum(case.counts) - case.counts) / np.maximum(np.arange(len(case.counts)), 1)
        factor *= np.where((own > 0) & (overall > 0), own / np.maximum(overall, 1e-9), 1.0)
    plain = case.counts / np.maximum(factor, 0.05)
    found = np.zeros(len(plain))
    sums, squares = np.cumsum(np.r_[0.0, plain]), np.cumsum(np.r_[0.0, plain**2])
    for step in range(tuning.least, len(plain)):
        start = max(0, step - tuning.window)
        n = step - start
        mean = (sums[step] - sums[start]) / n
        variance = max((squares[step] - squares[start]) / n - mean**2, 1e-9)
        found[step] = (plain[step] - mean) / np.sqrt(max(variance, 1.0))
    return found


def plain_z(scores: Floats, limit: float) -> Floats:
    """Return 1 where the deviation reaches the limit."""
    return (scores >= limit).astype(np.float64)


def cusum(scores: Floats, limit: float) -> Floats:
    """Return 1 where Page's sum of deviations above one half reaches the limit; it begins anew then."""
    found, total = np.zeros(len(scores)), 0.0
    for step, score in enumerate(scores.tolist()):
        total = max(0.0, total + score - 0.5)
        if total >= limit:
            found[step], total = 1.0, 0.0
    return found


@dataclass
class Tally:
    """What a method did over many series."""

    bursts: int = 0
    found: int = 0
    delay: float = 0.0
    wrong: int = 0
    months: float = 0.0

    def add(self, case: Case, alarms: list[int], a_day: int, least: int) -> None:
        """Count one series: an alarm within a burst, or a day after it, finds it; the others are wrong."""
        self.months += (len(case.counts) - least) / a_day / 30.44
        spans = [(first, first + length + a_day) for first, length in case.bursts]
        for low, high in spans:
            hits = [alarm for alarm in alarms if low <= alarm < high]
            self.bursts += 1
            if hits:
                self.found += 1
                self.delay += (hits[0] - low) * 24 / a_day
        self.wrong += sum(not any(low <= alarm < high for low, high in spans) for alarm in alarms)

    def line(self, name: str) -> str:
        """Return the figures as a line of a table."""
        recall = f"{100 * self.found / self.bursts:6.1f} %" if self.bursts else "      -"
        delay = f"{self.delay / self.found:7.1f} h" if self.found else "      -"
        return f"{name:28}{recall:>10}{delay:>12}{self.wrong / self.months:>12.3f}"


def merged(flags: Floats, quiet: int) -> list[int]:
    """Return the beginnings of stretches of alarms at least ``quiet`` steps apart."""
    found: list[int] = []
    last = -quiet - 1
    for place in np.flatnonzero(flags).tolist():
        if place - last > quiet:
            found.append(place)
        last = place
    return found


def ours(case: Case, tuning: Tuning, sensitivity: Sensitivity) -> list[int]:
    """Return where the detector's episodes begin."""
    detection = detect(case.counts, tuning=tuning, sensitivity=sensitivity, slots=case.slots)
    return [one.first for one in episodes(detection, quiet=tuning.quiet)]


Peer = Callable[[Floats, float], Floats]


def limit_for(peer: Peer, calm: list[tuple[Case, Floats]], tuning: Tuning, most: float, a_day: int) -> float:
    """Return the least limit at which a peer is wrong at most ``most`` times a month on calm series."""
    months = sum((len(case.counts) - tuning.least) / a_day / 30.44 for case, _scores in calm)
    for limit in np.arange(2.0, 60.0, 0.5):
        wrong = sum(len(merged(_worth(case, peer(scores, limit)), tuning.quiet)) for case, scores in calm)
        if wrong / months <= most:
            return float(limit)
    return 60.0


def _worth(case: Case, flags: Floats) -> Floats:
    # The same rule of thumb for all: fewer than five above the usual is no news.
    return np.where(case.counts - case.usual >= LEAST_EXCESS, flags, 0.0)


def measure(grain: str, series: int, seed: int) -> None:
    """Print the table of one grain."""
    tuning, days = (BY_HOUR, DAYS["hour"]) if grain == "hour" else (BY_DAY, DAYS["day"])
    a_day = 24 if grain == "hour" else 1
    rng = np.random.default_rng(seed)
    kinds = [(mean, restless) for mean in MEANS for restless in RESTLESS]
    calm = []
    for mean, restless in kinds:
        for _one in range(max(2, series // 4)):
            case = draw(rng, tuning, days, mean, restless, 0.0)
            calm.append((case, deviations(case, tuning)))
    wrong = Tally()
    for case, _scores in calm:
        wrong.add(case, ours(case, tuning, Sensitivity.NORMAL), a_day, tuning.least)
    most = wrong.wrong / wrong.months
    peers: dict[str, tuple[Peer, float]] = {
        name: (peer, limit_for(peer, calm, tuning, most, a_day))
        for name, peer in (("plain z", plain_z), ("CUSUM", cusum))
    }
    print(f"\nBy the {grain}: {len(kinds)} kinds of series x {series}, {days} days each, two bursts in each")
    print(f"{'':28}{'recall':>10}{'delay':>12}{'false/month':>12}")
    for size in SIZES:
        tallies: dict[str, Tally] = {}
        for mean, restless in kinds:
            for _one in range(series):
                case = draw(rng, tuning, days, mean, restless, size)
                scores = deviations(case, tuning)
                found = {f"detector, {one}": ours(case, tuning, one) for one in Sensitivity}
                for name, (peer, limit) in peers.items():
                    found[f"{name} (limit {limit:g})"] = merged(
                        _worth(case, peer(scores, limit)), tuning.quiet
                    )
                for name, alarms in found.items():
                    tallies.setdefault(name, Tally()).add(case, alarms, a_day, tuning.least)
        print(f"bursts of {1 + size:g} times the usual")
        for name, tally in tallies.items():
            print(tally.line("  " + name))


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--series", type=int, default=20, help="series of each kind and size")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    for grain in ("day", "hour"):
        measure(grain, chosen.series, chosen.seed)


if __name__ == "__main__":
    main()
