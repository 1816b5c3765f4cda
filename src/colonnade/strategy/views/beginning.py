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
from colonnade.strategy.forms.beginning import UploadForm


def beginning(request: MemberRequest, *, upload: UploadForm | None = None, status: int = 200) -> HttpResponse:
    """Return the page of an organisation that has no strategy yet."""
    context = {
        "upload": upload or UploadForm(),
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
