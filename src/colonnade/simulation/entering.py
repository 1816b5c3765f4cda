"""Lets whoever started the demo in without a password: once, from this machine, as a demo person."""

import ipaddress

from django.contrib.auth import login
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from colonnade.organization.models import User
from colonnade.simulation.demo import DOMAIN


class EntryTokens(PasswordResetTokenGenerator):
    """Tokens that a first use ends, because signing in changes ``last_login``, which is part of them."""

    key_salt = "colonnade.simulation.entering"


TOKENS = EntryTokens()


def entry_path(user: User) -> str:
    """Return the address that signs ``user`` in, without the host."""
    return reverse("enter_demo", kwargs={"user": user.pk, "token": TOKENS.make_token(user)})


def _is_this_machine(request: HttpRequest) -> bool:
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
    return bool(address) and not forwarded and ipaddress.ip_address(address).is_loopback


def enter(request: HttpRequest, user: int, token: str) -> HttpResponse:
    """Sign the demo's person in and lead to their pages; anything odd looks like a missing page."""
    person = User.objects.filter(pk=user, email__endswith=f"@{DOMAIN}", is_active=True).first()
    if person is None or not _is_this_machine(request) or not TOKENS.check_token(person, token):
        raise Http404("No such page.")
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("front_door")
