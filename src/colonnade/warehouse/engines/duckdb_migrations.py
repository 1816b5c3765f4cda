"""The tables of the DuckDB file, version by version.

A step that has shipped is never edited: a file made by any earlier version is brought forward by the steps
it lacks. A test holds the result equal to ``tables.TABLES``.
"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE mentions (
            organization_id BIGINT, mention_id VARCHAR, channel VARCHAR, external_id VARCHAR, url VARCHAR,
            published_at TIMESTAMP, imported_at TIMESTAMP, import_id BIGINT,
            author_id VARCHAR, author_handle VARCHAR, author_name VARCHAR, author_followers BIGINT,
            text VARCHAR, in_reply_to VARCHAR, place VARCHAR,
            likes BIGINT, replies BIGINT, reposts BIGINT, views BIGINT,
            language VARCHAR, sentiment VARCHAR,
            p_negative FLOAT, p_neutral FLOAT, p_positive FLOAT, understood_by VARCHAR
        )
        """,
        "CREATE TABLE matches (organization_id BIGINT, mention_id VARCHAR, query_id BIGINT)",
        "CREATE TABLE terms (organization_id BIGINT, mention_id VARCHAR, kind VARCHAR, term VARCHAR)",
        """
        CREATE TABLE follows (
            organization_id BIGINT, channel VARCHAR, follower_id VARCHAR, followed_id VARCHAR
        )
        """,
        "CREATE TABLE generations (organization_id BIGINT PRIMARY KEY, number BIGINT NOT NULL)",
    ),
    ("ALTER TABLE mentions ADD COLUMN intents VARCHAR",),
    ("CREATE TABLE tombstones (organization_id BIGINT, kind VARCHAR, digest VARCHAR)",),
)
