"""The posts of a corpus are those that a plain reading of all mentions and matches finds."""

from dataclasses import replace
from operator import attrgetter
from random import Random
from typing import Any

import ibis.expr.types as ir
import pytest

from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.tests.factories import ACME, BOLT, corpus, fill, post
from colonnade.warehouse.store import Facts

BRAND_ID = attrgetter("id")
OWN_TOO = replace(ACME, id=3, name="Acme Rental", unit="rental")
TOPIC = replace(ACME, id=4, name="Price", kind="topic", unit="rental")
FOUR = (ACME, BOLT, OWN_TOO, TOPIC)


@pytest.mark.parametrize(
    ("cut", "focus", "within"),
    [
        ({}, {1, 3}, []),
        ({"brand": "*"}, set(), []),
        ({"brand": "Bolt"}, {2}, []),
        ({"topic": "price"}, {1, 3}, [{4}]),
        ({"unit": "rental", "topic": "price", "brand": "acme"}, {1}, [{4}, {3, 4}]),
        ({"text": "number 1"}, {1, 3}, []),
    ],
)
def test_posts_are_those_that_a_plain_reading_of_all_finds(
    facts: Facts, cut: dict[str, Any], focus: set[int], within: list[set[int]]
) -> None:
    random = Random(7)
    matched = [{brand for brand in FOUR if random.random() < 0.4} for _post in range(120)]
    fill(facts, [post(number, brands=sorted(brands, key=BRAND_ID)) for number, brands in enumerate(matched)])
    asked = corpus(facts, FOUR, **cut)
    queries = {f"m{number}": {brand.id for brand in brands} for number, brands in enumerate(matched)}
    everything = {
        post_id: ids
        for post_id, ids in queries.items()
        if all(ids & narrow for narrow in within) and cut.get("text", "") in f"post number {post_id[1:]}"
    }
    ours = sorted(post_id for post_id, ids in everything.items() if not focus or ids & focus)
    assert sorted(_ids(asked, asked.about_us)) == ours
    assert sorted(_ids(asked, asked.full(asked.focus))) == ours
    assert sorted(_ids(asked, asked.everything)) == sorted(everything)
    assert sorted(_ids(asked, asked.background)) == sorted(set(everything) - set(ours))
    compared = {brand.id for brand in asked.compared}
    named = sorted((post_id, query) for post_id, ids in everything.items() for query in ids & compared)
    pairs = asked.rows(asked.brand_posts().select("mention_id", "query_id"))
    assert sorted((str(row["mention_id"]), int(str(row["query_id"]))) for row in pairs) == named


def _ids(asked: Corpus, posts: ir.Table) -> list[str]:
    return [str(row["mention_id"]) for row in asked.rows(posts.select("mention_id"))]
