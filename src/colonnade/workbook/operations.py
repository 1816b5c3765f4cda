"""Writes: what the workbook pushes down to the strategy."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.governance.operations import record
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization, User
from colonnade.strategy.document.model import EvidenceKind
from colonnade.strategy.operations import record_evidence
from colonnade.workbook.choose import RankedChannel, rank
from colonnade.workbook.situation import Situation


class TooLittleHeard(Exception):
    """There are too few posts to say where customers converse; nothing was recorded."""


@transaction.atomic
def cite_channels(
    *, organization: Organization, situation: Situation, actor: User | None, now: datetime
) -> list[RankedChannel]:
    """Record each ranked channel's share of the conversation as dated evidence.

    Raises:
        TooLittleHeard: where nothing can be ranked.
    """
    ranked = rank(situation.heard.channels, situation.document)
    if not ranked:
        raise TooLittleHeard(_("Too few posts about you or competitors to compare channels."))
    for item in ranked:
        record_evidence(
            organization=organization,
            key=f"listening.channel.{item.channel}",
            kind=EvidenceKind.LISTENING,
            claim=_(
                "{share:.0%} of the conversation is on {channel} (95% interval {low:.0%} to {high:.0%})"
            ).format(share=item.share, channel=item.channel, low=item.low, high=item.high),
            channel=item.channel,
            share=item.share,
            n=item.n,
            source=org_reverse("listening:where", organization),
            observed_at=now,
        )
    record(
        organization=organization,
        actor=actor,
        action="channels.cited",
        subject=", ".join(item.channel for item in ranked)[:200],
        now=now,
    )
    return ranked
