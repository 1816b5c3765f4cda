"""Everything the eight steps look at, gathered once for a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from colonnade.strategy.document.model import Strategy


@dataclass(frozen=True, kw_only=True)
class Crack:
    """A finding of the checker, as a step shows it."""

    code: str
    message: str
    line: int


@dataclass(frozen=True, kw_only=True)
class HeardChannel:
    """What listening heard in one channel.

    Attributes:
        posts: posts about the company or its subject there.
        authors: people who wrote them.
        questions: posts that ask something.
        rivals: posts about competitors.
    """

    channel: str
    posts: int
    authors: int
    questions: int
    rivals: int


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What listening has, in short.

    Attributes:
        posts: all posts of the organisation.
        about_us: posts that match an own brand.
        brands, competitors: saved queries of the kind.
        channels: by posts, most first.
        topics: what people talk about, most telling first.
        questions: posts that ask something.
        authors: people heard.
    """

    posts: int = 0
    about_us: int = 0
    brands: int = 0
    competitors: int = 0
    authors: int = 0
    questions: int = 0
    channels: tuple[HeardChannel, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Situation:
    """The organisation at this moment, as the steps see it.

    Attributes:
        strategy: the current document, or None where there is none that can be read.
        version_state: state of the current version; empty where there is none.
        cracks: findings by step key.
        planned: whether the current text has a stored plan that fits.
        members, approvers: people of the organisation, and those of them who may approve.
        readings: number of KPI readings; ``measured``: metrics that have at least one.
        lessons: lessons recorded in the document.
    """

    strategy: Strategy | None
    version_state: str = ""
    cracks: dict[str, tuple[Crack, ...]]
    planned: bool = False
    members: int = 1
    approvers: int = 1
    readings: int = 0
    measured: frozenset[str] = frozenset()
    heard: Heard = Heard()

    @property
    def document(self) -> Strategy:
        """Return the strategy, or an empty one where there is none."""
        return self.strategy or Strategy()

    def cracks_of(self, step: str) -> tuple[str, ...]:
        """Return the step's findings as lines."""
        return tuple(f"{crack.code} {crack.message}" for crack in self.cracks.get(step, ()))


def listed(names: Sequence[str], most: int = 4) -> str:
    """Return the first names joined, and how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
