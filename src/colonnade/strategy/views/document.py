"""The editor: the document as a form and as a text, with the checker beside it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.core.states import TransitionRefused
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.strategy import operations, queries
from colonnade.strategy.document.editing import EditRefused
from colonnade.strategy.document.reading import ReadResult, read
from colonnade.strategy.document.source import Refused
from colonnade.strategy.forms import EditForm, apply, outline
from colonnade.strategy.models import StrategyVersion
from colonnade.strategy.rules import Finding, Report
from colonnade.strategy.states import State, step_named, steps_open_to
from colonnade.strategy.views.beginning import beginning

CHECKED_AT_MOST = 200
"""Findings shown at once: a text with more is told so."""


def may_write(request: MemberRequest, version: StrategyVersion) -> bool:
    """Return whether the person may change this version's text."""
    return version.present is State.DRAFT and request.membership.may(Permission.EDIT_STRATEGY)


def _judged(
    request: MemberRequest, reading: ReadResult, *, writable: bool
) -> tuple[Report, dict[str, object]]:
    """Return what the checker says of a text, and the context that shows it and its form."""
    report = queries.check_reading(request.organization, reading, today=timezone.localdate())
    context: dict[str, object] = {
        "report": report,
        "findings": report.findings[:CHECKED_AT_MOST],
        "sections": outline(reading, report.findings),
        "writable": writable,
        "organization": request.organization,
    }
    return report, context


def _mark(finding: Finding) -> dict[str, object]:
    return {
        "line": finding.line,
        "column": finding.column,
        "severity": str(finding.severity),
        "message": f"{finding.code} {finding.message}",
    }


def _judgement(request: MemberRequest, text: str, more: Mapping[str, object] | None = None) -> JsonResponse:
    report, context = _judged(request, read(text, name="strategy.yaml"), writable=True)
    answer: dict[str, Any] = {
        "marks": [_mark(finding) for finding in report.findings[:CHECKED_AT_MOST]],
        "findings": render_to_string("strategy/editor/findings.html", context, request),
        "form": render_to_string("strategy/editor/form.html", context, request),
        **(more or {}),
    }
    return JsonResponse(answer)


@member_page(Permission.VIEW)
def document(request: MemberRequest) -> HttpResponse:
    """Show the newest version in the editor, or how to begin; save a draft."""
    version = queries.current_version(request.organization)
    if version is None:
        return beginning(request)
    if request.method == "POST":
        return _save(request, version)
    return editor(request, version, version.text)


def editor(
    request: MemberRequest,
    version: StrategyVersion,
    text: str,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the editor's page with ``text``, which may differ from what is stored."""
    writable = may_write(request, version)
    stored = text == version.text
    reading = queries.read_version(version) if stored else read(text, name=version.name)
    report, context = _judged(request, reading, writable=writable)
    context |= {
        "version": version,
        "text": text,
        "marks": [_mark(finding) for finding in report.findings[:CHECKED_AT_MOST]],
        "problem": problem,
        "steps": steps_open_to(request.membership, version.present),
        "may_copy": version.present not in {State.DRAFT, State.PROPOSED}
        and request.membership.may(Permission.EDIT_STRATEGY),
        "unsaved": not stored,
    }
    return render(request, "strategy/document.html", context, status=status)


def _save(request: MemberRequest, version: StrategyVersion) -> HttpResponse:
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if not request.membership.may(Permission.EDIT_STRATEGY):
        return editor(request, version, text, problem=_("Your role may not write strategies."), status=403)
    try:
        operations.save_draft(
            version=version,
            text=text,
            base=request.POST.get("base", ""),
            actor=request.user,
            now=timezone.now(),
        )
    except operations.Conflict as error:
        return editor(request, error.stored, error.text, problem=str(error), status=409)
    except operations.StrategyRefused as error:
        return editor(request, version, text, problem=str(error), status=409)
    except Refused as error:
        problem = _("%(what)s %(fix)s Nothing was saved; your text is still here.") % {
            "what": error.problem.message,
            "fix": error.problem.fix,
        }
        return editor(request, version, text, problem=problem, status=422)
    messages.success(request, _("Saved."))
    return redirect(org_reverse("strategy:document", request.organization))


@require_POST
@member_page(Permission.VIEW)
def check(request: MemberRequest) -> HttpResponse:
    """Judge a text while it is written: marks, findings and form for the page; nothing is stored."""
    return _judgement(request, request.POST.get("text", "").replace("\r\n", "\n"))


@require_POST
@member_page(Permission.EDIT_STRATEGY)
def edit(request: MemberRequest) -> HttpResponse:
    """Make one change from the form in the text that is in the browser; nothing is stored."""
    form = EditForm(request.POST)
    if not form.is_valid():
        return JsonResponse(
            {"problem": _("This change could not be understood; nothing was changed.")}, status=400
        )
    text = form.cleaned_data["text"].replace("\r\n", "\n")
    try:
        changed = apply(
            text,
            action=form.cleaned_data["action"],
            path=form.cleaned_data["path"],
            values=request.POST.getlist("value"),
        )
    except EditRefused as error:
        return JsonResponse({"problem": str(error)}, status=409)
    except ValidationError as error:
        return JsonResponse({"problem": " ".join(error.messages)}, status=422)
    return _judgement(request, changed, {"text": changed})


def _numbered(request: MemberRequest, number: int) -> StrategyVersion:
    version = queries.version_numbered(request.organization, number)
    if version is None:
        raise Http404("There is no such version.")
    return version


@require_POST
@member_page(Permission.VIEW)
def take_step(request: MemberRequest, number: int, verb: str) -> HttpResponse:
    """Take a version to its next state."""
    version = _numbered(request, number)
    try:
        step = step_named(verb)
    except KeyError:
        raise Http404("There is no such step.") from None
    try:
        operations.take_step(
            step=step,
            version=version,
            member=request.membership,
            now=timezone.now(),
            why=request.POST.get("why", "").strip(),
        )
    except (operations.StrategyRefused, TransitionRefused) as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("Version %(number)s is now: %(state)s.") % {"number": number, "state": step.target.label},
        )
    return redirect(org_reverse("strategy:document", request.organization))


@require_POST
@member_page(Permission.EDIT_STRATEGY)
def copy(request: MemberRequest, number: int) -> HttpResponse:
    """Begin a new draft with a version's text."""
    try:
        draft = operations.copy_to_new_draft(
            version=_numbered(request, number), actor=request.user, now=timezone.now()
        )
    except operations.DraftExists as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Version %(number)s begins here.") % {"number": draft.number})
    return redirect(org_reverse("strategy:document", request.organization))


@member_page(Permission.VIEW)
def download(request: MemberRequest, number: int) -> HttpResponse:
    """Hand out a version's text as a file."""
    version = _numbered(request, number)
    name = f"strategy-v{version.number}.yaml"
    return HttpResponse(
        version.text,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
