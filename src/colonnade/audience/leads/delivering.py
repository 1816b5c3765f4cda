"""A lead goes out: as a mail, or as a webhook signed by the Standard Webhooks specification.

Either carries the hand-over's own key, as ``Message-ID`` or ``webhook-id``: where a crash comes between
sending and noting it, the second try is known by it as the first.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from colonnade import __version__
from colonnade.audience.leads.models import DestinationKind, HandOver, HandOverState, Lead
from colonnade.audience.leads.operations.arriving import arrived, tried
from colonnade.audience.leads.sealing import opened as open_secret
from colonnade.channels.contract import Answer, BadContent, ChannelError, Retry
from colonnade.channels.contract.manifest import Limits
from colonnade.channels.http import AddressPolicy, Bounds, Client, Rates
from colonnade.channels.secrets import KeyLost
from colonnade.core.clock import Clock
from colonnade.organization.links import org_reverse

_BOUNDS = Bounds(seconds=20.0, body_bytes=64 * 1024, redirects=0)
_LIMITS = Limits(requests=60, per=timedelta(minutes=1), page=1)
OpenClient = Callable[[Clock], Client]


def open_client(clock: Clock) -> Client:
    """Return a client that goes only where it may."""
    return Client(
        policy=AddressPolicy.allowing(settings.ALLOWED_PEERS),
        rates=Rates(limits=_LIMITS),
        classify=_refused,
        bounds=_BOUNDS,
        clock=clock,
    )


def _refused(answer: Answer) -> ChannelError | None:
    """Read a receiver's answer: what is asked wrongly stays wrong, all else may pass."""
    if 200 <= answer.status < 300:
        return None
    said = f"the receiver answered {answer.status}"
    if answer.status in {400, 401, 403, 404, 405, 410, 413, 415, 422}:
        return BadContent("", said)
    return Retry(said)


def deliver(*, row: HandOver, clock: Clock, opened: OpenClient = open_client) -> HandOver:
    """Try a waiting hand-over; one that does not wait is left alone."""
    if row.state != HandOverState.WAITING:
        return row
    try:
        if row.destination.kind == DestinationKind.EMAIL:
            message_of(row).send()
        elif row.destination.kind == DestinationKind.WEBHOOK:
            _call(row, clock, opened)
    except (BadContent, KeyLost, SMTPRecipientsRefused) as error:
        return tried(row=row, problem=_words(error), final=True, now=clock())
    except (ChannelError, OSError) as error:
        return tried(row=row, problem=_words(error), final=False, now=clock())
    arrived(row=row, now=clock())
    return row


def _words(error: Exception) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        return _("the mail server refuses the addresses")
    return str(error) or type(error).__name__


def _call(row: HandOver, clock: Clock, opened: OpenClient) -> None:
    body = json.dumps(payload(row.lead), ensure_ascii=False, separators=(",", ":")).encode()
    secret = open_secret(row.destination.sealed_secret)
    headers = signed(key=str(row.key), body=body, secret=secret, at=clock())
    with opened(clock) as client:
        client.write("POST", row.destination.address, body=body, headers=headers)


def signed(*, key: str, body: bytes, secret: str, at: datetime) -> dict[str, str]:
    """Return the headers of the Standard Webhooks specification (HMAC-SHA256 over id, time and body)."""
    moment = str(int(at.timestamp()))
    mac = hmac.new(secret.encode(), b".".join([key.encode(), moment.encode(), body]), hashlib.sha256)
    return {
        "content-type": "application/json",
        "user-agent": f"Colonnade/{__version__} (leads)",
        "idempotency-key": key,
        "webhook-id": key,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(mac.digest()).decode()}",
    }


def payload(lead: Lead) -> dict[str, object]:
    """Return what sales is told of a lead, as JSON values."""
    return {
        "type": "lead.handed_over",
        "lead": lead.pk,
        "email": lead.email,
        "name": lead.name,
        "company": lead.company,
        "phone": lead.phone,
        "country": lead.country,
        "answers": lead.answers,
        "goal": lead.goal,
        "campaign": lead.campaign,
        "source": lead.source,
        "score": lead.score,
        "reasons": [{"sentence": one["sentence"], "points": one["points"]} for one in lead.reasons],
        "consents": [
            {"purpose": one.purpose, "text": one.text, "version": one.version, "at": one.at.isoformat()}
            for one in lead.consents.all()
            if one.holds
        ],
        "came_at": lead.came_at.isoformat(),
        "page": page_of(lead),
    }


def page_of(lead: Lead) -> str:
    """Return the address of the lead's page; empty where the server's public address is not set."""
    if not settings.PUBLIC_URL:
        return ""
    return settings.PUBLIC_URL.rstrip("/") + org_reverse("leads:lead", lead.organization, lead=lead.pk)


def message_of(row: HandOver) -> EmailMessage:
    """Return the mail that hands a lead over."""
    lead = row.lead
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return EmailMessage(
        subject=_subject(lead),
        body="\n".join([*_facts(lead), "", *_reasons(lead), "", page_of(lead)]).rstrip() + "\n",
        to=[address.strip() for address in row.destination.address.split(",")],
        reply_to=[lead.email],
        headers={"Message-ID": f"<lead-{row.key}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def _subject(lead: Lead) -> str:
    said = _("Lead: %(name)s, score %(score)g") % {"name": str(lead), "score": lead.score}
    return " ".join(said.split())[:150]


def _facts(lead: Lead) -> list[str]:
    facts = [
        (_("Name"), lead.name),
        (_("Company"), lead.company),
        (_("E-mail"), lead.email),
        (_("Telephone"), lead.phone),
        (_("Country"), lead.country),
        (_("Came by"), lead.source),
        *lead.answers.items(),
    ]
    return [f"{label}: {' '.join(str(value).split())}" for label, value in facts if value]


def _reasons(lead: Lead) -> list[str]:
    lines = [f"{one['points']:+g}  {one['sentence']}" for one in lead.reasons]
    return [_("Why this lead:"), *lines] if lines else []
