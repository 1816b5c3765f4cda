"""The campaigns of the demo come in by the user's door, and the calendar has something to say of them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from colonnade.campaigns.clash_queries import clashes_in
from colonnade.campaigns.clashes import ClashKind
from colonnade.campaigns.days import midnight
from colonnade.campaigns.entries import Span
from colonnade.campaigns.exchange.importing import import_calendar
from colonnade.campaigns.queries import campaigns_of, zone_of
from colonnade.simulation.demo import adopt_strategy, found
from colonnade.simulation.files import simulate, write
from colonnade.simulation.marketing import ACTIVITIES, CAMPAIGNS, plan_campaigns, write_calendar

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_campaigns_serve_goals_and_their_table_is_read_whole(tmp_path: Path) -> None:
    organization = found(now=NOW).organization
    market = simulate(seed=1, today=NOW.date(), weeks=10, posts=400, people=200)
    adopt_strategy(organization, write(market, tmp_path), now=NOW)
    author = organization.memberships.select_related("organization", "user").first()
    assert author is not None
    assert len(plan_campaigns(author, now=NOW)) == len(CAMPAIGNS)
    assert plan_campaigns(author, now=NOW) == []
    assert all(campaign.goal and campaign.unit for campaign in campaigns_of(organization=organization))
    data = write_calendar(tmp_path, today=NOW.date()).read_bytes()
    done = import_calendar(organization=organization, data=data, name="calendar.csv", actor=None, now=NOW)
    assert (done.added, list(done.aside)) == (len(ACTIVITIES), [])
    zone = zone_of(organization=organization)
    span = Span(start=midnight(date(2026, 11, 1), zone), end=midnight(date(2027, 2, 1), zone))
    kinds = {clash.kind for clash in clashes_in(organization=organization, span=span)}
    assert kinds >= {ClashKind.AUDIENCE, ClashKind.MONEY}
    assert ClashKind.OUTSIDE not in kinds
