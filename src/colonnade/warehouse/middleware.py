"""What a person is told while the store of posts does not answer."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from colonnade.warehouse.engines import NewerWarehouse, WarehouseUnreachable


class UnreachableMiddleware:
    """Turns a warehouse that cannot be asked into a page that says so, with status 503."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for a store that cannot be asked; None leaves any other error to others."""
        if not isinstance(error, WarehouseUnreachable | NewerWarehouse):
            return None
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return render(request, "warehouse/unreachable.html", {"reason": str(error)}, status=status)
