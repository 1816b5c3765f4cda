"""The tables of the DuckDB file, version by version.

A step that has shipped is never edited: a file made by any earlier version is brought forward by the steps
it lacks. A test holds the result equal to ``tables.TABLES``.
"""

_FIGURES = ("likes", "replies", "reposts", "views")

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
    (
        """
        CREATE TABLE namings (
            organization_id BIGINT, query_id BIGINT, queries BIGINT[], mention_id VARCHAR, channel VARCHAR,
            published_at TIMESTAMP,
            author_id VARCHAR, author_handle VARCHAR, author_name VARCHAR, author_followers BIGINT,
            in_reply_to VARCHAR, place VARCHAR,
            likes BIGINT, replies BIGINT, reposts BIGINT, views BIGINT,
            language VARCHAR, sentiment VARCHAR,
            p_negative FLOAT, p_neutral FLOAT, p_positive FLOAT, understood_by VARCHAR, intents VARCHAR
        )
        """,
        """
        INSERT INTO namings
        WITH matched AS (
            SELECT organization_id, mention_id, list(DISTINCT query_id ORDER BY query_id) AS queries
            FROM matches GROUP BY organization_id, mention_id
        ), posts AS (
            SELECT mentions.*, coalesce(matched.queries, []::BIGINT[]) AS queries
            FROM mentions LEFT JOIN matched USING (organization_id, mention_id)
        )
        SELECT organization_id, unnest(list_prepend(0, queries)) AS query_id, queries, mention_id, channel,
            published_at, author_id, author_handle, author_name, author_followers, in_reply_to, place,
            likes, replies, reposts, views, language, sentiment,
            p_negative, p_neutral, p_positive, understood_by, intents
        FROM posts ORDER BY query_id
        """,
    ),
    ("CREATE TABLE edits (organization_id BIGINT, mention_id VARCHAR, edited_at TIMESTAMP)",),
    (
        # A figure whose moment nobody noted was measured when its post came in.
        *(f"ALTER TABLE mentions ADD COLUMN {name}_at TIMESTAMP" for name in _FIGURES),
        "ALTER TABLE mentions ADD COLUMN source_id BIGINT",
        *(
            f"UPDATE mentions SET {name}_at = imported_at WHERE {name} IS NOT NULL"  # noqa: S608
            for name in _FIGURES
        ),
    ),
    (
        "ALTER TABLE mentions ADD COLUMN community VARCHAR",
        "ALTER TABLE namings ADD COLUMN community VARCHAR",
    ),
)
