"""Leads and submissions as places that name a person: found by an account that they gave as an answer.

A request for erasure names accounts on networks; a lead is known by an e-mail address. A lead is the same
person where an answer or a name is one of those that stand for the accounts.
"""

from django.utils.translation import gettext_lazy as _

from colonnade.audience.leads.models import Lead
from colonnade.audience.leads.operations import forget
from colonnade.core.clock import system_clock
from colonnade.organization.models import Organization
from colonnade.pillars.listening.erasure.places import Place
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.pillars.promotion.pages.models import Submission


def _leads(subject: Subject) -> list[Lead]:
    found = Lead.objects.filter(organization_id=subject.organization_id).select_related("organization")
    return [
        lead
        for lead in found.iterator(chunk_size=500)
        if subject.named_in([lead.email, lead.name, lead.answers])
    ]


def _count_leads(subject: Subject) -> int:
    return len(_leads(subject))


def _forget_leads(subject: Subject) -> None:
    organization = Organization.objects.get(pk=subject.organization_id)
    forget(organization=organization, leads=_leads(subject), actor=None, now=system_clock())


def _submissions(subject: Subject) -> list[int]:
    found = Submission.objects.filter(organization_id=subject.organization_id)
    return [one.pk for one in found.iterator(chunk_size=500) if subject.named_in([one.email, one.said])]


def _count_submissions(subject: Subject) -> int:
    return len(_submissions(subject))


def _forget_submissions(subject: Subject) -> None:
    Submission.objects.filter(pk__in=_submissions(subject)).delete()


PLACES = (
    Place(
        key="submissions",
        label=_("Forms that they sent"),
        count=_count_submissions,
        forget=_forget_submissions,
    ),
    Place(key="leads", label=_("Leads that name them"), count=_count_leads, forget=_forget_leads),
)
