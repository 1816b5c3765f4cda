"""One lead: who it is, why it has its score, its path, and what can be done."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.audience.leads import operations, queries
from colonnade.audience.leads.forms import DetailsForm, NoteForm, OwnerForm, StepForm
from colonnade.audience.leads.models import SAID, Consent, EventKind, HandOver, Lead
from colonnade.audience.leads.operations.handing import HAND_OVER_FROM
from colonnade.audience.leads.states import STATES, LeadState
from colonnade.core.states import TransitionRefused
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission

MOST_EVENTS = 100


def _lead(request: MemberRequest, number: int) -> Lead:
    return get_object_or_404(queries.leads_of(organization=request.organization), pk=number)


def _back(request: MemberRequest, number: int) -> HttpResponse:
    return redirect(org_reverse("leads:lead", request.organization, lead=number))


@member_page(Permission.WORK_LEADS)
def lead(request: MemberRequest, lead: int) -> HttpResponse:
    """Show a lead."""
    found = _lead(request, lead)
    owner = request.organization.memberships.filter(user=found.owner_id).first() if found.owner_id else None
    context = {
        "lead": found,
        "answers": found.answers.items(),
        "consents": found.consents.all(),
        "events": found.events.select_related("actor")[:MOST_EVENTS],
        "kinds": EventKind,
        "path": list(queries.path_of(lead=found).reverse()[:MOST_EVENTS]),
        "hand_overs": found.hand_overs.select_related("destination"),
        "destinations": queries.destinations_of(organization=request.organization).filter(active=True),
        "may_hand": found.present in HAND_OVER_FROM,
        "lacks": queries.lacks_of(lead=found),
        "step_form": StepForm(following=STATES.following(found.present)),
        "owner_form": OwnerForm(organization=request.organization, initial={"owner": owner}),
        "note_form": NoteForm(),
        "details_form": DetailsForm(initial={name: getattr(found, name) for name in SAID}),
    }
    return render(request, "leads/lead.html", context)


@require_POST
@member_page(Permission.WORK_LEADS)
def step(request: MemberRequest, lead: int) -> HttpResponse:
    """Take a lead one step."""
    found = _lead(request, lead)
    form = StepForm(request.POST, following=STATES.following(found.present))
    if form.is_valid():
        _said(
            request,
            lambda: operations.step(
                lead=found,
                wanted=LeadState(form.cleaned_data["wanted"]),
                actor=request.user,
                now=timezone.now(),
                why=form.cleaned_data["why"],
            ),
            _("The lead took the step."),
        )
    else:
        messages.error(request, _("That step is not possible from where the lead is."))
    return _back(request, lead)


def _said(request: MemberRequest, act: Callable[[], object], done: str) -> None:
    """Act, and say what came of it."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except TransitionRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)


@require_POST
@member_page(Permission.WORK_LEADS)
def assign(request: MemberRequest, lead: int) -> HttpResponse:
    """Give a lead to somebody."""
    found = _lead(request, lead)
    form = OwnerForm(request.POST, organization=request.organization)
    if form.is_valid():
        owner = form.cleaned_data["owner"]
        operations.assign(lead=found, owner=owner, actor=request.user, now=timezone.now())
        messages.success(request, _("Given to %(name)s.") % {"name": owner.user if owner else _("nobody")})
    return _back(request, lead)


@require_POST
@member_page(Permission.WORK_LEADS)
def note(request: MemberRequest, lead: int) -> HttpResponse:
    """Write a note on a lead."""
    found, text = _lead(request, lead), request.POST.get("text", "")
    _said(
        request,
        lambda: operations.note(lead=found, text=text, actor=request.user, now=timezone.now()),
        _("Noted."),
    )
    return _back(request, lead)


@require_POST
@member_page(Permission.WORK_LEADS)
def correct(request: MemberRequest, lead: int) -> HttpResponse:
    """Change what a lead said of themselves, or take what it said later."""
    found = _lead(request, lead)
    names = [*SAID, *(name for name in request.POST if name.startswith("answers."))]
    values = {name: request.POST[name] for name in names if name in request.POST}
    _said(
        request,
        lambda: operations.correct(lead=found, values=values, actor=request.user, now=timezone.now()),
        _("Saved. The history keeps what was there."),
    )
    return _back(request, lead)


@require_POST
@member_page(Permission.WORK_LEADS)
def hand_over(request: MemberRequest, lead: int) -> HttpResponse:
    """Hand a lead to sales."""
    found = _lead(request, lead)
    number = request.POST.get("destination", "")
    wanted = {"pk": number} if number.isascii() and number.isdecimal() and len(number) < 19 else {"pk": 0}
    destination = get_object_or_404(queries.destinations_of(organization=request.organization), **wanted)
    _said(
        request,
        lambda: operations.hand_over(
            lead=found, destination=destination, actor=request.user, now=timezone.now()
        ),
        _("The lead is on its way to %(name)s.") % {"name": destination.name},
    )
    return _back(request, lead)


@require_POST
@member_page(Permission.WORK_LEADS)
def retry(request: MemberRequest, hand_over: int) -> HttpResponse:
    """Try a hand-over that failed again."""
    rows = HandOver.objects.filter(lead__organization=request.organization)
    row = get_object_or_404(rows.select_related("lead__organization", "destination"), pk=hand_over)
    _said(
        request,
        lambda: operations.retry(row=row, actor=request.user, now=timezone.now()),
        _("It is tried again."),
    )
    return _back(request, row.lead_id)


@require_POST
@member_page(Permission.WORK_LEADS)
def withdraw(request: MemberRequest, consent: int) -> HttpResponse:
    """Note that a person took a consent back."""
    consents = Consent.objects.filter(lead__organization=request.organization)
    found = get_object_or_404(consents.select_related("lead__organization"), pk=consent)
    operations.withdraw(consent=found, actor=request.user, now=timezone.now())
    messages.success(request, _("The consent no longer holds, from now on."))
    return _back(request, found.lead_id)


@require_POST
@member_page(Permission.WORK_LEADS)
def erase(request: MemberRequest, lead: int) -> HttpResponse:
    """Erase a lead and all that names the person."""
    found = _lead(request, lead)
    operations.forget(
        organization=request.organization, leads=[found], actor=request.user, now=timezone.now()
    )
    messages.success(request, _("The lead is erased. Its touches stay as counts of nobody."))
    return redirect(org_reverse("leads:board", request.organization))
