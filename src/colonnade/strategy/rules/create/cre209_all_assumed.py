"""CRE209."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Effect
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_methods


def _is_known(effect: Effect, subject: Subject) -> bool:
    return any(item in subject.solid_evidence for item in effect.evidence)


@rule("CRE209", Severity.WARNING, once=has_methods)
def all_assumed(subject: Subject) -> Iterator[Hit]:
    """Effects that are all assumed.

    What it finds:
        A document in which no effect of any method cites evidence beyond an assumption.

    Why it matters:
        A plan computed from guesses is a guess with decimals. It may be the best to be had at the start, but
        then the first thing to buy is knowledge.

    How to fix:
        Cite a result, an experiment or a benchmark with its source under `evidence`, and name in
        `review: tests` what you will try first.
    """
    effects = [effect for method in subject.strategy.methods for effect in method.effects]
    if effects and not any(_is_known(effect, subject) for effect in effects):
        yield Hit(
            ("methods",),
            _("No effect ({count} in all) cites evidence: the plan rests on assumptions alone.").format(
                count=len(effects)
            ),
            _("Cite evidence for the effects that matter most, or plan a test of them first."),
        )
