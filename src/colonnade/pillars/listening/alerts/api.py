"""API door of alerts."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field as Limits

from colonnade.core.states import TransitionRefused
from colonnade.measurement.detection import Sensitivity
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Membership, Organization
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.alerts import operations, queries
from colonnade.pillars.listening.alerts.backtest import BackTest, back_test
from colonnade.pillars.listening.alerts.figures import Figures
from colonnade.pillars.listening.alerts.listing import tell
from colonnade.pillars.listening.alerts.models import DEFAULT_FOLLOWERS, Alert, AlertRule, RuleKind
from colonnade.pillars.listening.alerts.states import AlertState
from colonnade.pillars.listening.queries import brands_of
from colonnade.warehouse.store import open_store

router = Router()
MOST_LISTED = 200


class AlertOut(Schema):
    """Something that stands out, from its beginning to its end."""

    id: int
    rule: int
    kind: RuleKind
    about: str
    state: AlertState
    began_at: datetime
    until_at: datetime
    sentence: str
    figures: Figures
    found_at: datetime

    @staticmethod
    def of(alert: Alert) -> dict[str, Any]:
        """Return the alert as plain data."""
        return {
            "id": alert.pk,
            "rule": alert.rule_id,
            "kind": alert.rule.kind,
            "about": alert.rule.query.name,
            "state": alert.state,
            "began_at": alert.began_at,
            "until_at": alert.until_at,
            "sentence": tell(alert).sentence,
            "figures": alert.read_figures,
            "found_at": alert.found_at,
        }


class RuleIn(Schema):
    """What to watch."""

    about: str = Limits(description="Name of a brand, competitor or topic that is listened for.")
    kind: RuleKind = RuleKind.VOLUME
    term: str = Limits(default="", max_length=100, description="For `term`: a word, #hashtag or @handle.")
    followers: int = Limits(default=DEFAULT_FOLLOWERS, ge=1, le=2**31 - 1, description="For `influencer`.")
    channel: str = Limits(default="", max_length=100, description="A network or site; empty for all.")
    sensitivity: Sensitivity = Sensitivity.NORMAL
    active: bool = True


class NewRuleIn(RuleIn):
    """What to watch from now on."""

    look_back: bool = Limits(default=True, description="Also tell what the last 90 days show.")


class RuleOut(Schema):
    """A rule; ``enough`` is false where there was not enough history at its last look."""

    id: int
    about: str
    kind: RuleKind
    term: str
    followers: int
    channel: str
    sensitivity: Sensitivity
    active: bool
    enough: bool
    checked_at: datetime | None

    @staticmethod
    def resolve_about(rule: AlertRule) -> str:
        """Return the name of what it is about."""
        return rule.query.name


class PastOut(Schema):
    """Something that a rule would have told."""

    began_at: datetime
    until_at: datetime
    sentence: str


class BackTestOut(Schema):
    """What a rule would have told of the stored posts, and how often at each sensitivity."""

    enough: bool
    summary: str
    weeks: float
    past: list[PastOut]
    by_sensitivity: dict[Sensitivity, int]


class MoveIn(Schema):
    """The state wanted."""

    state: AlertState


def _alert(member: Membership, number: int) -> Alert:
    return get_object_or_404(queries.alerts_of(organization=member.organization), pk=number)


def _rule(member: Membership, number: int) -> AlertRule:
    return get_object_or_404(queries.rules_of(organization=member.organization), pk=number)


def _settings(organization: Organization, said: RuleIn) -> operations.RuleSettings:
    query = brands_of(organization=organization).filter(name__iexact=said.about).first()
    if query is None:
        raise HttpError(422, f"There is no brand '{said.about}'.")
    return operations.RuleSettings(
        query=query,
        kind=said.kind,
        term=said.term,
        followers=said.followers,
        channel=said.channel,
        sensitivity=said.sensitivity,
        active=said.active,
    )


@router.get("/alerts", response=list[AlertOut], summary="Alerts, the latest first")
def list_alerts(
    request: HttpRequest, organization: OrganizationSlug, *, everything: bool = False
) -> list[dict[str, Any]]:
    """Return the alerts that wait for somebody; with ``everything`` closed and muted ones too."""
    member = acting_member(request, Permission.VIEW)
    chosen = queries.alerts_of if everything else queries.open_alerts
    return [AlertOut.of(alert) for alert in chosen(organization=member.organization)[:MOST_LISTED]]


@router.get("/alerts/{number}", response=AlertOut, summary="One alert")
def show_alert(request: HttpRequest, organization: OrganizationSlug, number: int) -> dict[str, Any]:
    """Return an alert."""
    member = acting_member(request, Permission.VIEW)
    return AlertOut.of(_alert(member, number))


@router.post("/alerts/{number}/state", response=AlertOut, summary="Take an alert to another state")
def move_alert(
    request: HttpRequest, organization: OrganizationSlug, number: int, said: MoveIn
) -> dict[str, Any]:
    """Mark as seen, take on, close or mute."""
    member = acting_member(request, Permission.VIEW)
    try:
        moved = operations.move_alert(
            alert=_alert(member, number), wanted=said.state, actor=member.user, now=timezone.now()
        )
    except TransitionRefused as error:
        raise HttpError(409, str(error)) from error
    return AlertOut.of(moved)


@router.get("/rules", response=list[RuleOut], summary="What is watched")
def list_rules(request: HttpRequest, organization: OrganizationSlug) -> list[AlertRule]:
    """Return the rules."""
    member = acting_member(request, Permission.VIEW)
    return list(queries.rules_of(organization=member.organization))


@router.post("/rules", response={201: RuleOut}, summary="Watch something")
def add_rule(request: HttpRequest, organization: OrganizationSlug, said: NewRuleIn) -> AlertRule:
    """Add a rule; the posts are looked at soon, and then every hour."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    return operations.add_rule(
        organization=member.organization,
        settings=_settings(member.organization, said),
        actor=member.user,
        now=timezone.now(),
        look_back=said.look_back,
    )


@router.put("/rules/{number}", response=RuleOut, summary="Change a rule")
def change_rule(request: HttpRequest, organization: OrganizationSlug, number: int, said: RuleIn) -> AlertRule:
    """Change a rule; its alerts stay."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    rule = _rule(member, number)
    return operations.change_rule(
        rule=rule, settings=_settings(member.organization, said), actor=member.user, now=timezone.now()
    )


@router.delete("/rules/{number}", response={204: None}, summary="Stop watching")
def remove_rule(request: HttpRequest, organization: OrganizationSlug, number: int) -> None:
    """Remove a rule and its alerts."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    operations.remove_rule(rule=_rule(member, number), actor=member.user, now=timezone.now())


@router.post("/try", response=BackTestOut, summary="Try a rule")
def try_rule(request: HttpRequest, organization: OrganizationSlug, said: RuleIn) -> BackTest:
    """Return what a rule would have told of the stored posts; nothing is saved."""
    member = acting_member(request, Permission.VIEW)
    rule = operations.checked_rule(
        organization=member.organization, settings=_settings(member.organization, said)
    )
    facts = open_store().facts(member.organization.pk)
    return back_test(organization=member.organization, facts=facts, rule=rule, now=timezone.now())
