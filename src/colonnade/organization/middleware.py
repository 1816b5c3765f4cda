"""Shows times in the viewer's own zone."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone


class ViewerTimeZoneMiddleware:
    """Activate the signed-in person's time zone for the length of a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request with the viewer's zone active, where one is set."""
        zone = getattr(request.user, "time_zone", "")
        with timezone.override(zoneinfo.ZoneInfo(zone) if zone else None):
            return self.get_response(request)
