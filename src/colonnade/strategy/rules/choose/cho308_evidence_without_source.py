"""CHO308."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import EvidenceKind
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject


@rule("CHO308", Severity.WARNING)
def evidence_without_source(subject: Subject) -> Iterator[Hit]:
    """Evidence without a source.

    What it finds:
        An item of evidence that is more than an assumption and does not say where it comes from.

    Why it matters:
        Nobody can look it up, so nobody can doubt it in good faith. A figure whose source is forgotten lives
        on for years.

    How to fix:
        Write under `source` the report, the page or the study, so that a colleague finds it. If there is
        none, its kind is `assumed`.
    """
    for index, item in enumerate(subject.strategy.evidence):
        if item.kind is not EvidenceKind.ASSUMED and not item.source:
            yield Hit(
                ("evidence", index),
                _("The evidence '{id}' ({kind}) names no source.").format(id=item.id, kind=item.kind),
                _("Add 'source', or call it 'kind: assumed'."),
            )
