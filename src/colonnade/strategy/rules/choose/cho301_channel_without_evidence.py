"""CHO301."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import EvidenceKind
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import KnownEvidence, Subject
from colonnade.strategy.rules.wording import label


def _supports(known: KnownEvidence) -> bool:
    """Whether it speaks for its channel: a share of zero was looked for and not found."""
    return known.kind is not EvidenceKind.ASSUMED and known.share != 0


@rule("CHO301", Severity.WARNING)
def channel_without_evidence(subject: Subject) -> Iterator[Hit]:
    """Channel chosen without evidence.

    What it finds:
        A social channel that is open or that a method names, with nothing beyond an assumption to show that
        your customers converse there: neither cited in its `evidence` nor heard by listening.

    Why it matters:
        Platforms are usually chosen because somebody knows them, or a competitor is there. Each costs hours
        every week for years.

    How to fix:
        Import what your customers say and look where they say it, then cite that. Or ask them, and cite the
        survey.
    """
    heard = {known.channel for known in subject.evidence if _supports(known)}
    for index, channel in subject.social_channels:
        if channel.id in heard or any(item in subject.solid_evidence for item in channel.evidence):
            continue
        yield Hit(
            ("channels", index),
            _("'{channel}' is chosen without evidence that your customers converse there.").format(
                channel=label(channel)
            ),
            _("Cite what listening, a result or a survey shows under the channel's 'evidence'."),
        )
