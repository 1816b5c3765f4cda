"""The plan's pages: what to do, whether it fits, what would change it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.core.jobs.models import Job
from colonnade.core.jobs.queries import job_of, jobs_of
from colonnade.core.jobs.states import JobState
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.strategy import jobs, plan_pictures, queries
from colonnade.strategy.document.model import Strategy
from colonnade.strategy.models import StoredPlan, StrategyVersion
from colonnade.strategy.plan_forms import LimitsForm
from colonnade.strategy.solver import Plan


def _latest_job(request: MemberRequest) -> Job | None:
    return jobs_of(organization_id=request.organization.pk).filter(task=jobs.make_plan.module_path).first()


def _strategy(version: StrategyVersion | None) -> Strategy | None:
    return queries.read_version(version).strategy if version else None


def _plan_context(stored: StoredPlan | None) -> dict[str, object]:
    if stored is None:
        return {"plan": None}
    plan = Plan.model_validate(stored.result)
    return {
        "stored": stored,
        "plan": plan,
        "charts": [plan_pictures.hours_chart(plan), plan_pictures.money_chart(plan)],
        "goals_chart": plan_pictures.goals_chart(plan),
        "rows": plan_pictures.week_rows(plan),
        "rejected": [item for item in plan.rejected if item.reason],
    }


@member_page(Permission.VIEW)
def plan(request: MemberRequest) -> HttpResponse:
    """Show the newest plan, or how to get one."""
    version = queries.current_version(request.organization)
    job = _latest_job(request)
    strategy = _strategy(version)
    context = {
        **_plan_context(queries.latest_plan(request.organization)),
        "version": version,
        "job": job if job and not job.finished else None,
        "problem": job.last_error if job and job.state == JobState.DEAD else "",
        "may_plan": request.membership.may(Permission.EDIT_STRATEGY),
        "limits_form": LimitsForm(strategy=strategy) if strategy and strategy.limits else None,
    }
    return render(request, "strategy/plan.html", context)


def _version_or_back(request: MemberRequest) -> StrategyVersion:
    version = queries.current_version(request.organization)
    if version is None:
        raise Http404("There is no strategy to plan yet.")
    return version


@require_POST
@member_page(Permission.EDIT_STRATEGY)
def make_plan(request: MemberRequest) -> HttpResponse:
    """Start planning the newest version in the background, unless that is under way."""
    version = _version_or_back(request)
    job = _latest_job(request)
    if job is None or job.finished:
        jobs.make_plan.enqueue(
            organization_id=request.organization.pk, version_id=version.pk, actor_id=request.user.pk
        )
    return redirect(org_reverse("strategy:plan", request.organization))


@require_POST
@member_page(Permission.EDIT_STRATEGY)
def try_limits(request: MemberRequest) -> HttpResponse:
    """Start a plan under other limits in the background."""
    version = _version_or_back(request)
    strategy = _strategy(version)
    if strategy is None:
        raise Http404("The strategy cannot be read.")
    form = LimitsForm(request.POST, strategy=strategy)
    if not form.is_valid():
        messages.error(request, _("Nothing was tried: hours and money must be numbers, zero or more."))
        return redirect(org_reverse("strategy:plan", request.organization))
    result = jobs.try_limits.enqueue(
        organization_id=request.organization.pk,
        version_id=version.pk,
        fte=form.fte(),
        money_per_month=form.money(),
    )
    return redirect(org_reverse("strategy:what_if", request.organization, job=UUID(str(result.id))))


@member_page(Permission.VIEW)
def what_if(request: MemberRequest, job: UUID) -> HttpResponse:
    """Show a plan under other limits beside the present one."""
    try:
        found = job_of(organization_id=request.organization.pk, job_id=job)
    except Job.DoesNotExist as error:
        raise Http404("No such plan.") from error
    present = queries.latest_plan(request.organization)
    context: dict[str, object] = {"job": None if found.finished else found, "problem": found.last_error}
    if found.state == JobState.DONE and present is not None:
        before, after = Plan.model_validate(present.result), Plan.model_validate(found.result)
        context |= {
            "before": before,
            "after": after,
            "differences": plan_pictures.differences(before, after),
            "rows": plan_pictures.week_rows(after),
        }
    return render(request, "strategy/what_if.html", context)


@member_page(Permission.VIEW)
def plan_json(request: MemberRequest) -> HttpResponse:
    """Hand out the newest plan as JSON, as the command line saves it."""
    stored = queries.latest_plan(request.organization)
    if stored is None:
        raise Http404("There is no plan yet.")
    return JsonResponse(
        stored.result, headers={"Content-Disposition": 'attachment; filename="strategy.plan.json"'}
    )
