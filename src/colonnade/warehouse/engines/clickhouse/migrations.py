"""The tables in ClickHouse, version by version.

A step that has shipped is never edited: a database made by any earlier version is brought forward by the
steps it lacks. A test holds the result equal to ``tables.TABLES``.
"""

from colonnade.warehouse.engines.clickhouse.layout import NewColumn, NewTable

_ID = "String"
_WORD = "LowCardinality(Nullable(String))"  # few different values: kept as numbers into a dictionary
_TEXT = "Nullable(String)"
_COUNT = "Nullable(Int64)"
_TIME = "Nullable(DateTime64(6))"
_SHARE = "Nullable(Float32)"
_ORGANIZATION = ("organization_id", "Int64")

MIGRATIONS: tuple[tuple[NewTable | NewColumn, ...], ...] = (
    (
        NewTable(
            "mentions",
            (
                _ORGANIZATION,
                ("mention_id", _ID),
                ("channel", _WORD),
                ("external_id", _TEXT),
                ("url", _TEXT),
                ("published_at", _TIME),
                ("imported_at", _TIME),
                ("import_id", _COUNT),
                ("author_id", _TEXT),
                ("author_handle", _TEXT),
                ("author_name", _TEXT),
                ("author_followers", _COUNT),
                ("text", _TEXT),
                ("in_reply_to", _TEXT),
                ("place", _TEXT),
                ("likes", _COUNT),
                ("replies", _COUNT),
                ("reposts", _COUNT),
                ("views", _COUNT),
                ("language", _WORD),
                ("sentiment", _WORD),
                ("p_negative", _SHARE),
                ("p_neutral", _SHARE),
                ("p_positive", _SHARE),
                ("understood_by", _WORD),
                ("intents", _WORD),
                ("likes_at", _TIME),
                ("replies_at", _TIME),
                ("reposts_at", _TIME),
                ("views_at", _TIME),
                ("source_id", _COUNT),
            ),
            key=("organization_id", "mention_id"),
        ),
        NewTable(
            "matches",
            (_ORGANIZATION, ("mention_id", _ID), ("query_id", "Int64")),
            key=("organization_id", "query_id", "mention_id"),
        ),
        NewTable(
            "namings",
            (
                _ORGANIZATION,
                ("query_id", "Int64"),
                ("queries", "Array(Int64)"),
                ("mention_id", _ID),
                ("channel", _WORD),
                ("published_at", _TIME),
                ("author_id", _TEXT),
                ("author_handle", _TEXT),
                ("author_name", _TEXT),
                ("author_followers", _COUNT),
                ("in_reply_to", _TEXT),
                ("place", _TEXT),
                ("likes", _COUNT),
                ("replies", _COUNT),
                ("reposts", _COUNT),
                ("views", _COUNT),
                ("language", _WORD),
                ("sentiment", _WORD),
                ("p_negative", _SHARE),
                ("p_neutral", _SHARE),
                ("p_positive", _SHARE),
                ("understood_by", _WORD),
                ("intents", _WORD),
            ),
            key=("organization_id", "query_id", "published_at", "mention_id"),
        ),
        NewTable(
            "terms",
            (_ORGANIZATION, ("mention_id", _ID), ("kind", "LowCardinality(String)"), ("term", _ID)),
            key=("organization_id", "mention_id", "kind", "term"),
        ),
        NewTable(
            "follows",
            (
                _ORGANIZATION,
                ("channel", "LowCardinality(String)"),
                ("follower_id", _ID),
                ("followed_id", _ID),
            ),
            key=("organization_id", "channel", "follower_id", "followed_id"),
        ),
        NewTable(
            "edits",
            (_ORGANIZATION, ("mention_id", _ID), ("edited_at", _TIME)),
            key=("organization_id", "mention_id"),
        ),
        NewTable(
            "tombstones",
            (_ORGANIZATION, ("kind", "LowCardinality(String)"), ("digest", _ID)),
            key=("organization_id", "kind", "digest"),
        ),
    ),
    (NewColumn("mentions", "community", _WORD), NewColumn("namings", "community", _WORD)),
)
