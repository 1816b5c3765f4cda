"""Links on pages, for programs and on the command line; the funnel by goal, and the rows behind it."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from colonnade.audience.touches.commands import touches as touches_command
from colonnade.audience.touches.identity import person_key
from colonnade.audience.touches.kinds import Kind, Traffic
from colonnade.audience.touches.models import Touch
from colonnade.audience.touches.operations import NewTouch, record_touches
from colonnade.audience.touches.origins import Origin
from colonnade.campaigns.tests.factories import make_campaign
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_member, make_organization, make_user
from colonnade.pillars.listening.erasure.places import places
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.pillars.listening.questions.statistics import wilson
from colonnade.pillars.promotion.links.commands import links as links_command
from colonnade.pillars.promotion.links.funnel import Funnel, _stages, chart_of
from colonnade.pillars.promotion.links.models import ShortLink
from colonnade.pillars.promotion.links.tests.factories import PAGE, make_link


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def author(hydra: Organization, client: Client) -> Client:
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    return client


def click_on(
    link: ShortLink, times: int, *, traffic: Traffic = Traffic.PEOPLE, kind: Kind = Kind.CLICK, **said: str
) -> None:
    """Let something happen to a link, just now."""
    origin = Origin(**(vars(link.origin) | said))
    record_touches(
        organization=link.organization,
        touches=[
            NewTouch(
                key=f"{link.pk}-{kind}-{traffic}-{said}-{n}",
                at=timezone.now(),
                kind=kind,
                traffic=traffic,
                origin=origin,
                caller=f"c{n % 3}",
                detail="bsky.app",
            )
            for n in range(times)
        ],
    )


def test_a_link_is_made_on_the_page(hydra: Organization, author: Client) -> None:
    said = {"url": PAGE, "title": "Spring", "code": "spring-fair", "kind": "social", "channel": "fair"}
    response = author.post(f"/o/{hydra.slug}/promote/links/add/", {**said, "last_day": "2099-12-31"})
    link = ShortLink.objects.get()
    assert response["Location"] == f"/o/{hydra.slug}/promote/links/{link.pk}/"
    assert (link.code, link.expires_at is not None) == ("spring-fair", True)
    assert b"http://testserver/l/spring-fair" in author.get(response["Location"]).content


@pytest.mark.parametrize(
    ("said", "field"),
    [({"url": "javascript:alert(1)"}, "web address"), ({"url": PAGE, "code": "a b"}, "Choose 3")],
)
def test_what_cannot_be_used_is_said_beside_its_field(
    hydra: Organization, author: Client, said: dict[str, str], field: str
) -> None:
    page = author.post(f"/o/{hydra.slug}/promote/links/add/", {"kind": "social", **said})
    assert page.status_code == 200
    assert field in page.content.decode()
    assert not ShortLink.objects.exists()


def test_one_link_shows_people_and_keeps_the_rest_apart(hydra: Organization, author: Client) -> None:
    link = make_link(hydra, title="<script>alert(1)</script>")
    click_on(link, 5)
    click_on(link, 7, traffic=Traffic.BOT)
    page = author.get(f"/o/{hydra.slug}/promote/links/{link.pk}/").content.decode()
    assert "5 clicks by people in 30 days" in page
    assert "3 callers told apart" in page
    assert "bsky.app" in page
    assert "bots and crawlers" in page
    assert "<script>alert(1)" not in page


def test_a_link_is_changed_closed_and_opened(hydra: Organization, author: Client) -> None:
    link = make_link(hydra)
    address = f"/o/{hydra.slug}/promote/links/{link.pk}/"
    author.post(f"{address}change/", {"url": "https://hydra.example/new", "title": "New"})
    page = author.get(address).content.decode()
    assert "https://hydra.example/new?utm_source=linkedin" in page
    assert link.target.replace("&", "&amp;") in page
    for is_open in (False, True):
        author.post(f"{address}close/")
        link.refresh_from_db()
        assert link.is_open(timezone.now()) is is_open


def test_a_qr_code_is_a_picture_of_the_address(hydra: Organization, author: Client) -> None:
    response = author.get(f"/o/{hydra.slug}/promote/links/{make_link(hydra, code='fair').pk}/qr.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"] == 'attachment; filename="fair.svg"'
    assert response.content.startswith(b"<?xml")
    assert b"<path" in response.content


def test_who_may_only_look_changes_nothing(hydra: Organization, client: Client) -> None:
    link = make_link(hydra)
    client.force_login(make_member(hydra, Role.ANALYST).user)
    address = f"/o/{hydra.slug}/promote/links/"
    assert "links/add" not in client.get(address).content.decode()
    assert client.get(f"{address}add/").status_code == 403
    assert client.post(f"{address}{link.pk}/change/").status_code == 403
    assert client.post(f"{address}{link.pk}/close/").status_code == 403


def test_links_of_others_are_hidden(hydra: Organization, author: Client) -> None:
    other = make_organization("Other", founder=make_user("o@other.example"))
    link = make_link(other, title="Secret plan")
    click_on(link, 3)
    assert "Secret plan" not in author.get(f"/o/{hydra.slug}/promote/links/").content.decode()
    for part in ("", "change/", "qr.svg"):
        assert author.get(f"/o/{hydra.slug}/promote/links/{link.pk}/{part}").status_code == 404
    assert b"bsky.app" not in author.get(f"/o/{hydra.slug}/promote/funnel/rows/?kind=click").content


def test_a_list_asks_as_often_for_three_as_for_one(hydra: Organization, author: Client) -> None:
    asked = Counter[int]()
    for links in (1, 3):
        for _link in range(links - ShortLink.objects.count()):
            click_on(make_link(hydra), 2, goal="leads")
        for part in ("links/", "funnel/", "funnel/rows/?goal=leads", "channels/"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert author.get(f"/o/{hydra.slug}/promote/{part}").status_code == 200
            asked[links] += len(queries)
    assert asked[1] == asked[3]


def test_the_funnel_says_where_most_are_lost(hydra: Organization, author: Client) -> None:
    link = make_link(hydra)
    for kind, times in ((Kind.CLICK, 200), (Kind.VIEW, 150), (Kind.FORM, 30), (Kind.LEAD, 28)):
        click_on(link, times, kind=kind, goal="leads")
    click_on(link, 400, traffic=Traffic.BOT, goal="leads")
    page = author.get(f"/o/{hydra.slug}/promote/funnel/").content.decode()
    share = wilson(30, 150)
    assert f"Most are lost before “form sent”: 80% ({1 - share.high:.0%} to {1 - share.low:.0%})" in page
    rows = author.get(f"/o/{hydra.slug}/promote/funnel/rows/?goal=leads&kind=form&days=90")
    assert rows.content.decode().count("<tr>") == 31
    assert author.get(f"/o/{hydra.slug}/promote/funnel/rows/?kind=nonsense").status_code == 404


def test_small_numbers_and_side_entrances_carry_no_share() -> None:
    stages = _stages({Kind.CLICK: 29, Kind.FORM: 10, Kind.LEAD: 40, Kind.WON: 4, Kind.CALL: 3})
    assert [(stage.kind, stage.share is not None) for stage in stages] == [
        (Kind.CLICK, False),
        (Kind.FORM, False),
        (Kind.LEAD, False),
        (Kind.WON, True),
    ]
    few = Funnel(goal="leads", name="Leads", stages=_stages({Kind.CLICK: 12, Kind.LEAD: 3}))
    assert "Too few" in chart_of(few, links=dict.fromkeys(Kind, "")).answer
    assert chart_of(Funnel(goal="", name="", stages=()), links={}).is_empty


def test_programs_make_read_and_close_links(hydra: Organization, author: Client) -> None:
    root = f"/api/v1/o/{hydra.slug}/links"

    def post(path: str, **said: object) -> tuple[int, dict[str, object]]:
        response = author.post(f"{root}/{path}", said, content_type="application/json")
        return response.status_code, response.json()

    status, made = post("links", url=PAGE, code="fair", channel="linkedin")
    assert (status, made["address"]) == (200, "/l/fair")
    assert post("links", url="ftp://x")[0] == 422
    assert post("links", url=PAGE, campaign=99)[0] == 404
    assert post("shorten", url=PAGE, publication="p:1") == post("shorten", url=PAGE, publication="p:1")
    link = ShortLink.objects.get(code="fair")
    click_on(link, 4)
    assert author.get(f"{root}/links/{link.pk}/clicks").json() == [
        {"day": f"{timezone.now():%Y-%m-%d}", "traffic": "people", "clicks": 4}
    ]
    changed = author.put(
        f"{root}/links/{link.pk}", {"url": "https://hydra.example/b"}, content_type="application/json"
    )
    assert str(changed.json()["target"]).startswith("https://hydra.example/b?utm_")
    assert post(f"links/{link.pk}/close")[1]["closed_at"] is not None
    assert len(author.get(f"{root}/links").json()) == 2


def test_links_on_the_command_line(hydra: Organization) -> None:
    run = CliRunner().invoke
    assert run(links_command, ["add", PAGE, "--code", "fair", "--channel", "fair"]).output == "/l/fair\n"
    again = run(links_command, ["add", PAGE, "--code", "fair"])
    assert (again.exit_code, again.output) == (
        1,
        "Error: Another link has this code; choose another. No link was made.\n",
    )
    click_on(ShortLink.objects.get(), 3)
    assert (
        "/l/fair\t3 clicks\thttps://hydra.example/crushers?utm_source=fair"
        in run(links_command, ["list"]).output
    )
    assert run(links_command, ["recount"]).output == "1 counts\n"
    assert run(links_command, ["list", "--organization", "nobody"]).exit_code == 1


def test_a_click_of_long_ago_is_not_among_the_last_days(hydra: Organization, author: Client) -> None:
    link = make_link(hydra)
    old = NewTouch(key="old", at=timezone.now() - timedelta(days=40), kind=Kind.CLICK, origin=link.origin)
    record_touches(organization=hydra, touches=[old])
    page = author.get(f"/o/{hydra.slug}/promote/links/{link.pk}/").content.decode()
    assert "Nobody has clicked it in the last 30 days." in page


def test_an_erasure_finds_and_forgets_a_person_by_their_address(hydra: Organization) -> None:
    ann = person_key(hydra, "mail", "ann@quarry.example")
    call = NewTouch(key="call", at=timezone.now(), kind=Kind.CALL, origin=Origin(), person=ann, detail="Fair")
    record_touches(organization=hydra, touches=[call])
    (place,) = [one for one in places() if one.key == "touches"]
    subject = Subject(organization_id=hydra.pk, names=frozenset({"ann@quarry.example", "some name"}))
    assert place.count(subject) == 1
    for _time in range(2):
        place.forget(subject)
        assert place.count(subject) == 0
    assert Touch.objects.get().detail == ""


REPORT = b"date,campaign,visits,cost\n%(day)s,spring,120,30\n%(day)s,autumn,7,\nnever,spring,1,1\n"


def test_figures_of_other_systems_stand_beside_our_clicks(hydra: Organization, client: Client) -> None:
    client.force_login(make_member(hydra, Role.STRATEGIST).user)
    make_campaign(hydra, "Spring")
    click_on(make_link(hydra), 6, campaign="spring")
    file = SimpleUploadedFile("visits.csv", REPORT % {b"day": f"{timezone.now():%Y-%m-%d}".encode()})
    page = client.post(f"/o/{hydra.slug}/promote/channels/import/", {"system": "other", "file": file})
    assert "Row 3: “never” is not a day" in page.content.decode()
    shown = client.get(f"/o/{hydra.slug}/promote/channels/").content.decode()
    assert ">Spring</a>" in shown
    assert "autumn" in shown
    assert "no campaign has this tag" in shown
    cells = re.findall(r"tabular-nums\">([^<]+)<", shown)
    assert (cells[0], cells[1] == cells[2]) == ("6", True)
    assert cells[3] == "120"
    assert "30" in cells[6]


def test_a_file_that_is_no_table_is_refused_with_its_reason(hydra: Organization, client: Client) -> None:
    client.force_login(make_member(hydra, Role.STRATEGIST).user)
    file = SimpleUploadedFile("picture.png", b"\x89PNG\x00")
    page = client.post(f"/o/{hydra.slug}/promote/channels/import/", {"system": "other", "file": file})
    assert "This is no text file" in page.content.decode()


def test_figures_come_in_by_program_and_command(hydra: Organization, author: Client, tmp_path: Path) -> None:
    data = REPORT % {b"day": b"2026-03-02"}
    root = f"/api/v1/o/{hydra.slug}/touches/reports"
    said = {"system": "matomo", "file": SimpleUploadedFile("m.csv", data)}
    assert author.post(root, said).status_code == 403
    author.force_login(make_member(hydra, Role.ANALYST).user)
    answer = author.post(root, {"system": "matomo", "file": SimpleUploadedFile("m.csv", data)}).json()
    assert (answer["figures"], len(answer["aside"])) == (3, 1)
    assert author.post(root, {"system": "no", "file": SimpleUploadedFile("m.csv", data)}).status_code == 422
    assert author.post(root, {"system": "other", "file": SimpleUploadedFile("m.csv", b"")}).status_code == 422
    (tmp_path / "m.csv").write_bytes(data)
    done = CliRunner().invoke(touches_command, ["import", "--system", "matomo", str(tmp_path / "m.csv")])
    assert (done.exit_code, done.stdout) == (0, "3 figures are stored as the file says\n")
    (tmp_path / "m.csv").write_bytes(b"x")
    refused = CliRunner().invoke(touches_command, ["import", "--system", "matomo", str(tmp_path / "m.csv")])
    assert refused.exit_code == 1
    assert "Nothing was imported." in refused.output
