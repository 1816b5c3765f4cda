"""Writes the simulated market as the files that users import, and its truth beside them."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import numpy as np

from colonnade.simulation.conversations import Conversation, Post
from colonnade.simulation.market import BRANDS, CRISIS, TRUE_EFFECTS
from colonnade.simulation.people import Person, populate
from colonnade.simulation.results import ReadingRow, readings

VIDEO_CHANNELS = frozenset({"youtube", "instagram"})
"""Come as JSON lines with other column names, as an export of another tool would."""


@dataclass(frozen=True, kw_only=True)
class Market:
    """A simulated market.

    Attributes:
        today: the day after the last one that is told.
    """

    people: list[Person]
    posts: list[Post]
    readings: list[ReadingRow]
    today: date


@dataclass(frozen=True, kw_only=True)
class Written:
    """The files of a market."""

    posts: tuple[Path, ...]
    follows: Path
    people: Path
    readings: Path
    strategy: Path
    brands: Path
    truth: Path


def simulate(*, seed: int, today: date, weeks: int = 26, posts: int = 22_000, people: int = 5_000) -> Market:
    """Return a market; the same arguments give the same market.

    Args:
        today: the day after the last one that is told.
        posts: about how many, bots and the crisis not counted.
    """
    rng = np.random.default_rng(seed)
    crowd = populate(rng, people)
    told = Conversation(rng, crowd, today=today, days=weeks * 7).posts(posts)
    return Market(people=crowd, posts=told, readings=readings(rng, today=today, weeks=weeks), today=today)


def _write_csv(path: Path, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(heading)
        table.writerows(rows)
    return path


def _write_posts(path: Path, posts: Iterable[Post]) -> Path:
    heading = (
        *("id", "channel", "posted_at", "author_handle", "author_name", "followers", "text", "in_reply_to"),
        *("likes", "replies", "reposts", "views", "url", "place"),
    )
    rows = (
        (
            *(post.id, post.person.channel, post.at.strftime("%Y-%m-%dT%H:%M:%SZ"), post.person.handle),
            *(post.person.name, post.person.followers, post.text, post.reply_to, post.likes, post.replies),
            *(post.reposts, post.views, _address(post), post.place),
        )
        for post in posts
    )
    return _write_csv(path, heading, rows)


def _address(post: Post) -> str:
    host = post.person.channel if "." in post.person.channel else f"{post.person.channel}.example"
    return f"https://{host}/{post.person.handle}/{post.id}"


def _write_video_posts(path: Path, posts: Iterable[Post]) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for post in posts:
            record = {
                "message_id": post.id,
                "platform": post.person.channel,
                "created_time": post.at.strftime("%d %b %Y %H:%M:%S +0000"),
                "username": post.person.handle,
                "display_name": post.person.name,
                "subscriber_count": post.person.followers,
                "message": post.text,
                "reply_to_id": post.reply_to or None,
                "like_count": post.likes,
                "comment_count": post.replies,
                "share_count": post.reposts,
                "view_count": post.views,
                "permalink": _address(post),
                "location": post.place or None,
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def _write_follows(path: Path, people: Sequence[Person]) -> Path:
    rows = (
        (person.channel, person.handle, people[followed].handle)
        for person in people
        for followed in person.follows
    )
    return _write_csv(path, ("channel", "follower", "followed"), rows)


def _write_people(path: Path, people: Sequence[Person]) -> Path:
    rows = (
        (person.channel, person.handle, person.name, "customer", person.segment.key)
        for person in people
        if person.customer
    )
    return _write_csv(path, ("channel", "handle", "name", "relation", "segment"), rows)


def _write_readings(path: Path, rows: Iterable[ReadingRow]) -> Path:
    lines = ((row.on.isoformat(), row.metric, row.value, row.source) for row in rows)
    return _write_csv(path, ("date", "metric", "value", "source"), lines)


def _write_brands(path: Path) -> Path:
    rows = (
        (brand.name, "own" if brand is BRANDS[0] else "competitor", f"{brand.name}|@{brand.handle}")
        for brand in BRANDS
    )
    return _write_csv(path, ("name", "kind", "terms"), rows)


def strategy_text(today: date) -> str:
    """Return the machinery maker's strategy, with dates that follow ``today``."""
    start = today + timedelta(days=7 - today.weekday())
    text = resources.files("colonnade.simulation").joinpath("strategy.yaml").read_text(encoding="utf-8")
    dates = {
        "START": start,
        "MIDDLE": start + timedelta(weeks=16, days=-1),
        "END": start + timedelta(weeks=24, days=-1),
        "LAST": today - timedelta(days=1),
    }
    for name, day in dates.items():
        text = text.replace(f"<{name}>", day.isoformat())
    return text


