"""Pages of publishing: the outbox, one publication, the profiles."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from colonnade.channels.configuration import ConfigurationRefused
from colonnade.channels.contract import ChannelError
from colonnade.channels.operations import profiles as profile_operations
from colonnade.channels.secrets import KeyLost
from colonnade.core.states import TransitionRefused
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.publishing import queries
from colonnade.publishing.forms import PauseForm, SeenForm, TimeForm
from colonnade.publishing.models import STATE_LABELS, Publication
from colonnade.publishing.operations import outcomes, pausing, scheduling
from colonnade.publishing.showing import shown
from colonnade.publishing.states import PublicationState

PER_PAGE = 50


@require_GET
@member_page(Permission.VIEW)
def outbox(request: MemberRequest) -> HttpResponse:
    """Show what is on its way, what went out and what did not, with the reason."""
    organization, now = request.organization, timezone.now()
    state, profile = request.GET.get("state", ""), request.GET.get("profile", "")
    found = queries.outbox_of(organization=organization)
    if state in set(PublicationState):
        found = found.filter(state=state)
    if profile.isdecimal():
        found = found.filter(profile=int(profile))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    numbers = queries.numbers_by_state(organization=organization)
    context = {
        "page": page,
        "rows": [shown(publication, now) for publication in page],
        "states": [(one.value, STATE_LABELS[one], numbers.get(one.value, 0)) for one in PublicationState],
        "profiles": queries.profiles_of(organization=organization),
        "state": state,
        "profile": profile,
        "filtered": bool(state or profile),
        "pause": queries.present_pause(organization=organization),
        "pause_form": PauseForm(),
        "stuck": queries.waiting_for_person(organization=organization),
        "late": queries.late_ones(organization=organization, now=now).count(),
        "may_publish": request.membership.may(Permission.PUBLISH),
    }
    return render(request, "publishing/outbox.html", context)


@member_page(Permission.VIEW)
def publication(request: MemberRequest, publication: int) -> HttpResponse:
    """Show one publication: what it says, where it stands and why, and all that happened to it."""
    return _page(request, _known(request, publication))


def _page(
    request: MemberRequest, known: Publication, *, time: TimeForm | None = None, seen: SeenForm | None = None
) -> HttpResponse:
    line = shown(known, timezone.now())
    context = {
        "line": line,
        "publication": known,
        "path": queries.path_of(known),
        "posts": known.posts.all(),
        "history": known.history.select_related("actor"),
        "time_form": time or TimeForm(publication=known),
        "seen_form": seen or SeenForm(),
        "may_publish": request.membership.may(Permission.PUBLISH),
        "pause": queries.present_pause(organization=request.organization),
    }
    return render(request, "publishing/publication.html", context)


@require_POST
@member_page(Permission.PUBLISH)
def schedule(request: MemberRequest, publication: int) -> HttpResponse:
    """Set the time, or send at once."""
    known, now = _known(request, publication), timezone.now()
    if "now" in request.POST:
        return _act(request, known, lambda: _scheduled(request, known, now, known.zone, now))
    form = TimeForm(request.POST, publication=known)
    if not form.is_valid():
        return _page(request, known, time=form)
    at, zone = form.cleaned_data["at"], form.cleaned_data["zone"]
    if at < now:
        form.add_error("wall", _("That time has passed."))
        return _page(request, known, time=form)
    return _act(request, known, lambda: _scheduled(request, known, at, zone, now))


def _scheduled(request: MemberRequest, known: Publication, at: datetime, zone: str, now: datetime) -> None:
    scheduling.schedule(publication=known, at=at, zone=zone, actor=request.user, now=now)


@require_POST
@member_page(Permission.PUBLISH)
def unschedule(request: MemberRequest, publication: int) -> HttpResponse:
    """Take the time away."""
    return _simply(request, publication, scheduling.unschedule)


@require_POST
@member_page(Permission.PUBLISH)
def retry(request: MemberRequest, publication: int) -> HttpResponse:
    """Send a failed publication anew."""
    return _simply(request, publication, outcomes.retry)


@require_POST
@member_page(Permission.PUBLISH)
def look_again(request: MemberRequest, publication: int) -> HttpResponse:
    """Look on the network once more."""
    return _simply(request, publication, outcomes.look_again)


@require_POST
@member_page(Permission.PUBLISH)
def seen(request: MemberRequest, publication: int) -> HttpResponse:
    """Take a person's word that it is on the network."""
    known = _known(request, publication)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _page(request, known, seen=form)
    address = form.cleaned_data["address"]

    def confirm() -> None:
        outcomes.say_published(
            publication=known,
            external_id=address,
            address=address,
            actor=request.user,
            now=timezone.now(),
        )

    return _act(request, known, confirm)


