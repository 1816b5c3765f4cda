"""A test of two pages that may be looked at as often as one likes, and stopped at any time.

The wealth of a test martingale grows where the pages differ. While they do not, the chance that it ever
reaches ``1 / alpha`` is at most ``alpha``, however often and whenever somebody looks (Ville's inequality).
The factor of a day with groups of any size is the E-variable of R. Turner, A. Ly and P. Grünwald, "Generic
E-variables for exact sequential k-sample tests that allow for optional stopping", Journal of Statistical
Planning and Inference 230 (2024). It is exact for rates of any size; nothing is assumed to be normal.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p

ALPHA = 0.05
Refuted = Callable[[float], bool]
_PRIOR = 0.18
"""Pseudo-counts of success and failure in the plug-in estimate; the value that Turner et al. found best."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a test: visitors and those of them who sent the form, of the old page and the new."""

    visitors_a: int
    sent_a: int
    visitors_b: int
    sent_b: int


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A share with an interval that holds at every moment at once (a confidence sequence)."""

    visitors: int
    sent: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """The share; None without visitors."""
        return self.sent / self.visitors if self.visitors else None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a test says now.

    Attributes:
        wealth: the largest value of the martingale so far.
        p: an always-valid p-value, ``min(1, 1 / wealth)``.
        differ: whether the pages differ, with an error of at most alpha.
    """

    old: Rate
    new: Rate
    wealth: float
    p: float
    differ: bool


def judge(days: Sequence[Day], *, alpha: float = ALPHA) -> Verdict:
    """Return what the days say. A decision once reached stays, as the days that led to it do."""
    most = max((wealth for wealth in wealths(days)), default=1.0)
    visitors_a, sent_a = sum(day.visitors_a for day in days), sum(day.sent_a for day in days)
    visitors_b, sent_b = sum(day.visitors_b for day in days), sum(day.sent_b for day in days)
    return Verdict(
        old=rate_of(visitors_a, sent_a, alpha=alpha),
        new=rate_of(visitors_b, sent_b, alpha=alpha),
        wealth=most,
        p=min(1.0, 1.0 / most),
        differ=most >= 1.0 / alpha,
    )


def wealths(days: Iterable[Day]) -> Iterable[float]:
    """Yield the martingale after each day."""
    log_wealth = 0.0
    seen = Day(0, 0, 0, 0)
    for day in days:
        log_wealth += log_factor(day, seen)
        seen = Day(
            seen.visitors_a + day.visitors_a,
            seen.sent_a + day.sent_a,
            seen.visitors_b + day.visitors_b,
            seen.sent_b + day.sent_b,
        )
        yield exp(min(log_wealth, 700.0))


def log_factor(day: Day, seen: Day) -> float:
    """Return the logarithm of the E-variable of a day, with rates learnt from the days before alone."""
    total = day.visitors_a + day.visitors_b
    if total == 0:
        return 0.0
    rate_a = (seen.sent_a + _PRIOR) / (seen.visitors_a + 2 * _PRIOR)
    rate_b = (seen.sent_b + _PRIOR) / (seen.visitors_b + 2 * _PRIOR)
    both = (day.visitors_a * rate_a + day.visitors_b * rate_b) / total
    return (
        _log_likelihood(rate_a, day.visitors_a, day.sent_a)
        + _log_likelihood(rate_b, day.visitors_b, day.sent_b)
        - _log_likelihood(both, total, day.sent_a + day.sent_b)
    )


def _log_likelihood(rate: float, visitors: int, sent: int) -> float:
    return sent * log(rate) + (visitors - sent) * log1p(-rate)


def rate_of(visitors: int, sent: int, *, alpha: float = ALPHA) -> Rate:
    """Return a share with its confidence sequence: the rates that a uniform mixture does not refute.

    The mixture is Robbins's ("Statistical methods related to the law of the iterated logarithm", 1970): a
    rate is refuted once the beta-binomial evidence against it reaches ``1 / alpha``.
    """
    if visitors == 0:
        return Rate(visitors=0, sent=0, low=0.0, high=1.0)
    evidence = lgamma(sent + 1) + lgamma(visitors - sent + 1) - lgamma(visitors + 2)
    share = sent / visitors

    def refuted(rate: float) -> bool:
        if rate in (0.0, 1.0):
            return (sent if rate == 0.0 else visitors - sent) > 0
        return evidence - _log_likelihood(rate, visitors, sent) >= log(1.0 / alpha)

    return Rate(
        visitors=visitors,
        sent=sent,
        low=0.0 if sent == 0 else _edge(0.0, share, refuted),
        high=1.0 if sent == visitors else _edge(1.0, share, refuted),
    )


def _edge(outside: float, inside: float, refuted: Refuted) -> float:
    """Return where rates stop being refuted, between one that is and one that is not."""
    for _step in range(60):
        middle = (outside + inside) / 2
        if refuted(middle):
            outside = middle
        else:
            inside = middle
    return inside
