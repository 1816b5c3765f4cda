"""Pages of erasure: name whom, see what would go, give the word, keep the receipt."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.core.states import TransitionRefused
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.erasure import operations, queries
from colonnade.pillars.listening.erasure.forms import ErasureForm
from colonnade.pillars.listening.erasure.models import Erasure
from colonnade.pillars.listening.erasure.starting import confirm_in_background
from colonnade.pillars.listening.erasure.states import ErasureState
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import open_store

ON_A_PAGE = 25


@member_page(Permission.MANAGE)
def erasures(request: MemberRequest) -> HttpResponse:
    """List the erasures; draft one."""
    form = ErasureForm(request.POST) if request.method == "POST" else ErasureForm()
    if request.method == "POST" and form.is_valid():
        drafted = _draft(request, form)
        if drafted is not None:
            return _to(request, drafted)
    found = queries.erasures_of(organization=request.organization)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "erasure/list.html", {"form": form, "page": page})


def _draft(request: MemberRequest, form: ErasureForm) -> Erasure | None:
    try:
        return operations.draft_erasure(
            organization=request.organization,
            facts=open_store().facts(request.organization.pk),
            people=form.lines("people"),
            posts=form.lines("posts"),
            reference=form.cleaned_data["reference"],
            actor=request.user,
            now=timezone.now(),
        )
    except operations.NothingNamed as error:
        form.add_error(None, str(error))
    except OwnedElsewhere:
        form.add_error(
            None, _("A command is using the warehouse; nothing was changed. Try again in a moment.")
        )
    return None


def _to(request: MemberRequest, erasure: Erasure) -> HttpResponse:
    return redirect(org_reverse("erasure:one", request.organization, number=erasure.pk))


def _found(request: MemberRequest, number: int) -> Erasure:
    return get_object_or_404(queries.erasures_of(organization=request.organization), pk=number)


@member_page(Permission.MANAGE)
def one(request: MemberRequest, number: int) -> HttpResponse:
    """Show an erasure as far as it is: what would go, progress, or the receipt."""
    erasure = _found(request, number)
    context: dict[str, object] = {"erasure": erasure}
    if erasure.state == ErasureState.DRAFT:
        try:
            facts = open_store().facts(request.organization.pk)
        except OwnedElsewhere:
            return render(request, "listening/questions/busy.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
        context["preview"] = queries.preview(erasure=erasure, facts=facts)
    elif erasure.state == ErasureState.RUNNING:
        context["job"] = queries.job_of(erasure=erasure)
    elif erasure.state == ErasureState.DONE:
        context["found"] = queries.counted(erasure.receipt["found"])
    return render(request, "erasure/one.html", context)


@require_POST
@member_page(Permission.MANAGE)
def confirm(request: MemberRequest, number: int) -> HttpResponse:
    """Give the word."""
    erasure = _found(request, number)
    try:
        confirm_in_background(erasure=erasure, actor=request.user, now=timezone.now())
    except TransitionRefused:
        messages.info(request, _("This was confirmed already."))
    return _to(request, erasure)


@require_POST
@member_page(Permission.MANAGE)
def discard(request: MemberRequest, number: int) -> HttpResponse:
    """Remove a draft."""
    erasure = _found(request, number)
    try:
        operations.discard_erasure(erasure=erasure)
    except TransitionRefused:
        messages.error(request, _("It was confirmed already and cannot be taken back."))
        return _to(request, erasure)
    messages.success(request, _("The draft is gone; nothing was erased."))
    return redirect(org_reverse("erasure:list", request.organization))
