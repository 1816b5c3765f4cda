"""A click is sent on, kept, and becomes one touch; bots, previews, doubles and floods are kept apart."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from colonnade.audience.touches.kinds import Traffic
from colonnade.audience.touches.models import DayCount, Touch
from colonnade.audience.touches.visitors import COOKIE, visitor_key
from colonnade.core.jobs.models import Job
from colonnade.measurement.models import Reading
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization
from colonnade.pillars.promotion.links import operations, public_views
from colonnade.pillars.promotion.links.clicks import callers
from colonnade.pillars.promotion.links.clicks.answering import ShortLinks
from colonnade.pillars.promotion.links.clicks.book import LinkBook
from colonnade.pillars.promotion.links.clicks.bots import traffic_of
from colonnade.pillars.promotion.links.clicks.draining import drain
from colonnade.pillars.promotion.links.clicks.journal import Journal
from colonnade.pillars.promotion.links.clicks.taking import ClickTaker
from colonnade.pillars.promotion.links.metrics import push_readings
from colonnade.pillars.promotion.links.models import DaySalt, ShortLink
from colonnade.pillars.promotion.links.tests.factories import PAGE, make_link

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
Headers = Mapping[str, str]


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@dataclass(kw_only=True)
class House:
    """A server's part that answers clicks, with what fell through to Django."""

    folder: Path
    journal: Journal
    book: LinkBook
    taker: ClickTaker

    def ask(
        self, path: str, headers: Headers | None = None, *, method: str = "GET", client: str = "203.0.113.7"
    ) -> tuple[int, dict[str, str]]:
        """Return status and headers; 0 for what was handed on."""
        sent: list[Mapping[str, Any]] = []
        named = {"user-agent": FIREFOX, **(headers or {})}
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
            "client": (client, 5000),
        }

        async def send(message: Mapping[str, Any]) -> None:
            sent.append(message)

        async def receive() -> Mapping[str, Any]:
            return {}

        async def handed_on(*_arguments: object) -> None:
            return None

        app = ShortLinks(handed_on, book=self.book, taker=lambda: self.taker)
        asyncio.run(app(scope, receive, send))
        if not sent:
            return 0, {}
        return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}

    def follow(self, link: ShortLink, headers: Headers | None = None, **more: Any) -> int:
        """Click; the link is read beforehand, in the thread that sees the test's own transaction."""
        self.book.look_up([link.code])
        return self.ask(f"/l/{link.code}", headers, **more)[0]

    def drained(self) -> int:
        self.journal.release()
        return drain(self.folder)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    journal = Journal(tmp_path)
    taker = ClickTaker(journal, salt_of=lambda day: str(day).encode())
    yield House(folder=tmp_path, journal=journal, book=LinkBook(), taker=taker)
    journal.close()


def test_a_click_is_sent_on_and_becomes_a_touch(hydra: Organization, house: House) -> None:
    link = make_link(hydra)
    house.book.look_up([link.code])
    status, headers = house.ask(f"/l/{link.code.upper()}", {"referer": "https://bsky.app/profile/ann/post/1"})
    assert (status, headers["location"]) == (302, link.target)
    assert (headers["cache-control"], headers["referrer-policy"]) == ("private, no-store", "strict-origin")
    assert "set-cookie" not in headers
    assert house.drained() == 1
    touch = Touch.objects.select_related("source").get()
    assert (touch.kind, touch.traffic, touch.detail) == ("click", "people", "bsky.app")
    assert (touch.source.link, touch.source.source, touch.source.medium) == (link.key, "linkedin", "social")
    assert abs(touch.at - datetime.now(tz=UTC)) < timedelta(minutes=1)
    assert list(house.folder.iterdir()) == []


def test_a_segment_that_is_read_again_adds_nothing(hydra: Organization, house: House) -> None:
    link = make_link(hydra)
    for number in range(5):
        house.follow(link, client=f"203.0.113.{number}")
    house.journal.release()
    (segment,) = house.folder.iterdir()
    copy = segment.read_bytes()
    assert drain(house.folder) == 5
    segment.write_bytes(copy)  # as if the process died before it could remove it
    assert drain(house.folder) == 0
    assert Touch.objects.count() == DayCount.objects.get().touches == 5


