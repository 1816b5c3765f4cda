"""Pages of background jobs: the list, one job's progress, and the two buttons."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from colonnade.core.jobs.models import Job
from colonnade.core.jobs.queries import job_of, jobs_of, overview_of
from colonnade.core.jobs.states import JobState
from colonnade.core.states import TransitionRefused
from colonnade.governance.jobs.operations import cancel_job, retry_job
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission

PER_PAGE = 50


@require_GET
@member_page(Permission.MANAGE)
def job_list(request: MemberRequest) -> HttpResponse:
    """Show the organisation's jobs, newest first, all or those of one state."""
    now, organization_id = timezone.now(), request.organization.pk
    state = request.GET.get("state", "")
    jobs = jobs_of(organization_id=organization_id)
    if state in set(JobState):
        jobs = jobs.filter(state=state)
    page = Paginator(jobs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "overview": overview_of(organization_id=organization_id, now=now),
        "page": page,
        "rows": [(job, job.lateness(now)) for job in page],
        "chosen": state,
        "address": request.get_full_path(),
    }
    return render(request, "jobs/list.html", context)


@require_GET
@member_page(Permission.VIEW)
def progress(request: MemberRequest, job: UUID) -> HttpResponse:
    """Show how far one job is: a page, whose middle htmx asks for every second until it has finished."""
    found = _job(request, job)
    if not _by_script(request):
        return render(request, "jobs/show.html", _page_of(found, request))
    response = render(request, "jobs/progress.html", {"job": found})
    if found.finished:
        response.headers["HX-Trigger"] = "job-finished"  # for pages that show what the job made
    return response


@require_POST
@member_page(Permission.IMPORT_POSTS)
def cancel(request: MemberRequest, job: UUID) -> HttpResponse:
    """Cancel a job; answer with its progress, or with the list where no script asked."""
    try:
        found = cancel_job(job=_job(request, job), actor=request.membership, now=timezone.now())
    except TransitionRefused:
        messages.warning(request, _("The job had finished already; nothing was changed."))
        found = _job(request, job)
    if _by_script(request):
        return render(request, "jobs/progress.html", {"job": found})
    return redirect(org_reverse("jobs:list", request.organization))


@require_POST
@member_page(Permission.MANAGE)
def retry(request: MemberRequest, job: UUID) -> HttpResponse:
    """Let a dead, cancelled or waiting job run now."""
    try:
        found = retry_job(job=_job(request, job), actor=request.membership, now=timezone.now())
    except TransitionRefused:
        messages.warning(request, _("The job is running or done; nothing was changed."))
    else:
        messages.success(request, _("The job “%(name)s” will run now.") % {"name": found.name})
    return redirect(org_reverse("jobs:list", request.organization))


def _by_script(request: MemberRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _page_of(job: Job, request: MemberRequest) -> dict[str, object]:
    failures = [{**failure, "at": datetime.fromisoformat(failure["at"])} for failure in job.errors]
    return {
        "job": job,
        "failures": failures[::-1],
        "may_manage": request.membership.may(Permission.MANAGE),
        "path": [(_("Jobs"), org_reverse("jobs:list", request.organization)), (job.name, "")],
    }


def _job(request: MemberRequest, job_id: UUID) -> Job:
    try:
        return job_of(organization_id=request.organization.pk, job_id=job_id)
    except Job.DoesNotExist:
        raise Http404("No such job.") from None
