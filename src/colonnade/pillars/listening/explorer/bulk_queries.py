"""Reads: bulk actions as their page and the posts page tell them."""

from django.db.models import QuerySet

from colonnade.core.jobs.models import Job
from colonnade.organization.models import Membership, Organization
from colonnade.pillars.listening.explorer.models import ActionKind, BulkAction, Tag


def actions_of(*, organization: Organization) -> QuerySet[BulkAction]:
    """Return the organisation's bulk actions, the latest first."""
    return BulkAction.objects.filter(organization=organization).select_related("actor", "organization")


def told(*, membership: Membership, number: str) -> BulkAction | None:
    """Return the action ``number`` where it is the member's own, to be told on the posts page."""
    if not number.isdecimal():
        return None
    return actions_of(organization=membership.organization).filter(pk=number, actor=membership.user).first()


def job_of(*, action: BulkAction) -> Job | None:
    """Return the job that works on it, while there is one."""
    return Job.objects.filter(pk=action.job_id).first() if action.job_id else None


def value_name(action: BulkAction) -> str:
    """Return what the posts were given, in words: the tag's present name, or the sentiment."""
    if action.kind == ActionKind.CORRECT:
        return action.value
    tag = Tag.objects.filter(organization=action.organization, key=action.value).first()
    return tag.name if tag else action.value
