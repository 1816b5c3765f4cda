"""COL601."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.load import capacity, minimum_load
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import amount, label


@rule("COL601", Severity.ERROR)
def over_hours(subject: Subject) -> Iterator[Hit]:
    """Over hours.

    What it finds:
        A role whose hours do not suffice for every method at its `min_per_week`, the answers those units
        call for, and the upkeep of channels that are open.

    Why it matters:
        This is addition, not planning: whatever is chosen, the work does not fit. What gives way first is the
        quality, then the answers, then the person.

    How to fix:
        Lower the least that must be done, close a channel, or give the role more time.
    """
    limits = subject.strategy.limits
    if limits is None:
        return
    for index, role in enumerate(limits.roles):
        needed, there = minimum_load(subject, role.id), capacity(subject, role.id)
        if needed.total > there + 1e-9:
            yield Hit(
                ("limits", "roles", index),
                _(
                    "'{role}' has {there} hours a week and needs {needed} at the very least "
                    "({methods} for methods, {replies} for answers, {channels} for channels): "
                    "{fte} FTE, you have {limit}."
                ).format(
                    role=label(role),
                    there=amount(there),
                    needed=amount(needed.total),
                    methods=amount(needed.methods),
                    replies=amount(needed.replies),
                    channels=amount(needed.channels),
                    fte=amount(needed.total / limits.hours_per_fte_week),
                    limit=amount(there / limits.hours_per_fte_week),
                ),
                _("Lower 'min_per_week', close a channel, or raise 'fte'."),
            )
