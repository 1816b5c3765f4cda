"""What the warehouse rules out is nothing that the naive evaluator finds."""

import re
import sys
from typing import Any

import duckdb
import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from colonnade.pillars.listening.explorer.characters import unlike_class
from colonnade.pillars.listening.explorer.narrowing import narrowed
from colonnade.pillars.listening.matching.documents import POST_COLUMNS, posts_of
from colonnade.pillars.listening.matching.tests import naive
from colonnade.pillars.listening.query import Node, parse
from colonnade.pillars.listening.query.tests.strategies import WORDS, nodes
from colonnade.pillars.listening.query.tokens import LETTERS, normalise, words

LETTER = re.compile(f"[{LETTERS}]")
STRANGE = (
    "\uff21\uff23\uff2d\uff25",
    "ac\u200bme",
    "load\u00ader",
    "e\u0301te\u0301",
    "ÉTÉ",
    "\uff84",
    "lea\u212a",
    "\U0001d425\U0001d41e\U0001d41a\U0001d424",
    "loader\ufb00",
    "#Acme",
    "@acme.example",
    "\uff03leak",
    "RT @acme: leak",
    "https://acme.example/p/1",
    "WWW.ACME.EXAMPLE",
    "?",
    "acme\n\n-- leak",
    "👍🏽",
)
LETTERS_OF_ALL_KINDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=3)
texts = st.lists(
    st.sampled_from([*WORDS, *(word.upper() for word in WORDS), *STRANGE]) | LETTERS_OF_ALL_KINDS, max_size=8
).map(lambda parts: "".join(f"{part}{' ' if place % 3 else ', '}" for place, part in enumerate(parts)))
rows = st.fixed_dictionaries(
    {
        "text": texts,
        "language": st.sampled_from(["en", "de", "", "und", None]),
        "author_handle": st.sampled_from(
            ["Alice", "alicia", "bob smith", "\uff21\uff2c\uff29\uff23\uff25", None]
        ),
        "author_id": st.sampled_from(["x:alice", "x:7"]),
        "channel": st.sampled_from(["x", "X", "forum.example"]),
        "url": st.sampled_from(["https://www.acme.example/p/1", "https://example/a/leak", None]),
        "in_reply_to": st.sampled_from(["", None, "17"]),
    }
)
ENGINE = ibis.duckdb.connect()
SCHEMA = pa.schema([(name, pa.string()) for name in POST_COLUMNS])


def kept(node: Node, posts: list[dict[str, Any]]) -> list[bool]:
    table = ibis.memtable(pa.Table.from_pylist(posts, schema=SCHEMA).append_column("n", [range(len(posts))]))
    condition = narrowed(table, node)
    if condition is None:
        return [True] * len(posts)
    numbers = set(ENGINE.to_pyarrow(table.filter(condition).select("n"))["n"].to_pylist())
    return [number in numbers for number in range(len(posts))]


def found_by_all_means(node: Node, posts: list[dict[str, Any]]) -> list[bool]:
    columns = {name: [post[name] for post in posts] for name in POST_COLUMNS}
    return [naive.matches(node, post) for post in posts_of(columns)]


@settings(max_examples=50)
@given(nodes, st.lists(rows, min_size=1, max_size=12))
def test_no_post_that_matches_is_ruled_out(node: Node, posts: list[dict[str, Any]]) -> None:
    for found, stays in zip(found_by_all_means(node, posts), kept(node, posts), strict=True):
        assert stays or not found


def test_most_of_what_does_not_match_is_ruled_out() -> None:
    said = ["the loader leaks oil", "a wheel-loader", "WHEEL  Loader!", "a wheel of a loader", "größe", "été"]
    posts = [{**dict.fromkeys(POST_COLUMNS), "text": text} for text in said]
    found = kept(parse('"wheel loader" OR été').node, posts)
    # The sharp s is the one letter here that normalising replaces.
    assert found == [False, True, True, False, True, True]


def test_text_without_unlike_characters_is_normalised_letter_by_letter() -> None:
    written = re.sub(r"\\x\{([0-9a-f]+)\}", lambda found: f"\\U{int(found[1], 16):08x}", unlike_class())
    unlike = re.compile(f"[{written}]")
    cased = []
    for code in (*range(0x80, 0xD800), *range(0xE000, sys.maxunicode + 1)):
        char, small = chr(code), chr(code).lower()
        if unlike.match(char) or (normal := normalise(char)) == small == char:
            continue
        assert normal == small or not (words(normal) or LETTER.search(normal)), f"U+{code:04X}"
        if small != char:
            cased.append({"char": char, "pattern": f"(?i){small}"})
    table = pa.Table.from_pylist(cased)
    known = duckdb.from_arrow(table).filter("regexp_matches(char, pattern)").count("*").fetchall()
    # The engine's own folding knows each of these letters.
    assert known == [(table.num_rows,)]
    assert table.num_rows > 1_000
