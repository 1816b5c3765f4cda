"""Whichever engine keeps the posts, every question gets the same answer."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from clickhouse_connect.driver.client import Client
from ibis import _ as column
from pytest_django import Settings

from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW
from colonnade.pillars.listening.commands.importing import import_command
from colonnade.pillars.listening.matching.backfill import backfill
from colonnade.pillars.listening.matching.matcher import Query
from colonnade.pillars.listening.query import parse
from colonnade.pillars.listening.questions.asking import KEYS, QUESTIONS, corpus_of
from colonnade.pillars.listening.questions.filters import Filters
from colonnade.simulation.demo import found, listen_for_brands
from colonnade.simulation.files import simulate, write
from colonnade.simulation.market import OWN
from colonnade.warehouse.store import Facts, Store, open_store

TODAY = date(2026, 11, 22)
CUTS = (
    Filters(),
    Filters(since=date(2026, 10, 1), text="E", brand=OWN.name, language="en"),
)
BOOLEAN = (
    "(parts OR part) NEAR/9 (wait* OR late OR week*)",
    '("fuel" OR diesel) AND NOT lang:de',
    "channel:x (engine* OR dealer* OR sensor*) -fuel",
)


@pytest.mark.xdist_group("clickhouse")
def test_the_six_questions_are_answered_alike(
    transactional_db: None, clickhouse: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.UNDERSTANDING_PROCESSES = 1
    organization = found(now=NOW).organization
    listen_for_brands(organization, now=NOW)
    files = write(simulate(seed=5, today=TODAY, weeks=8, posts=900, people=250), tmp_path / "market")
    for kind, paths in (("posts", files.posts), ("follows", (files.follows,))):
        for path in paths:
            done = CliRunner().invoke(import_command, [str(path), "--kind", kind])
            assert done.exit_code == 0, done.output
    there = open_store().facts(organization.pk)  # what was imported by commands is in ClickHouse
    here_store = Store.open_file(tmp_path / "beside.duckdb")
    here = here_store.facts(organization.pk)
    here.add_mentions(
        there.run(there.mentions), terms=there.run(there.terms), matches=there.run(there.matches)
    )
    here.add_follows(there.run(there.follows))

    _answers_agree(organization, here, there, CUTS)
    _queries_find_the_same(here, there)
    _an_erasure_is_the_same(here, there)
    assert here.count() == there.count()
    here_store.close()


def _answers_agree(organization: Organization, here: Facts, there: Facts, cuts: tuple[Filters, ...]) -> None:
    assert here.count() == there.count() > 0
    for key in KEYS:
        for filters in cuts:
            ours, theirs = (
                QUESTIONS[key].answer(corpus_of(organization=organization, facts=facts, filters=filters))
                for facts in (here, there)
            )
            _same(ours.as_json(), theirs.as_json(), f"{key} {filters.query()}")
            assert ours.measures == theirs.measures


def _same(ours: object, theirs: object, where: str) -> None:
    """Assert that two answers are equal, figures to nine digits."""
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        assert ours.keys() == theirs.keys(), where
        for name, value in ours.items():
            _same(value, theirs[name], f"{where} {name}")
    elif isinstance(ours, list | tuple) and isinstance(theirs, list | tuple):
        assert len(ours) == len(theirs), where
        for place, pair in enumerate(zip(ours, theirs, strict=True)):
            _same(*pair, f"{where}[{place}]")
    elif isinstance(ours, float):
        assert theirs == pytest.approx(ours, rel=1e-9, abs=1e-12), where
    else:
        assert ours == theirs, where


def _queries_find_the_same(here: Facts, there: Facts) -> None:
    queries = [Query(1000 + number, parse(text).node) for number, text in enumerate(BOOLEAN)]
    for facts in (here, there):
        list(backfill(facts=facts, queries=queries, parts=16))
    ours, theirs = (
        sorted((row["query_id"], row["mention_id"]) for row in facts.run(facts.matches).to_pylist())
        for facts in (here, there)
    )
    assert ours == theirs
    assert {query for query, _post in ours} >= {query.id for query in queries}


def _an_erasure_is_the_same(here: Facts, there: Facts) -> None:
    posts = here.mentions.group_by("author_id").aggregate(posts=column.count())
    loud = here.run(posts.order_by(column.posts.desc(), "author_id").limit(3))["author_id"].to_pylist()
    ours, theirs = here.erase_authors(loud), there.erase_authors(loud)
    assert ours == theirs
    assert ours.removed["mentions"] > 3
