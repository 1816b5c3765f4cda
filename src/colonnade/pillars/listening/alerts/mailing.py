"""Mail to members who asked for it: each alert, or a digest in the morning."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.pillars.listening.alerts.models import Alert, Notice, Rhythm, Subscription
from colonnade.pillars.listening.alerts.wording import sentence

DIGEST_HOUR = 8
MOST_TOLD = 20
"""Alerts in one mail; of more, the rest is counted."""


def is_due(*, organization: Organization, now: datetime) -> bool:
    """Return whether there is mail to send."""
    return _due(organization, now).exists()


def send_due(*, organization: Organization, now: datetime) -> int:
    """Send one mail to each member with something new that is due; return how many were sent.

    Each mail is noted as it is sent: after a crash at most one is sent twice, and none is lost.

    Raises:
        OSError: where the mail server cannot be reached or refuses (``smtplib.SMTPException`` is one).
    """
    sent = 0
    people = Subscription.objects.filter(pk__in=_due(organization, now).values("subscription_id"))
    for subscription in people.select_related("membership__user", "membership__organization"):
        with transaction.atomic():
            waiting = Notice.objects.select_for_update(of=("self",)).filter(
                subscription=subscription, sent_at=None
            )
            alerts = list(
                Alert.objects.filter(pk__in=[one.alert_id for one in waiting]).select_related("rule__query")
            )
            if alerts:
                _mail(subscription, alerts).send()
                waiting.update(sent_at=now)
                Subscription.objects.filter(pk=subscription.pk).update(digest_on=_today(organization, now))
                sent += 1
    return sent


def _due(organization: Organization, now: datetime) -> QuerySet[Notice]:
    unsent = Notice.objects.filter(
        sent_at=None,
        subscription__membership__organization=organization,
        subscription__membership__user__is_active=True,
    )
    each = unsent.filter(subscription__rhythm=Rhythm.EACH)
    if now.astimezone(ZoneInfo(organization.time_zone)).hour < DIGEST_HOUR:
        return each
    daily = unsent.filter(subscription__rhythm=Rhythm.DAILY).exclude(
        subscription__digest_on=_today(organization, now)
    )
    return each | daily


def _today(organization: Organization, now: datetime) -> date:
    return now.astimezone(ZoneInfo(organization.time_zone)).date()


def _mail(subscription: Subscription, alerts: Sequence[Alert]) -> EmailMessage:
    membership = subscription.membership
    organization = membership.organization
    zone = ZoneInfo(organization.time_zone)
    said = [_said(alert, zone) for alert in alerts[:MOST_TOLD]]
    blocks = [
        "\n".join(filter(None, [one, _address("alerts:alert", organization, alert=alert.pk)]))
        for one, alert in zip(said, alerts, strict=False)
    ]
    rest = len(alerts) - len(said)
    if rest:
        blocks.append(ngettext("And %(n)d more.", "And %(n)d more.", rest) % {"n": rest})
    blocks.append(
        "\n".join(
            filter(
                None,
                [
                    _("You get this because you asked for it. Change that under Listen, Alerts."),
                    _address("alerts:list", organization),
                ],
            )
        )
    )
    return EmailMessage(
        subject=_subject(organization, said, len(alerts)),
        body="\n\n".join(blocks) + "\n",
        to=[membership.user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _said(alert: Alert, zone: ZoneInfo) -> str:
    return sentence(
        alert.rule, alert.read_figures, began_at=alert.began_at, until_at=alert.until_at, zone=zone
    )


def _subject(organization: Organization, said: Sequence[str], count: int) -> str:
    if count == 1:
        found = _("%(organization)s: %(sentence)s") % {"organization": organization, "sentence": said[0]}
    else:
        found = _("%(organization)s: %(n)d new alerts") % {"organization": organization, "n": count}
    return " ".join(found.split())[:150]


def _address(page: str, organization: Organization, **kwargs: object) -> str:
    """Return a link that works in a mail; empty where the server's public address is not set."""
    if not settings.PUBLIC_URL:
        return ""
    return settings.PUBLIC_URL.rstrip("/") + org_reverse(page, organization, **kwargs)