def truth_of(market: Market) -> dict[str, object]:
    """Return what is true of the market, as JSON values; nobody imports it."""
    talk = [post for post in market.posts if post.kind in {"talk", "crisis"}]
    named = [post for post in talk if post.brand]
    voices = Counter(post.brand for post in named)
    bought = [post for post in named if post.person.customer]
    return {
        "posts": len(market.posts),
        "share_of_voice": {name: voices[name] / len(named) for name in sorted(voices)},
        "sentiment_by_brand": {
            brand.name: dict(Counter(post.sentiment for post in named if post.brand == brand.name))
            for brand in BRANDS
        },
        "sentiment_by_month": {
            brand.name: _by_month(post for post in named if post.brand == brand.name) for brand in BRANDS
        },
        "topics_by_brand": {
            brand.name: dict(Counter(post.topic for post in named if post.brand == brand.name))
            for brand in BRANDS
        },
        "channels": dict(Counter(post.person.channel for post in talk)),
        "influencers": sorted(
            f"{person.channel}:{person.handle}" for person in market.people if person.kind == "influencer"
        ),
        "bots": sorted(
            f"{person.channel}:{person.handle}" for person in market.people if person.kind == "bot"
        ),
        "customers": {
            brand.name: len({post.person.handle for post in bought if post.brand == brand.name})
            for brand in BRANDS
        },
        "crisis": {
            "begins": (market.today - timedelta(days=CRISIS.begins)).isoformat(),
            "days": CRISIS.days,
            "topic": "recall",
            "posts": sum(post.kind == "crisis" for post in market.posts),
        },
        "effects": [asdict(effect) for effect in TRUE_EFFECTS],
        "sentiment": {post.id: post.sentiment for post in talk},
    }


def _by_month(posts: Iterable[Post]) -> dict[str, dict[str, int]]:
    months: dict[str, Counter[str]] = {}
    for post in posts:
        months.setdefault(f"{post.at:%Y-%m}", Counter())[post.sentiment] += 1
    return {month: dict(counted) for month, counted in months.items()}


def write(market: Market, folder: Path) -> Written:
    """Write the market's files into ``folder``, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    strategy, truth = folder / "strategy.yaml", folder / "truth.json"
    strategy.write_text(strategy_text(market.today), encoding="utf-8")
    truth.write_text(json.dumps(truth_of(market), indent=1, sort_keys=True), encoding="utf-8")
    videos = [post for post in market.posts if post.person.channel in VIDEO_CHANNELS]
    others = [post for post in market.posts if post.person.channel not in VIDEO_CHANNELS]
    return Written(
        posts=(
            _write_posts(folder / "posts.csv", others),
            _write_video_posts(folder / "videos.jsonl", videos),
        ),
        follows=_write_follows(folder / "follows.csv", market.people),
        people=_write_people(folder / "people.csv", market.people),
        readings=_write_readings(folder / "readings.csv", market.readings),
        strategy=strategy,
        brands=_write_brands(folder / "brands.csv"),
        truth=truth,
    )
