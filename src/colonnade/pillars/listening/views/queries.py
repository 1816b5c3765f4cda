"""Pages where queries are written, tried on stored posts, saved, and given back an earlier version."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.core.jobs.states import JobState
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.listening import queries
from colonnade.pillars.listening.forms import QueryForm
from colonnade.pillars.listening.models import BrandKind, BrandQuery, QueryVersion
from colonnade.pillars.listening.operations import brands as operations
from colonnade.pillars.listening.query import QueryRefused, parse
from colonnade.pillars.listening.query import render as written
from colonnade.pillars.listening.query.describe import describe
from colonnade.pillars.listening.query.limits import MOST_CHARACTERS
from colonnade.pillars.listening.trial import try_query
from colonnade.pillars.listening.views import saving
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import open_store


@member_page(Permission.VIEW)
def new(request: MemberRequest) -> HttpResponse:
    """Write a query; ``?text=`` begins with one."""
    initial = {"text": request.GET.get("text", "")[:MOST_CHARACTERS]}
    form = QueryForm(request.POST or None, initial=initial, organization=request.organization)
    if request.method == "POST" and _may_save(request) and form.is_valid():
        query = saving.add(request, form, _said(form))
        if query is not None:
            return _to(request, query)
    return render(request, "listening/queries/page.html", _page(request, form))


@member_page(Permission.VIEW)
def saved(request: MemberRequest, brand: int) -> HttpResponse:
    """Show a saved query with its versions, and change it."""
    query = _known(request, brand)
    initial = {"text": query.written, "name": query.name, "kind": query.kind, "unit": query.unit}
    form = QueryForm(request.POST or None, initial=initial, organization=request.organization)
    if request.method == "POST" and _may_save(request) and form.is_valid():
        changed = saving.change(request, form, query, _said(form))
        if changed is not None:
            return _to(request, changed)
    job = queries.matching_job(brand=query) if query.matched_at is None else None
    context = {
        **_page(request, form),
        "query": query,
        "versions": queries.versions_of(brand=query),
        "job": job if job and not job.finished else None,
        "stopped": job is not None and job.state in {JobState.DEAD, JobState.CANCELLED},
    }
    return render(request, "listening/queries/page.html", context)


@require_POST
@member_page(Permission.VIEW)
def read(request: MemberRequest) -> HttpResponse:
    """Say how a query is read while it is being written."""
    return render(request, "listening/queries/reading.html", _reading(request.POST.get("text", "")))


@require_POST
@member_page(Permission.VIEW)
def attempt(request: MemberRequest) -> HttpResponse:
    """Try a query on the stored posts; without a script, on a page of its own."""
    text = request.POST.get("text", "")
    context = _reading(text)
    if "reading" in context:
        try:
            context["trial"] = try_query(
                facts=open_store().facts(request.organization.pk),
                node=parse(_tidy(text)).node,
                zone=ZoneInfo(request.organization.time_zone),
            )
        except OwnedElsewhere:
            context["busy"] = True
    if request.headers.get("HX-Request"):
        return render(request, "listening/queries/found.html", context)
    form = QueryForm(initial=request.POST.dict(), organization=request.organization)
    return render(request, "listening/queries/page.html", {**_page(request, form), **context})


@require_POST
@member_page(Permission.EDIT_QUERIES)
def restore(request: MemberRequest, brand: int, number: int) -> HttpResponse:
    """Let a query be again what it was."""
    query = _known(request, brand)
    try:
        operations.restore_version(brand=query, number=number, actor=request.user, now=timezone.now())
    except QueryVersion.DoesNotExist as error:
        raise Http404 from error
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Version %(number)d is in force again.") % {"number": number})
    return _to(request, query)


@require_POST
@member_page(Permission.EDIT_QUERIES)
def match_again(request: MemberRequest, brand: int) -> HttpResponse:
    """Match the stored posts once more; after a stop this goes on where it was."""
    query = _known(request, brand)
    operations.match_again(brand=query, actor=request.user, now=timezone.now())
    return _to(request, query)


def _page(request: MemberRequest, form: QueryForm) -> dict[str, object]:
    text = str(form["text"].value() or "")
    return {
        "form": form,
        "may_edit": request.membership.may(Permission.EDIT_QUERIES),
        **(_reading(text) if text.strip() else {}),
    }


def _reading(text: str) -> dict[str, object]:
    """Return how a query is read, or what is wrong with it; nothing for an empty one."""
    if not text.strip():
        return {}
    try:
        parsed = parse(_tidy(text))
    except QueryRefused as refused:
        return {"refused": refused.remark}
    return {"reading": describe(parsed.node), "canonical": written(parsed.node), "hints": parsed.hints}


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n")


def _may_save(request: MemberRequest) -> bool:
    if not request.membership.may(Permission.EDIT_QUERIES):
        raise PermissionDenied
    return True


def _said(form: QueryForm) -> operations.BrandSettings:
    said = form.cleaned_data
    return operations.BrandSettings(
        name=said["name"], kind=BrandKind(said["kind"]), text=said["text"], unit=said["unit"]
    )


def _known(request: MemberRequest, number: int) -> BrandQuery:
    return get_object_or_404(queries.brands_of(organization=request.organization), pk=number)


def _to(request: MemberRequest, query: BrandQuery) -> HttpResponse:
    return redirect(org_reverse("listening:query", request.organization, brand=query.pk))
