"""Why a file is not taken into the library."""

from django.core.exceptions import ValidationError


class NotTaken(ValidationError):
    """The file is no image or video that can be kept; the message says why. Nothing was kept."""
