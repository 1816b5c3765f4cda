"""COL609."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_methods


@rule("COL609", Severity.INFO, once=has_methods)
def no_sponsor(subject: Subject) -> Iterator[Hit]:
    """No sponsor.

    What it finds:
        Methods in a document whose `collaboration` names no sponsor.

    Why it matters:
        Colleagues in other departments are to give time and knowledge. They do when somebody above both has
        asked for it.

    How to fix:
        Name under `collaboration: sponsor` who wants this and can settle a dispute about hours.
    """
    collaboration = subject.strategy.collaboration
    if collaboration is None or not collaboration.sponsor:
        yield Hit(
            ("collaboration",),
            _("No sponsor is named."),
            _("Add 'collaboration: sponsor': who wants this and can settle a dispute about hours."),
        )
