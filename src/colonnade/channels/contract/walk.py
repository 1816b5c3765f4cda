"""Going through posts that a network hands out newest first, without leaving any out."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from colonnade.channels.contract.errors import ChannelError
from colonnade.channels.contract.items import Page

OVERLAP = timedelta(minutes=10)
"""How far each walk reads into the one before: searches list a post some time after it was written."""


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A cursor for answers that begin at the newest post and lead to older ones.

    A walk goes from the newest post back to where the last finished walk began. It may take many fetches, and
    may be interrupted between any two: nothing is skipped, since ``seen`` moves only when a walk is finished.

    Attributes:
        seen: time of the newest post of the last finished walk, in ISO 8601; empty before the first.
        top: time of the newest post of this walk.
        at: the network's own cursor for the next older answer; empty begins at the newest.
    """

    seen: str = ""
    top: str = ""
    at: str = ""

    @classmethod
    def of(cls, cursor: str | None) -> Self:
        """Return the walk that ``cursor`` stands for; an unknown cursor begins anew."""
        try:
            parts = json.loads(cursor or "{}")
            walk = cls(**{name: str(parts.get(name, "")) for name in ("seen", "top", "at")})
            return walk if walk.last_seen is not None or not walk.seen else cls()
        except (ValueError, AttributeError):
            return cls()

    def cursor(self) -> str:
        """Return it as an opaque text."""
        return json.dumps(asdict(self))

    @property
    def last_seen(self) -> datetime | None:
        """Time of the newest post of the last finished walk."""
        return _moment(self.seen)

    def goal(self, since: datetime) -> datetime:
        """Return the time back to which this walk goes."""
        seen = self.last_seen
        return since if seen is None else max(since, seen - OVERLAP)

    def step(self, times: Sequence[datetime], *, onward: str | None, since: datetime) -> tuple[Self, bool]:
        """Return (walk after this answer, whether it goes on).

        Args:
            times: of the posts in the answer.
            onward: the network's cursor for older posts; None or empty where there are none.
        """
        newest = max((*times, *filter(None, [_moment(self.top), self.last_seen])), default=None)
        top = "" if newest is None else newest.isoformat()
        reached = not times or min(times) < self.goal(since)
        if reached or not onward or onward == self.at:
            return replace(self, seen=top, top="", at=""), False
        return replace(self, top=top, at=onward), True

    def step_again(
        self, times: Sequence[datetime], *, onward: str | None, since: datetime, fresh: datetime
    ) -> tuple[Self, bool]:
        """Return as ``step`` does, for posts that are read again while they are still being answered.

        Args:
            fresh: back to here each walk goes, not only to where the last one began.
        """
        goal = since if self.last_seen is None else max(since, fresh)
        walk, more = replace(self, seen="").step(times, onward=onward, since=goal)
        return (replace(walk, seen=self.seen) if more else walk), more

    def begun_anew(self, refusal: ChannelError) -> Page:
        """Return a page that leads to the beginning of this walk: its place may have been what was refused.

        A place in a list does not last for ever, and a list that has changed too much forgets it.

        Raises:
            ChannelError: ``refusal``, where this walk stands at its beginning already.
        """
        if not self.at:
            raise refusal
        return Page(next_cursor=replace(self, at="").cursor(), more=True)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
