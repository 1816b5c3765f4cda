"""CHO309."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import EvidenceKind
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject

# Below thirty, a share of one half is known to about plus or minus 18 points.
FEWEST = 30


@rule("CHO309", Severity.INFO)
def few_observations(subject: Subject) -> Iterator[Hit]:
    """Evidence from few observations.

    What it finds:
        Evidence from listening or a survey that counted fewer than thirty.

    Why it matters:
        Of 30 posts, a share of one half may as well be a third or two thirds. A channel should not be opened
        on that alone.

    How to fix:
        Listen longer, or wider, and count again.
    """
    for index, item in enumerate(subject.strategy.evidence):
        counted = item.kind in (EvidenceKind.LISTENING, EvidenceKind.SURVEY)
        if counted and item.n is not None and item.n < FEWEST:
            yield Hit(
                ("evidence", index, "n"),
                _("The evidence '{id}' counted {n}: too few to choose by.").format(id=item.id, n=item.n),
                _("Collect at least {fewest} before you rely on it.").format(fewest=FEWEST),
            )
