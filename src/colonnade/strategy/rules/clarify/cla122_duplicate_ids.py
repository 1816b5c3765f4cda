"""CLA122."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Strategy
from colonnade.strategy.rules.findings import Path, Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import Named

_LISTS = (
    "units",
    "objectives",
    "goals",
    "audiences",
    "methods",
    "channels",
    "relationships",
    "evidence",
)


def _lists(strategy: Strategy) -> Iterator[tuple[Path, Sequence[Named]]]:
    for name in _LISTS:
        yield (name,), getattr(strategy, name)
    if strategy.limits is not None:
        yield ("limits", "roles"), strategy.limits.roles


@rule("CLA122", Severity.ERROR)
def duplicate_ids(subject: Subject) -> Iterator[Hit]:
    """Id used twice.

    What it finds:
        Two parts of the same list with one id.

    Why it matters:
        Whatever names the id names both, and the figures of one are counted for the other.

    How to fix:
        Give the second one an id of its own and look through what refers to it.
    """
    for path, parts in _lists(subject.strategy):
        seen: set[str] = set()
        for index, part in enumerate(parts):
            if part.id in seen:
                yield Hit(
                    (*path, index, "id"),
                    _("The id '{id}' is used twice among {list}.").format(id=part.id, list=path[-1]),
                    _("Give each its own id, and correct what refers to it."),
                )
            seen.add(part.id)
