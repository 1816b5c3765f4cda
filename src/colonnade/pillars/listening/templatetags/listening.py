"""Template filters of the question pages."""

from collections.abc import Mapping

from django import template
from django.utils.formats import number_format

from colonnade.pillars.listening.questions.sentiment import class_names
from colonnade.pillars.listening.understanding.names import intent_names

register = template.Library()


@register.filter
def cell(value: str | float) -> str:
    """Write a table's cell: numbers grouped, words as they are."""
    return value if isinstance(value, str) else str(number_format(value, force_grouping=True))


@register.filter
def sentiment_name(label: str) -> str:
    """Return a label's name in the present language."""
    return class_names().get(label, label)


@register.filter
def at(found: Mapping[str, object], key: str) -> object:
    """Return what a mapping holds under ``key``, or None."""
    return found.get(key)


@register.filter
def intent_name(intent: str) -> str:
    """Return an intent's name in the present language."""
    return intent_names().get(intent, intent)
