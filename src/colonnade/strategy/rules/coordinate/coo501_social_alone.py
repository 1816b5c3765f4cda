"""COO501."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import ChannelKind
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_methods


@rule("COO501", Severity.WARNING, once=has_methods)
def social_alone(subject: Subject) -> Iterator[Hit]:
    """Social plan tied to no other marketing channel.

    What it finds:
        Social channels in use, and nothing that joins them to the rest of marketing: no channel of another
        kind, no `shares_with`, no shared campaign.

    Why it matters:
        Social media is one channel. People see a post, search the name, read a page, meet a seller at a fair;
        they move down the funnel only if these fit together.

    How to fix:
        Add the website, e-mail, search or events among the channels, or the campaigns you share with those
        who run them under `coordination: shared_campaigns`.
    """
    strategy = subject.strategy
    if not subject.social_channels:
        return
    joined = (
        any(channel.kind is not ChannelKind.SOCIAL or channel.shares_with for channel in strategy.channels),
        strategy.coordination is not None and bool(strategy.coordination.shared_campaigns),
    )
    if not any(joined):
        yield Hit(
            ("channels",),
            _("Nothing ties the social channels to the rest of marketing."),
            _("Add the channels people go on to, or 'coordination: shared_campaigns'."),
        )
