"""Reads: the version in work, the one in force, evidence, plans, what changed, the goal tree."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from django.db.models import F, Max, QuerySet, Window

from colonnade.organization.models import Organization
from colonnade.strategy.comparing import Comparison, compare
from colonnade.strategy.document.model import EvidenceKind
from colonnade.strategy.document.reading import ReadResult, read
from colonnade.strategy.goal_tree import GoalTree, grow
from colonnade.strategy.models import Evidence, StoredPlan, StrategyVersion
from colonnade.strategy.progress import progress_of
from colonnade.strategy.rules.checker import check
from colonnade.strategy.rules.findings import Report
from colonnade.strategy.rules.subject import KnownEvidence
from colonnade.strategy.states import State
from colonnade.strategy.work import work_by_goal

_KEPT_UP_TO = 100_000
"""Characters; the reading of a longer text is not kept in memory."""


def versions(organization: Organization) -> QuerySet[StrategyVersion]:
    """Return the versions of the organisation's strategy, newest first."""
    return StrategyVersion.objects.filter(record__organization=organization).select_related(
        "record__organization", "made_by", "changed_by"
    )


def current_version(organization: Organization) -> StrategyVersion | None:
    """Return the newest version, the one people work on; None before there is a strategy."""
    return versions(organization).first()


def version_in_force(organization: Organization) -> StrategyVersion | None:
    """Return the running version, or None."""
    return versions(organization).filter(state=State.RUNNING).first()


def version_numbered(organization: Organization, number: int) -> StrategyVersion | None:
    """Return version ``number``, or None."""
    return versions(organization).filter(number=number).first()


@lru_cache(maxsize=64)
def _read_stored(text: str, name: str) -> ReadResult:
    return read(text, name=name)


def read_version(version: StrategyVersion) -> ReadResult:
    """Return the version's text as read, with positions.

    Most pages read the newest version, and reading takes some 40 ms, so what was read of a text is kept.
    """
    if len(version.text) > _KEPT_UP_TO:
        return read(version.text, name=version.name)
    return _read_stored(version.text, version.name)


def current_reading(organization: Organization) -> ReadResult | None:
    """Return the newest version's text as read; None before there is a strategy."""
    version = current_version(organization)
    return read_version(version) if version is not None else None


def evidence_now(organization: Organization) -> Sequence[Evidence]:
    """Return the latest copy of each piece of evidence, by key."""
    newest = Window(Max("observed_at"), partition_by=F("key"))
    items = Evidence.objects.filter(organization=organization).annotate(newest=newest)
    return list(items.filter(observed_at=F("newest")).order_by("key"))


def known_evidence(organization: Organization) -> list[KnownEvidence]:
    """Return what is known now in the form that the checker reads."""
    return [
        KnownEvidence(
            kind=EvidenceKind(item.kind),
            claim=item.claim,
            channel=item.channel,
            share=item.share,
            n=item.n,
            source=item.source,
            observed_at=item.observed_at,
        )
        for item in evidence_now(organization)
    ]


def check_reading(organization: Organization, reading: ReadResult, *, today: date) -> Report:
    """Return what the checker says of a text as read, given what the organisation knows."""
    return check(reading, today=today, evidence=known_evidence(organization))


def check_version(version: StrategyVersion, *, today: date) -> Report:
    """Return what the checker says of a version."""
    return check_reading(version.record.organization, read_version(version), today=today)


def plans(version: StrategyVersion) -> QuerySet[StoredPlan]:
    """Return the plans made from ``version``, newest first."""
    return version.plans.select_related("version", "made_by")


def latest_plan(organization: Organization) -> StoredPlan | None:
    """Return the newest plan of the newest version that has one."""
    return (
        StoredPlan.objects.filter(version__record__organization=organization)
        .select_related("version", "made_by")
        .order_by("-version__number", "-made_at", "-pk")
        .first()
    )


def diff(before: StrategyVersion, after: StrategyVersion) -> Comparison:
    """Return what changed from one version to another: in meaning, and line by line."""
    return compare(read_version(before), read_version(after))


def goal_tree(organization: Organization) -> GoalTree | None:
    """Return units, objectives, goals, methods and work as one tree; None where nothing can be read yet."""
    reading = current_reading(organization)
    if reading is None or reading.strategy is None:
        return None
    return grow(
        reading.strategy,
        work=work_by_goal(organization),
        progress=progress_of(reading.strategy, organization),
    )
