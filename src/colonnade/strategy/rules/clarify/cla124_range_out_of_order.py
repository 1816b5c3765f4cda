"""CLA124."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Range, Strategy
from colonnade.strategy.rules.findings import Path, Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import amount


def _ranges(strategy: Strategy) -> Iterator[tuple[Path, Range]]:
    for index, method in enumerate(strategy.methods):
        for place, effect in enumerate(method.effects):
            if effect.per_unit is not None:
                yield ("methods", index, "effects", place, "per_unit"), effect.per_unit
    for index, flow in enumerate(strategy.funnel):
        yield ("funnel", index, "rate"), flow.rate


@rule("CLA124", Severity.ERROR)
def range_out_of_order(subject: Subject) -> Iterator[Hit]:
    """Range in the wrong order.

    What it finds:
        A low, likely and high that do not rise, or a likely of zero beside a high that is not.

    Why it matters:
        They are read as the 10, 50 and 90 per cent points of what may happen. In another order they describe
        nothing.

    How to fix:
        Order them: in one case of ten it will be less than low, in one of ten more than high.
    """
    for path, item in _ranges(subject.strategy):
        rising = item.low <= item.likely <= item.high
        if not rising or (item.likely == 0 and item.high > 0):
            yield Hit(
                path,
                _("Low {low}, likely {likely}, high {high} is not a range.").format(
                    low=amount(item.low), likely=amount(item.likely), high=amount(item.high)
                ),
                _("Write low <= likely <= high, with likely above zero where high is."),
            )
