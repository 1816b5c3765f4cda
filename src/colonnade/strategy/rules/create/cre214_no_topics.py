"""CRE214."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Pillar
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_methods
from colonnade.strategy.rules.wording import label


@rule("CRE214", Severity.INFO, once=has_methods)
def no_topics(subject: Subject) -> Iterator[Hit]:
    """Content about nothing in particular.

    What it finds:
        A method of promotion or leadership with no `topics`.

    Why it matters:
        What to write about is then decided on the morning it is due, by what the company wants to say and
        not by what its customers ask.

    How to fix:
        Take the topics from what listening heard, and list them.
    """
    for index, method in enumerate(subject.strategy.methods):
        if method.pillar in (Pillar.PROMOTION, Pillar.LEADERSHIP) and not method.topics:
            yield Hit(
                ("methods", index),
                _("'{method}' has no topics.").format(method=label(method)),
                _("Add 'topics' that your audience was heard to ask about."),
            )
