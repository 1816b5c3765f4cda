"""The graph of who attends to whom."""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _ as column

from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.graph import (
    Attention,
    Ints,
)


def attention_graph(corpus: Corpus) -> Attention:
    """Return who attends to whom: replies, mentions of a handle, and follower relations.

    An edge weighs log2(1 + posts), so a quarrel of fifty posts is not fifty people, and a follow adds one.
    The accounts of the brands themselves are left out: they are what the talk is about.
    """
    ties = _talk(corpus).union(_follows(corpus)).group_by("source", "target")
    summed = ties.aggregate(posts=column.posts.sum(), follows=column.follows.max())
    found = corpus.run(summed.filter(column.source != column.target))
    # Engines give rows in any order, and what is drawn at random for an edge depends on its place.
    found = _without(found, _brand_accounts(corpus)).sort_by(
        [("source", "ascending"), ("target", "ascending")]
    )
    both = pa.chunked_array([*found["source"].chunks, *found["target"].chunks], pa.string())
    people = pc.sort_indices(pc.unique(both))
    names = pc.unique(both).take(people)
    posts, follows = (found[name].to_numpy().astype(np.float64) for name in ("posts", "follows"))
    return Attention(
        people=tuple(names.to_pylist()),
        source=_positions(found["source"], names),
        target=_positions(found["target"], names),
        weight=np.asarray(np.log2(1 + posts) + follows, dtype=np.float64),
    )


def _positions(ids: pa.ChunkedArray, names: pa.Array) -> Ints:
    return np.asarray(pc.index_in(ids, value_set=names).to_numpy(), dtype=np.int64)


def _talk(corpus: Corpus) -> ir.Table:
    """Return (source, target, posts, follows=0): who named or answered whom, each post once per pair."""
    posts = corpus.everything
    known = (
        posts.filter(posts.author_handle.notnull())
        .group_by("channel", handle=posts.author_handle.lower())
        .aggregate(known=column.author_id.min())
    )
    names = corpus.facts.terms.filter(column.kind == "handle").select("mention_id", handle="term")
    named = names.inner_join(posts.select("mention_id", "channel", "author_id"), "mention_id")
    resolved = named.left_join(known, ["channel", "handle"])
    by_name = resolved.select(
        "mention_id",
        source=named.author_id,
        target=ibis.coalesce(column.known, named.channel + ":" + named.handle),
    )
    answers = posts.filter(posts.in_reply_to.notnull()).select(
        "mention_id", "channel", "author_id", "in_reply_to"
    )
    answered = corpus.facts.mentions.select("channel", in_reply_to="external_id", target="author_id")
    by_reply = answers.inner_join(answered, ["channel", "in_reply_to"]).select(
        "mention_id", source="author_id", target="target"
    )
    pairs = by_name.union(by_reply, distinct=True)
    counted = pairs.group_by("source", "target").aggregate(posts=column.count())
    return counted.mutate(follows=ibis.literal(0, "int64"))


def _follows(corpus: Corpus) -> ir.Table:
    follows = corpus.facts.follows
    if corpus.filters.channel:
        follows = follows.filter(follows.channel == corpus.filters.channel)
    return follows.select(
        source="follower_id",
        target="followed_id",
        posts=ibis.literal(0, "int64"),
        follows=ibis.literal(1, "int64"),
    )


def _brand_accounts(corpus: Corpus) -> list[str]:
    handles = sorted(frozenset().union(*(brand.handles() for brand in corpus.compared)))
    if not handles:
        return []
    posts = corpus.facts.mentions
    channels = corpus.rows(corpus.everything.select("channel").distinct())
    known = corpus.rows(
        posts.filter(posts.author_handle.lower().isin(handles)).select("author_id").distinct()
    )
    spelt = [f"{row['channel']}:{handle}" for row in channels for handle in handles]
    return [*spelt, *(str(row["author_id"]) for row in known)]


def _without(ties: pa.Table, accounts: Sequence[str]) -> pa.Table:
    gone = pa.array(accounts, pa.string())
    touched = pc.or_(pc.is_in(ties["source"], value_set=gone), pc.is_in(ties["target"], value_set=gone))
    return ties.filter(pc.invert(touched))
