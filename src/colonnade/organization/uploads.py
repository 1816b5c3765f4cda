"""A member's uploaded file, handed to the operation that imports it."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.utils import timezone

from colonnade.core.table_files import UnreadableFile
from colonnade.organization.access import MemberRequest

Done = TypeVar("Done")


def imported(request: MemberRequest, form: BaseForm, take: Callable[..., Done]) -> Done | None:
    """Return what ``take`` made of the form's ``file``; None where there is none yet, or it was refused.

    Why it was refused, the form says.

    Args:
        take: an operation with the keywords ``organization``, ``data``, ``name``, ``actor`` and ``now``.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    upload = form.cleaned_data["file"]
    try:
        return take(
            organization=request.organization,
            data=upload.read(),
            name=upload.name,
            actor=request.user,
            now=timezone.now(),
        )
    except UnreadableFile as error:
        form.add_error("file", str(error))
    except ValidationError as error:
        form.add_error("file", error)
    return None