def test_a_line_that_is_no_click_stops_nobody(
    hydra: Organization, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.follow(make_link(hydra))
    house.journal.release()
    (segment,) = house.folder.iterdir()
    segment.write_bytes(b"7\nnonsense\n[]\n" + segment.read_bytes())
    assert drain(house.folder) == 1
    assert caplog.text.count("holds a line that is none") == 3


def test_no_address_and_no_user_agent_is_stored(hydra: Organization, house: House) -> None:
    house.follow(make_link(hydra))
    house.drained()
    touch = Touch.objects.get()
    assert touch.caller
    stored = " ".join(str(value) for value in Touch.objects.values_list().get())
    assert "203.0.113.7" not in stored
    assert "Firefox" not in stored


@pytest.mark.parametrize("refusal", [{"dnt": "1"}, {"sec-gpc": "1"}])
def test_who_refuses_to_be_tracked_is_counted_and_no_more(
    hydra: Organization, house: House, refusal: Headers
) -> None:
    cookie = {"cookie": f"{COOKIE}={'a' * 22}"}
    link = make_link(hydra)
    house.follow(link, {**refusal, **cookie})
    house.follow(link, {"cookie": f"other=1; {COOKIE}={'a' * 22}; more=2"}, client="203.0.113.8")
    house.drained()
    refused, agreed = Touch.objects.order_by("at")
    assert (refused.visitor, refused.caller) == (None, "")
    assert agreed.visitor == visitor_key(hydra.pk, "a" * 22)
    assert agreed.caller


@pytest.mark.parametrize(
    ("method", "headers", "traffic"),
    [
        ("HEAD", {}, Traffic.PROBE),
        ("GET", {"sec-purpose": "prefetch;prerender"}, Traffic.PREFETCH),
        ("GET", {"purpose": "prefetch"}, Traffic.PREFETCH),
        ("GET", {"user-agent": "facebookexternalhit/1.1"}, Traffic.PREVIEW),
        ("GET", {"user-agent": "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1)"}, Traffic.PREVIEW),
        ("GET", {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, Traffic.BOT),
        ("GET", {"user-agent": "python-requests/2.32"}, Traffic.BOT),
        ("GET", {"user-agent": ""}, Traffic.BOT),
    ],
)
def test_what_is_no_person_is_kept_apart(
    hydra: Organization, house: House, method: str, headers: Headers, traffic: Traffic
) -> None:
    assert house.follow(make_link(hydra), headers, method=method) == 302
    house.drained()
    assert Touch.objects.get().traffic == traffic


def test_a_person_with_a_browser_is_a_person() -> None:
    safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
    assert traffic_of(FIREFOX) == traffic_of(safari) == Traffic.PEOPLE


def test_a_slip_of_the_finger_is_one_click(hydra: Organization, house: House) -> None:
    link, other = make_link(hydra), make_link(hydra)
    for one in (link, link, other):
        house.follow(one)
    house.follow(link, client="203.0.113.9")
    house.drained()
    assert sorted(Touch.objects.values_list("traffic", flat=True)) == ["double", "people", "people", "people"]


def test_a_flood_is_kept_apart_and_ends(hydra: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "MOST_A_MINUTE", 200)
    found = callers.Callers()
    judged = [found.judge(caller="a", link=1, at=60.0 + 0.1 * n) for n in range(200)]
    assert judged[callers.FLOOD_A_MINUTE :] == [Traffic.FLOOD] * (200 - callers.FLOOD_A_MINUTE)
    with pytest.raises(callers.TooMany):
        found.judge(caller="a", link=1, at=90.0)
    assert found.judge(caller="b", link=1, at=90.0) == Traffic.PEOPLE
    assert found.judge(caller="a", link=1, at=125.0) == Traffic.PEOPLE


def test_who_clicks_without_end_must_wait(
    hydra: Organization, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "MOST_A_MINUTE", 0)
    link = make_link(hydra)
    assert house.follow(link) == 429
    assert house.drained() == 0


def test_a_double_across_the_minute_is_still_one() -> None:
    found = callers.Callers()
    assert found.judge(caller="a", link=1, at=119.5) == Traffic.PEOPLE
    assert found.judge(caller="a", link=1, at=120.5) == Traffic.DOUBLE


def test_the_salt_of_a_day_is_one_and_yesterdays_is_gone(db: None) -> None:
    monday = date(2026, 3, 2)
    salt = callers.salt_of(monday)
    assert callers.salt_of(monday) == salt
    assert callers.salt_of(monday + timedelta(days=1)) != salt
    assert DaySalt.objects.get().day == monday + timedelta(days=1)


def test_what_is_no_open_link_is_handed_on(hydra: Organization, house: House) -> None:
    link = make_link(hydra)
    house.book.look_up([link.code, "nothing"])
    for path in ("/l/nothing", f"/l/{link.code}/x", f"/l/{link.code}+", "/o/hydra/", "/l/"):
        assert house.ask(path) == (0, {})
    assert house.ask(f"/l/{link.code}", method="POST") == (0, {})
    operations.describe(link=link, title="", expires_at=NOW, actor=None, now=NOW)
    assert house.follow(link) == 0
    assert house.drained() == 0


def test_a_change_elsewhere_is_heard_of(hydra: Organization) -> None:
    book, link = LinkBook(), make_link(hydra)
    book.look_up([link.code])
    book.forget_changed(NOW)
    assert book.remembered(link.code)[1]
    ShortLink.objects.filter(pk=link.pk).update(target="https://new.example/", changed_at=NOW)
    book.forget_changed(NOW + timedelta(seconds=5))
    assert book.remembered(link.code)[1]  # nothing says that it changed: made and changed at one moment
    ShortLink.objects.filter(pk=link.pk).update(changed_at=NOW + timedelta(seconds=1))
    book.forget_changed(NOW + timedelta(seconds=5))
    assert book.remembered(link.code) == (None, False)


@pytest.fixture
def answering(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    class Running:
        def taker(self) -> ClickTaker:
            return house.taker

    monkeypatch.setattr(public_views, "RUNNING", Running())
    return house


def test_djangos_own_view_takes_the_same_click(hydra: Organization, answering: House, client: Client) -> None:
    link = make_link(hydra, code="fair")
    response = client.get("/l/Fair", headers={"user-agent": FIREFOX})
    assert (response.status_code, response["Location"]) == (302, link.target)
    assert response["Cache-Control"] == "private, no-store"
    assert answering.drained() == 1
    assert Touch.objects.get().traffic == "people"


def test_anybody_can_see_where_a_link_leads_and_nobody_whose_it_is(
    hydra: Organization, answering: House, client: Client
) -> None:
    make_link(hydra, code="fair", title="Internal plan")
    page = client.get("/l/fair+").content.decode()
    assert PAGE in page
    assert "Hydra" not in page
    assert "Internal" not in page
    assert answering.drained() == 0


def test_a_link_that_is_gone_says_so(hydra: Organization, answering: House, client: Client) -> None:
    link = make_link(hydra, code="fair")
    operations.close(link=link, actor=None, now=NOW)
    for address in ("/l/fair", "/l/fair+"):
        assert client.get(address).status_code == 410
    missing = client.get("/l/nothing")
    assert missing.status_code == 404
    assert b"Compare it letter by letter" in missing.content


def test_no_address_leads_elsewhere_by_what_it_says(
    hydra: Organization, answering: House, client: Client
) -> None:
    link = make_link(hydra, code="fair")
    for said in ("?url=https://evil.example/", "?next=//evil.example", "?to=https://evil.example"):
        assert client.get(f"/l/fair{said}")["Location"] == link.target


def test_clicks_reach_measurement_the_next_day(hydra: Organization, house: House) -> None:
    link = make_link(hydra)
    house.follow(link)
    house.follow(link, {"user-agent": "curl/8"})
    house.drained()
    job = Job.objects.get(task="colonnade.pillars.promotion.links.jobs.push_clicks")
    now = datetime.now(tz=UTC)
    assert (job.run_after.hour, job.run_after.date()) == (0, now.date() + timedelta(days=1))
    assert push_readings(organization=hydra, now=now) == 0  # today is not over
    assert push_readings(organization=hydra, now=now + timedelta(days=1)) == 1
    assert push_readings(organization=hydra, now=now + timedelta(days=1)) == 0
    reading = Reading.objects.get()
    assert (reading.metric, reading.value, reading.channel, reading.on) == (
        "clicks",
        1,
        "linkedin",
        now.date(),
    )
