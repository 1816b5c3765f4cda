"""CLA121."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Path, Severity
from colonnade.strategy.rules.references import references
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import did_you_mean


def _hit(path: Path, word: str, kind: str, known: Iterable[str]) -> Hit:
    return Hit(
        path,
        _("'{word}' is not the id of {kind} in this document.").format(word=word, kind=kind),
        did_you_mean(word, known),
    )


@rule("CLA121", Severity.ERROR)
def reference_nowhere(subject: Subject) -> Iterator[Hit]:
    """Reference that leads nowhere.

    What it finds:
        An id in `serves`, `unit`, `goal`, `channel`, `role`, `evidence`, a funnel step or a table of hours
        that nothing in the document has.

    Why it matters:
        The thread from post to business unit runs over these ids. Where one is broken, the work behind it
        counts for nothing, in silence.

    How to fix:
        Correct the id, or add the part that it names.
    """
    for reference in references(subject.strategy):
        if reference.id not in reference.known:
            yield _hit(reference.path, reference.id, reference.kind, reference.known)
