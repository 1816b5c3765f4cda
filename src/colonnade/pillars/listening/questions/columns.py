"""Conditions and figures over columns of posts, the same for every question."""

import ibis.expr.types as ir

from colonnade.pillars.listening.questions.zones import DAY


def sampled(rows: ir.Table, *, total: int, most: int) -> ir.Table:
    """Return about ``most`` of ``total`` rows at random, always the same ones; all where there are no more.

    Ids of mentions are hashes in hexadecimal digits, so those below a threshold are a random sample, and any
    table with a ``mention_id`` can be cut to the same sample without a join.
    """
    if total <= most:
        return rows
    return rows.filter(rows.mention_id < f"{16**8 * most // total:08x}")


HOUR = 3600
QUESTION_MARK = "[\uff1f\u061f]|[?]($|[^a-zA-Z0-9_=&])"


def hour_of(local_seconds: ir.IntegerValue) -> ir.IntegerValue:
    """Return the hour, 0 to 23, of wall-clock seconds."""
    return (local_seconds // HOUR) % 24


def day_of(local_seconds: ir.IntegerValue) -> ir.IntegerValue:
    """Return the days since 1 January 1970 of wall-clock seconds."""
    return local_seconds // DAY


def weekday_of(local_seconds: ir.IntegerValue) -> ir.IntegerValue:
    """Return the weekday, Monday 0 to Sunday 6, of wall-clock seconds (1 January 1970 was a Thursday)."""
    return (day_of(local_seconds) + 3) % 7


def spelt_term(written: str) -> tuple[str, str]:
    """Return the kind and the stored form of a term as a person writes it: word, #hashtag or @handle."""
    bare = written.strip()
    kind = {"#": "hashtag", "@": "handle"}.get(bare[:1], "word")
    return kind, bare.lstrip("#@").casefold()


def written_term(kind: str, term: str) -> str:
    """Return a stored term as a person writes it."""
    return {"hashtag": f"#{term}", "handle": f"@{term}"}.get(kind, term)


def asks_question(text: ir.StringValue) -> ir.BooleanValue:
    """Return the condition that ``text`` holds a question mark (Latin, full-width or Arabic) outside a link.

    A link's own question mark is nearly always followed by a letter.
    """
    return text.re_search(QUESTION_MARK)
