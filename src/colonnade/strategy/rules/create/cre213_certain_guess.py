"""CRE213."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label

# Who claims to be within a factor of 1.5, four times out of five, claims to have measured.
NARROWEST = 1.5


@rule("CRE213", Severity.WARNING)
def certain_guess(subject: Subject) -> Iterator[Hit]:
    """Guess that claims to be certain.

    What it finds:
        An effect with no evidence whose high is less than one and a half times its low.

    Why it matters:
        A narrow range says "we have measured this many times". Unfounded, it makes the chance of hitting the
        target look better than it is, and hides what should be tested.

    How to fix:
        Widen the range until you would be surprised only one time in five, or cite what makes you sure.
    """
    for index, method in enumerate(subject.strategy.methods):
        for place, effect in enumerate(method.effects):
            guess = effect.per_unit
            if guess is None or any(item in subject.solid_evidence for item in effect.evidence):
                continue
            if 0 < guess.high < NARROWEST * guess.low:
                yield Hit(
                    ("methods", index, "effects", place, "per_unit"),
                    _("'{method}' claims an effect of {low:g} to {high:g} and cites no evidence.").format(
                        method=label(method), low=guess.low, high=guess.high
                    ),
                    _("Widen the range, or cite the evidence for it."),
                )
