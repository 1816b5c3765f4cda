"""COL607."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_methods
from colonnade.strategy.rules.wording import label


def _roles_in_use(subject: Subject) -> set[str]:
    strategy = subject.strategy
    roles = {role for method in strategy.methods for role in method.hours}
    roles |= {method.replies.role for method in strategy.methods if method.replies and method.replies.role}
    return roles.union(*([*channel.hours_per_week, *channel.setup_hours] for channel in strategy.channels))


@rule("COL607", Severity.INFO, once=has_methods)
def idle_role(subject: Subject) -> Iterator[Hit]:
    """Role with nothing to do.

    What it finds:
        A role with time in the limits that no method, answer or channel uses.

    Why it matters:
        Its hours are promised and paid, and the plan cannot use them. Often the work was written down under
        another name.

    How to fix:
        Use the role in a method's `hours`, or take it out of the limits.
    """
    limits = subject.strategy.limits
    used = _roles_in_use(subject)
    for index, role in enumerate(limits.roles if limits else []):
        if role.fte > 0 and role.id not in used:
            yield Hit(
                ("limits", "roles", index),
                _("Nothing uses the time of '{role}'.").format(role=label(role)),
                _("Name it in a method's 'hours', or remove it."),
            )
