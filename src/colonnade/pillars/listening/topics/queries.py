"""Reads: topics with the posts that show them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from ibis import _ as column

from colonnade.organization.models import Organization
from colonnade.pillars.listening.topics.models import Topic, Watch
from colonnade.warehouse.store import Facts

LISTED = 50


@dataclass(frozen=True)
class Sample:
    """A post about a topic, as it was published."""

    id: str
    text: str
    author: str
    channel: str
    published_at: datetime


@dataclass(frozen=True)
class Shown:
    """A topic as the page shows it.

    Attributes:
        rises: whether it was still rising at the latest post.
        samples: its sample posts that are still stored.
        query: the query of the posts page for all posts with its most telling words.
    """

    topic: Topic
    rises: bool
    samples: tuple[Sample, ...]
    query: str


@dataclass(frozen=True)
class Seen:
    """What was noticed, and up to which moment of the posts; None where nobody has looked yet."""

    topics: tuple[Shown, ...]
    to: datetime | None


def topics_of(*, organization: Organization, facts: Facts) -> Seen:
    """Return the latest topics, those that rise first."""
    watch = Watch.objects.filter(organization=organization).first()
    if watch is None:
        return Seen((), None)
    found = list(Topic.objects.filter(organization=organization)[:LISTED])
    samples = _samples(facts, [mention for topic in found for mention in topic.samples])
    shown = [
        Shown(
            topic,
            topic.rises(watch.seen_to),
            tuple(samples[mention] for mention in topic.samples if mention in samples),
            _query(topic),
        )
        for topic in found
    ]
    return Seen(tuple(sorted(shown, key=lambda item: not item.rises)), watch.seen_to)


def _query(topic: Topic) -> str:
    words = [f"#{term}" if kind == "hashtag" else term for kind, term in topic.terms[:3]]
    days = {"since": topic.first_seen.date(), "until": topic.last_seen.date(), "brand": "*"}
    return urlencode({"term": ",".join(words), **days})


def _samples(facts: Facts, ids: list[str]) -> dict[str, Sample]:
    if not ids:
        return {}
    posts = facts.mentions.filter(column.mention_id.isin(ids))
    wanted = posts.select("mention_id", "text", "author_handle", "author_name", "channel", "published_at")
    return {
        row["mention_id"]: Sample(
            id=row["mention_id"],
            text=row["text"] or "",
            author=f"@{row['author_handle']}" if row["author_handle"] else row["author_name"] or "",
            channel=row["channel"],
            published_at=row["published_at"].replace(tzinfo=UTC),
        )
        for row in facts.run(wanted).to_pylist()
    }
