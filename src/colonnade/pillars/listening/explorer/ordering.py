"""In which order posts are listed, and where a page goes on: by what its last post is, not by a count.

Posts that come in meanwhile shift no page: a page begins behind a post, wherever that is by then.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

import ibis
import ibis.expr.types as ir
from django.utils.translation import gettext as _

from colonnade.pillars.listening.explorer.search import Order
from colonnade.pillars.listening.questions.filters import WrongFilter
from colonnade.pillars.listening.questions.reactions import reactions

RANK = "rank_of_post"
"""The column that holds what posts are ordered by; a post where it is unknown stands behind all others."""


@dataclass(frozen=True)
class Place:
    """Where a post stands in an order: its rank, its time, its id."""

    rank: int
    published_at: datetime
    mention_id: str

    @classmethod
    def of(cls, row: Mapping[str, object]) -> "Place":
        """Return where a row of ``ranked`` posts stands."""
        published = row["published_at"]
        at = published if isinstance(published, datetime) else datetime.min  # noqa: DTZ901  as it is stored
        return cls(int(str(row[RANK])), at, str(row["mention_id"]))

    def written(self) -> str:
        """Return the place as a part of an address."""
        said = json.dumps([self.rank, self.published_at.isoformat(), self.mention_id], separators=(",", ":"))
        return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read_place(written: str) -> Place:
    """Return a place that was ``written``. Raises ``WrongFilter`` for anything else."""
    try:
        padded = written + "=" * (-len(written) % 4)
        rank, published, mention_id = json.loads(base64.urlsafe_b64decode(padded.encode()))
        return Place(int(rank), datetime.fromisoformat(published).replace(tzinfo=None), str(mention_id))
    except (binascii.Error, UnicodeError, ValueError, TypeError, OverflowError) as error:
        raise WrongFilter(_("This page of the list is not known; begin with the first.")) from error


def ranked(posts: ir.Table, order: Order) -> ir.Table:
    """Return posts with what they are ordered by, larger first, as ``RANK``; 0 where only time counts."""
    rank = ibis.literal(0)
    if order == "reactions":
        rank = reactions(posts).fill_null(-1)
    elif order == "reach":
        rank = posts.author_followers.fill_null(-1)
    return posts.mutate(**{RANK: rank.cast("int64")})


def ordered(posts: ir.Table, order: Order, *, backwards: bool = False) -> ir.Table:
    """Return ``ranked`` posts in their order, or from its end."""
    return posts.order_by(
        [column.desc() if falling != backwards else column.asc() for column, falling in _keys(posts, order)]
    )


def behind(posts: ir.Table, order: Order, place: Place, *, backwards: bool = False) -> ir.BooleanValue:
    """Return the condition that a ``ranked`` post stands behind ``place``; ``backwards``, before it."""
    values: Sequence[ir.Value] = (
        ibis.literal(place.rank, type="int64"),
        ibis.timestamp(place.published_at),
        ibis.literal(place.mention_id),
    )
    steps = [
        (column < value if falling != backwards else column > value, column == value)
        for (column, falling), value in zip(_keys(posts, order), values, strict=True)
    ]
    (last, _same), *others = reversed(steps)
    return reduce(lambda rest, step: step[0] | (step[1] & rest), others, last)


def _keys(posts: ir.Table, order: Order) -> tuple[tuple[ir.Value, bool], ...]:
    """Return the columns that an order goes by, each with whether its larger values come first."""
    return (posts[RANK], True), (posts.published_at, order != "oldest"), (posts.mention_id, False)
