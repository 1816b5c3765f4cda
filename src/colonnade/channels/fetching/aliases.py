"""By what a source names posts where that is not their id: some networks tell a deletion by nothing else."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from colonnade.channels.contract import Gone, Heard
from colonnade.channels.models import Alias, Channel

KEPT = timedelta(days=90)
"""How long a deletion can be understood after the post was last heard from that source."""


def note(*, channel: Channel, posts: Iterable[Heard], now: datetime) -> None:
    """Note the names of posts, and forget those not heard for ``KEPT``."""
    named = [
        Alias(
            channel=channel,
            known_as=post.known_as,
            network=post.network,
            external_id=post.external_id,
            heard_at=now,
        )
        for post in posts
        if post.known_as is not None
    ]
    if named:
        Alias.objects.bulk_create(
            {alias.known_as: alias for alias in named}.values(),
            update_conflicts=True,
            unique_fields=["channel", "known_as"],
            update_fields=["network", "external_id", "heard_at"],
        )
        Alias.objects.filter(channel=channel, heard_at__lt=now - KEPT).delete()


def understood(*, channel: Channel, gone: Sequence[Gone]) -> list[Gone]:
    """Return what is gone by the posts' own ids; what the source names and never told is left out."""
    names = {one.known_as: one for one in gone if one.known_as is not None}
    told = Alias.objects.filter(channel=channel, known_as__in=list(names)) if names else ()
    plain = [one for one in gone if one.known_as is None]
    return plain + [
        Gone(network=alias.network, external_id=alias.external_id, for_good=names[alias.known_as].for_good)
        for alias in told
    ]
