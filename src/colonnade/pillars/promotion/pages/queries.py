"""Reads: forms and pages, what came of them, and what a test of two versions says."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from colonnade.audience.leads.fields import last_word, told
from colonnade.audience.leads.models import Lead, Purpose
from colonnade.audience.touches.kinds import Kind, Traffic
from colonnade.audience.touches.models import DayCount
from colonnade.organization.models import Organization
from colonnade.pillars.promotion.pages.models import (
    Form,
    FormVersion,
    LandingPage,
    PageVersion,
    Submission,
    SubmissionState,
)
from colonnade.pillars.promotion.pages.questions import questions_of
from colonnade.pillars.promotion.pages.sequential import Day, Verdict, judge

_COUNTS = Q(versions__submissions__state__in=[SubmissionState.WAITING, SubmissionState.TAKEN])


def forms_of(*, organization: Organization) -> QuerySet[Form]:
    """Return the forms with how often each was ``sent`` and how many submissions wait for a ``look``."""
    return (
        Form.objects.filter(organization=organization)
        .select_related("campaign", "unit")
        .annotate(
            sent=Count("versions__submissions", filter=_COUNTS),
            look=Count(
                "versions__submissions", filter=Q(versions__submissions__state=SubmissionState.SUSPECT)
            ),
        )
    )


def pages_of(*, organization: Organization) -> QuerySet[LandingPage]:
    """Return the landing pages with how many forms were ``sent`` from each."""
    counted = Q(
        versions__submissions__state__in=[SubmissionState.WAITING, SubmissionState.TAKEN],
    )
    return (
        LandingPage.objects.filter(organization=organization)
        .select_related("campaign__goal", "published", "challenger")
        .annotate(sent=Count("versions__submissions", filter=counted))
    )


def open_form(*, key: str) -> FormVersion | None:
    """Return the present version of a form that is in use, or None."""
    newest = FormVersion.objects.filter(form=OuterRef("form")).order_by("-number").values("pk")[:1]
    return (
        FormVersion.objects.filter(form__key=key, form__active=True, pk=Subquery(newest))
        .select_related("form__organization")
        .first()
    )


def version_shown(*, present: FormVersion, number: int) -> FormVersion:
    """Return the version with that id where it is one of the same form, else the present one."""
    if number == present.pk:
        return present
    earlier = FormVersion.objects.filter(pk=number, form=present.form_id)
    return earlier.select_related("form__organization").first() or present


def public_page(*, organization: str, slug: str) -> LandingPage | None:
    """Return a published page by its address, or None."""
    return (
        LandingPage.objects.filter(organization__slug=organization, slug=slug, published__isnull=False)
        .select_related(
            "organization",
            "campaign__goal",
            "published__image",
            "published__form__organization",
            "challenger__image",
            "challenger__form__organization",
        )
        .first()
    )


def known_lead(*, organization: Organization, number: int) -> Lead | None:
    """Return the lead of a browser that is known, as long as the person lets visits be joined; else None."""
    if not number:
        return None
    lead = Lead.objects.filter(organization=organization, pk=number).prefetch_related("consents").first()
    if lead is None:
        return None
    word = last_word(lead.consents.all(), Purpose.PROFILE)
    return lead if word is not None and word.holds else None


def lead_of_submission(*, organization: Organization, number: int) -> Lead | None:
    """Return the lead that a submission became, as ``known_lead`` does."""
    found = Submission.objects.filter(organization=organization, pk=number).values_list("lead_id", flat=True)
    return known_lead(organization=organization, number=found.first() or 0)


def told_of(*, version: FormVersion, lead: Lead) -> dict[str, str]:
    """Return what a lead has answered already of what a form asks, by subject."""
    return {one.subject: told(lead, one.subject) for one in questions_of(version)}


def kept_apart(*, organization: Organization) -> QuerySet[Submission]:
    """Return the submissions that wait for somebody's look, the latest first."""
    found = Submission.objects.filter(organization=organization, state=SubmissionState.SUSPECT)
    return found.select_related("version__form")


def verdict_of(*, page: LandingPage, now: datetime) -> Verdict | None:
    """Return what a page's test says of its whole days until now; None where no test runs."""
    if page.published is None or page.challenger is None or page.test_began_at is None:
        return None
    zone = ZoneInfo(page.organization.time_zone)
    first, today = page.test_began_at.astimezone(zone).date(), now.astimezone(zone).date()
    old, new = _days(page.published, first, zone), _days(page.challenger, first, zone)
    days = (first + timedelta(days=offset) for offset in range((today - first).days + 1))
    return judge([Day(*old[day], *new[day]) for day in days])


def _days(view: PageVersion, first: date, zone: ZoneInfo) -> dict[date, tuple[int, int]]:
    """Return visitors, and those of them who sent the form, by the day of the visit."""
    seen = DayCount.objects.filter(
        organization=view.page.organization_id,
        source__page=view.touch_key,
        kind=Kind.VIEW,
        traffic=Traffic.PEOPLE,
        day__gte=first,
    )
    visitors: dict[date, int] = defaultdict(int)
    for day, touches in seen.values_list("day", "touches"):
        visitors[day] += touches
    sent: dict[date, set[str]] = defaultdict(set)
    since = datetime.combine(first, time(), tzinfo=zone)
    came = Submission.objects.filter(
        view=view,
        state__in=[SubmissionState.WAITING, SubmissionState.TAKEN],
        shown_on__gte=first,
        received_at__gte=since,
    )
    for shown_on, email in came.values_list("shown_on", "email"):
        if shown_on is not None:
            sent[shown_on].add(email)
    counted = {day: (number, min(len(sent[day]), number)) for day, number in visitors.items()}
    return defaultdict(lambda: (0, 0), counted)
