"""What serves a goal: each feature that has work registers a source of it at start-up."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from colonnade.core.registry import Registry
from colonnade.organization.models import Organization


@dataclass(frozen=True, kw_only=True)
class WorkItem:
    """One root of work: a campaign, a brief, a series, a case type, a partnership.

    Attributes:
        kind: what it is, in the reader's words.
        title: its name.
        goal: id of the goal it serves; None for work without a goal.
        href: its page.
        state: where it is in its life, in the reader's words.
    """

    kind: str
    title: str
    goal: str | None
    href: str
    state: str = ""


WorkSource = Callable[[Organization], Iterable[WorkItem]]
"""Returns all work of an organisation of one kind, in a fixed number of queries."""

WORK: Registry[WorkSource] = Registry("kind of work")


def work_by_goal(organization: Organization) -> dict[str | None, list[WorkItem]]:
    """Return the organisation's work by the goal it serves; under None, work without a goal."""
    found: dict[str | None, list[WorkItem]] = defaultdict(list)
    for source in WORK:
        for item in source(organization):
            found[item.goal].append(item)
    return dict(found)
