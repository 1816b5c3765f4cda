"""Reads: briefs, their templates, and how they serve goals."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.pillars.promotion.briefs.models import Brief, BriefTemplate
from colonnade.pillars.promotion.briefs.states import BriefState
from colonnade.strategy.work import WorkItem


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; what is empty does not narrow.

    Attributes:
        state: a value of ``BriefState``, or "all".
        owner: id of a user, 0 for anybody.
    """

    text: str = ""
    state: str = BriefState.OPEN.value
    unit: str = ""
    owner: int = 0


def briefs_of(*, organization: Organization) -> QuerySet[Brief]:
    """Return the organisation's briefs, newest first."""
    return Brief.objects.filter(organization=organization).select_related(
        "organization", "goal", "campaign__goal", "unit", "owner"
    )


def find(*, organization: Organization, wanted: Wanted) -> QuerySet[Brief]:
    """Return the briefs that are looked for, those due first on top."""
    found = briefs_of(organization=organization)
    if wanted.state != "all":
        found = found.filter(state=wanted.state)
    if wanted.unit:
        found = found.filter(unit__slug=wanted.unit)
    if wanted.owner:
        found = found.filter(owner_id=wanted.owner)
    if wanted.text:
        found = found.filter(
            Q(title__icontains=wanted.text)
            | Q(topic__icontains=wanted.text)
            | Q(message__icontains=wanted.text)
        )
    return found.order_by(F("due_on").asc(nulls_last=True), "-made_at", "-pk")


def templates_of(*, organization: Organization) -> QuerySet[BriefTemplate]:
    """Return what briefs can begin from, by name."""
    return BriefTemplate.objects.filter(organization=organization)


def briefed_ideas(*, organization: Organization) -> dict[str, int]:
    """Return the brief of each idea that has one: the newest one's id by the idea's key."""
    rows = Brief.objects.filter(organization=organization).exclude(idea="").order_by("made_at", "pk")
    return dict(rows.values_list("idea", "pk"))


def work_of(organization: Organization) -> Iterator[WorkItem]:
    """Yield the briefs that are not dropped as work of their goals."""
    for brief in briefs_of(organization=organization).exclude(state=BriefState.DROPPED):
        yield WorkItem(
            kind="brief",
            title=brief.title,
            goal=brief.served or None,
            href=org_reverse("briefs:brief", organization, brief=brief.pk),
            state=brief.get_state_display(),
        )
