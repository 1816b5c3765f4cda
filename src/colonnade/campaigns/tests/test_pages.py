"""Pages of the calendar and of campaigns: what they show, what they change, and for whom."""

from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from colonnade.campaigns.models import Activity, Campaign, Channel
from colonnade.campaigns.states import ActivityState, CampaignState
from colonnade.campaigns.tests.factories import MORNING, make_activity, make_campaign
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_member, make_organization, make_user
from colonnade.strategy.tests.factories import SMALL, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def hydra() -> Organization:
    return make_organization()


@pytest.fixture
def ana(hydra: Organization, client: Client) -> Client:
    client.force_login(hydra.memberships.get().user)
    return client


def page(organization: Organization, name: str, **kwargs: object) -> str:
    return org_reverse(f"campaigns:{name}", organization, **kwargs)


def november(organization: Organization, view: str = "month", **filters: object) -> str:
    asked = urlencode({"view": view, "day": "2026-11-15", **filters})
    return f"{page(organization, 'calendar')}?{asked}"


@pytest.mark.parametrize("view", ["month", "week", "list", "timeline"])
def test_each_view_shows_what_stands_in_its_days(view: str, hydra: Organization, ana: Client) -> None:
    campaign = make_campaign(hydra)
    make_activity(hydra, "Shown", campaign=campaign, starts_at=MORNING)
    make_activity(hydra, "Next year", starts_at=MORNING + timedelta(days=400))
    shown = ana.get(november(hydra, view).replace("11-15", "11-11"))
    assert shown.status_code == 200
    assert "Shown" in shown.text
    assert "Next year" not in shown.text


@pytest.mark.parametrize("name", ["calendar", "campaigns", "budget", "clashes"])
@pytest.mark.parametrize("view", ["month", "timeline"])
def test_queries_do_not_grow_with_what_is_shown(
    name: str, view: str, hydra: Organization, ana: Client
) -> None:
    make_draft(hydra, text=SMALL)
    counts = []
    for more in (1, 2):
        for number in range(more):
            campaign = make_campaign(hydra, f"Campaign {more} {number}", goal="leads")
            make_activity(hydra, campaign=campaign)
        address = f"{page(hydra, name)}?view={view}&day=2026-11-15"
        ana.get(address)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert ana.get(address).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_filters_narrow(hydra: Organization, ana: Client) -> None:
    make_draft(hydra, text=SMALL)
    parts = hydra.units.create(name="Parts", slug="parts")
    campaign = make_campaign(hydra, goal="leads", unit=parts)
    make_activity(hydra, "Inside", campaign=campaign)
    make_activity(hydra, "Besides", kind=Channel.EMAIL, channel="newsletter")
    for wanted in ({"unit": "parts"}, {"goal": "leads"}, {"campaign": campaign.pk}, {"kind": "social"}):
        shown = ana.get(november(hydra, **wanted)).text
        assert ("Inside" in shown, "Besides" in shown) == (True, False), wanted
    assert "Inside" not in ana.get(november(hydra, state="done")).text
    assert ana.get(november(hydra, campaign="9" * 30)).status_code == 200


def test_an_activity_goes_in_is_changed_and_goes_through_its_life(hydra: Organization, ana: Client) -> None:
    campaign = make_campaign(hydra)
    said = {"title": "Fair", "kind": "event", "channel": "Bauma", "campaign": campaign.pk}
    said |= {"day": "2026-11-12", "until_day": "2026-11-14", "cost": "1200.50"}
    answer = ana.post(page(hydra, "add_activity"), said)
    assert answer["Location"].endswith("?day=2026-11-12")
    fair = Activity.objects.get()
    assert (fair.all_day, fair.channel, fair.cost) == (True, "bauma", Decimal("1200.50"))
    assert fair.days(fair.clock) == (date(2026, 11, 12), date(2026, 11, 14))
    own = page(hydra, "activity", activity=fair.pk)
    assert 'value="2026-11-14"' in ana.get(own).text
    ana.post(own, {**said, "at": "10:00", "until": "9:00", "until_day": ""})
    fair.refresh_from_db()
    assert fair.all_day, "what ends before it begins is not saved"
    ana.post(own, {**said, "at": "10:00", "until": "12:00", "until_day": ""})
    fair.refresh_from_db()
    assert (fair.starts_at.hour, fair.ends_at.hour, fair.all_day) == (10, 12, False)
    step = page(hydra, "step_activity", activity=fair.pk)
    for state in ("done", "planned", "dropped", "done"):
        ana.post(step, {"state": state})
    fair.refresh_from_db()
    assert fair.present == ActivityState.DROPPED, "what was dropped cannot be done"
    ana.post(page(hydra, "remove_activity", activity=fair.pk))
    assert not Activity.objects.exists()


def test_an_entry_opens_in_place_and_is_moved(hydra: Organization, ana: Client) -> None:
    reel = make_activity(hydra)
    opened = f"{page(hydra, 'entry')}?key=activity:{reel.pk}&on=2026-11-10"
    assert "<html" in ana.get(opened).text
    part = ana.get(opened, headers={"HX-Request": "true"}).text
    assert "Move to" in part
    assert "<html" not in part
    answer = ana.post(
        page(hydra, "move"), {"entry": f"activity:{reel.pk}", "from": "2026-11-10", "to": "2026-11-13"}
    )
    assert answer.status_code == 302
    reel.refresh_from_db()
    assert reel.starts_at == MORNING + timedelta(days=3)


