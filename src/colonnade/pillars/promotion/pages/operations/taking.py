"""Submissions become leads; a person decides on those that were kept apart."""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.audience.leads.models import SAID, Lead, Purpose
from colonnade.audience.leads.operations import Agreed, NoLead, Origin, Said, rescore, take_in
from colonnade.audience.touches import origins
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.pillars.promotion.pages.models import Submission, SubmissionState
from colonnade.pillars.promotion.pages.questions import CONSENTS

BATCH = 100


def take_waiting(
    *, organization: Organization, now: datetime, on_progress: Callable[[int], None] = lambda _done: None
) -> int:
    """Make leads of all submissions that wait, the oldest first; return how many were taken."""
    taken = 0
    while part := _waiting(organization):
        leads = [lead for lead in (_take(one) for one in part) if lead is not None]
        rescore(organization=organization, leads=leads, now=now)
        taken += len(part)
        on_progress(taken)
    return taken


def _waiting(organization: Organization) -> list[Submission]:
    found = Submission.objects.filter(organization=organization, state=SubmissionState.WAITING)
    related = (
        "organization",
        "version__form__campaign__goal",
        "version__form__unit",
        "view__page__campaign__goal",
        "lead",
    )
    return list(found.select_related(*related).order_by("received_at", "pk")[:BATCH])


@transaction.atomic
def _take(submission: Submission) -> Lead | None:
    try:
        taken = take_in(
            organization=submission.organization,
            key=f"form:{submission.pk}",
            said=_said(submission),
            consents=_consents(submission),
            origin=_origin(submission),
            at=submission.received_at,
            score=False,
        )
    except NoLead as error:
        submission.state, submission.doubts = SubmissionState.SUSPECT, [*submission.doubts, str(error)]
        submission.save(update_fields=["state", "doubts"])
        return None
    submission.state, submission.lead = SubmissionState.TAKEN, taken.lead
    submission.save(update_fields=["state", "lead"])
    return taken.lead


def _said(submission: Submission) -> Said:
    fields = {name: str(submission.said.get(name, "")) for name in SAID}
    answers = {
        subject.removeprefix("answers."): str(value)
        for subject, value in submission.said.items()
        if subject.startswith("answers.")
    }
    email = submission.lead.email if submission.lead else submission.email
    return Said(email=email, answers=answers, **fields)


def _consents(submission: Submission) -> list[Agreed]:
    version = submission.version
    return [
        Agreed(
            purpose=Purpose(purpose),
            text=getattr(version, CONSENTS[Purpose(purpose)]),
            version=version.number,
            given=bool(given),
            place=submission.place,
        )
        for purpose, given in submission.agreed.items()
    ]


def _origin(submission: Submission) -> Origin:
    form, view, tags = submission.version.form, submission.view, submission.tags
    campaign = (view.page.campaign if view and view.page.campaign else None) or form.campaign
    goal = campaign.goal.key if campaign and campaign.goal else ""
    touch = origins.Origin(
        channel="web",
        source=str(tags.get("utm_source", "")),
        medium=str(tags.get("utm_medium", "")),
        campaign=str(tags.get("utm_campaign", "")),
        content=str(tags.get("utm_content", "")),
        term=str(tags.get("utm_term", "")),
        goal=goal,
        work=f"campaign:{campaign.pk}" if campaign else "",
        page=view.touch_key if view else f"form:{form.pk}",
    )
    name = view.page.name if view else form.name
    slug = campaign.slug if campaign else ""
    return Origin(source=name, goal=goal, campaign=slug, unit=form.unit, touch=touch)


@transaction.atomic
def accept(*, submission: Submission, actor: User | None, now: datetime) -> Submission:
    """Let a submission that was kept apart through. Raises ``ValidationError`` where it was not."""
    return _decided(submission, SubmissionState.WAITING, "submission.accepted", actor, now)


@transaction.atomic
def dismiss(*, submission: Submission, actor: User | None, now: datetime) -> Submission:
    """Hold a submission that was kept apart for spam. Raises ``ValidationError`` where it was not."""
    return _decided(submission, SubmissionState.DISMISSED, "submission.dismissed", actor, now)


def _decided(
    submission: Submission, state: SubmissionState, action: str, actor: User | None, now: datetime
) -> Submission:
    if submission.state != SubmissionState.SUSPECT:
        raise ValidationError(_("Only what was kept apart waits for a decision."))
    submission.state = state
    submission.save(update_fields=["state"])
    record(
        organization=submission.organization,
        actor=actor,
        action=action,
        subject=f"submission {submission.pk}",
        now=now,
    )
    return submission
