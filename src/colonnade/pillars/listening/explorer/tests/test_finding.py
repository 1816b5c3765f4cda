"""A search finds what looking at every post finds, in order, page by page, while posts come in."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings

from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import make_organization
from colonnade.pillars.listening.explorer import finding as module
from colonnade.pillars.listening.explorer import tally as counting
from colonnade.pillars.listening.explorer.finding import Finding, FoundPage
from colonnade.pillars.listening.explorer.search import Order, Search, read_search
from colonnade.pillars.listening.explorer.tally import tally
from colonnade.pillars.listening.matching.documents import Post
from colonnade.pillars.listening.matching.tests import naive
from colonnade.pillars.listening.query import Node, QueryRefused, render
from colonnade.pillars.listening.query.tests.strategies import nodes
from colonnade.pillars.listening.questions.asking import corpus_of
from colonnade.pillars.listening.questions.filters import Filters, WrongFilter
from colonnade.pillars.listening.questions.tests.factories import ACME, START, corpus, fill, post
from colonnade.warehouse.store import Facts, Store, open_store

WORDS = ["acme", "loader", "leak", "rival", "Acme,", "LEAKS", "loaders!", "été", "#leak", "@acme", "👍"]


def text_of(number: int) -> str:
    """Return a text that is one of many, and always the same for a number."""
    return " ".join(WORDS[number * step % len(WORDS)] for step in (1, 3, 7))


@pytest.fixture
def talk(facts: Facts) -> Facts:
    cache.clear()
    return fill(
        facts,
        [
            post(
                number,
                text=text_of(number),
                language=["en", "de", None][number % 3],
                author_handle=["Alice", f"author{number}"][number % 2],
                likes=[None, 3, number % 5][number % 3],
                author_followers=[None, 100, 100, 7][number % 4],
                published_at=START + timedelta(hours=number // 2),
            )
            for number in range(180)
        ],
    )


def found(facts: Facts, query: str = "", *, order: Order = "newest", **cut: Any) -> Finding:
    search = Search(filters=Filters(**cut), query=query, order=order)
    return Finding(corpus(facts, **cut), search)


def walked(finding: Finding) -> list[list[str]]:
    """Return the ids of all pages, from the first to the last."""
    pages = [finding.page()]
    while pages[-1].older:
        pages.append(finding.page(after=pages[-1].older))
    return [ids(page) for page in pages]


def ids(page: FoundPage) -> list[str]:
    return [item.id for item in page.posts]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(node=nodes)
def test_what_the_plain_evaluator_finds(talk: Facts, node: Node) -> None:
    rows = talk.run(talk.mentions.order_by("mention_id")).to_pylist()
    wanted = [
        row["mention_id"]
        for row in rows
        if naive.matches(
            node,
            Post(
                row["text"],
                row["language"] or "",
                row["author_handle"],
                row["author_id"],
                row["channel"],
                row["url"] or "",
                bool(row["in_reply_to"]),
            ),
        )
    ]
    finding = found(talk, render(node))
    assert sorted(finding.ids(most=1_000)) == wanted
    assert tally(finding).posts == len(wanted)


@pytest.mark.parametrize("order", ["newest", "oldest", "reactions", "reach"])
@pytest.mark.parametrize("query", ["", "leak* NOT rival"])
def test_pages_hold_each_post_once_in_order(
    talk: Facts, order: Order, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE", 7)
    monkeypatch.setattr(module, "_FIRST_LOOK", 9)
    monkeypatch.setattr(module, "_LATER_LOOKS", 20)
    finding = found(talk, query, order=order)
    pages = walked(finding)
    seen = [item for page in pages for item in page]
    assert len(seen) == len(set(seen)) == (180 if not query else len(finding.ids(most=500)))
    rows = {row["mention_id"]: row for row in talk.run(talk.mentions).to_pylist()}

    def place(item: str) -> tuple[Any, ...]:
        row = rows[item]
        time, name = row["published_at"].timestamp(), row["mention_id"]
        known = [value for value in (row["likes"], row["replies"], row["reposts"]) if value is not None]
        followers = -1 if row["author_followers"] is None else row["author_followers"]
        return {
            "newest": (-time, name),
            "oldest": (time, name),
            "reactions": (-sum(known) if known else 1, -time, name),
            "reach": (-followers, -time, name),
        }[order]

    assert seen == sorted(seen, key=place)


def test_back_again_comes_to_the_same_pages(talk: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 50)
    finding = found(talk, "acme OR leak")
    first = finding.page()
    second = finding.page(after=first.older)
    assert (first.newer, bool(second.newer)) == ("", True)
    again = finding.page(before=second.newer)
    assert ids(again) == ids(first)
    assert (again.newer, bool(again.older)) == ("", True)


def test_posts_that_come_in_shift_no_page(talk: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 50)
    finding = found(talk)
    first = finding.page()
    before = ids(finding.page(after=first.older))
    fill(
        talk,
        [post(number, "acme news", published_at=START + timedelta(days=60)) for number in range(500, 530)],
    )
    assert ids(found(talk).page(after=first.older)) == before


@pytest.mark.parametrize("place", ["x", "W10", "bm9uc2Vuc2U", "WzEsMiwzXQ", "é", "W251bGwsIngiLDNd"])
def test_a_page_that_never_was_is_refused(talk: Facts, place: str) -> None:
    with pytest.raises(WrongFilter, match="begin with the first"):
        found(talk).page(after=place)


def test_words_that_are_found_are_marked_and_all_else_is_escaped(facts: Facts) -> None:
    fill(facts, [post(1, text="<b>Leaks</b> & acme-loader <script>")])
    (item,) = found(facts, '"acme loader" OR leak*').page().posts
    assert (
        item.marked == "&lt;b&gt;<mark>Leaks</mark>&lt;/b&gt; &amp; <mark>acme-loader</mark> &lt;script&gt;"
    )


def test_filters_and_query_hold_together(talk: Facts) -> None:
    wide, narrow = found(talk, "leak"), found(talk, "leak", language="de", since=date(2026, 3, 3))
    assert 0 < tally(narrow).posts < tally(wide).posts
    assert {item.language for item in narrow.page().posts} == {"de"}


def test_a_query_without_a_meaning_is_refused(talk: Facts) -> None:
    with pytest.raises(QueryRefused, match="1:6"):
        found(talk, "acme )")


def test_days_are_those_of_the_zone(facts: Facts) -> None:
    late = datetime(2026, 3, 3, 4, 30)  # noqa: DTZ001  facts are UTC without a zone
    fill(facts, [post(1, "acme", published_at=late), post(2, "acme", published_at=late + timedelta(days=2))])
    cut = corpus(facts, zone=ZoneInfo("America/New_York"))
    for query in ("", "acme"):
        bars = tally(Finding(cut, Search(query=query))).bars
        assert [(bar.first, bar.posts) for bar in bars] == [
            (date(2026, 3, 2), 1),
            (date(2026, 3, 3), 0),
            (date(2026, 3, 4), 1),
        ]


def test_a_long_time_is_told_in_wider_bars(facts: Facts) -> None:
    fill(facts, [post(number, published_at=START + timedelta(days=3 * number)) for number in range(100)])
    counted = tally(found(facts))
    assert len(counted.bars) <= counting.MOST_BARS
    assert sum(bar.posts for bar in counted.bars) == counted.posts == 100
    assert counted.bars[-1].last == date(2026, 3, 2) + timedelta(days=297)
    assert tally(found(facts, channel="nowhere")).bars == ()


def test_a_count_of_very_many_is_an_estimate_that_says_so(
    facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_DECIDED", 1_000)
    spread = (f"{number * 2_654_435_761 % 2**32:08x}" for number in range(4_000))
    fill(
        facts,
        [post(n, mention_id=key, text="acme leak" if n % 4 else "acme drip") for n, key in enumerate(spread)],
    )
    counted = tally(found(facts, "acme AND (leak OR nothing) NOT drip"))
    exact = tally(found(facts, "leak NOT drip"))
    for estimate in (counted, exact):
        assert estimate.looked_at < 1_500
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low <= 3_000 <= estimate.high
    assert "95 % interval" in counted.sentence


def test_an_organisation_never_finds_posts_of_another(store: Store, talk: Facts) -> None:
    other = fill(store.facts(2), [post(1, text="acme leak loader", brands=[ACME])])
    assert found(other, "acme OR leak OR loader").ids(most=1_000) == ["m1"]


def test_a_search_reads_what_it_writes() -> None:
    search = Search(
        filters=Filters(channel="x", since=date(2026, 3, 1)),
        query='"wheel loader" NEAR/3 leak*',
        tags=("service-case", "none"),
        order="reach",
    )
    assert read_search(search.said()) == search
    assert search.address().startswith("since=2026-03-01&channel=x&q=%22wheel+loader%22")
    assert read_search({}).address() == ""
    with pytest.raises(WrongFilter, match="not an order"):
        read_search({"order": "best"})


@pytest.mark.django_db
def test_the_corpus_of_an_organisation_can_be_searched() -> None:
    organization: Organization = make_organization()
    facts = fill(open_store().facts(organization.pk), [post(1, "leaks"), post(2, "runs")])
    filters = Filters()
    searched = corpus_of(organization=organization, facts=facts, filters=filters)
    assert Finding(searched, Search(query="leaks")).ids(most=5) == ["m1"]