@require_POST
@member_page(Permission.PUBLISH)
def absent(request: MemberRequest, publication: int) -> HttpResponse:
    """Take a person's word that it is not on the network."""
    return _simply(request, publication, outcomes.say_absent)


@require_POST
@member_page(Permission.PUBLISH)
def release(request: MemberRequest, publication: int) -> HttpResponse:
    """Send what was held."""
    return _simply(request, publication, pausing.release)


@require_POST
@member_page(Permission.PUBLISH)
def withdraw(request: MemberRequest, publication: int) -> HttpResponse:
    """Take a publication back, from the network too."""
    return _simply(request, publication, outcomes.withdraw)


@require_POST
@member_page(Permission.PUBLISH)
def pause(request: MemberRequest) -> HttpResponse:
    """Publish nothing from now on."""
    form = PauseForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        pausing.pause(
            organization=request.organization, reason=reason, actor=request.user, now=timezone.now()
        )
        messages.success(request, _("Nothing is published until you go on. Everything scheduled stays so."))
    except pausing.PausedAlready as error:
        messages.warning(request, str(error))
    return redirect(org_reverse("publishing:outbox", request.organization))


@require_POST
@member_page(Permission.PUBLISH)
def resume(request: MemberRequest) -> HttpResponse:
    """Publish again; what came due meanwhile waits for a look."""
    try:
        held = pausing.resume(organization=request.organization, actor=request.user, now=timezone.now())
    except pausing.NotPaused as error:
        messages.warning(request, str(error))
    else:
        words = ngettext(
            "Publishing goes on. %(n)d post came due meanwhile and waits for your look.",
            "Publishing goes on. %(n)d posts came due meanwhile and wait for your look.",
            held,
        )
        messages.success(request, words % {"n": held} if held else _("Publishing goes on."))
    return redirect(org_reverse("publishing:outbox", request.organization))


@require_GET
@member_page(Permission.VIEW)
def profiles(request: MemberRequest) -> HttpResponse:
    """Show where the organisation publishes, and which accounts could."""
    context = {
        "profiles": queries.profiles_of(organization=request.organization),
        "accounts": queries.accounts_to_publish_with(organization=request.organization),
        "networks": queries.networks_to_publish_on(),
        "may_publish": request.membership.may(Permission.PUBLISH),
        "may_connect": request.membership.may(Permission.MANAGE),
    }
    return render(request, "publishing/profiles.html", context)


@require_POST
@member_page(Permission.PUBLISH)
def find_profiles(request: MemberRequest, account: int) -> HttpResponse:
    """Ask the network where an account can publish, and keep what it says."""
    known = get_object_or_404(queries.accounts_of(organization=request.organization), pk=account)
    try:
        found = profile_operations.connect_profiles(account=known, actor=request.user, clock=timezone.now)
        names = ", ".join(one.name for one in found) or _("nowhere")
        messages.success(request, _("This account publishes as: %(names)s.") % {"names": names})
    except (ChannelError, KeyLost, ConfigurationRefused, profile_operations.CannotPublish) as error:
        messages.error(request, _("The network could not be asked: %(error)s") % {"error": error})
    return redirect(org_reverse("publishing:profiles", request.organization))


@require_POST
@member_page(Permission.PUBLISH)
def switch_profile(request: MemberRequest, profile: int) -> HttpResponse:
    """Let posts be scheduled on a profile, or no longer."""
    known = get_object_or_404(queries.profiles_of(organization=request.organization), pk=profile)
    profile_operations.switch_profile(
        profile=known, active=not known.active, actor=request.user, now=timezone.now()
    )
    return redirect(org_reverse("publishing:profiles", request.organization))


def _simply(request: MemberRequest, number: int, act: Callable[..., Any]) -> HttpResponse:
    known = _known(request, number)
    return _act(request, known, lambda: act(publication=known, actor=request.user, now=timezone.now()))


def _act(request: MemberRequest, known: Publication, act: Callable[[], object]) -> HttpResponse:
    """Do something with a publication and show it; where it cannot be done, say why."""
    try:
        act()
    except TransitionRefused:
        message = _("That is not possible any more: it is “%(state)s” by now. Nothing was changed.")
        known.refresh_from_db()
        messages.error(request, message % {"state": known.get_state_display()})
    except (outcomes.TakenAlready, outcomes.NothingInDoubt, pausing.Silent) as error:
        messages.error(request, str(error))
    return redirect(org_reverse("publishing:publication", request.organization, publication=known.pk))


def _known(request: MemberRequest, number: int) -> Publication:
    return get_object_or_404(queries.publications_of(organization=request.organization), pk=number)
