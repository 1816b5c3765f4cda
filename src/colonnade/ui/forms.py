"""How Django forms are written into pages, and how a form says what an operation refused."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.forms.renderers import TemplatesSetting

Saved = TypeVar("Saved")


class FormRenderer(TemplatesSetting):
    """Writes ``{{ form }}`` and ``{{ field.as_field_group }}`` with the design system's templates.

    Label, help, field and errors are tied together for screen readers.
    """

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


def saved(form: BaseForm, save: Callable[[], Saved]) -> Saved | None:
    """Return what ``save`` returns; None where it raises ``ValidationError``, which the form then says.

    What is said of a field stands beside it, where the form has one of that name.
    """
    try:
        return save()
    except ValidationError as error:
        _tell(form, error)
        return None


def _tell(form: BaseForm, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
