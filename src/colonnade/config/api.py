"""The JSON API: every feature's router under one root."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from ninja import NinjaAPI

from colonnade import __version__
from colonnade.organization.api_access import BrowserAuth, TokenAuth

api = NinjaAPI(
    title="Colonnade",
    version=__version__,
    description="The same operations as the pages, for programs. Send `Authorization: Bearer <token>`.",
    auth=[TokenAuth(), BrowserAuth()],
    docs_url=None,
)

for feature in apps.get_app_configs():
    module = f"{feature.name}.api"
    if feature.name.startswith("colonnade.") and find_spec(module) is not None:
        api.add_router(
            f"/o/{{slug:organization}}/{feature.label}", import_module(module).router, tags=[feature.label]
        )
