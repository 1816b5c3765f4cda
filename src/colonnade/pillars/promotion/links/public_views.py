"""Short links for everybody: followed, shown, or gone. Nothing here says whose a link is."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from colonnade.pillars.promotion.links.clicks.answering import HEADERS, caller_address
from colonnade.pillars.promotion.links.clicks.asked import asked_of
from colonnade.pillars.promotion.links.clicks.book import BOOK
from colonnade.pillars.promotion.links.clicks.callers import TooMany
from colonnade.pillars.promotion.links.clicks.running import RUNNING
from colonnade.pillars.promotion.links.models import ShortLink


@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Write a click down and send it on; say so where the link leads nowhere."""
    now = timezone.now()
    entry = BOOK.look_up([code.casefold()])[code.casefold()]
    if entry is None or not entry.is_open(now):
        return _nowhere(request, code)
    taker = RUNNING.taker()
    asked = asked_of(
        method=str(request.method),
        address=caller_address(request.headers.get("x-forwarded-for", ""), request.META["REMOTE_ADDR"]),
        header={name.lower(): value for name, value in request.headers.items()},
    )
    try:
        salt = taker.salt(now) or taker.fetch_salt(now)
        taker.take(entry=entry, asked=asked, salt=salt, now=now).result()
    except TooMany:
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers=HEADERS | {"Retry-After": "60"})
    return HttpResponse(status=HTTPStatus.FOUND, headers=HEADERS | {"Location": entry.target})


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show where a link leads before anybody goes there; this is no click."""
    link = ShortLink.objects.filter(code=code.casefold()).first()
    if link is None or not link.is_open(timezone.now()):
        return _nowhere(request, code)
    return render(request, "links/leads_to.html", {"link": link})


def _nowhere(request: HttpRequest, code: str) -> HttpResponse:
    gone = ShortLink.objects.filter(code=code.casefold()).exists()
    status = HTTPStatus.GONE if gone else HTTPStatus.NOT_FOUND
    return render(request, "links/nowhere.html", {"gone": gone}, status=status)
