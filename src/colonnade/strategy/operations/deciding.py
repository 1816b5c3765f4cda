"""Takes a version through its life: propose, send back, approve, start, conclude."""

from datetime import datetime

from django.db import transaction

from colonnade.organization.models import Membership
from colonnade.strategy.models import StrategyVersion
from colonnade.strategy.operations.refusals import HasErrors, NotAllowed
from colonnade.strategy.operations.versions import locked, tell
from colonnade.strategy.queries import check_version
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.states import STATES, State, Step, step_named


def _require_permission(step: Step, member: Membership) -> None:
    if not any(member.may(permission) for permission in step.permissions):
        needed = " / ".join(sorted(str(permission.label) for permission in step.permissions))
        raise NotAllowed(f"Your role may not do this; it needs: {needed}. Nothing was changed.")


def _take(
    step: Step, version: StrategyVersion, member: Membership, now: datetime, why: str = ""
) -> StrategyVersion:
    STATES.require(present=version.present, wanted=step.target)
    _require_permission(step, member)
    version.state = step.target
    version.save(update_fields=["state"])
    tell(version, step.done, member.user, now, {"why": why} if why else None)
    return version


def _own(version: StrategyVersion, member: Membership) -> StrategyVersion:
    stored = locked(version)
    if stored.record.organization_id != member.organization_id:
        raise NotAllowed("This strategy belongs to another organisation. Nothing was changed.")
    return stored


@transaction.atomic
def propose(*, version: StrategyVersion, member: Membership, now: datetime) -> StrategyVersion:
    """Ask for approval.

    Raises:
        HasErrors: where the checker finds errors.
        NotAllowed: for roles that may not write strategies.
        TransitionRefused: where the version is no draft.
    """
    stored = _own(version, member)
    STATES.require(present=stored.present, wanted=State.PROPOSED)
    errors = tuple(
        finding for finding in check_version(stored, today=now.date()) if finding.severity is Severity.ERROR
    )
    if errors:
        raise HasErrors(errors)
    return _take(step_named("propose"), stored, member, now)


@transaction.atomic
def send_back(
    *, version: StrategyVersion, member: Membership, now: datetime, why: str = ""
) -> StrategyVersion:
    """Make a proposal a draft again, with the reason in the audit trail and in the version's note."""
    stored = _take(step_named("send_back"), _own(version, member), member, now, why)
    if why:
        stored.note = why[:500]
        stored.save(update_fields=["note"])
    return stored


@transaction.atomic
def approve(*, version: StrategyVersion, member: Membership, now: datetime) -> StrategyVersion:
    """Approve a proposal; four eyes: not by the one who made or last changed it, unless they are alone.

    Raises:
        NotAllowed: for the author, and for roles that may not approve.
        TransitionRefused: where the version is not proposed.
    """
    stored = _own(version, member)
    authors = {stored.made_by_id, stored.changed_by_id}
    alone = member.organization.memberships.count() == 1
    if member.user_id in authors and not alone and stored.present is State.PROPOSED:
        raise NotAllowed(
            "You wrote this version, so somebody else has to approve it. Nothing was changed: "
            "ask an approver, a business-unit head or another administrator."
        )
    return _take(step_named("approve"), stored, member, now)


@transaction.atomic
def start(*, version: StrategyVersion, member: Membership, now: datetime) -> StrategyVersion:
    """Put an approved version in force; the one that was running is concluded."""
    stored = _own(version, member)
    STATES.require(present=stored.present, wanted=State.RUNNING)
    _require_permission(step_named("start"), member)
    for running in stored.record.versions.filter(state=State.RUNNING).select_related("record__organization"):
        _take(step_named("conclude"), running, member, now, f"replaced by version {stored.number}")
    return _take(step_named("start"), stored, member, now)


@transaction.atomic
def conclude(
    *, version: StrategyVersion, member: Membership, now: datetime, why: str = ""
) -> StrategyVersion:
    """End a running version."""
    return _take(step_named("conclude"), _own(version, member), member, now, why)


def take_step(
    *, step: Step, version: StrategyVersion, member: Membership, now: datetime, why: str = ""
) -> StrategyVersion:
    """Take any step of the state table by its own operation; ``why`` counts for an end or a way back."""
    if step.verb == "send_back":
        return send_back(version=version, member=member, now=now, why=why)
    if step.verb == "conclude":
        return conclude(version=version, member=member, now=now, why=why)
    return {"propose": propose, "approve": approve, "start": start}[step.verb](
        version=version, member=member, now=now
    )
