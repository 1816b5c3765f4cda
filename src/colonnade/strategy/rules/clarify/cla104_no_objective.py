"""CLA104."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_goals


@rule("CLA104", Severity.ERROR, once=has_goals)
def no_objective(subject: Subject) -> Iterator[Hit]:
    """Goals without any objective.

    What it finds:
        Goals in a document that names no objective of a business unit.

    Why it matters:
        Social media work is kept when it helps a business unit with what it is trying to do anyway: sell,
        generate leads, sell parts, provide service. Without an objective it can only please itself.

    How to fix:
        Ask the business unit what it must reach this year and write that down under `objectives`.
    """
    if not subject.strategy.objectives:
        yield Hit(
            ("goals",),
            _("There are goals, but no objective of the business that they would serve."),
            _("Add 'objectives': what a business unit wants (sell, leads, parts, service), by when."),
        )
