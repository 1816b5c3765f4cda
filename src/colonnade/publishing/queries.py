"""Reads: the outbox, one publication, profiles, the pause."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from colonnade.campaigns.choices import goal_path
from colonnade.channels.contract import Publisher
from colonnade.channels.discovery import connectors
from colonnade.channels.models import Account, Profile
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.publishing.models import LATE_AFTER, Pause, Publication
from colonnade.publishing.states import ON_ITS_WAY, PublicationState
from colonnade.strategy.queries import current_reading


def publications_of(*, organization: Organization) -> QuerySet[Publication]:
    """Return an organisation's publications with profile, account and author."""
    return Publication.objects.filter(organization=organization).select_related(
        "organization", "profile__account", "author", "campaign__goal"
    )


def outbox_of(*, organization: Organization) -> QuerySet[Publication]:
    """Return what has a time or was sent, the latest time first; drafts without a time are not there."""
    found = publications_of(organization=organization).exclude(
        Q(scheduled_at=None) & ~Q(state=PublicationState.FAILED)
    )
    return found.order_by("-scheduled_at", "-pk")


def late_ones(*, organization: Organization, now: datetime) -> QuerySet[Publication]:
    """Return what should be on the network by now and is not known to be; nothing while all is paused."""
    found = publications_of(organization=organization)
    if present_pause(organization=organization) is not None:
        return found.none()
    return found.filter(state__in=ON_ITS_WAY, scheduled_at__lt=now - LATE_AFTER, held_at=None)


def numbers_by_state(*, organization: Organization) -> dict[str, int]:
    """Return how many publications of the outbox are in each state."""
    counted = outbox_of(organization=organization).order_by().values("state").annotate(number=Count("pk"))
    return {row["state"]: row["number"] for row in counted}


def waiting_for_person(*, organization: Organization) -> int:
    """Return how many publications do not go on until somebody decides."""
    stuck = Q(state=PublicationState.UNKNOWN, due_at=None) | Q(held_at__isnull=False)
    return Publication.objects.filter(
        stuck | Q(state=PublicationState.FAILED), organization=organization
    ).count()


def path_of(publication: Publication) -> list[tuple[str, str]]:
    """Return what a publication is for, with addresses: goal, campaign, itself; empty where it has none."""
    campaign = publication.campaign
    if campaign is None:
        return []
    organization = publication.organization
    reading = current_reading(organization)
    goal = campaign.goal.key if campaign.goal is not None else ""
    goals = org_reverse("strategy:goals", organization)
    names = goal_path(reading.strategy if reading else None, goal)
    own = org_reverse("campaigns:campaign", organization, campaign=campaign.pk)
    return [*((name, goals) for name in names), (campaign.name, own), (str(publication), "")]


def accounts_of(*, organization: Organization) -> QuerySet[Account]:
    """Return an organisation's accounts."""
    return Account.objects.filter(organization=organization).select_related("organization")


def networks_to_publish_on() -> list[Publisher]:
    """Return the installed networks that posts can be published on, by name."""
    found = [one for one in connectors() if isinstance(one, Publisher) and one.manifest.posting]
    return sorted(found, key=lambda one: one.manifest.name.casefold())


def accounts_to_publish_with(*, organization: Organization) -> list[Account]:
    """Return the accounts on networks that posts can be published on."""
    known = {one.manifest.id for one in networks_to_publish_on()}
    return [one for one in accounts_of(organization=organization) if one.connector in known]


def present_pause(*, organization: Organization) -> Pause | None:
    """Return the pause that lasts now; None where the organisation publishes."""
    return Pause.objects.select_related("began_by").filter(organization=organization, ended_at=None).first()


def profiles_of(*, organization: Organization) -> QuerySet[Profile]:
    """Return where an organisation publishes, with the accounts."""
    return Profile.objects.filter(organization=organization).select_related("account", "organization")
