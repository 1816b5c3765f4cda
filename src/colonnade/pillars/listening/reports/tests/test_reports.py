"""Reports: due at the right moment, sent once by a real server, agreed to, and stopped."""

import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from colonnade.core.jobs.models import Job
from colonnade.core.jobs.worker import Worker
from colonnade.governance.models import AuditEntry
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_organization, make_user
from colonnade.pillars.listening.explorer.operations.saved import save_view
from colonnade.pillars.listening.explorer.search import Search
from colonnade.pillars.listening.explorer.tests.factories import Explorer
from colonnade.pillars.listening.questions.tests.factories import fill, post
from colonnade.pillars.listening.reports import mailing, operations, starting
from colonnade.pillars.listening.reports.commands import reports as command
from colonnade.pillars.listening.reports.contents import contents
from colonnade.pillars.listening.reports.models import Delivery, Edition, Recipient, Report, Rhythm
from colonnade.pillars.listening.reports.operations import ReportSettings
from colonnade.pillars.listening.reports.periods import days_before, next_due

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 3, 6, 12, tzinfo=UTC)
"""A Friday; the posts of the explorer's factory begin on the Monday before and end on the Wednesday."""
MONDAY = datetime(2026, 3, 9, 8, tzinfo=UTC)
LATER = MONDAY + timedelta(minutes=5)


