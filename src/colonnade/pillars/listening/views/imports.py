"""Pages of imports: upload, check the columns, watch, see what was kept aside."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from colonnade.core.states import TransitionRefused
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.models import User
from colonnade.organization.roles import Permission
from colonnade.pillars.listening import queries
from colonnade.pillars.listening.forms import PlanForm, UploadForm
from colonnade.pillars.listening.importing.guess import Guess
from colonnade.pillars.listening.importing.plan import PlanRefused
from colonnade.pillars.listening.models import Import
from colonnade.pillars.listening.operations import imports as operations
from colonnade.pillars.listening.states import ImportState

ON_A_PAGE = 25
SHOWN_ASIDE = 50


@member_page(Permission.VIEW)
def imports(request: MemberRequest) -> HttpResponse:
    """List the imports; take a file in from those who may."""
    may_import = request.membership.may(Permission.IMPORT_POSTS)
    posted = may_import and request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if posted and form.is_valid():
        imported = _receive(request, form)
        if imported is not None:
            return _to(request, imported)
    found = queries.imports_of(organization=request.organization)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "listening/imports/list.html", {"form": form, "page": page, "may_import": may_import}
    )


def _receive(request: MemberRequest, form: UploadForm) -> Import | None:
    file = form.cleaned_data["file"]
    try:
        path = operations.keep_upload(chunks=file.chunks())
    except operations.TooLarge as error:
        form.add_error("file", str(error))
        return None
    return operations.receive_file(
        organization=request.organization,
        actor=request.user,
        path=path,
        name=file.name or "upload",
        kind=form.cleaned_data["kind"],
        now=timezone.now(),
        uploaded=True,
    )


def _to(request: MemberRequest, imported: Import) -> HttpResponse:
    return redirect(org_reverse("listening:import", request.organization, number=imported.pk))


def _found(request: MemberRequest, number: int) -> Import:
    return get_object_or_404(queries.imports_of(organization=request.organization), pk=number)


@member_page(Permission.VIEW)
def one_import(request: MemberRequest, number: int) -> HttpResponse:
    """Show an import as far as it is: columns to check, progress, or the result."""
    imported = _found(request, number)
    if imported.state == ImportState.MAPPING:
        return _mapping(request, imported)
    return render(request, "listening/imports/one.html", _context(request, imported))


def _mapping(request: MemberRequest, imported: Import) -> HttpResponse:
    may_import = request.membership.may(Permission.IMPORT_POSTS)
    form = PlanForm(
        request.POST if may_import and request.method == "POST" else None,
        guess=Guess.model_validate(imported.guess),
        columns=tuple(imported.layout["columns"]),
    )
    if form.is_valid():
        operations.start_in_background(
            imported=imported, plan=form.plan(), actor=request.user, now=timezone.now()
        )
        return _to(request, imported)
    context = {"imported": imported, "form": form, "may_import": may_import, "notes": imported.guess["notes"]}
    return render(request, "listening/imports/mapping.html", context)


def _context(request: MemberRequest, imported: Import) -> dict[str, object]:
    job = queries.job_of(imported=imported)
    stalled = imported.state == ImportState.RUNNING and job is not None and job.finished
    return {
        "imported": imported,
        "job": job,
        "stalled": stalled,
        "expected": imported.rows_read + job.total - job.done if job and job.total else None,
        "may_import": request.membership.may(Permission.IMPORT_POSTS),
        "may_resume": bool(imported.plan) and (stalled or imported.state in {"failed", "cancelled"}),
        "aside": queries.first_aside(imported=imported, count=SHOWN_ASIDE),
        "columns": imported.layout.get("columns", []),
    }


@require_GET
@member_page(Permission.VIEW)
def progress(request: MemberRequest, number: int) -> HttpResponse:
    """Return the progress of an import, for a page that looks again every second."""
    context = _context(request, _found(request, number))
    response = render(request, "listening/imports/progress.html", context)
    if context["stalled"] or context["imported"].over:  # type: ignore[attr-defined]  # an Import, put there above
        response["HX-Refresh"] = "true"
    return response


@require_GET
@member_page(Permission.VIEW)
def aside_csv(request: MemberRequest, number: int) -> StreamingHttpResponse:
    """Hand out the rows kept aside as CSV."""
    imported = _found(request, number)
    response = StreamingHttpResponse(
        queries.aside_csv(imported=imported), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="import-{imported.pk}-aside.csv"'
    return response


@require_POST
@member_page(Permission.IMPORT_POSTS)
def cancel(request: MemberRequest, number: int) -> HttpResponse:
    """Stop an import; what was stored stays."""
    return _act(request, number, operations.cancel_import)


@require_POST
@member_page(Permission.IMPORT_POSTS)
def resume(request: MemberRequest, number: int) -> HttpResponse:
    """Let a stopped import go on."""
    return _act(request, number, operations.resume_in_background)


def _act(request: MemberRequest, number: int, act: Callable[..., Import]) -> HttpResponse:
    imported = _found(request, number)
    user: User = request.user
    try:
        act(imported=imported, actor=user, now=timezone.now())
    except (TransitionRefused, PlanRefused):
        messages.error(request, _("That is not possible any more: the import has moved on."))
    return _to(request, imported)
