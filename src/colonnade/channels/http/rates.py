"""What is left of a network's limit, host by host, as its headers tell or as we count ourselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from colonnade.channels.contract.answer import Answer
from colonnade.channels.contract.errors import RateLimited
from colonnade.channels.contract.manifest import Limits
from colonnade.channels.contract.statuses import remaining_of, reset_of

LONGEST_PAUSE = timedelta(seconds=3)
"""How long a request waits for its turn; where that is not enough, the work is put off instead."""


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """What is left with one host for one account.

    Attributes:
        limit, remaining: as the network last told; None where it does not.
        resets_at: when ``limit`` is there again.
        last_at: when the last request went out.
    """

    limit: int | None = None
    remaining: int | None = None
    resets_at: datetime | None = None
    last_at: datetime | None = None


@dataclass(kw_only=True)
class Rates:
    """Keeps requests within a connector's limits.

    Attributes:
        buckets: by host, as they were stored; changed as answers come.
    """

    limits: Limits
    buckets: dict[str, Bucket] = field(default_factory=dict)

    def pause_before(self, host: str, now: datetime) -> timedelta:
        """Return how long to wait before a request to ``host``.

        Raises:
            RateLimited: where that would be too long.
        """
        bucket = self.buckets.get(host, Bucket())
        told = bucket.remaining is not None and bucket.resets_at is not None and bucket.resets_at > now
        if told and bucket.remaining == 0 and bucket.resets_at is not None:
            raise RateLimited(bucket.resets_at)
        if told or bucket.last_at is None:
            return timedelta()
        due = bucket.last_at + self.limits.pause
        if due - now > LONGEST_PAUSE:
            raise RateLimited(due)
        return max(due - now, timedelta())

    def note(self, host: str, answer: Answer) -> None:
        """Take over what an answer's headers say is left."""
        bucket = replace(self.buckets.get(host, Bucket()), last_at=answer.at)
        if self.limits.headers is not None:
            limit, remaining = remaining_of(answer, self.limits.headers)
            resets_at = reset_of(answer, self.limits.headers)
            if remaining is not None:
                bucket = replace(bucket, limit=limit, remaining=remaining, resets_at=resets_at)
        self.buckets[host] = bucket

    def limited(self, host: str, until: datetime) -> None:
        """Remember that a host answers no more until then."""
        bucket = self.buckets.get(host, Bucket())
        self.buckets[host] = replace(bucket, remaining=0, resets_at=until)

    def snapshot(self) -> Mapping[str, Bucket]:
        """Return the buckets as they are, to be stored."""
        return dict(self.buckets)
