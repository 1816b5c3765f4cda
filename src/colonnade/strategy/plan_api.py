"""API door of the plan: it is made in the background, so the caller asks again for the result."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.errors import HttpError

from colonnade.core.jobs.models import Job
from colonnade.core.jobs.queries import job_of
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.roles import Permission
from colonnade.strategy import jobs, queries
from colonnade.strategy.solver import Plan

router = Router()


class PlanJobOut(Schema):
    """A plan on its way: ``state`` is waiting, running, done, dead or cancelled."""

    job: UUID
    state: str
    error: str = ""


@router.get("/plan", response=Plan, summary="The newest plan")
def newest_plan(request: HttpRequest, organization: OrganizationSlug) -> dict[str, Any]:
    """Return the newest plan, as the command line saves it."""
    member = acting_member(request, Permission.VIEW)
    stored = queries.latest_plan(member.organization)
    if stored is None:
        raise HttpError(404, "There is no plan yet: post to this address to make one.")
    result: dict[str, Any] = stored.result
    return result


@router.post("/plan", response={202: PlanJobOut}, summary="Plan the newest version")
def make_plan(request: HttpRequest, organization: OrganizationSlug) -> Status[dict[str, object]]:
    """Start planning the newest version; ask for the job until it is done, then get the plan."""
    member = acting_member(request, Permission.EDIT_STRATEGY)
    version = queries.current_version(member.organization)
    if version is None:
        raise HttpError(404, "There is no strategy to plan yet.")
    result = jobs.make_plan.enqueue(
        organization_id=member.organization_id, version_id=version.pk, actor_id=member.user_id
    )
    return Status(202, {"job": UUID(str(result.id)), "state": "waiting"})


@router.get("/plan/jobs/{uuid:job}", response=PlanJobOut, summary="How far a plan is")
def plan_job(request: HttpRequest, organization: OrganizationSlug, job: UUID) -> dict[str, object]:
    """Return the state of a plan that was asked for."""
    member = acting_member(request, Permission.VIEW)
    try:
        found = job_of(organization_id=member.organization_id, job_id=job)
    except Job.DoesNotExist as error:
        raise HttpError(404, "There is no such job.") from error
    return {"job": found.pk, "state": found.state, "error": found.last_error}
