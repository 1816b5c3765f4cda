"""The first draft: from the starter document, from a file, or from a plain sentence."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.strategy import operations
from colonnade.strategy.document.source import Refused
from colonnade.strategy.document.starter import starter_text
from colonnade.strategy.forms.beginning import SentenceForm, UploadForm
from colonnade.strategy.sentence import SentenceKind, SentenceReading, judge, to_draft, understand
from colonnade.strategy.sentence.describing import describe, kind_in_words


def beginning(
    request: MemberRequest,
    *,
    upload: UploadForm | None = None,
    sentence: SentenceForm | None = None,
    reading: SentenceReading | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of an organisation that has no strategy yet.

    Args:
        reading: what was understood of a sentence, to be shown beside it.
    """
    context = {
        "upload": upload or UploadForm(),
        "sentence": sentence or SentenceForm(),
        "reading": reading,
        "understood": describe(reading) if reading is not None else [],
        "verdict": kind_in_words(reading.kind) if reading is not None else "",
        "findings": judge(reading).findings if reading is not None else (),
        "usable": reading is not None and reading.kind is not SentenceKind.NOT_UNDERSTOOD,
        "may_write": request.membership.may(Permission.EDIT_STRATEGY),
    }
    return render(request, "strategy/begin.html", context, status=status)


def _create(request: MemberRequest, text: str | bytes) -> HttpResponse:
    try:
        operations.create_strategy(
            organization=request.organization, text=text, actor=request.user, now=timezone.now()
        )
    except operations.StrategyExists as error:
        messages.error(request, str(error))
    return redirect(org_reverse("strategy:document", request.organization))


@require_POST
@member_page(Permission.EDIT_STRATEGY)
def begin_with_starter(request: MemberRequest) -> HttpResponse:
    """Begin with the starter document, in the organisation's currency."""
    return _create(request, starter_text(today=timezone.localdate(), currency=request.organization.currency))


@require_POST
@member_page(Permission.EDIT_STRATEGY)
def begin_with_sentence(request: MemberRequest) -> HttpResponse:
    """Show what a sentence says; once that is confirmed, begin with it."""
    form = SentenceForm(request.POST)
    if not form.is_valid():
        return beginning(request, sentence=form, status=422)
    reading = understand(form.cleaned_data["sentence"], today=timezone.localdate())
    if "begin" not in request.POST or reading.kind is SentenceKind.NOT_UNDERSTOOD:
        return beginning(request, sentence=form, reading=reading)
    return _create(request, to_draft(reading))


@require_POST
@member_page(Permission.EDIT_STRATEGY)
def begin_with_file(request: MemberRequest) -> HttpResponse:
    """Begin with an uploaded YAML file, with errors or without."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return beginning(request, upload=form, status=422)
    try:
        return _create(request, form.cleaned_data["file"].read())
    except Refused as error:
        form.add_error(
            "file", _("%(what)s %(fix)s") % {"what": error.problem.message, "fix": error.problem.fix}
        )
        return beginning(request, upload=form, status=422)
