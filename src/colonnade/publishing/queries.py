"""Reads: the outbox, one publication, profiles, the pause."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from colonnade.channels.models import Profile
from colonnade.organization.models import Organization
from colonnade.publishing.models import LATE_AFTER, Pause, Publication
from colonnade.publishing.states import ON_ITS_WAY, PublicationState


def publications_of(*, organization: Organization) -> QuerySet[Publication]:
    """Return an organisation's publications with profile, account and author."""
    return Publication.objects.filter(organization=organization).select_related(
        "organization", "profile__account", "author", "campaign"
    )


def outbox_of(*, organization: Organization) -> QuerySet[Publication]:
    """Return what has a time or was sent, the latest time first; drafts without a time are not there."""
    found = publications_of(organization=organization).exclude(
        Q(scheduled_at=None) & ~Q(state=PublicationState.FAILED)
    )
    return found.order_by("-scheduled_at", "-pk")


def late_ones(*, organization: Organization, now: datetime) -> QuerySet[Publication]:
    """Return what should be on the network by now and is not known to be; nothing while all is paused."""
    return publications_of(organization=organization).filter(
        state__in=ON_ITS_WAY, scheduled_at__lt=now - LATE_AFTER, held_at=None
    )


def numbers_by_state(*, organization: Organization) -> dict[str, int]:
    """Return how many publications of the outbox are in each state."""
    counted = outbox_of(organization=organization).order_by().values("state").annotate(number=Count("pk"))
    return {row["state"]: row["number"] for row in counted}


def present_pause(*, organization: Organization) -> Pause | None:
    """Return the pause that lasts now; None where the organisation publishes."""
    return Pause.objects.select_related("began_by").filter(organization=organization, ended_at=None).first()


def profiles_of(*, organization: Organization) -> QuerySet[Profile]:
    """Return where an organisation publishes, with the accounts."""
    return Profile.objects.filter(organization=organization).select_related("account", "organization")
