"""Reads: what gets in the way in a span of the calendar, as the rules of ``clashes.py`` see it."""

from datetime import timedelta

from colonnade.campaigns.budget import booked_by_campaign
from colonnade.campaigns.clashes import SAME_TEXT_DAYS, Clash, Situation, find_clashes
from colonnade.campaigns.entries import Entry, Filters, Span
from colonnade.campaigns.queries import blackouts_in, campaigns_of, entries_of, zone_of
from colonnade.organization.models import Organization


def clashes_in(*, organization: Organization, span: Span, filters: Filters | None = None) -> list[Clash]:
    """Return the clashes that concern an entry of the span which the filters let through.

    The other side of a clash may be let through or not, and may stand as far outside the span as a rule
    looks. Campaigns as a whole clash wherever they run in the span.
    """
    wide = timedelta(days=SAME_TEXT_DAYS)
    around = Span(start=span.start - wide, end=span.end + wide)
    entries = entries_of(organization=organization, span=around)
    wanted = filters or Filters()
    let = {entry.key for entry in entries if wanted.let(entry) and _in(entry, span)}
    zone = zone_of(organization=organization)
    campaigns = [
        campaign
        for campaign in campaigns_of(organization=organization)
        if not wanted.campaign or campaign.pk == wanted.campaign
    ]
    running = {
        campaign.pk
        for campaign in campaigns
        if campaign.starts_on <= span.end.date() and campaign.ends_on >= span.start.date()
    }
    found = find_clashes(
        Situation(
            entries=entries,
            zone=zone,
            currency=organization.currency,
            blackouts=blackouts_in(organization=organization, span=span),
            campaigns=campaigns,
            booked=booked_by_campaign(organization),
        )
    )
    return [clash for clash in found if let & set(clash.entries) or _whole(clash, running, wanted)]


def _in(entry: Entry, span: Span) -> bool:
    return entry.starts_at < span.end and (entry.ends_at > span.start or entry.starts_at >= span.start)


def _whole(clash: Clash, running: set[int], wanted: Filters) -> bool:
    """Return whether a clash is about a campaign as a whole, and that campaign is asked for."""
    narrowed = set(wanted.said) - {"campaign"}
    return not clash.entries and not narrowed and clash.campaign in running
