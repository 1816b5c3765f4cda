"""Posts, brands and corpora for tests of the questions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from colonnade.pillars.listening.questions.brands import Brand
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.filters import Filters
from colonnade.pillars.listening.understanding import MODEL
from colonnade.warehouse.store import Facts
from colonnade.warehouse.tests.factories import mention, rows

START = datetime(2026, 3, 2)  # noqa: DTZ001  facts are UTC without a zone; a Monday
UTC_ZONE = ZoneInfo("UTC")
CHANCES = {
    "negative": (0.8, 0.15, 0.05),
    "neutral": (0.15, 0.7, 0.15),
    "positive": (0.05, 0.15, 0.8),
    "unsure": (0.4, 0.3, 0.3),
}
"""What the classifier thinks on average of a post that it labels so, in the order of the classes."""
SPREAD = 5.0
ACME = Brand(id=1, name="Acme", kind="own", terms=("@acme", "acme"))
BOLT = Brand(id=2, name="Bolt", kind="competitor", terms=("@bolt",))
BRANDS = (ACME, BOLT)


def post(
    number: int, words: str = "", *, by: str = "", brands: Sequence[Brand] = (ACME,), **changes: Any
) -> dict[str, Any]:
    """Return a post with its terms and brands under "_terms" and "_brands"; it is one hour after the last.

    Args:
        words: text of the post, words, #hashtags and @handles apart by spaces.
        by: handle of its author; one of their own where none is given.
    """
    handle = by or f"author{number}"
    row = mention(
        number,
        text=words or f"post number {number}",
        author_id=f"x:{handle}",
        author_handle=handle,
        published_at=START + timedelta(hours=number),
        likes=None,
        understood_by=MODEL,
    )
    label = changes.get("sentiment", row["sentiment"])
    drawn = np.random.default_rng(number).dirichlet(SPREAD * np.array(CHANCES[label]))
    row |= dict(zip(("p_negative", "p_neutral", "p_positive"), drawn.tolist(), strict=True))
    row |= changes
    return row | {"_terms": words.split(), "_brands": [brand.id for brand in brands]}


def fill(facts: Facts, posts: Iterable[Mapping[str, Any]], follows: Iterable[tuple[str, str]] = ()) -> Facts:
    """Store posts with their terms and matches, and follower pairs of handles on x; return ``facts``."""
    posts = list(posts)
    terms = [
        {"mention_id": item["mention_id"], "kind": _kind(word), "term": word.lstrip("#@").casefold()}
        for item in posts
        for word in dict.fromkeys(item["_terms"])
    ]
    matches = [
        {"mention_id": item["mention_id"], "query_id": brand} for item in posts for brand in item["_brands"]
    ]
    plain = [{name: value for name, value in item.items() if not name.startswith("_")} for item in posts]
    facts.add_mentions(rows("mentions", plain), terms=rows("terms", terms), matches=rows("matches", matches))
    pairs = [
        {"channel": "x", "follower_id": f"x:{follower}", "followed_id": f"x:{followed}"}
        for follower, followed in follows
    ]
    facts.add_follows(rows("follows", pairs))
    return facts


def _kind(word: str) -> str:
    return {"#": "hashtag", "@": "handle"}.get(word[0], "word")


def corpus(
    facts: Facts, brands: Sequence[Brand] = BRANDS, *, zone: ZoneInfo = UTC_ZONE, **cut: Any
) -> Corpus:
    """Return the facts under the filters ``cut``."""
    return Corpus(facts=facts, brands=brands, filters=Filters(**cut), zone=zone, posts_url="/posts/")