class Postman:
    """Keeps the mail that comes in, and refuses it when told so."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.takes = 1_000

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802
        if len(self.mails) >= self.takes:
            return "451 come back later"
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        return "250 OK"


@pytest.fixture
def postman(settings: Settings) -> Iterator[Postman]:
    postman = Postman()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(postman, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.PUBLIC_URL = "https://colonnade.example"
    yield postman
    controller.stop()


@pytest.fixture
def explorer() -> Explorer:
    cache.clear()
    return Explorer()


def report(explorer: Explorer, **changes: Any) -> Report:
    said: dict[str, Any] = {"name": "Monday", "questions": ["where", "who"]} | changes
    return starting.add(
        organization=explorer.organization,
        settings=ReportSettings(**said),
        actor=explorer.owner.user,
        now=BEFORE,
    )


def leaks(explorer: Explorer) -> Any:
    search = Search(query="leak* NOT 30")
    return save_view(membership=explorer.owner, name="Leaks", search=search, shared=True, now=BEFORE)


def made(explorer: Explorer, one: Report, now: datetime = LATER) -> int:
    edition = mailing.begin_edition(report=one, due=MONDAY, now=now)
    assert edition is not None
    return mailing.send_edition(edition=edition, facts=explorer.facts, clock=lambda: now)


# -- when


@pytest.mark.parametrize(
    ("rhythm", "zone", "after", "due"),
    [
        (Rhythm.DAILY, "UTC", "2026-03-06T07:59", "2026-03-06T08:00"),
        (Rhythm.DAILY, "UTC", "2026-03-06T08:00", "2026-03-07T08:00"),
        (Rhythm.WEEKLY, "UTC", "2026-03-06T12:00", "2026-03-09T08:00"),
        (Rhythm.MONTHLY, "UTC", "2026-03-01T08:00", "2026-04-01T08:00"),
        (Rhythm.DAILY, "America/New_York", "2026-03-07T14:00", "2026-03-08T12:00"),  # the clocks go forward
        (Rhythm.DAILY, "Pacific/Auckland", "2026-03-06T20:00", "2026-03-07T19:00"),
    ],
)
def test_it_is_due_at_the_hour_of_the_zone(rhythm: Rhythm, zone: str, after: str, due: str) -> None:
    moment = datetime.fromisoformat(f"{after}+00:00")
    found = next_due(rhythm=rhythm, hour=8, zone=ZoneInfo(zone), after=moment)
    assert found == datetime.fromisoformat(f"{due}+00:00")


@pytest.mark.parametrize(
    ("rhythm", "first", "last"),
    [
        (Rhythm.DAILY, date(2026, 2, 28), date(2026, 2, 28)),
        (Rhythm.WEEKLY, date(2026, 2, 22), date(2026, 2, 28)),
        (Rhythm.MONTHLY, date(2026, 2, 1), date(2026, 2, 28)),
    ],
)
def test_it_is_about_the_whole_days_before(rhythm: Rhythm, first: date, last: date) -> None:
    due = datetime(2026, 3, 1, 3, tzinfo=UTC)
    assert days_before(rhythm=rhythm, due=due, zone=ZoneInfo("UTC")) == (first, last)


# -- what, and once


def test_answers_and_posts_are_mailed_as_text_and_html(explorer: Explorer, postman: Postman) -> None:
    one = report(explorer, view=leaks(explorer))
    assert made(explorer, one) == 1
    (mail,) = postman.mails
    assert mail["To"] == explorer.owner.user.email
    assert mail["Subject"] == "Hydra Machines: Monday, 2 March to 8 March 2026"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    told = contents(report=one, facts=explorer.facts, due=MONDAY, now=LATER)
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        text = " ".join(part.get_content().split())
        for answer in told.answers:
            assert " ".join(answer.answer.sentence.split()) in text.replace("&#x27;", "'")
        assert "19 posts" in text
        assert "the loader leaks oil, number 57" in text
        assert (
            f"https://colonnade.example/o/{explorer.organization.slug}/listen/where/?since=2026-03-02" in text
        )
        assert f"https://colonnade.example/mail/{Recipient.objects.get().token}/stop/" in text
    assert AuditEntry.objects.get(action="report.sent").details["mails"] == 1


def test_a_view_alone_is_a_report(explorer: Explorer, postman: Postman) -> None:
    one = report(explorer, questions=[], view=leaks(explorer))
    assert made(explorer, one) == 1
    found = contents(report=one, facts=explorer.facts, due=MONDAY, now=LATER)
    assert (found.answers, found.view.count if found.view else 0) == ((), 19)


def test_hostile_posts_stay_text(explorer: Explorer, postman: Postman) -> None:
    explorer.organization.name = "Hydra\r\nBcc: all@example.com"
    explorer.organization.save()
    from_posts = '<img src="https://evil.example/x"> leak'
    fill(explorer.facts, [post(70, text=from_posts, brands=[], author_handle="<b>eve</b>")])
    made(explorer, report(explorer, view=leaks(explorer)))
    (mail,) = postman.mails
    assert mail["Bcc"] is None
    html = mail.get_body(("html",))
    assert html is not None
    assert "<img" not in html.get_content()
    assert "&lt;img" in html.get_content()


def test_an_edition_goes_to_each_reader_once_through_a_refusal(explorer: Explorer, postman: Postman) -> None:
    one = report(explorer)
    for role in (Role.ANALYST, Role.AUTHOR):
        operations.add_member(report=one, membership=explorer.member(role), actor=None, now=BEFORE)
    postman.takes = 1
    with pytest.raises(OSError, match="come back later"):
        made(explorer, one)
    assert Delivery.objects.filter(sent_at=None).count() == 2
    postman.takes = 1_000
    assert made(explorer, one) == 2
    assert made(explorer, one) == 0
    assert len({mail["To"] for mail in postman.mails}) == len(postman.mails) == 3
    assert len({mail["Message-ID"] for mail in postman.mails}) == 3
    assert Edition.objects.count() == 1
    one.refresh_from_db()
    assert one.next_at == MONDAY + timedelta(days=7)


def test_a_mail_that_is_repeated_after_a_crash_has_the_same_id(explorer: Explorer, postman: Postman) -> None:
    one = report(explorer)
    made(explorer, one)
    Delivery.objects.update(sent_at=None)  # as when the program dies between the server's OK and its own note
    made(explorer, one)
    assert postman.mails[0]["Message-ID"] == postman.mails[1]["Message-ID"]


def test_days_without_posts_are_said_or_skipped(explorer: Explorer, postman: Postman) -> None:
    far = datetime(2026, 6, 1, 8, tzinfo=UTC)
    for skip, mails in ((True, 0), (False, 1)):
        one = report(explorer, skip_empty=skip, name=f"Skip {skip}")
        Report.objects.filter(pk=one.pk).update(next_at=far)
        edition = mailing.begin_edition(report=one, due=far, now=far)
        assert edition is not None
        assert mailing.send_edition(edition=edition, facts=explorer.facts, clock=lambda: far) == mails
        assert Edition.objects.get(report=one).empty
    body = postman.mails[0].get_body(("plain",))
    assert body is not None
    assert "There are no posts in these days." in body.get_content()


def test_what_was_turned_off_or_moved_is_not_made(explorer: Explorer) -> None:
    one = report(explorer)
    starting.change(
        report=one, settings=ReportSettings(name="x", questions=["who"], hour=9), actor=None, now=BEFORE
    )
    assert mailing.begin_edition(report=one, due=MONDAY, now=LATER) is None
    nine = MONDAY + timedelta(hours=1)
    assert mailing.begin_edition(report=one, due=nine, now=LATER) is None, "it is not nine yet"
    settings = ReportSettings(name="x", questions=["who"], hour=9, active=False)
    starting.change(report=one, settings=settings, actor=None, now=BEFORE)
    assert mailing.begin_edition(report=one, due=nine, now=nine) is None


@pytest.mark.django_db(transaction=True)
def test_a_worker_sends_it_when_it_is_due_and_plans_the_next(explorer: Explorer, postman: Postman) -> None:
    one = report(explorer)
    (job,) = Job.objects.all()
    assert job.run_after == MONDAY
    worker = Worker(queues=["warehouse", "default"])
    worker.run_waiting()
    assert len(postman.mails) == 1
    one.refresh_from_db()
    assert one.next_at > MONDAY
    assert Job.objects.filter(run_after=one.next_at).count() == 1


def test_a_report_says_something(explorer: Explorer) -> None:
    for changes, complaint in (
        ({"questions": []}, "at least one question"),
        ({"name": ""}, "cannot be blank"),
        ({"hour": 24}, "less than or equal to 23"),
    ):
        with pytest.raises(ValidationError, match=complaint):
            report(explorer, **changes)
    private = save_view(membership=explorer.owner, name="Mine", search=Search(query="x"), now=BEFORE)
    with pytest.raises(ValidationError, match="Share the view first"):
        report(explorer, view=private)


# -- who


def outside_readers() -> int:
    return Recipient.objects.filter(confirmed_at__isnull=False).exclude(address="").count()


def test_an_outside_address_gets_nothing_before_it_agrees(
    explorer: Explorer, postman: Postman, client: Client
) -> None:
    one = report(explorer)
    outside = starting.ask(report=one, address="Partner@Example.com", actor=explorer.owner.user, now=BEFORE)
    mailing.question(recipient=outside).send()
    asked = postman.mails.pop()
    agree = f"/mail/{outside.token}/agree/"
    assert asked["To"] == "partner@example.com"
    assert f"https://colonnade.example{agree}" in asked.get_content()
    assert client.get(agree).status_code == 200
    assert outside_readers() == 0, "mail filters open links too"
    client.post(agree)
    assert outside_readers() == 1
    assert made(explorer, one) == 2


def test_one_click_unsubscribes_and_nobody_puts_them_back(explorer: Explorer, postman: Postman) -> None:
    one = report(explorer)
    member = explorer.member(Role.AUTHOR)
    inside = operations.add_member(report=one, membership=member, actor=None, now=BEFORE)
    outside = starting.ask(report=one, address="partner@example.com", actor=None, now=BEFORE)
    mail_program = Client(enforce_csrf_checks=True)
    for recipient in (inside, outside):
        stop = f"/mail/{recipient.token}/stop/"
        assert mail_program.get(stop).status_code == 200
        assert mail_program.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
        recipient.refresh_from_db()
        assert recipient.stopped_at is not None
    with pytest.raises(ValidationError, match="has unsubscribed"):
        operations.add_member(report=one, membership=member, actor=explorer.owner.user, now=BEFORE)
    with pytest.raises(ValidationError, match="left in peace"):
        starting.ask(report=one, address="partner@example.com", actor=None, now=BEFORE)
    with pytest.raises(ValidationError, match="stays noted"):
        operations.remove_recipient(recipient=outside, actor=None, now=BEFORE)
    operations.add_member(report=one, membership=member, actor=member.user, now=BEFORE)
    assert made(explorer, one) == 2
    assert mail_program.get("/mail/nobody/stop/").status_code == 404


def test_who_left_gets_none(explorer: Explorer, postman: Postman) -> None:
    one = report(explorer)
    explorer.owner.user.__class__.objects.filter(pk=explorer.owner.user.pk).update(is_active=False)
    assert made(explorer, one) == 0


def test_without_a_public_address_nobody_outside_is_asked(explorer: Explorer, settings: Settings) -> None:
    settings.PUBLIC_URL = ""
    with pytest.raises(ValidationError, match="COLONNADE_PUBLIC_URL"):
        starting.ask(report=report(explorer), address="partner@example.com", actor=None, now=BEFORE)


# -- doors


def test_the_pages_make_change_show_send_and_remove(
    explorer: Explorer, client: Client, postman: Postman
) -> None:
    client.force_login(explorer.owner.user)
    said = {"name": "Monday", "rhythm": "weekly", "hour": 7, "questions": ["who"], "active": "on"}
    assert client.post(explorer.page("reports/add/"), said | {"questions": []}).status_code == 200
    address = client.post(explorer.page("reports/add/"), said)["Location"]
    one = Report.objects.get()
    assert address == explorer.page(f"reports/{one.pk}/")
    assert explorer.owner.user.email in client.get(address).content.decode()
    assert "Monday" in client.get(explorer.page("reports/")).content.decode()
    client.post(f"{address}change/", said | {"hour": 9})
    assert Report.objects.get().hour == 9
    client.post(f"{address}send/")
    assert postman.mails[0]["To"] == explorer.owner.user.email
    assert not Delivery.objects.exists(), "a trial is no edition"
    member = explorer.member(Role.AUTHOR)
    client.post(f"{address}recipients/", {"member": member.pk})
    client.post(f"{address}recipients/", {"address": "partner@example.com"})
    client.post(f"{address}recipients/", {"address": "no address"})
    assert one.recipients.count() == 3
    client.post(f"{address}recipients/{one.recipients.get(membership=member).pk}/remove/")
    client.post(f"{address}subscribe/")
    assert one.recipients.get(membership=explorer.owner).stopped_at is not None
    client.post(f"{address}subscribe/", {"wanted": "on"})
    assert one.recipients.get(membership=explorer.owner).stopped_at is None
    client.force_login(member.user)
    assert client.get(address).status_code == 200
    assert client.post(f"{address}remove/").status_code == 403
    client.force_login(explorer.owner.user)
    client.post(f"{address}remove/")
    assert not Report.objects.exists()


def test_a_report_of_another_organisation_is_not_there(explorer: Explorer, client: Client) -> None:
    other = Explorer(make_organization("Rival", founder=make_user("rita@rival.example")), posts=2)
    theirs = report(other)
    client.force_login(explorer.owner.user)
    assert client.get(explorer.page(f"reports/{theirs.pk}/")).status_code == 404
    for path in ("send/", "remove/", "subscribe/", "recipients/"):
        assert client.post(explorer.page(f"reports/{theirs.pk}/{path}")).status_code == 404


def test_the_command_lists_and_previews(explorer: Explorer) -> None:
    one = report(explorer)
    listed = CliRunner().invoke(command, ["list"])
    assert f"{one.pk}  Monday  [Every Monday, 8:00]  1 readers" in listed.output
    shown = CliRunner().invoke(command, ["preview", str(one.pk)])
    assert shown.exit_code == 0, shown.output
    assert shown.output.startswith("Monday · ")
    missing = CliRunner().invoke(command, ["preview", "999"])
    assert missing.exit_code == 1
    assert "there is no report 999" in missing.output


def test_programs_add_change_and_remove(explorer: Explorer, client: Client) -> None:
    client.force_login(explorer.owner.user)
    root = f"/api/v1/o/{explorer.organization.slug}/reports/reports"
    said = {"name": "Monday", "questions": ["who"], "view": leaks(explorer).pk}
    made = client.post(root, said, content_type="application/json")
    assert (made.status_code, made.json()["readers"]) == (201, 1)
    number = made.json()["id"]
    for wrong in ({"name": "x"}, {"name": "x", "view": 999}, {"name": "x", "questions": ["why"]}):
        assert client.post(root, wrong, content_type="application/json").status_code == 422
    changed = client.put(f"{root}/{number}", said | {"rhythm": "daily"}, content_type="application/json")
    assert changed.json()["rhythm"] == "daily"
    assert len(client.get(root).json()) == 1
    assert client.delete(f"{root}/{number}").status_code == 204
    assert client.get(root).json() == []
