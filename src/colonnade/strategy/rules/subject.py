"""What a rule looks at: the document, the day, and what is known from outside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from colonnade.measurement.declarations import Metric, find_metric
from colonnade.strategy.document.model import (
    Channel,
    ChannelKind,
    EvidenceKind,
    Flow,
    Goal,
    Method,
    Objective,
    Strategy,
)
from colonnade.strategy.document.reading import ReadResult
from colonnade.strategy.rules.findings import Path

CHOOSE = "choose"


@dataclass(frozen=True, slots=True)
class KnownEvidence:
    """Something known outside the document, pushed here by listening or by results, as a dated copy.

    Attributes:
        channel: the id of the channel it speaks for; empty where it speaks for none.
        share: the channel's share of the conversations counted, from 0 to 1.
        n: how many were counted.
    """

    kind: EvidenceKind
    claim: str
    channel: str = ""
    share: float | None = None
    n: int | None = None
    source: str = ""
    observed_at: datetime | None = None


@dataclass(frozen=True)
class Subject:
    """A strategy under examination, with the look-ups that several rules need."""

    strategy: Strategy
    read: ReadResult
    today: date
    evidence: Sequence[KnownEvidence] = field(default=())

    @cached_property
    def goals(self) -> dict[str, Goal]:
        """Goals by id."""
        return {goal.id: goal for goal in self.strategy.goals}

    @cached_property
    def channels(self) -> dict[str, Channel]:
        """Channels by id."""
        return {channel.id: channel for channel in self.strategy.channels}

    @cached_property
    def metrics(self) -> dict[str, Metric | None]:
        """The catalogue's metric by goal id; None where the KPI is absent or not in the catalogue."""
        return {goal.id: find_metric(goal.kpi.metric) if goal.kpi else None for goal in self.strategy.goals}

    @cached_property
    def flows_from(self) -> dict[str, list[Flow]]:
        """Steps down the funnel by the goal they start at."""
        flows: dict[str, list[Flow]] = {}
        for flow in self.strategy.funnel:
            flows.setdefault(flow.source, []).append(flow)
        return flows

    def aims(self) -> Iterator[tuple[Path, Objective | Goal]]:
        """Yield objectives and goals with their paths: both have a name, a figure, a deadline, an owner."""
        for index, objective in enumerate(self.strategy.objectives):
            yield ("objectives", index), objective
        for index, goal in enumerate(self.strategy.goals):
            yield ("goals", index), goal

    def reached_from(self, goal: str) -> set[str]:
        """Return the goals that lie further down the funnel than ``goal``; ends on a circle too."""
        seen: set[str] = set()
        waiting = [goal]
        while waiting:
            following = {flow.target for flow in self.flows_from.get(waiting.pop(), [])} - seen
            seen |= following
            waiting.extend(following)
        return seen

    @cached_property
    def bare_platforms(self) -> list[str]:
        """Names of the channels of a document that has neither an objective nor a goal."""
        if self.strategy.goals or self.strategy.objectives:
            return []
        names = [channel.name or channel.id for channel in self.strategy.channels]
        names += [method.channel for method in self.strategy.methods if method.channel != CHOOSE]
        return list(dict.fromkeys(names))

    @cached_property
    def methods_by_channel(self) -> dict[str, list[Method]]:
        """Methods whose channel is chosen, by channel."""
        methods: dict[str, list[Method]] = {}
        for method in self.strategy.methods:
            if method.channel != CHOOSE:
                methods.setdefault(method.channel, []).append(method)
        return methods

    @cached_property
    def channels_in_use(self) -> list[tuple[int, Channel]]:
        """Declared channels that are open or that a method names, with their positions."""
        return [
            (index, channel)
            for index, channel in enumerate(self.strategy.channels)
            if channel.open or channel.id in self.methods_by_channel
        ]

    @cached_property
    def channels_kept_alive(self) -> list[Channel]:
        """Channels that cost hours whatever is chosen: open ones, and those a method must appear in."""
        must = {method.channel for method in self.strategy.methods if method.cadence.min_per_week > 0}
        return [channel for channel in self.strategy.channels if channel.open or channel.id in must]

    @cached_property
    def social_channels(self) -> list[tuple[int, Channel]]:
        """Social channels in use, with their positions in the list of channels."""
        return [pair for pair in self.channels_in_use if pair[1].kind is ChannelKind.SOCIAL]

    @cached_property
    def solid_evidence(self) -> set[str]:
        """Ids of the document's evidence that is more than an assumption."""
        return {item.id for item in self.strategy.evidence if item.kind is not EvidenceKind.ASSUMED}

    @property
    def horizon_end(self) -> date | None:
        """The first day after the horizon; None where no horizon is set."""
        horizon = self.strategy.horizon
        return weeks_after(horizon.start, horizon.weeks) if horizon else None


def weeks_after(day: date, weeks: int) -> date:
    """Return the day ``weeks`` after ``day``; the calendar's last day where there is none so late."""
    return date.fromordinal(min(day.toordinal() + 7 * weeks, date.max.toordinal()))


def has_goals(subject: Subject) -> bool:
    """Whether there is a goal: before one, nothing of the later steps can be asked for."""
    return bool(subject.strategy.goals)


def has_methods(subject: Subject) -> bool:
    """Whether there is a goal and a method that works for it."""
    return bool(subject.strategy.goals and subject.strategy.methods)


def has_social(subject: Subject) -> bool:
    """Whether a social channel is in use: from then on people can ask and complain there."""
    return bool(subject.social_channels)
