"""The page of a partner outside: one version, no account; nothing else of the organisation."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from colonnade.core.states import TransitionRefused
from colonnade.governance.approvals import operations
from colonnade.governance.approvals.differing import parts_shown
from colonnade.governance.approvals.forms import OutsideForm
from colonnade.governance.approvals.links import LinkEnded, NoSuchLink, invitation_by
from colonnade.governance.approvals.models import Invitation
from colonnade.governance.approvals.states import ReviewState, Verdict
from colonnade.governance.approvals.subjects import NoSuchSubject, OutcomeRefused
from colonnade.governance.approvals.views import picture_of

P = ParamSpec("P")
MOST_A_MINUTE = 60
"""Requests by one link in a minute, counted in each process. A made-up link costs a signature."""


def _private(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Keep the page out of indexes, caches and other sites' logs, and bound how often a link is used."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if _too_fast(str(kwargs["token"])):
            return HttpResponse("Too many requests.", status=429, headers={"Retry-After": "60"})
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers.setdefault("Cache-Control", "private, no-store")
        # The link is the key: it is sent to no other site. Our own forms need it for the CSRF check.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return guarded


def _too_fast(token: str) -> bool:
    minute = int(timezone.now().timestamp() // 60)
    key = f"outside-review-{sha256(token.encode()).hexdigest()}-{minute}"
    cache.add(key, 0, timeout=120)
    return cache.incr(key) > MOST_A_MINUTE


@require_http_methods(["GET", "POST"])
@_private
def review(request: HttpRequest, token: str) -> HttpResponse:
    """Show the version and take the answer; opening it changes nothing, since mail filters open links too."""
    try:
        invitation = invitation_by(token=token, now=timezone.now())
    except NoSuchLink:
        raise Http404("No such link.") from None
    except LinkEnded as error:
        return render(request, "approvals/outside_ended.html", {"why": str(error)}, status=410)
    operations.opened(invitation=invitation, now=timezone.now())
    form = OutsideForm(request.POST or None, initial={"name": invitation.name})
    if (
        request.method == "POST"
        and form.is_valid()
        and _answered(invitation, form, request.POST.get("say", ""))
    ):
        return redirect(reverse("outside:review", kwargs={"token": token}))
    shown = invitation.version
    context = {
        "invitation": invitation,
        "version": shown,
        "review": shown.review,
        "token": token,
        "parts": parts_shown(shown.parts, None),
        "form": form,
        "answers": invitation.decisions.all(),
        "comments": invitation.comments.all(),
        "waits": shown.review.state == ReviewState.WAITING,
    }
    return render(request, "approvals/outside.html", context)


def _answered(invitation: Invitation, form: OutsideForm, said: str) -> bool:
    """Do what the partner said; return whether it was done, else the form tells why not."""
    name, text, now = form.cleaned_data["name"], form.cleaned_data["comment"], timezone.now()
    try:
        if said in Verdict.values:
            operations.answer(invitation=invitation, name=name, decision=Verdict(said), comment=text, now=now)
        else:
            operations.remark_outside(invitation=invitation, name=name, text=text, part="", now=now)
    except (operations.Refused, OutcomeRefused, TransitionRefused, ValidationError) as error:
        form.add_error("comment", getattr(error, "messages", [str(error)]))
        return False
    except NoSuchSubject:
        form.add_error(None, _("It was taken back in the meantime."))
        return False
    return True


@require_GET
@_private
def picture(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Answer with a picture of the version."""
    try:
        invitation = invitation_by(token=token, now=timezone.now())
    except (NoSuchLink, LinkEnded):
        raise Http404("No such link.") from None
    if key not in {part["key"] for part in invitation.version.parts if part["form"] == "picture"}:
        raise Http404("No such picture.")
    return picture_of(invitation.version.review, key)
