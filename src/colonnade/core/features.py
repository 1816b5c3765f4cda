"""A feature is a Django app that says at start-up what it adds: metrics, work kinds, pages, commands."""

from importlib import import_module
from importlib.util import find_spec
from typing import ClassVar

from django.apps import AppConfig


class FeatureConfig(AppConfig):
    """App configuration that loads the feature's ``registrations`` module when Django is ready.

    Attributes:
        commands: names of the commands that the feature's ``commands`` module holds; they are loaded on use.
    """

    commands: ClassVar[tuple[str, ...]] = ()
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import ``<feature>.registrations`` where the feature has one."""
        module = f"{self.name}.registrations"
        if find_spec(module) is not None:
            import_module(module)
