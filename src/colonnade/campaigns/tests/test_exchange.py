"""What goes out as a file comes back whole; what cannot be read is left aside with its reason."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar

from colonnade.campaigns.entries import Span
from colonnade.campaigns.exchange.ics import calendar_file
from colonnade.campaigns.exchange.importing import ImportedCalendar, import_calendar
from colonnade.campaigns.exchange.reading import amount_of
from colonnade.campaigns.exchange.table import written_activities
from colonnade.campaigns.models import Activity, Channel, Feed
from colonnade.campaigns.operations import ActivityPlan
from colonnade.campaigns.queries import activities_of, entries_of
from colonnade.campaigns.states import ActivityState
from colonnade.campaigns.tests.factories import MORNING, make_activity, make_campaign
from colonnade.core.table_files import UnreadableFile
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user

pytestmark = pytest.mark.django_db

FIELDS = (
    *("title", "kind", "channel", "audience", "topic", "text", "starts_at", "ends_at", "all_day", "zone"),
    *("cost", "hours", "state", "uid"),
)


@pytest.fixture
def hydra() -> Organization:
    return make_organization()


def bring_in(organization: Organization, data: bytes | str) -> ImportedCalendar:
    raw = data.encode() if isinstance(data, str) else data
    return import_calendar(organization=organization, data=raw, name="file", actor=None, now=NOW)


def filled(organization: Organization) -> None:
    campaign = make_campaign(organization)
    first, last = ActivityPlan.over_days(date(2026, 11, 26), date(2026, 11, 28), "America/New_York")
    make_activity(
        organization,
        "=HYPERLINK(evil)",
        campaign=campaign,
        topic="Seals",
        audience="Owners",
        text="Line one, with a comma;\nand a second line “quoted”",
        cost=Decimal("12.50"),
        hours=Decimal("1.25"),
        zone="Europe/Berlin",
    )
    make_activity(
        organization,
        "Fair",
        kind=Channel.EVENT,
        channel="bauma",
        starts_at=first,
        ends_at=last,
        all_day=True,
        zone="America/New_York",
    )
    make_activity(organization, "Draft", state=ActivityState.DRAFT)
    make_activity(organization, "Dropped", state=ActivityState.DROPPED)


def state_of(organization: Organization) -> list[tuple[object, ...]]:
    rows = activities_of(organization=organization).order_by("title")
    return [(*(getattr(row, name) for name in FIELDS), str(row.campaign)) for row in rows]


def as_csv(organization: Organization) -> str:
    return "".join(written_activities(activities_of(organization=organization)))


def as_ics(organization: Organization) -> bytes:
    span = Span(start=NOW - timedelta(days=30), end=NOW + timedelta(days=60))
    entries = entries_of(organization=organization, span=span)
    return calendar_file(entries, organization=organization, name="Calendar", now=NOW)


@pytest.mark.parametrize("write", [as_csv, as_ics])
def test_what_goes_out_comes_back_whole_and_is_not_doubled(write: object, hydra: Organization) -> None:
    assert callable(write)
    filled(hydra)
    before, content = state_of(hydra), write(hydra)
    again = bring_in(hydra, content)
    assert (again.added, again.changed, list(again.aside)) == (0, 4, [])
    assert state_of(hydra) == before
    Activity.objects.all().delete()
    done = bring_in(hydra, content)
    assert (done.added, list(done.aside)) == (4, [])
    assert state_of(hydra) == before


def test_no_cell_runs_as_a_formula(hydra: Organization) -> None:
    filled(hydra)
    assert "\n'=HYPERLINK(evil)," in as_csv(hydra)


def test_a_table_is_understood_by_other_headings_and_says_what_it_left(hydra: Organization) -> None:
    hydra.time_zone = "Europe/Berlin"
    hydra.save()
    done = bring_in(
        hydra,
        "Name;Date;Type;At;Spend\nGood;2026-11-10;PPC;9:30;1.200,5\nGood too;2026-11-10;newsletter;;12,50\n"
        "No day;tomorrow;web;;\n;2026-11-10;web;;\nNo kind;2026-11-10;carrier pigeon;;\n"
        "Far;1999-11-10;web;;\n",
    )
    assert (done.added, done.changed) == (2, 0)
    reasons = [str(row["reason"]) for row in done.aside]
    words = ("2026-11-30", "title", "carrier pigeon", "too far")
    assert all(word in reason for word, reason in zip(words, reasons, strict=True))
    mail, advertisement = activities_of(organization=hydra)
    assert (advertisement.kind, advertisement.starts_at.hour) == ("search", 8)
    assert (mail.kind, mail.cost, mail.all_day) == ("email", Decimal("12.50"), True)
    assert mail.starts_at == datetime(2026, 11, 9, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("", "0"),
        ("12,5", "12.50"),
        ("1,200", "1200"),
        ("1.200,5", "1200.5"),
        ("1,200.50", "1200.5"),
        ("3 000", "3000"),
    ],
)
def test_an_amount_is_read_as_people_write_it(written: str, amount: str) -> None:
    assert amount_of(written) == Decimal(amount)


@pytest.mark.parametrize("written", ["-1", "NaN", "Infinity", "12 $", "1,2,3.4.5"])
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no amount"):
        amount_of(written)


@pytest.mark.parametrize(
    "data", ["", "title\nx\n", "title,day,kind\n", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", b"\x00\x01\x02"]
)
def test_a_file_that_cannot_be_read_changes_nothing(data: str | bytes, hydra: Organization) -> None:
    with pytest.raises(UnreadableFile):
        bring_in(hydra, data)
    assert not Activity.objects.exists()


OUTLOOK = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1@fair
SUMMARY:Stand at the fair
DTSTART;TZID=America/New_York:20261110T090000
DURATION:PT2H
END:VEVENT
BEGIN:VEVENT
UID:2@fair
SUMMARY:Every Monday
DTSTART:20261109T090000Z
RRULE:FREQ=WEEKLY
END:VEVENT
BEGIN:VEVENT
UID:3@fair
SUMMARY:Whole day
DTSTART;VALUE=DATE:20261112
CATEGORIES:Work,Newsletter
END:VEVENT
BEGIN:VEVENT
UID:4@fair
SUMMARY:No beginning
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def test_events_of_other_calendars_come_in(hydra: Organization) -> None:
    done = bring_in(hydra, OUTLOOK)
    assert done.added == 2
    assert ["repeats" in str(row["reason"]) for row in done.aside] == [True, False]
    fair, whole = activities_of(organization=hydra)
    assert (fair.starts_at.hour, fair.zone, fair.kind) == (14, "America/New_York", "event")
    assert fair.ends_at - fair.starts_at == timedelta(hours=2)
    assert (whole.kind, whole.all_day, whole.days(whole.clock)) == (
        "email",
        True,
        (date(2026, 11, 12), date(2026, 11, 12)),
    )


def test_a_feed_answers_its_secret_alone_until_it_is_closed(hydra: Organization, client: Client) -> None:
    make_activity(hydra, "Shown", starts_at=datetime.now(UTC))
    make_activity(hydra, "Other", starts_at=datetime.now(UTC), kind=Channel.WEB, channel="site")
    author = make_member(hydra, Role.ANALYST)
    client.force_login(author.user)
    page = org_reverse("campaigns:feeds", hydra)
    shown = client.post(page, {"name": "Outlook", "kind": "social"}).text
    feed = Feed.objects.get()
    (address,) = re.findall(r"/calendar/([\w-]{20,})\.ics", shown)
    assert address not in client.get(page).text
    assert feed.digest not in address
    client.logout()
    answer = client.get(f"/calendar/{address}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == ["Shown"]
    assert client.get(f"/calendar/{address[:-1]}x.ics").status_code == 404
    assert client.post(f"/calendar/{address}.ics").status_code == 405
    author.delete()
    assert client.get(f"/calendar/{address}.ics").status_code == 404, "who opened it has left"


def test_a_feed_is_closed_by_its_maker_or_who_manages(hydra: Organization, client: Client) -> None:
    maker, other = make_member(hydra, Role.ANALYST), make_member(hydra, Role.AUTHOR)
    for member, status in ((other, 404), (maker, 302)):
        feed = Feed.objects.create(
            organization=hydra, name="x", digest=str(member.pk), made_by=maker.user, made_at=NOW
        )
        client.force_login(member.user)
        assert client.post(org_reverse("campaigns:remove_feed", hydra, feed=feed.pk)).status_code == status


def test_files_go_in_and_out_by_the_pages(hydra: Organization, client: Client) -> None:
    filled(hydra)
    client.force_login(hydra.memberships.get().user)
    content = b"".join(client.get(org_reverse("campaigns:activities_csv", hydra)).streaming_content)  # type: ignore[attr-defined]  # it streams
    assert content.decode() == as_csv(hydra)
    shown = client.get(f"{org_reverse('campaigns:calendar_ics', hydra)}?day=2026-11-10")
    assert b"SUMMARY:Fair" in shown.content
    page = org_reverse("campaigns:import", hydra)
    upload = SimpleUploadedFile("c.csv", b"title,day,kind\nOne,2026-11-10,web\nTwo,never,web\n")
    assert "1 added, 0 changed, 1 left aside" in client.post(page, {"file": upload}).text
    assert (
        "is no calendar" in client.post(page, {"file": SimpleUploadedFile("c.ics", b"BEGIN:VCALENDAR")}).text
    )


def test_another_company_keeps_its_uid(hydra: Organization) -> None:
    other = make_organization("Rival", founder=make_user("rita@rival.example"))
    for organization in (hydra, other):
        assert bring_in(organization, OUTLOOK).added == 2
    assert Activity.objects.filter(uid="1@fair").count() == 2
    assert MORNING.tzinfo is UTC
