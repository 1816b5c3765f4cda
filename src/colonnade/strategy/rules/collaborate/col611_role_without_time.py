"""COL611."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.load import capacity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


def _wanted(subject: Subject, role: str) -> list[str]:
    methods = [label(method) for method in subject.strategy.methods if method.hours.get(role)]
    return methods + [
        label(channel) for _index, channel in subject.channels_in_use if channel.hours_per_week.get(role)
    ]


@rule("COL611", Severity.WARNING)
def role_without_time(subject: Subject) -> Iterator[Hit]:
    """Role that is needed and has no time.

    What it finds:
        A role with 0 FTE that a method or a channel needs hours of.

    Why it matters:
        Nothing that needs this role can be planned at all, however good it would be.

    How to fix:
        Agree on some of their time, however little, or take the role out of the methods.
    """
    limits = subject.strategy.limits
    for index, role in enumerate(limits.roles if limits else []):
        wanted = _wanted(subject, role.id) if capacity(subject, role.id) == 0 else []
        if wanted:
            yield Hit(
                ("limits", "roles", index),
                _("'{role}' has no time, and is needed for: {names}.").format(
                    role=label(role), names=", ".join(wanted)
                ),
                _("Raise 'fte', or do without the role there."),
            )
