"""The JSON API: every feature's router under one root."""

from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from colonnade import __version__
from colonnade.organization.api_access import BrowserAuth, TokenAuth
from colonnade.warehouse.engines import NewerWarehouse, WarehouseUnreachable
from colonnade.warehouse.ownership import OwnedElsewhere

api = NinjaAPI(
    title="Colonnade",
    version=__version__,
    description="The same operations as the pages, for programs. Send `Authorization: Bearer <token>`.",
    auth=[TokenAuth(), BrowserAuth()],
    docs_url=None,
)


def _say_why(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Say why the store of posts cannot be asked now; a program may try again."""
    return api.create_response(request, {"detail": str(error)}, status=HTTPStatus.SERVICE_UNAVAILABLE)


for closed in (OwnedElsewhere, NewerWarehouse, WarehouseUnreachable):
    api.add_exception_handler(closed, _say_why)


@api.exception_handler(ValidationError)
def _say_what_is_wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say what an operation refused; nothing was changed."""
    return api.create_response(
        request, {"detail": " ".join(error.messages)}, status=HTTPStatus.UNPROCESSABLE_ENTITY
    )


@api.exception_handler(DataError)
def _say_that_it_cannot_be_kept(request: HttpRequest, error: DataError) -> HttpResponse:
    """Say that the database takes no such value, such as a NUL character in PostgreSQL; nothing was kept."""
    detail = f"Something in it cannot be stored, and nothing was changed: {str(error).splitlines()[0]}"
    return api.create_response(request, {"detail": detail}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


for feature in apps.get_app_configs():
    module = f"{feature.name}.api"
    if feature.name.startswith("colonnade.") and find_spec(module) is not None:
        api.add_router(
            f"/o/{{slug:organization}}/{feature.label}", import_module(module).router, tags=[feature.label]
        )
