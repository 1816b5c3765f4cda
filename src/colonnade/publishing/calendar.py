"""Publications in the marketing calendar."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from colonnade.campaigns.days import moved
from colonnade.campaigns.entries import CannotMove, Entry, Filters, Span
from colonnade.campaigns.models import Channel
from colonnade.core.states import TransitionRefused
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Membership, Organization
from colonnade.organization.roles import Permission
from colonnade.publishing.models import Publication
from colonnade.publishing.operations.scheduling import schedule
from colonnade.publishing.queries import publications_of
from colonnade.publishing.states import EDITABLE, PublicationState

SHOWN_FOR = timedelta(minutes=15)
"""How long a post is drawn in the calendar; it has no length."""
_MOVABLE = EDITABLE - {PublicationState.FAILED}


def entries(*, organization: Organization, span: Span, filters: Filters) -> Iterable[Entry]:
    """Return the publications whose time lies in the span."""
    found = publications_of(organization=organization).filter(
        scheduled_at__lt=span.end, scheduled_at__gt=span.start - SHOWN_FOR
    )
    found = found.select_related(
        "organization", "profile__account", "author", "campaign__goal", "campaign__unit"
    )
    if filters.campaign:
        found = found.filter(campaign=filters.campaign)
    for publication in found:
        if publication.scheduled_at is not None:
            yield _entry(publication, publication.scheduled_at)


def _entry(publication: Publication, at: datetime) -> Entry:
    campaign = publication.campaign
    goal = campaign.goal if campaign is not None else None
    unit = campaign.unit if campaign is not None else None
    return Entry(
        source="publication",
        id=str(publication.pk),
        title=str(publication),
        starts_at=at,
        ends_at=at + SHOWN_FOR,
        kind=Channel.SOCIAL.value,
        zone=publication.zone,
        channel=publication.profile.account.connector,
        campaign=campaign.pk if campaign is not None else 0,
        campaign_name=campaign.name if campaign is not None else "",
        colour=campaign.colour if campaign is not None else "grey",
        goal=goal.key if goal is not None else "",
        unit=unit.slug if unit is not None else "",
        unit_name=unit.name if unit is not None else "",
        state=publication.state,
        state_label=publication.get_state_display(),
        off=publication.present in {PublicationState.WITHDRAWN, PublicationState.FAILED},
        audience=campaign.audience if campaign is not None else "",
        text=publication.draft.text,
        href=org_reverse("publishing:publication", publication.organization, publication=publication.pk),
        movable=publication.present in _MOVABLE,
    )


def move(*, member: Membership, entry: str, days: int, now: datetime) -> None:
    """Move a publication by whole days; see ``campaigns.entries.Move``."""
    if not member.may(Permission.PUBLISH):
        raise CannotMove(_("Your role does not schedule posts."))
    own = publications_of(organization=member.organization).exclude(scheduled_at=None)
    publication = own.filter(pk=int(entry)).first() if entry.isdecimal() else None
    if publication is None or publication.scheduled_at is None:
        raise CannotMove(_("There is no such post any more."))
    at = moved(publication.scheduled_at, days=days, zone=ZoneInfo(publication.zone))
    if at < now:
        raise CannotMove(_("That time has passed."))
    try:
        schedule(publication=publication, at=at, zone=publication.zone, actor=member.user, now=now)
    except TransitionRefused:
        raise CannotMove(_("It is on its way, or on the network, and stays where it is.")) from None
