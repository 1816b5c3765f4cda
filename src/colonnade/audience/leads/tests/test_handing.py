"""A lead reaches sales once, signed, is tried again after trouble, and comes back with its outcome."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from smtplib import SMTPServerDisconnected

import httpx2
import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage

from colonnade.audience.leads import delivering
from colonnade.audience.leads.delivering import deliver
from colonnade.audience.leads.jobs import carry
from colonnade.audience.leads.metrics import push_readings
from colonnade.audience.leads.models import (
    Destination,
    DestinationKind,
    HandOver,
    HandOverState,
    Lead,
    LeadEvent,
    QualifyingRule,
)
from colonnade.audience.leads.operations import (
    begin_with_proposal,
    forget,
    hand_over,
    import_outcomes,
    remove_setting,
    retry,
    save_destination,
    step,
    withdraw,
)
from colonnade.audience.leads.operations.arriving import MOST_ATTEMPTS
from colonnade.audience.leads.states import LeadState
from colonnade.audience.leads.tests.factories import make_lead
from colonnade.audience.leads.touching import key_of
from colonnade.audience.touches.kinds import Kind
from colonnade.audience.touches.models import Touch
from colonnade.channels.http import AddressPolicy, Client, Rates
from colonnade.core.clock import Clock
from colonnade.core.jobs.models import Job
from colonnade.core.states import TransitionRefused
from colonnade.core.table_files import UnreadableFile
from colonnade.governance.models import AuditEntry
from colonnade.measurement.models import Reading
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization, make_user

SECRET = "a-secret-that-both-sides-know"
DAY = timedelta(days=1)


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


def destination(
    organization: Organization, kind: DestinationKind, address: str = "", name: str = "Sales"
) -> Destination:
    return save_destination(
        destination=Destination(organization=organization, name=name, kind=kind, address=address),
        secret=SECRET if kind == DestinationKind.WEBHOOK else "",
        actor=None,
        now=NOW,
    )


def qualified(organization: Organization, email: str = "rosa@quarry.example") -> Lead:
    return step(lead=make_lead(organization, email), wanted=LeadState.MQL, actor=None, now=NOW)


def clock() -> datetime:
    return NOW


def answer(status: int) -> httpx2.Response:
    return httpx2.Response(status, stream=httpx2.ByteStream(b""))


def answering(handler: Callable[[httpx2.Request], httpx2.Response]) -> delivering.OpenClient:
    def opened(clock: Clock) -> Client:
        return Client(
            policy=AddressPolicy(),
            rates=Rates(limits=delivering._LIMITS),
            classify=delivering._refused,
            clock=clock,
            transport=httpx2.MockTransport(handler),
        )

    return opened


def test_a_mail_hands_a_lead_over_once(hydra: Organization) -> None:
    lead = qualified(hydra)
    lead.name = "Rosa\r\nBcc: all@evil.example"
    lead.save()
    row = hand_over(
        lead=lead,
        destination=destination(hydra, DestinationKind.EMAIL, "ann@sales.example, ben@sales.example"),
        actor=None,
        now=NOW,
    )
    assert hand_over(lead=lead, destination=row.destination, actor=None, now=NOW) == row
    (planned,) = Job.objects.filter(task=carry.module_path)
    assert planned.kwargs == {"organization_id": hydra.pk, "hand_over_id": row.pk}
    deliver(row=row, clock=clock)
    deliver(row=HandOver.objects.get(), clock=clock)
    (message,) = mail.outbox
    assert message.to == ["ann@sales.example", "ben@sales.example"]
    assert message.extra_headers["Message-ID"].startswith(f"<lead-{row.key}@")
    assert "\n" not in message.subject
    assert "Company: Stone Quarry" in message.body
    lead.refresh_from_db()
    assert (lead.state, HandOver.objects.get().state) == (LeadState.HANDED_OVER, HandOverState.SENT)
    assert LeadEvent.objects.filter(kind="handed").count() == 1


def test_a_webhook_is_signed_and_carries_one_key_through_all_tries(hydra: Organization) -> None:
    asked: list[httpx2.Request] = []

    def once_down(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return answer(503 if len(asked) == 1 else 204)

    row = hand_over(
        lead=qualified(hydra),
        destination=destination(hydra, DestinationKind.WEBHOOK, "https://crm.example/leads"),
        actor=None,
        now=NOW,
    )
    row = deliver(row=row, clock=clock, opened=answering(once_down))
    assert (row.state, row.attempts, row.problem) == ("waiting", 1, "the receiver answered 503")
    assert row.next_at == NOW + timedelta(minutes=1)
    row = deliver(row=row, clock=clock, opened=answering(once_down))
    assert row.state == HandOverState.SENT
    for request in asked:
        moment, body = request.headers["webhook-timestamp"], request.content
        mac = hmac.new(SECRET.encode(), f"{row.key}.{moment}.".encode() + body, hashlib.sha256)
        assert request.headers["webhook-signature"] == f"v1,{base64.b64encode(mac.digest()).decode()}"
        assert request.headers["webhook-id"] == str(row.key)
    assert json.loads(asked[0].content)["consents"][0]["text"] == "You may call me."
    assert SECRET not in row.destination.sealed_secret


def test_what_is_asked_wrongly_fails_at_once_and_a_person_tries_again(hydra: Organization) -> None:
    where = destination(hydra, DestinationKind.WEBHOOK, "https://crm.example/leads")
    row = hand_over(lead=qualified(hydra), destination=where, actor=None, now=NOW)
    row = deliver(row=row, clock=clock, opened=answering(lambda _request: answer(401)))
    assert (row.state, row.problem) == (HandOverState.FAILED, "the receiver answered 401")
    key = row.key
    row = retry(row=row, actor=None, now=NOW + DAY)
    assert (row.state, row.attempts, row.key) == (HandOverState.WAITING, 0, key)
    with pytest.raises(ValidationError):
        retry(row=row, actor=None, now=NOW)


def test_a_webhook_goes_nowhere_inside_our_own_network(hydra: Organization) -> None:
    where = destination(hydra, DestinationKind.WEBHOOK, "http://127.0.0.1:9/leads")
    row = hand_over(lead=qualified(hydra), destination=where, actor=None, now=NOW)
    row = deliver(row=row, clock=clock)
    assert row.state == HandOverState.FAILED
    assert "not on the public internet" in row.problem


def test_a_mail_server_that_is_away_is_asked_again_until_it_is_enough(
    hydra: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_message: EmailMessage) -> int:
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailMessage, "send", away)
    where = destination(hydra, DestinationKind.EMAIL, "ann@sales.example")
    row = hand_over(lead=qualified(hydra), destination=where, actor=None, now=NOW)
    waits = []
    while row.state == HandOverState.WAITING:
        row = deliver(row=row, clock=clock)
        waits.append(row.next_at - NOW)
    assert len(waits) == MOST_ATTEMPTS
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)


def test_only_qualified_leads_of_people_who_still_agree_go_out(hydra: Organization) -> None:
    where = destination(hydra, DestinationKind.FILE)
    with pytest.raises(ValidationError, match="qualified"):
        hand_over(lead=make_lead(hydra), destination=where, actor=None, now=NOW)
    lead = qualified(hydra, "b@q.example")
    withdraw(consent=lead.consents.get(), actor=None, now=NOW)
    with pytest.raises(ValidationError, match="taken back"):
        hand_over(lead=lead, destination=where, actor=None, now=NOW)
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    with pytest.raises(ValidationError, match="not in use"):
        hand_over(
            lead=qualified(hydra, "c@q.example"),
            destination=destination(rival, DestinationKind.FILE),
            actor=None,
            now=NOW,
        )
    assert not HandOver.objects.exists()


def test_a_lead_that_qualifies_goes_out_by_itself_where_that_was_agreed(hydra: Organization) -> None:
    begin_with_proposal(organization=hydra, actor=None, now=NOW)
    where = destination(hydra, DestinationKind.FILE)
    QualifyingRule.objects.update(least_score=20, destination=where)
    lead = make_lead(hydra)
    assert (lead.state, lead.handed_at) == (LeadState.HANDED_OVER, NOW)


@pytest.mark.parametrize(
    ("kind", "address", "secret"),
    [
        ("email", "ann@sales.example, nobody", ""),
        ("email", "a@b.example\nBcc: c@d.example", ""),
        ("webhook", "javascript:alert(1)", SECRET),
        ("webhook", "https://crm.example/", "short"),
        ("webhook", "https://crm.example/", ""),
    ],
)
def test_destinations_that_nothing_can_reach_are_refused(
    hydra: Organization, kind: str, address: str, secret: str
) -> None:
    with pytest.raises(ValidationError):
        save_destination(
            destination=Destination(organization=hydra, name="S", kind=kind, address=address),
            secret=secret,
            actor=None,
            now=NOW,
        )


def test_a_destination_that_leads_went_to_is_put_out_of_use(hydra: Organization) -> None:
    where = destination(hydra, DestinationKind.EMAIL, "ann@sales.example")
    row = hand_over(lead=qualified(hydra), destination=where, actor=None, now=NOW)
    remove_setting(setting=where, actor=None, now=NOW)
    row.refresh_from_db()
    assert (row.state, Destination.objects.get().active) == (HandOverState.FAILED, False)


def handed(organization: Organization, email: str) -> Lead:
    lead = qualified(organization, email)
    where = Destination.objects.filter(organization=organization).first() or destination(
        organization, DestinationKind.FILE
    )
    hand_over(lead=lead, destination=where, actor=None, now=NOW)
    return lead


OUTCOMES = (
    b"Email,Stage,Amount,Close date,Reason\r\n"
    b'rosa@quarry.example,Closed Won,"125,000.50",2026-11-20,\r\n'
    b"ben@mine.example,rejected,,,student\r\n"
    b"new@mine.example,won,10,,\r\nnobody@mine.example,won,,,\r\n"
    b"ben@mine.example,perhaps,,,\r\nrosa@quarry.example,won,-3,,\r\nrosa@quarry.example,won,,2999-01-01,\r\n"
)


def test_outcomes_come_back_and_a_second_import_changes_nothing(hydra: Organization) -> None:
    rosa, ben = handed(hydra, "rosa@quarry.example"), handed(hydra, "ben@mine.example")
    make_lead(hydra, "new@mine.example")
    later = NOW + 30 * DAY
    done = import_outcomes(organization=hydra, data=OUTCOMES, name="crm.csv", actor=None, now=later)
    assert (done.changed, done.known) == (2, 0)
    reasons = [str(row["reason"]) for row in done.aside]
    assert [row["row"] for row in done.aside] == [3, 4, 5, 6, 7]
    for reason, words in zip(
        reasons, ("from where it cannot", "no such lead", "no outcome", "no amount", "future"), strict=True
    ):
        assert words in reason
    rosa.refresh_from_db()
    ben.refresh_from_db()
    assert (rosa.state, rosa.value) == (LeadState.WON, Decimal("125000.50"))
    assert rosa.accepted_at == rosa.opportunity_at == rosa.closed_at
    assert rosa.closed_at is not None
    assert rosa.closed_at.date().isoformat() == "2026-11-20"
    assert (ben.state, ben.events.filter(kind="step").first().details["why"]) == (  # type: ignore[union-attr]  # there is one
        LeadState.REJECTED,
        "student",
    )
    again = import_outcomes(organization=hydra, data=OUTCOMES, name="crm.csv", actor=None, now=later)
    assert (again.changed, again.known) == (0, 2)
    kinds = set(Touch.objects.values_list("kind", flat=True))
    assert {Kind.ACCEPTED, Kind.OPPORTUNITY, Kind.WON} <= kinds
    with pytest.raises(UnreadableFile):
        import_outcomes(organization=hydra, data=b"a,b\n1,2\n", name="x", actor=None, now=later)


def test_another_companys_file_moves_nobody_here(hydra: Organization) -> None:
    rosa = handed(hydra, "rosa@quarry.example")
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    data = f"lead,outcome\n{rosa.pk},won\n".encode()
    done = import_outcomes(organization=rival, data=data, name="x.csv", actor=None, now=NOW)
    assert (done.changed, len(done.aside)) == (0, 1)
    with pytest.raises(TransitionRefused):
        step(lead=make_lead(hydra, "n@q.example"), wanted=LeadState.WON, actor=None, now=NOW)


def test_goals_see_the_figures_of_whole_days(hydra: Organization) -> None:
    handed(hydra, "rosa@quarry.example")
    import_outcomes(organization=hydra, data=OUTCOMES, name="crm.csv", actor=None, now=NOW + 30 * DAY)
    changed = push_readings(organization=hydra, now=NOW + 30 * DAY)
    assert changed == 5 * 30
    assert push_readings(organization=hydra, now=NOW + 30 * DAY) == 0
    found = {(one.metric, one.on.isoformat()): one.value for one in Reading.objects.filter(value__gt=0)}
    assert found == {
        ("leads", "2026-11-02"): 1,
        ("mql", "2026-11-02"): 1,
        ("sql", "2026-11-20"): 1,
        ("opportunities", "2026-11-20"): 1,
        ("won_value", "2026-11-20"): 125000.5,
    }


def test_a_metric_that_comes_from_elsewhere_is_left_alone(hydra: Organization) -> None:
    handed(hydra, "rosa@quarry.example")
    Reading.objects.create(organization=hydra, metric="mql", on=NOW.date(), value=7, source="CRM")
    push_readings(organization=hydra, now=NOW + 2 * DAY)
    assert list(Reading.objects.filter(metric="mql").values_list("value", flat=True)) == [7]
    assert Reading.objects.filter(metric="leads").count() == 2


def test_who_is_erased_is_gone_everywhere_but_in_counts(hydra: Organization) -> None:
    rosa = handed(hydra, "rosa@quarry.example")
    kept = handed(hydra, "ben@mine.example")
    before = Touch.objects.count()
    assert forget(organization=hydra, leads=[rosa], actor=None, now=NOW) == 1
    assert list(Lead.objects.all()) == [kept]
    assert not HandOver.objects.exclude(lead=kept).exists()
    assert Touch.objects.count() == before
    assert not Touch.objects.exclude(person=None).exclude(person=key_of(kept)).exists()
    trail = " ".join(str(vars(entry)) for entry in AuditEntry.objects.all())
    assert "rosa" not in trail.casefold()
    assert AuditEntry.objects.get(action="lead.erased").details == {"handed_to": "Sales"}
