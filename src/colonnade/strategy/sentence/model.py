"""What a sentence says."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from colonnade.strategy.document.model import Kind, Pillar
from colonnade.strategy.sentence.grammar.money import Money
from colonnade.strategy.sentence.grammar.people import People
from colonnade.strategy.sentence.lexicon.quantities import Period


class SentenceKind(StrEnum):
    """What somebody who was asked for a strategy has answered."""

    STRATEGY = "strategy"
    PLATFORM_LIST = "platform_list"
    TACTICS = "tactics"
    RESOURCES = "resources"
    NOT_UNDERSTOOD = "not_understood"


class Part(StrEnum):
    """A part that a strategy must have: goals times methods, limited by time and resources."""

    GOAL = "goal"
    TARGET = "target"
    DEADLINE = "deadline"
    METHOD = "method"
    TIME = "time"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text: characters from ``start`` up to and without ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where a goal's figure shall be.

    Attributes:
        value: the figure at the deadline; None where only the change is said.
        baseline: the figure today, where it is said.
        factor: how many times today's figure (1.2 for "by 20%", 2 for "double"); None where not said so.
        increase: by how much it shall rise (or, below zero, fall); None where not said so.
        unit: ``count``, ``percent``, ``minutes`` or ``money``.
    """

    value: float | None = None
    baseline: float | None = None
    factor: float | None = None
    increase: float | None = None
    unit: str = "count"
    currency: str | None = None
    per: Period | None = None


@dataclass(frozen=True, slots=True)
class GoalRead:
    """Something that the business wants.

    Attributes:
        metric: the id of a metric in the catalogue; None where the words name none.
        thing: what is sold, or who is hired.
    """

    kind: Kind
    metric: str | None
    thing: str
    span: Span
    target: Target | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class MethodRead:
    """A way of working; a tactic has no id of the lexicon and no pillar."""

    id: str
    name: str
    pillar: Pillar | None
    format: str
    span: Span


@dataclass(frozen=True, slots=True)
class Named:
    """A platform, or words for a tactic, with where they stand."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What was understood of a sentence, what was not, and what is missing.

    Attributes:
        platforms: platforms that shall be used; ``excluded`` names what shall not be.
        people: time by role, in the order of the text.
        money: sums for the work; one of 0 stands for "no budget".
        not_understood: words that nothing was made of; never guessed at.
        missing: what a strategy would need besides, in the order in which to think about it.
    """

    text: str
    today: date
    kind: SentenceKind
    goals: tuple[GoalRead, ...]
    methods: tuple[MethodRead, ...]
    tactics: tuple[Named, ...]
    platforms: tuple[Named, ...]
    excluded: tuple[Named, ...]
    people: tuple[People, ...]
    money: tuple[Money, ...]
    deadline: date | None
    understood: tuple[Span, ...]
    not_understood: tuple[Span, ...]
    missing: tuple[Part, ...]

    @property
    def fte(self) -> dict[str, float]:
        """Full-time equivalents by role, where the sentence says how much."""
        total: dict[str, float] = {}
        for who in self.people:
            if who.fte is not None:
                total[who.role] = total.get(who.role, 0.0) + who.fte
        return total
