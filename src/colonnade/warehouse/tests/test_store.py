"""What the store keeps, for whom, and what it forgets."""

from collections.abc import Callable
from typing import Any

import ibis
import pyarrow as pa
import pytest
from ibis import _

from colonnade.warehouse.store import Facts, Store, close_store
from colonnade.warehouse.tests.factories import mention, mentions, rows
from colonnade.warehouse.tombstones import tombstones

pytestmark = pytest.mark.usefixtures("engine")


def column(facts: Facts, expression: object, name: str) -> list[Any]:
    return list(facts.run(expression)[name].to_pylist())


def test_a_second_import_of_the_same_posts_adds_nothing(facts: Facts) -> None:
    first = facts.add_mentions(mentions(1, 2, 3))
    again = facts.add_mentions(mentions(2, 3, 4))
    assert (first.new, first.known) == (3, 0)
    assert (again.new, again.known) == (1, 2)
    assert facts.count() == 4


def test_a_post_that_comes_twice_in_one_file_is_kept_once_with_its_greatest_figures(facts: Facts) -> None:
    added = facts.add_mentions(
        rows("mentions", [mention(1, likes=2, replies=9), mention(1, likes=7, text="again"), mention(2)])
    )
    assert (added.new, added.known) == (2, 1)
    kept = facts.run(facts.mentions.filter(_.mention_id == "m1")).to_pylist()
    assert [(row["likes"], row["replies"], row["text"]) for row in kept] == [(7, 9, "post number 1")]


@pytest.mark.parametrize("order", [(3, 8), (8, 3)])
def test_late_engagement_raises_the_figures_in_any_order(facts: Facts, order: tuple[int, int]) -> None:
    for likes in order:
        facts.add_mentions(mentions(1, likes=likes, views=None))
    row = facts.run(facts.mentions).to_pylist()[0]
    assert (row["likes"], row["views"]) == (8, None)
    assert facts.add_mentions(mentions(1, likes=8)).updated == 0
    assert facts.add_mentions(mentions(1, views=1)).updated == 1


def test_terms_and_matches_are_stored_with_new_mentions_only(facts: Facts) -> None:
    terms = rows("terms", [{"mention_id": f"m{n}", "kind": "word", "term": "pump"} for n in (1, 2, 2)])
    matches = rows("matches", [{"mention_id": f"m{n}", "query_id": 5} for n in (1, 2)])
    facts.add_mentions(mentions(1), terms=terms, matches=matches)
    facts.add_mentions(mentions(1, 2), terms=terms, matches=matches)
    assert sorted(column(facts, facts.terms, "mention_id")) == ["m1", "m2"]
    assert sorted(column(facts, facts.matches, "mention_id")) == ["m1", "m2"]


def test_terms_and_follows_are_each_kept_once(facts: Facts) -> None:
    terms = rows("terms", [{"mention_id": "m1", "kind": "word", "term": "pump"}] * 2)
    assert (facts.add_terms(terms).new, facts.add_terms(terms).known) == (1, 2)
    follows = rows("follows", [{"channel": "x", "follower_id": "x:a", "followed_id": "x:b"}])
    assert (facts.add_follows(follows).new, facts.add_follows(follows).known) == (1, 1)


def test_matches_are_replaced_for_the_named_queries_only(facts: Facts) -> None:
    def match(mention_id: str, query_id: int) -> dict[str, object]:
        return {"mention_id": mention_id, "query_id": query_id}

    facts.replace_matches([1, 2], rows("matches", [match("m1", 1), match("m2", 1), match("m1", 2)]))
    assert facts.replace_matches([1], rows("matches", [match("m3", 1)])) == 1
    kept = facts.run(facts.matches.order_by("query_id")).to_pylist()
    assert kept == [match("m3", 1), match("m1", 2)]
    assert facts.replace_matches([1], rows("matches", [])) == 0
    with pytest.raises(ValueError, match="not being replaced"):
        facts.replace_matches([1], rows("matches", [match("m1", 2)]))


def test_matches_are_replaced_part_by_part(facts: Facts) -> None:
    def match(mention_id: str) -> dict[str, object]:
        return {"mention_id": mention_id, "query_id": 1}

    facts.replace_matches([1], rows("matches", [match("a1"), match("a2"), match("b1")]))
    assert facts.replace_matches([1], rows("matches", [match("a2"), match("a3")]), prefix="a") == 2
    kept = facts.run(facts.matches.order_by("mention_id")).to_pylist()
    assert kept == [match("a2"), match("a3"), match("b1")]
    with pytest.raises(ValueError, match="not being replaced"):
        facts.replace_matches([1], rows("matches", [match("b2")]), prefix="a")


