"""A lead comes in: counted once, joined with what is known, nothing overwritten in silence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.audience.leads.events import lead_came
from colonnade.audience.leads.fields import put
from colonnade.audience.leads.models import (
    LONGEST,
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    SAID,
    Consent,
    EventKind,
    Intake,
    Lead,
    LeadEvent,
    Purpose,
)
from colonnade.audience.leads.operations.scoring import rescore
from colonnade.audience.leads.touching import note_intake
from colonnade.audience.touches import origins as touches
from colonnade.organization.models import BusinessUnit, Organization

MOST_ANSWERS = 40


class NoLead(ValueError):
    """What was said makes no lead; the message says why. Nothing was kept."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a person said of themselves.

    Attributes:
        answers: to questions of the company's own, by question.
    """

    email: str
    name: str = ""
    company: str = ""
    phone: str = ""
    country: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """An answer to a consent text, as ``models.Consent`` keeps it."""

    purpose: Purpose
    text: str
    version: int
    given: bool
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What brought a lead: keys of goal and campaign, words for people, a pseudonymous id where agreed to.

    Attributes:
        touch: the same as touches keep it, with the channel and the UTM tags.
    """

    source: str = ""
    goal: str = ""
    campaign: str = ""
    visitor: str = ""
    unit: BusinessUnit | None = None
    touch: touches.Origin = field(default_factory=touches.Origin)

    @property
    def of_touch(self) -> touches.Origin:
        """Where the touch came from, with goal and campaign where it does not say so itself."""
        goal, campaign = self.touch.goal or self.goal, self.touch.campaign or self.campaign
        return replace(self.touch, goal=goal, campaign=campaign)


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What became of it.

    Attributes:
        new: whether the person was no lead before.
        repeated: whether the key was taken in before; then nothing was changed.
    """

    lead: Lead
    new: bool
    repeated: bool


def take_in(
    *,
    organization: Organization,
    key: str,
    said: Said,
    consents: Sequence[Agreed] = (),
    origin: Origin = Origin(),
    at: datetime,
    score: bool = True,
) -> TakenIn:
    """Take a lead in, exactly once by ``key``; the same e-mail address is the same lead.

    What is empty in the lead is filled; what differs from what was known is kept beside it, for a person to
    decide.

    Args:
        key: of the submission, unique in the organisation.
        at: when it was said.
        score: whether to score the lead at once; whoever takes in many scores them together.

    Raises:
        NoLead: where the e-mail address is none, something is too long, or holds a NUL character.
    """
    said = _checked(said)
    with transaction.atomic():
        known = Intake.objects.filter(organization=organization, key=key).select_related("lead").first()
        if known is not None:
            return TakenIn(lead=known.lead, new=False, repeated=True)
        lead, new = _the_lead(organization, said, origin, at)
        intake, first = Intake.objects.get_or_create(
            organization=organization,
            key=key,
            defaults={
                "lead": lead,
                "at": at,
                "source": origin.source,
                "goal": origin.goal,
                "campaign": origin.campaign,
                "said": _as_said(said),
            },
        )
        if first:
            _keep(lead, intake, said, consents, origin)
            if new:
                lead_came.send(sender=Lead, organization_id=organization.pk, now=at)
            note_intake(lead=lead, intake=intake.pk, new=new, origin=origin.of_touch, at=at)
            if score:
                rescore(organization=organization, leads=[lead], now=at)
                lead.refresh_from_db()
    return TakenIn(lead=lead, new=new and first, repeated=not first)


def _checked(said: Said) -> Said:
    email = said.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise NoLead(_("“{email}” is no e-mail address").format(email=said.email[:80])) from None
    found = {name: " ".join(str(getattr(said, name)).split()) for name in SAID}
    for name, value in (("email", email), *found.items(), *said.answers.items()):
        if "\0" in value:
            raise NoLead(_("{field} holds a NUL character").format(field=name))
    for name, value in (("email", email), *found.items()):
        if len(value) > LONGEST[name]:
            raise NoLead(_("{field} is longer than {most} characters").format(field=name, most=LONGEST[name]))
    return Said(email=email, answers=_answers(said.answers), **found)


def _answers(given: Mapping[str, str]) -> dict[str, str]:
    answers = {question.strip(): answer.strip() for question, answer in given.items() if answer.strip()}
    if len(answers) > MOST_ANSWERS or any(
        not question or len(question) > LONGEST_QUESTION or len(answer) > LONGEST_ANSWER
        for question, answer in answers.items()
    ):
        raise NoLead(
            _("more than {most} answers, or one longer than {long} characters").format(
                most=MOST_ANSWERS, long=LONGEST_ANSWER
            )
        )
    return answers


def _as_said(said: Said) -> dict[str, object]:
    told = {name: getattr(said, name) for name in ("email", *SAID) if getattr(said, name)}
    return {**told, "answers": dict(said.answers)} if said.answers else told


def _the_lead(organization: Organization, said: Said, origin: Origin, at: datetime) -> tuple[Lead, bool]:
    lead, new = Lead.objects.get_or_create(
        organization=organization,
        email=said.email,
        defaults={
            **{name: getattr(said, name) for name in SAID},
            "answers": dict(said.answers),
            "goal": origin.goal,
            "campaign": origin.campaign,
            "source": origin.source,
            "visitor": origin.visitor,
            "unit": origin.unit,
            "came_at": at,
            "changed_at": at,
        },
    )
    return (lead, True) if new else (Lead.objects.select_for_update().get(pk=lead.pk), False)


def _keep(lead: Lead, intake: Intake, said: Said, consents: Sequence[Agreed], origin: Origin) -> None:
    at = intake.at
    events = [LeadEvent(lead=lead, kind=EventKind.CAME, at=at, details={"source": origin.source})]
    Consent.objects.bulk_create(
        [
            Consent(
                lead=lead,
                intake=intake,
                purpose=one.purpose,
                text=one.text,
                version=one.version,
                given=one.given,
                at=at,
                place=one.place,
            )
            for one in consents
        ]
    )
    events += _joined(lead, said, origin, at)
    LeadEvent.objects.bulk_create(events)
    lead.changed_at = max(lead.changed_at, at)
    lead.save()


def _joined(lead: Lead, said: Said, origin: Origin, at: datetime) -> list[LeadEvent]:
    """Fill what is empty in the lead; return an event for whatever was added or differs."""
    events = [
        _event(lead, name, getattr(lead, name), getattr(said, name), at)
        for name in SAID
        if getattr(said, name) and getattr(said, name) != getattr(lead, name)
    ]
    for name, answer in said.answers.items():
        was = str(lead.answers.get(name, ""))
        if answer and answer != was:
            events.append(_event(lead, f"answers.{name}", was, answer, at))
    for event in events:
        if event.kind == EventKind.FILLED:
            put(lead, str(event.details["field"]), str(event.details["is"]))
    for name in ("goal", "campaign", "visitor", "unit"):
        if not getattr(lead, name) and getattr(origin, name):
            setattr(lead, name, getattr(origin, name))
    return events


def _event(lead: Lead, name: str, was: str, now_said: str, at: datetime) -> LeadEvent:
    kind = EventKind.DIFFERS if was else EventKind.FILLED
    return LeadEvent(lead=lead, kind=kind, at=at, details={"field": name, "was": was, "is": now_said})
