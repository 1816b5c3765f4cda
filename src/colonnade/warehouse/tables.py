"""The facts that are stored, column by column, the same in every engine.

Times are UTC without a zone. ``organization_id`` leads every table: no read is possible without it
(``store.Facts`` filters by it before a caller sees a table).
"""

import pyarrow as pa

MENTIONS = pa.schema(
    [
        ("organization_id", pa.int64()),
        (
            "mention_id",
            pa.string(),
        ),  # stable hash of channel and external id (of the content where there is none)
        ("channel", pa.string()),  # network or site: "x", "bluesky", "forum.example.com"
        ("external_id", pa.string()),
        ("url", pa.string()),
        ("published_at", pa.timestamp("us")),
        ("imported_at", pa.timestamp("us")),
        ("import_id", pa.int64()),
        ("author_id", pa.string()),  # channel-scoped and stable: "x:alice"
        ("author_handle", pa.string()),
        ("author_name", pa.string()),
        ("author_followers", pa.int64()),  # null where unknown
        ("text", pa.string()),
        ("in_reply_to", pa.string()),  # external id
        ("place", pa.string()),
        ("likes", pa.int64()),
        ("replies", pa.int64()),
        ("reposts", pa.int64()),
        ("views", pa.int64()),
        ("language", pa.string()),  # ISO 639-1; "und" where undetermined
        (
            "sentiment",
            pa.string(),
        ),  # "negative" | "neutral" | "positive" | "unsure" (the classifier abstained)
        ("p_negative", pa.float32()),
        ("p_neutral", pa.float32()),
        ("p_positive", pa.float32()),
        ("understood_by", pa.string()),  # name and version of the classifier
        ("intents", pa.string()),  # apart by spaces; null in posts stored before intents were told
        ("likes_at", pa.timestamp("us")),  # when the figure was measured; null where there is none
        ("replies_at", pa.timestamp("us")),
        ("reposts_at", pa.timestamp("us")),
        ("views_at", pa.timestamp("us")),
        ("source_id", pa.int64()),  # the source that first brought it; null where a file did
        ("community", pa.string()),  # the part of the network it was written in: "r/excavators"
    ]
)

MATCHES = pa.schema(  # which saved query a mention matches
    [("organization_id", pa.int64()), ("mention_id", pa.string()), ("query_id", pa.int64())]
)

NARROW = (  # what questions count, filter and group by
    *("mention_id", "channel", "published_at"),
    *("author_id", "author_handle", "author_name", "author_followers", "in_reply_to", "place"),
    *("likes", "replies", "reposts", "views"),
    *("language", "sentiment", "p_negative", "p_neutral", "p_positive", "understood_by", "intents"),
    "community",
)
"""Columns of a mention that its namings repeat."""

NAMINGS = pa.schema(  # a mention once for each query that it matches, narrow, so that questions need no join
    [
        ("organization_id", pa.int64()),
        ("query_id", pa.int64()),  # ``EVERY``, which each mention has, or a query that it matches
        ("queries", pa.list_(pa.int64())),  # all that it matches, ascending, the same in all its rows
        *(MENTIONS.field(name) for name in NARROW),
    ]
)

EVERY = 0
"""The ``query_id`` of the row that stands for the mention itself, whatever it matches."""

TERMS = pa.schema(  # words, hashtags and @-mentions of a mention, casefolded, each once
    [
        ("organization_id", pa.int64()),
        ("mention_id", pa.string()),
        ("kind", pa.string()),  # "word" | "hashtag" | "handle"
        ("term", pa.string()),
    ]
)

FOLLOWS = pa.schema(  # who follows whom, where a file said so
    [
        ("organization_id", pa.int64()),
        ("channel", pa.string()),
        ("follower_id", pa.string()),  # author_id
        ("followed_id", pa.string()),  # author_id
    ]
)

EDITS = pa.schema(  # of mentions whose words changed: when the stored words were written
    [
        ("organization_id", pa.int64()),
        ("mention_id", pa.string()),
        ("edited_at", pa.timestamp("us")),
    ]
)

TOMBSTONES = pa.schema(  # what was erased and may not come back (see ``tombstones``)
    [
        ("organization_id", pa.int64()),
        ("kind", pa.string()),  # "author" | "mention" | "removal"
        ("digest", pa.string()),
    ]
)

TABLES: dict[str, pa.Schema] = {
    "mentions": MENTIONS,
    "matches": MATCHES,
    "namings": NAMINGS,
    "terms": TERMS,
    "follows": FOLLOWS,
    "edits": EDITS,
    "tombstones": TOMBSTONES,
}

FACTS = tuple(name for name in TABLES if name != "tombstones")
