"""COL605."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_methods


@rule("COL605", Severity.WARNING, once=has_methods)
def no_approver(subject: Subject) -> Iterator[Hit]:
    """Approver missing.

    What it finds:
        Methods in a document with no approval, or an approval that names nobody.

    Why it matters:
        Either nobody looks, until it goes wrong, or everybody does, and posts wait for a fortnight. Who
        approves what is cheaper to settle before the first draft.

    How to fix:
        Write under `collaboration: approvals` what needs approval and by whom. What needs none may be said
        too.
    """
    collaboration = subject.strategy.collaboration
    approvals = collaboration.approvals if collaboration else []
    if not approvals:
        yield Hit(
            ("collaboration",),
            _("Nobody is named who approves what is published."),
            _("Add 'collaboration: approvals' with 'what' and 'by'."),
        )
    for index, approval in enumerate(approvals):
        if not approval.by:
            yield Hit(
                ("collaboration", "approvals", index),
                _("Nobody is named who approves '{what}'.").format(what=approval.what),
                _("Write a person or a job in 'by'."),
            )
