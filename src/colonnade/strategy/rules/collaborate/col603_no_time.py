"""COL603."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_goals


@rule("COL603", Severity.ERROR, once=has_goals)
def no_time(subject: Subject) -> Iterator[Hit]:
    """No limit on time.

    What it finds:
        Goals in a document that names no role with its FTE under `limits`.

    Why it matters:
        Goals times methods, *limited by time and resources*: without the limit everything is possible and
        nothing is decided.

    How to fix:
        Write under `limits: roles` who works on this and with what part of their week, as agreed with those
        who pay them.
    """
    limits = subject.strategy.limits
    if limits is None or not limits.roles:
        yield Hit(
            ("limits",),
            _("The document does not say whose time there is."),
            _("Add 'limits: roles' with each role's 'fte'."),
        )
