"""The pseudonymous first-party id of a browser: only after consent, and never where tracking is refused."""

import re
import secrets
from collections.abc import Mapping
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from colonnade.organization.models import Organization

COOKIE = "colonnade_visitor"
MONTHS_13 = 60 * 60 * 24 * 395
"""The longest that European authorities let such a cookie live (CNIL, deliberation 2020-091)."""
_VALUE = re.compile(r"[A-Za-z0-9_-]{22}")


def refuses_tracking(headers: Mapping[str, str]) -> bool:
    """Return whether a browser asks not to be tracked (``DNT``, or ``Sec-GPC``: Global Privacy Control)."""
    return headers.get("dnt") == "1" or headers.get("sec-gpc") == "1"


def visitor_key(organization_id: int, cookie: str) -> str:
    """Return a browser's id in one organisation, another in each; empty where the cookie is none of ours."""
    if not _VALUE.fullmatch(cookie):
        return ""
    return blake2b(f"{organization_id}\0{cookie}".encode(), digest_size=16).hexdigest()


def visitor_of(request: HttpRequest, organization: Organization) -> str:
    """Return the id of the browser that asks; empty where it has none or refuses tracking."""
    if refuses_tracking(request.headers):
        return ""
    return visitor_key(organization.pk, request.COOKIES.get(COOKIE, ""))


def agree(request: HttpRequest, response: HttpResponseBase, organization: Organization) -> str:
    """Give the browser an id, or renew the one it has, and return it; call it only where the person agreed.

    A browser that refuses tracking by its headers has said no: it gets none, and the result is empty.
    """
    if refuses_tracking(request.headers):
        return ""
    known = request.COOKIES.get(COOKIE, "")
    cookie = known if _VALUE.fullmatch(known) else secrets.token_urlsafe(16)
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=MONTHS_13,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return visitor_key(organization.pk, cookie)


def withdraw(response: HttpResponseBase) -> None:
    """Take the browser's id away again."""
    response.delete_cookie(COOKIE, samesite="Lax")