@pytest.mark.parametrize("entry", ["activity:999", "activity:x", "nothing:1", "", "activity:" + "9" * 30])
def test_what_cannot_be_moved_says_so(entry: str, hydra: Organization, ana: Client) -> None:
    said = {"entry": entry, "from": "2026-11-10", "to": "2026-11-13"}
    answer = ana.post(page(hydra, "move"), said, follow=True)
    assert "message-error" in answer.text


def test_a_reader_sees_and_changes_nothing(hydra: Organization, client: Client) -> None:
    reel = make_activity(hydra)
    client.force_login(make_member(hydra, Role.ANALYST).user)
    assert "draggable" not in client.get(november(hydra)).text
    assert "Reel" in client.get(page(hydra, "activity", activity=reel.pk)).text
    said = {"entry": f"activity:{reel.pk}", "from": "2026-11-10", "to": "2026-11-13"}
    client.post(page(hydra, "move"), said)
    assert client.post(page(hydra, "activity", activity=reel.pk), {"title": "x"}).status_code == 200
    assert client.get(page(hydra, "add_activity")).status_code == 403
    assert Activity.objects.get() == reel
    assert Activity.objects.get().starts_at == MORNING


def test_nobody_reaches_what_another_company_does(hydra: Organization, ana: Client) -> None:
    other = make_organization("Rival", founder=make_user("rita@rival.example"))
    reel, campaign = make_activity(other), make_campaign(other)
    for name, kwargs in (("activity", {"activity": reel.pk}), ("campaign", {"campaign": campaign.pk})):
        assert ana.get(page(hydra, name, **kwargs)).status_code == 404
    opened = f"{page(hydra, 'entry')}?key=activity:{reel.pk}&on=2026-11-10"
    assert ana.get(opened).status_code == 404
    said = {"entry": f"activity:{reel.pk}", "from": "2026-11-10", "to": "2026-11-13"}
    ana.post(page(hydra, "move"), said)
    reel.refresh_from_db()
    assert reel.starts_at == MORNING
    refused = ana.post(
        page(hydra, "add_activity"),
        {"title": "x", "kind": "web", "day": "2026-11-12", "campaign": campaign.pk},
    )
    assert refused.status_code == 200
    assert Activity.objects.count() == 1


def test_a_campaign_is_planned_changed_run_and_removed(hydra: Organization, ana: Client) -> None:
    make_draft(hydra, text=SMALL)
    said = {"name": "Spring", "starts_on": "2027-03-01", "ends_on": "2027-03-31", "colour": "teal"}
    ana.post(page(hydra, "add_campaign"), {**said, "goal": "leads", "methods": ["articles"], "budget": "100"})
    spring = Campaign.objects.get()
    assert (spring.slug, spring.goal and spring.goal.key, spring.methods) == ("spring", "leads", ["articles"])
    own = page(hydra, "campaign", campaign=spring.pk)
    shown = ana.get(own).text
    assert "Parts and service" in shown
    assert "Leads for parts" in shown
    change = page(hydra, "change_campaign", campaign=spring.pk)
    assert "is before the first" in ana.post(change, {**said, "ends_on": "2027-02-01"}).text
    ana.post(change, {**said, "name": "Spring in the quarry"})
    spring.refresh_from_db()
    assert (spring.name, spring.slug, spring.goal) == ("Spring in the quarry", "spring", None)
    assert "serves no goal" in ana.get(own).text
    for state in ("running", "ended", "planned"):
        ana.post(page(hydra, "step_campaign", campaign=spring.pk), {"state": state})
    spring.refresh_from_db()
    assert spring.present == CampaignState.ENDED
    ana.post(page(hydra, "remove_campaign", campaign=spring.pk))
    assert not Campaign.objects.exists()


def test_a_goal_lists_its_campaigns(hydra: Organization, ana: Client) -> None:
    make_draft(hydra, text=SMALL)
    make_campaign(hydra, goal="leads")
    assert "Winter hoses" in ana.get(org_reverse("strategy:goals", hydra)).text


def test_markup_in_a_title_is_text(hydra: Organization, ana: Client) -> None:
    reel = make_activity(hydra, "<script>alert(1)</script>", text="</script><img src=x onerror=alert(2)>")
    make_activity(hydra, "</script><b>", text="</script><img src=x onerror=alert(2)>")
    opened = f"{page(hydra, 'entry')}?key=activity:{reel.pk}&on=2026-11-10"
    for address in (
        november(hydra),
        november(hydra, "timeline"),
        opened,
        november(hydra).replace("calendar/?", "calendar/clashes/?"),
    ):
        shown = ana.get(address).text
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "</script><b>" not in shown


def test_a_full_day_says_how_much_more_there_is(hydra: Organization, ana: Client) -> None:
    for number in range(8):
        make_activity(hydra, f"Post {number}")
    assert "all 8 of this day" in ana.get(november(hydra)).text
    assert ana.get(november(hydra)).text.count('data-entry="activity') == 6
    week = ana.get(november(hydra, "week").replace("11-15", "11-10")).text
    assert week.count('data-entry="activity') == 8
