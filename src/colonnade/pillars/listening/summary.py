"""What listening has, in short: for pages that need the gist and not the six answers."""

from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from ibis import _ as column

from colonnade.organization.models import Organization
from colonnade.pillars.listening.models import BrandKind
from colonnade.pillars.listening.questions.brands import Brand
from colonnade.pillars.listening.questions.columns import asks_question
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.filters import Filters
from colonnade.pillars.listening.questions.what import distinctive, term_usage
from colonnade.warehouse.store import open_store


@dataclass(frozen=True, kw_only=True)
class HeardChannel:
    """What listening heard in one channel.

    Attributes:
        posts: posts about the company or its subject there.
        authors: people who wrote them.
        questions: posts that ask something.
        rivals: posts about competitors.
        squares: sum over everybody who wrote about us or competitors of the square of their posts.
        writers: how many they are.
    """

    channel: str
    posts: int
    authors: int
    questions: int
    rivals: int
    squares: int = 0
    writers: int = 0


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What listening has, in short.

    Attributes:
        posts: all posts of the organisation.
        about_us: posts that match an own brand.
        brands, competitors: saved queries of the kind.
        channels: by posts, most first.
        topics: what people talk about, most telling first.
        questions: posts that ask something.
        authors: people heard.
    """

    posts: int = 0
    about_us: int = 0
    brands: int = 0
    competitors: int = 0
    authors: int = 0
    questions: int = 0
    channels: tuple[HeardChannel, ...] = ()
    topics: tuple[str, ...] = ()


TOPICS_NAMED = 12
_KINDS: dict[BrandKind, Literal["own", "competitor", "topic"]] = {
    BrandKind.OWN: "own",
    BrandKind.COMPETITOR: "competitor",
    BrandKind.TOPIC: "topic",
}


def _channels(corpus: Corpus) -> tuple[HeardChannel, ...]:
    rivals = (
        corpus.matching(corpus.everything, corpus.rivals).group_by("channel").aggregate(rivals=column.count())
    )
    ours = (
        corpus.full(corpus.focus)
        .group_by("channel")
        .aggregate(
            posts=column.count(),
            authors=column.author_id.nunique(),
            questions=column.count(where=asks_question(column.text)),
        )
    )
    spoken = corpus.everything if corpus.says_all else corpus.brand_posts()
    per_writer = spoken.group_by("channel", "author_id").aggregate(n=column.count())
    writers = per_writer.group_by("channel").aggregate(
        squares=(column.n * column.n).sum(), writers=column.count()
    )
    found: dict[str, dict[str, int]] = {}
    for row in [*corpus.rows(ours), *corpus.rows(rivals), *corpus.rows(writers)]:
        counts = found.setdefault(str(row.pop("channel")), {})
        counts.update({name: int(str(value)) for name, value in row.items()})
    channels = [
        HeardChannel(
            channel=channel,
            posts=counts.get("posts", 0),
            authors=counts.get("authors", 0),
            questions=counts.get("questions", 0),
            rivals=counts.get("rivals", 0),
            squares=counts.get("squares", 0),
            writers=counts.get("writers", 0),
        )
        for channel, counts in found.items()
    ]
    return tuple(sorted(channels, key=lambda item: (-item.posts - item.rivals, item.channel)))


def corpus_of(organization: Organization, filters: Filters) -> Corpus:
    """Return the organisation's posts under ``filters``, with its brands and in its time zone."""
    brands = [
        Brand(id=item.pk, name=item.name, kind=_KINDS[BrandKind(item.kind)], terms=tuple(item.terms))
        for item in organization.brand_queries.all()
    ]
    return Corpus(
        facts=open_store().facts(organization.pk),
        brands=brands,
        filters=filters,
        zone=ZoneInfo(organization.time_zone),
    )


def heard_in_short(organization: Organization) -> Heard:
    """Return what listening has; all zero before the first import."""
    corpus = corpus_of(organization, Filters())
    whole = corpus.rows(
        corpus.full().aggregate(
            posts=column.count(),
            authors=column.author_id.nunique(),
            questions=column.count(where=asks_question(column.text)),
        )
    )[0]
    counts = {name: int(str(value)) for name, value in whole.items()}
    if not counts["posts"]:
        return Heard(brands=len(corpus.own), competitors=len(corpus.rivals))
    usage = term_usage(corpus)
    telling = [term.written for term, _z in distinctive(usage)] or [term.written for term in usage.terms]
    return Heard(
        posts=counts["posts"],
        about_us=0 if corpus.says_all else corpus.extent.posts,
        brands=len(corpus.own),
        competitors=len(corpus.rivals),
        authors=counts["authors"],
        questions=counts["questions"],
        channels=_channels(corpus),
        topics=tuple(telling[:TOPICS_NAMED]),
    )
