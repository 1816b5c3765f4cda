"""API door of reports by mail."""

from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.explorer.models import SavedView
from colonnade.pillars.listening.reports import operations, queries, starting
from colonnade.pillars.listening.reports.models import QUESTION_NAMES, Report, Rhythm

router = Router()


class ReportIn(Schema):
    """What is mailed, and when."""

    name: str
    rhythm: Rhythm = Rhythm.WEEKLY
    hour: int = Field(default=8, ge=0, le=23, description="In the organisation's time zone.")
    questions: list[str] = Field(default=[], description=f"Some of {', '.join(QUESTION_NAMES)}.")
    view: int | None = Field(default=None, description="Id of a shared view.")
    skip_empty: bool = False
    active: bool = True


class ReportOut(Schema):
    """A report, how many get it, and when the next is due."""

    id: int
    name: str
    rhythm: Rhythm
    hour: int
    questions: list[str]
    view_id: int | None
    skip_empty: bool
    active: bool
    next_at: datetime
    readers: int


def _report(member: Membership, number: int) -> Report:
    return get_object_or_404(queries.reports_of(organization=member.organization), pk=number)


def _settings(member: Membership, said: ReportIn) -> operations.ReportSettings:
    view = None
    if said.view is not None:
        shared = SavedView.objects.filter(organization=member.organization, shared=True)
        view = shared.filter(pk=said.view).first()
        if view is None:
            raise HttpError(HTTPStatus.UNPROCESSABLE_ENTITY, f"There is no shared view {said.view}.")
    return operations.ReportSettings(
        name=said.name,
        rhythm=said.rhythm,
        hour=said.hour,
        questions=said.questions,
        view=view,
        skip_empty=said.skip_empty,
        active=said.active,
    )


@router.get("/reports", response=list[ReportOut], summary="Reports by mail")
def list_reports(request: HttpRequest, organization: OrganizationSlug) -> list[Report]:
    """Return what is mailed."""
    member = acting_member(request, Permission.VIEW)
    return list(queries.reports_of(organization=member.organization))


@router.post("/reports", response={201: ReportOut}, summary="Add a report")
def add_report(request: HttpRequest, organization: OrganizationSlug, said: ReportIn) -> Report:
    """Add a report; whoever adds it gets it."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    made = starting.add(
        organization=member.organization,
        settings=_settings(member, said),
        actor=member.user,
        now=timezone.now(),
    )
    return _report(member, made.pk)


@router.put("/reports/{number}", response=ReportOut, summary="Change a report")
def change_report(
    request: HttpRequest, organization: OrganizationSlug, number: int, said: ReportIn
) -> Report:
    """Change a report; who gets it stays."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    report = _report(member, number)
    starting.change(report=report, settings=_settings(member, said), actor=member.user, now=timezone.now())
    return _report(member, number)


@router.delete("/reports/{number}", response={204: None}, summary="Remove a report")
def remove_report(request: HttpRequest, organization: OrganizationSlug, number: int) -> None:
    """Remove a report for good."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    operations.remove_report(report=_report(member, number), actor=member.user, now=timezone.now())
