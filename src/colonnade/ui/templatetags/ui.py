"""What pages are made of. The guide for page authors is ``ui/README.md``."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from colonnade.ui import charts, figures
from colonnade.ui.assets import asset_address, icon_markup
from colonnade.ui.colonnade import Colonnade, draw
from colonnade.ui.glossary import term_named
from colonnade.ui.navigation import menus, tab_links

register = template.Library()

_explanations = count(1)

SEVERITY_ICONS = {
    "error": "circle-x",
    "warning": "triangle-alert",
    "info": "info",
    "good": "circle-check",
    "plain": "circle",
}
CHART_ROOM = ((5, "s"), (10, "m"), (20, "l"))


@register.simple_tag
def asset(source: str) -> str:
    """Return the address of what the frontend built from ``frontend/src/<source>``."""
    return asset_address(source)


@register.simple_tag
def icon(name: str, classes: str = "", label: str = "") -> SafeString:
    """Draw the Lucide icon ``name``; with a ``label`` it is read aloud, without one it is decoration."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
        'stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        classes,
        spoken,
        mark_safe(icon_markup(name)),  # noqa: S308  # from the icon set that was built in
    )


@register.inclusion_tag("ui/parts/term.html")
def term(name: str, shown: str = "") -> dict[str, object]:
    """Show a field term, explained on hover and on focus, and a link to the glossary."""
    found = term_named(name)
    return {"term": found, "shown": shown or found.name, "id": f"term-{found.anchor}-{next(_explanations)}"}


@register.inclusion_tag("ui/parts/tabs.html", takes_context=True)
def tabs(context: template.Context, within: str) -> dict[str, object]:
    """Show the tabs of the rail entry ``within``."""
    links = tab_links(context["request"], within)
    return {"links": [link for link in links if not link.place.menu], "menus": menus(links)}


@register.inclusion_tag("ui/parts/chart.html")
def chart(chart: charts.Chart, level: int = 2) -> dict[str, object]:
    """Draw a chart with its question, answer, table and exports; ``level`` is that of its heading."""
    return {
        "chart": chart,
        "heading": f"h{level}",
        "data": charts.drawing_data(chart),
        "rows": charts.table_rows(chart),
        "size": _chart_size(chart),
    }


def _chart_size(chart: charts.Chart) -> str:
    if chart.kind not in {"hbar", "hstacked"}:
        return "m"
    bars = len(chart.categories) * (1 if chart.kind == "hstacked" else len(chart.series))
    return next((size for most, size in CHART_ROOM if bars <= most), "xl")


@register.inclusion_tag("ui/parts/colonnade.html")
def colonnade(picture: Colonnade) -> dict[str, object]:
    """Draw the sign: eight columns between the means below and the goals above."""
    return {"picture": picture, "drawing": draw(picture)}


@register.inclusion_tag("ui/parts/why.html")
def why(path: Iterable[tuple[str, str]]) -> dict[str, object]:
    """Show what the page is for: (label, address) pairs from the business unit down to the page itself."""
    return {"path": list(path)}


@register.inclusion_tag("ui/parts/meter.html")
def meter(used: figures.Number, limit: figures.Number, label: str, unit: str = "") -> dict[str, object]:
    """Show how much of a limit is used, in words and as a bar."""
    return {
        "label": label,
        "used": used,
        "limit": limit,
        "unit": unit,
        "over": used > limit,
        "full": max(float(used), float(limit)) or 1.0,
    }


@register.inclusion_tag("ui/parts/empty_state.html")
def empty_state(
    title: str, text: str, action: str = "", address: str = "", icon_name: str = "inbox"
) -> dict[str, str]:
    """Say why there is nothing yet and what to do first, with one button."""
    return {"title": title, "text": text, "action": action, "address": address, "icon_name": icon_name}


@register.inclusion_tag("ui/parts/severity.html")
def severity(level: str, text: str) -> dict[str, str]:
    """Show a badge (error, warning, info, good, plain) by icon and word, never by colour alone."""
    return {"level": level, "text": text, "icon_name": SEVERITY_ICONS[level]}


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any]) -> dict[str, object]:
    """Link the pages of a list, keeping the other parameters of the address."""
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "gap": page.paginator.ELLIPSIS,
        "request": context["request"],
    }


@register.simple_tag
def interval(low: figures.Number | None, high: figures.Number | None, unit: str = "") -> str:
    """Write an interval in words: 58 to 74 leads."""
    return figures.interval(low, high, unit)


@register.filter
def number(value: figures.Number | None, digits: int | None = None) -> str:
    """Write a figure with grouped digits."""
    return figures.number(value, digits)


@register.filter
def money(value: figures.Number | None, currency: str) -> str:
    """Write an amount of money: ``{{ cost|money:organization.currency }}``."""
    return figures.money(value, currency)


@register.filter
def percent(share: figures.Number | None, digits: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage."""
    return figures.percent(share, digits)


@register.filter
def hours(value: figures.Number | None) -> str:
    """Write an amount of work in hours."""
    return figures.hours(value)


@register.filter
def duration(value: timedelta | figures.Number | None) -> str:
    """Write a length of time given as a timedelta or in seconds."""
    return figures.duration(value)


@register.filter
def isodate(value: date | None) -> str:
    """Write a date as 2026-03-31, for ``<time datetime>`` and tables."""
    return value.isoformat() if value else figures.UNKNOWN
