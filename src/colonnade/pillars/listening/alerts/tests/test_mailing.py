"""Mail leaves by a real SMTP server, once, to those who asked for it."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

from colonnade.core.clock import system_clock
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState
from colonnade.core.jobs.worker import Worker
from colonnade.organization.models import Membership
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_member, make_organization
from colonnade.pillars.listening.alerts import mailing
from colonnade.pillars.listening.alerts.jobs import look_every_hour
from colonnade.pillars.listening.alerts.models import Notice, Rhythm
from colonnade.pillars.listening.alerts.operations import subscribe
from colonnade.pillars.listening.alerts.scheduling import next_look, plan_hour
from colonnade.pillars.listening.alerts.tests.factories import NOW, Talk, rule
from colonnade.pillars.listening.alerts.watching import watch


class Postman:
    """Keeps the mail that comes in."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses = False

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802
        if self.refuses:
            return "451 come back later"
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def postman(settings: Settings) -> Iterator[Postman]:
    postman = Postman()
    controller = Controller(postman, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.PUBLIC_URL = "https://colonnade.example"
    yield postman
    controller.stop()


@pytest.fixture
def talk(db: None) -> Talk:
    return Talk(make_organization()).quiet()


def told(talk: Talk, role: Role, rhythm: Rhythm) -> Membership:
    member = make_member(talk.organization, role)
    subscribe(membership=member, rhythm=rhythm, now=NOW)
    return member


def looked(talk: Talk) -> None:
    watch(organization=talk.organization, facts=talk.facts, now=NOW)


def test_an_alert_is_mailed_once_to_each_who_asked(talk: Talk, postman: Postman) -> None:
    told(talk, Role.ANALYST, Rhythm.EACH)
    make_member(talk.organization, Role.AGENT)
    rule(talk.burn(since=3))
    looked(talk)
    assert mailing.is_due(organization=talk.organization, now=NOW)
    assert mailing.send_due(organization=talk.organization, now=NOW) == 1
    (mail,) = postman.mails
    assert mail["To"] == f"analyst@{talk.organization.slug}.example"
    assert mail["Subject"].startswith("Hydra Machines: 46 posts about Acme on ")
    assert mail["Auto-Submitted"] == "auto-generated"
    body = mail.get_content()
    alert = talk.organization.alerts.get()
    assert "times the usual 6" in body
    assert f"https://colonnade.example/o/{talk.organization.slug}/listen/alerts/{alert.pk}/" in body
    looked(talk)
    assert not mailing.is_due(organization=talk.organization, now=NOW)
    assert mailing.send_due(organization=talk.organization, now=NOW + timedelta(hours=1)) == 0
    assert len(postman.mails) == 1


def test_a_digest_comes_in_the_morning_and_only_with_news(talk: Talk, postman: Postman) -> None:
    talk.organization.time_zone = "America/Chicago"  # seven in the morning at noon UTC
    talk.organization.save()
    told(talk, Role.ANALYST, Rhythm.DAILY)
    rule(talk.burn(since=3))
    talk.burn(talk.bolt, since=3)
    rule(talk, query=talk.bolt)
    looked(talk)
    assert mailing.send_due(organization=talk.organization, now=NOW) == 0
    assert mailing.send_due(organization=talk.organization, now=NOW + timedelta(hours=1)) == 1
    (mail,) = postman.mails
    assert mail["Subject"] == "Hydra Machines: 2 new alerts"
    assert mailing.send_due(organization=talk.organization, now=NOW + timedelta(days=1, hours=1)) == 0


def test_a_server_that_refuses_loses_no_mail(talk: Talk, postman: Postman) -> None:
    told(talk, Role.ANALYST, Rhythm.EACH)
    rule(talk.burn(since=3))
    looked(talk)
    postman.refuses = True
    with pytest.raises(OSError, match="come back later"):
        mailing.send_due(organization=talk.organization, now=NOW)
    assert Notice.objects.get().sent_at is None
    postman.refuses = False
    assert mailing.send_due(organization=talk.organization, now=NOW) == 1


def test_what_burnt_long_ago_is_not_mailed(talk: Talk, postman: Postman) -> None:
    told(talk, Role.ANALYST, Rhythm.EACH)
    rule(talk.burn(since=40))
    looked(talk)
    assert talk.organization.alerts.count() == 1
    assert not Notice.objects.exists()


def test_who_leaves_or_does_not_want_it_gets_none(talk: Talk, postman: Postman) -> None:
    gone, silent = told(talk, Role.ANALYST, Rhythm.EACH), told(talk, Role.AGENT, Rhythm.EACH)
    rule(talk.burn(since=3))
    looked(talk)
    gone.user.is_active = False
    gone.user.save()
    subscribe(membership=silent, rhythm=None, now=NOW)
    assert mailing.send_due(organization=talk.organization, now=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_the_hourly_job_plans_the_next_hour_and_sends_what_it_finds(postman: Postman) -> None:
    talk = Talk(make_organization()).quiet()
    told(talk, Role.ANALYST, Rhythm.EACH)
    rule(talk)
    Job.objects.all().delete()
    planned = system_clock()
    plan_hour(organization_id=talk.organization.pk, task=look_every_hour, now=planned)
    plan_hour(organization_id=talk.organization.pk, task=look_every_hour, now=planned)
    (job,) = Job.objects.all()
    assert job.run_after == next_look(planned)
    later = Worker(queues=["warehouse", "default"], clock=lambda: next_look(planned))
    assert later.run_waiting() == 1
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {"rules": 1, "opened": 0, "grown": 0})
    # The job plans by the system's own clock, and this hour's row is there already.
    assert Job.objects.filter(task=look_every_hour.module_path).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_row_of_hours_ends_where_nothing_is_watched() -> None:
    talk = Talk(make_organization())
    made = rule(talk)
    made.delete()
    Job.objects.all().delete()
    plan_hour(organization_id=talk.organization.pk, task=look_every_hour, now=system_clock())
    Worker(queues=["warehouse"], clock=lambda: next_look(system_clock())).run_waiting()
    (job,) = Job.objects.all()
    assert (job.state, job.result) == (JobState.DONE, {})
