"""Draws the fields of the strategy's form.

A form has hundreds of fields, so they are written in Python: as template includes they took 100 ms a page.
"""

from collections.abc import Callable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from colonnade.strategy.forms.parts import Field, Placed

register = template.Library()
_NOTHING = mark_safe("")


@register.simple_tag
def notes(placed: Placed) -> SafeString:
    """Draw what the checker says of a part of the form, where it says something."""
    if not placed.findings:
        return _NOTHING
    lines = format_html_join(
        "",
        '<li class="editor-note editor-note-{}">{}</li>',
        ((finding.severity, finding.message) for finding in placed.findings),
    )
    return format_html('<ul class="errorlist" id="{}-notes">{}</ul>', placed.id, lines)


@register.simple_tag
def strategy_field(field: Field) -> SafeString:
    """Draw one field with its label, help and findings."""
    if field.kind == "ids":
        return format_html('<div class="field">{}{}</div>', _ids(field), notes(field))
    label = format_html('<label for="{}">{}</label>', field.id, field.label)
    if field.kind == "check":
        ticked = mark_safe(" checked") if field.value else _NOTHING
        box = format_html(
            '<input type="checkbox" id="{}" value="true" data-path="{}"{}>', field.id, field.address, ticked
        )
        return format_html('<div class="field field-check">{}{}{}</div>', box, label, notes(field))
    control = _CONTROLS.get(field.kind, _line)(field)
    return format_html('<div class="field">{}{}{}{}</div>', label, control, _help(field), notes(field))


def _help(field: Field) -> SafeString:
    words = {"lines": _("One a line."), "pairs": _("One a line, such as 2027-04: 2000.")}.get(field.kind)
    return format_html('<p class="help">{}</p>', words) if words else _NOTHING


def _described(field: Field) -> SafeString:
    return format_html(' aria-describedby="{}-notes"', field.id) if field.findings else _NOTHING


def _line(field: Field) -> SafeString:
    return format_html(
        '<input id="{}" type="{}"{} value="{}" data-path="{}" autocomplete="off"{}>',
        field.id,
        "date" if field.kind == "date" else "text",
        mark_safe(' inputmode="decimal"') if field.kind == "number" else _NOTHING,
        field.value,
        field.address,
        _described(field),
    )


def _area(field: Field) -> SafeString:
    # A first line break inside a textarea is dropped by browsers, so one is given away.
    return format_html(
        '<textarea id="{}" rows="{}" data-path="{}"{}>\n{}</textarea>',
        field.id,
        field.rows,
        field.address,
        _described(field),
        field.value,
    )


def _choice(field: Field) -> SafeString:
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (value, mark_safe(" selected") if value == field.value else _NOTHING, label)
            for value, label in field.choices
        ),
    )
    return format_html(
        '<select id="{}" data-path="{}"{}>{}</select>', field.id, field.address, _described(field), options
    )


def _ids(field: Field) -> SafeString:
    if not field.choices:
        return _NOTHING
    boxes = format_html_join(
        "",
        '<label><input type="checkbox" class="checkbox checkbox-sm" id="{}-{}" value="{}" data-path="{}" '
        "data-many{}> {}</label>",
        (
            (
                field.id,
                value,
                value,
                field.address,
                mark_safe(" checked") if value in field.chosen else _NOTHING,
                label,
            )
            for value, label in field.choices
        ),
    )
    return format_html("<fieldset><legend>{}</legend><div>{}</div></fieldset>", field.label, boxes)


_CONTROLS: dict[str, Callable[[Field], SafeString]] = {
    "choice": _choice,
    "lines": _area,
    "area": _area,
    "pairs": _area,
}
