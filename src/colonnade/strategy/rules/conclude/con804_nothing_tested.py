"""CON804."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_methods


@rule("CON804", Severity.INFO, once=has_methods)
def nothing_tested(subject: Subject) -> Iterator[Hit]:
    """Nothing is tested.

    What it finds:
        A method with an effect that cites no evidence, in a document without `review: tests`.

    Why it matters:
        What you assume today you will assume next year, unless something is done to find out. One small test
        a quarter is cheaper than a year of the wrong method.

    How to fix:
        Name the assumption that the plan leans on most and how you will test it: two regions, on and off,
        before and after.
    """
    if subject.strategy.review is not None and subject.strategy.review.tests:
        return
    effects = [effect for method in subject.strategy.methods for effect in method.effects]
    assumed = sum(not subject.solid_evidence.intersection(effect.evidence) for effect in effects)
    if assumed:
        yield Hit(
            ("review",),
            _("Assumed effects: {assumed} of {count}; no test is planned.").format(
                assumed=assumed, count=len(effects)
            ),
            _("Add 'review: tests' with what you will find out first, and how."),
        )