def test_understanding_can_be_written_anew(facts: Facts) -> None:
    facts.add_mentions(mentions(1, 2))
    news = mentions(1, sentiment="positive", p_positive=0.9, understood_by="second")
    assert facts.set_understanding(news) == 1
    found = facts.run(facts.mentions.order_by("mention_id").select("sentiment", "understood_by", "text"))
    assert found.to_pylist() == [
        {"sentiment": "positive", "understood_by": "second", "text": "post number 1"},
        {"sentiment": "neutral", "understood_by": None, "text": "post number 2"},
    ]


def test_an_organisation_sees_and_changes_its_own_facts_only(store: Store) -> None:
    ours, theirs = store.facts(1), store.facts(2)
    ours.add_mentions(mentions(1, 2))
    assert theirs.add_mentions(mentions(1, likes=99)).new == 1
    assert "organization_id" not in ours.mentions.columns
    assert (ours.count(), theirs.count()) == (2, 1)
    assert set(column(ours, ours.mentions, "likes")) == {0}
    follow = rows("follows", [{"channel": "x", "follower_id": "x:author1", "followed_id": "x:b"}])
    theirs.add_follows(follow)
    assert ours.run(ours.follows).num_rows == 0
    ours.erase_authors(["x:author1"])
    assert (ours.count(), theirs.count()) == (1, 1)
    ours.erase_all()
    assert (ours.count(), theirs.count()) == (0, 1)


def test_rows_cannot_be_slipped_into_another_organisation(store: Store) -> None:
    foreign = mentions(1).append_column("organization_id", pa.array([2], pa.int64()))
    store.facts(1).add_mentions(foreign)
    assert (store.facts(1).count(), store.facts(2).count()) == (1, 0)


def test_the_generation_grows_with_each_write_of_this_organisation(store: Store) -> None:
    ours, theirs = store.facts(1), store.facts(2)
    seen = [ours.generation]
    ours.add_mentions(mentions(1))
    seen.append(ours.generation)
    ours.erase_authors(["x:author1"])
    seen.append(ours.generation)
    theirs.add_mentions(mentions(1))
    assert seen == sorted(set(seen))
    assert ours.generation == seen[-1]


def test_expressions_join_group_and_take_tables_from_memory(facts: Facts) -> None:
    facts.add_mentions(mentions(1, 2, 3))
    wanted = ibis.memtable(pa.table({"author_id": ["x:author1", "x:author3"]}))
    found = facts.mentions.semi_join(wanted, "author_id").aggregate(
        posts=_.count(), last=_.published_at.max()
    )
    assert facts.run(found)["posts"].to_pylist() == [2]
    assert facts.run(facts.mentions.likes.sum())[0].to_pylist() == [0]


def test_a_failed_write_leaves_nothing(facts: Facts) -> None:
    before = facts.generation
    broken = pa.table({"mention_id": ["m1"]})
    with pytest.raises(KeyError):
        facts.add_mentions(mentions(1), terms=broken)
    assert (facts.count(), facts.generation) == (0, before)


def test_what_was_erased_is_barred_from_every_way_in(store: Store) -> None:
    ours, theirs = store.facts(1), store.facts(2)
    ours.add_mentions(mentions(1, 2, 3))
    receipt = ours.erase(authors=["x:author1", "x:never-seen"], mentions=["m2"])
    assert (receipt.removed["mentions"], receipt.remaining) == (2, 0)
    again = ours.add_mentions(
        rows("mentions", [mention(n) for n in (1, 2, 3)] + [mention(9, author_id="x:author1")]),
        terms=rows("terms", [{"mention_id": "m1", "kind": "word", "term": "pump"}]),
    )
    assert (again.new, again.known, again.barred) == (0, 1, 3)
    unnamed = ours.add_mentions(mentions(1, author_id=None))
    assert (unnamed.new, unnamed.barred) == (0, 1)
    assert ours.add_mentions(mentions(4, author_id=None)).new == 1
    pairs = [("x:never-seen", "x:b"), ("x:b", "x:author1"), ("x:b", "x:c")]
    followed = ours.add_follows(
        rows("follows", [{"channel": "x", "follower_id": a, "followed_id": b} for a, b in pairs])
    )
    assert (followed.new, followed.barred) == (1, 2)
    assert ours.is_barred("author", ["x:author1", "x:b"]) == [True, False]
    assert theirs.add_mentions(mentions(1, 2)).new == 2
    ours.erase_all()
    assert ours.add_mentions(mentions(1)).barred == 1


def test_a_tombstone_says_nothing_of_whom_it_is_for(store: Store, stored_bytes: Callable[[], bytes]) -> None:
    store.facts(1).erase(authors=["x:author1"])
    store.facts(2).erase(authors=["x:author1"])
    close_store()
    stored = stored_bytes()
    assert b"author1" not in stored
    digests = {
        tombstones(number, "author", ["x:author1"])["digest"].to_pylist()[0].encode() for number in (1, 2)
    }
    assert len(digests) == 2
    assert all(digest in stored for digest in digests)
