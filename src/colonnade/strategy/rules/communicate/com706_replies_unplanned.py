"""COM706."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Pillar
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("COM706", Severity.WARNING)
def replies_unplanned(subject: Subject) -> Iterator[Hit]:
    """Replies unplanned.

    What it finds:
        A method in a social channel that does not say what answers it will call for, or whose answers are
        nobody's work. Listening and support are left alone: the one asks for nothing, the other is answering.

    Why it matters:
        A good post is asked about. Ten comments at five minutes are nearly an hour, often more than the
        post took, and unanswered they undo it.

    How to fix:
        Write `replies` with the answers per unit, the minutes each and the role that gives them.
    """
    social = {channel.id for _index, channel in subject.social_channels}
    for index, method in enumerate(subject.strategy.methods):
        if method.channel not in social or method.pillar in (Pillar.LISTENING, Pillar.SUPPORT):
            continue
        if method.replies is None:
            yield Hit(
                ("methods", index),
                _("'{method}' plans no time for the answers it will call for.").format(method=label(method)),
                _("Add 'replies' with 'per_unit', 'minutes_each' and 'role'."),
            )
        elif method.replies.per_unit > 0 and method.replies.role is None:
            yield Hit(
                ("methods", index, "replies"),
                _("The answers to '{method}' are nobody's work.").format(method=label(method)),
                _("Add 'role' to the replies."),
            )
