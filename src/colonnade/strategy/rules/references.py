"""Every place in a document where one part names another by id."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Method, Strategy
from colonnade.strategy.rules.findings import Path
from colonnade.strategy.rules.subject import CHOOSE


@dataclass(frozen=True, slots=True)
class Reference:
    """An id at a place, and the ids that it may be."""

    path: Path
    id: str
    kind: str
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Ids:
    """The ids that each kind of part has."""

    units: frozenset[str]
    objectives: frozenset[str]
    goals: frozenset[str]
    channels: frozenset[str]
    roles: frozenset[str]
    evidence: frozenset[str]

    @classmethod
    def of(cls, strategy: Strategy) -> "_Ids":
        return cls(
            units=frozenset(part.id for part in strategy.units),
            objectives=frozenset(part.id for part in strategy.objectives),
            goals=frozenset(part.id for part in strategy.goals),
            channels=frozenset(part.id for part in strategy.channels),
            roles=frozenset(part.id for part in strategy.limits.roles) if strategy.limits else frozenset(),
            evidence=frozenset(part.id for part in strategy.evidence),
        )

    def unit(self, path: Path, word: str) -> Reference:
        return Reference(path, word, _("a business unit"), self.units)

    def objective(self, path: Path, word: str) -> Reference:
        return Reference(path, word, _("an objective"), self.objectives)

    def goal(self, path: Path, word: str) -> Reference:
        return Reference(path, word, _("a goal"), self.goals)

    def channel(self, path: Path, word: str) -> Reference:
        return Reference(path, word, _("a channel"), self.channels)

    def role(self, path: Path, word: str) -> Reference:
        return Reference(path, word, _("a role in the limits"), self.roles)

    def cited(self, path: Path, words: list[str]) -> Iterator[Reference]:
        for index, word in enumerate(words):
            yield Reference((*path, index), word, _("an item of evidence"), self.evidence)

    def hours(self, path: Path, hours: Mapping[str, float]) -> Iterator[Reference]:
        for word in hours:
            yield self.role((*path, word), word)


def references(strategy: Strategy) -> Iterator[Reference]:
    """Yield every reference of the document.

    A table of hours is left out where no limits name a role: the missing limits are a finding of their own,
    and would otherwise be told once for every method.
    """
    ids = _Ids.of(strategy)
    yield from _goals(strategy, ids)
    yield from _methods(strategy, ids)
    yield from _channels(strategy, ids)
    yield from _funnel(strategy, ids)
    for index, audience in enumerate(strategy.audiences):
        yield from ids.cited(("audiences", index, "evidence"), audience.evidence)


def _goals(strategy: Strategy, ids: _Ids) -> Iterator[Reference]:
    for index, objective in enumerate(strategy.objectives):
        if objective.unit is not None:
            yield ids.unit(("objectives", index, "unit"), objective.unit)
    for index, goal in enumerate(strategy.goals):
        if goal.serves is not None:
            yield ids.objective(("goals", index, "serves"), goal.serves)


def _methods(strategy: Strategy, ids: _Ids) -> Iterator[Reference]:
    for index, method in enumerate(strategy.methods):
        path: Path = ("methods", index)
        if method.channel != CHOOSE:
            yield ids.channel((*path, "channel"), method.channel)
        yield from _effects(method, path, ids)
        if ids.roles:
            yield from ids.hours((*path, "hours"), method.hours)
            if method.replies is not None and method.replies.role is not None:
                yield ids.role((*path, "replies", "role"), method.replies.role)


def _effects(method: Method, path: Path, ids: _Ids) -> Iterator[Reference]:
    for index, effect in enumerate(method.effects):
        yield ids.goal((*path, "effects", index, "goal"), effect.goal)
        yield from ids.cited((*path, "effects", index, "evidence"), effect.evidence)


def _channels(strategy: Strategy, ids: _Ids) -> Iterator[Reference]:
    for index, channel in enumerate(strategy.channels):
        path: Path = ("channels", index)
        yield from ids.cited((*path, "evidence"), channel.evidence)
        if ids.roles:
            yield from ids.hours((*path, "hours_per_week"), channel.hours_per_week)
            yield from ids.hours((*path, "setup_hours"), channel.setup_hours)


def _funnel(strategy: Strategy, ids: _Ids) -> Iterator[Reference]:
    for index, flow in enumerate(strategy.funnel):
        yield ids.goal(("funnel", index, "source"), flow.source)
        yield ids.goal(("funnel", index, "target"), flow.target)
