"""What every page's frame shows of the navigation."""

from django.http import HttpRequest

from colonnade.ui.navigation import rail


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return the rail's entries."""
    return {"rail": rail()}
