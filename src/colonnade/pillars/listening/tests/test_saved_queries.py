"""Queries in the query language: saved as versions, restored, and matched with what is stored."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from colonnade.core.jobs.context import JobCancelled
from colonnade.core.jobs.inline import run_here
from colonnade.core.jobs.models import Job
from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization, make_user
from colonnade.pillars.listening.jobs import match_stored_posts
from colonnade.pillars.listening.matching import Post, posts_of
from colonnade.pillars.listening.matching import backfill as backfilling
from colonnade.pillars.listening.models import Backfill, BrandKind, BrandQuery, QueryVersion
from colonnade.pillars.listening.operations import brands
from colonnade.pillars.listening.tests.factories import (
    add_brand,
    csv_file,
    facts_of,
    import_posts,
    match,
    post_row,
)

TEXT = "(acme OR @acme) NEAR/4 (leak* OR rust) NOT (jobs OR channel:forum)"


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


def settings_of(text: str, name: str = "Leaks") -> brands.BrandSettings:
    return brands.BrandSettings(name=name, kind=BrandKind.TOPIC, text=text)


def save(organization: Organization, text: str = TEXT, name: str = "Leaks") -> BrandQuery:
    return brands.add_brand(
        organization=organization, settings=settings_of(text, name), actor=None, now=NOW, match=False
    )


def change(query: BrandQuery, text: str) -> BrandQuery:
    return brands.change_brand(brand=query, settings=settings_of(text), actor=None, now=NOW, match=False)


def matched(organization: Organization) -> set[tuple[str, int]]:
    facts = facts_of(organization)
    rows = facts.run(
        facts.matches.inner_join(facts.mentions, "mention_id").select("external_id", "query_id")
    ).to_pylist()
    return {(row["external_id"], row["query_id"]) for row in rows}


def test_a_query_finds_posts_that_are_stored_and_that_come_in(hydra: Organization, tmp_path: Path) -> None:
    rows = [
        post_row(0, "The Acme loader is leaking"),
        post_row(1, "acme jobs, rust and leaks"),
        post_row(2, "acme loaders are the best that money can buy, no leak"),
        post_row(3, "rust on my @acme", channel="forum"),
    ]
    import_posts(hydra, csv_file(tmp_path / "1.csv", rows))
    query = save(hydra)
    assert match(hydra, query.pk) == 1
    import_posts(hydra, csv_file(tmp_path / "2.csv", [post_row(4, "Rust, @Acme!"), post_row(5, "acme")]))
    assert matched(hydra) == {("1000", query.pk), ("1004", query.pk)}


def test_posts_that_come_in_first_leave_nothing_to_match(hydra: Organization, tmp_path: Path) -> None:
    early = save(hydra)
    import_posts(hydra, csv_file(tmp_path / "1.csv", [post_row(1)]))
    early.refresh_from_db()
    assert early.matched_at is not None
    late = save(hydra, "acme", "Late")
    import_posts(hydra, csv_file(tmp_path / "2.csv", [post_row(2)]))
    late.refresh_from_db()
    assert late.matched_at is None


def test_a_query_keeps_its_terms_for_those_who_need_words(hydra: Organization) -> None:
    query = save(hydra)
    assert query.terms == ["acme", "@acme", "leak*", "rust"]
    assert query.excluded == ["jobs"]


@pytest.mark.parametrize(
    ("text", "message"), [("acme AND", "1:6: AND needs a term"), ("NOT acme", "1:1: This is too broad")]
)
def test_a_query_without_a_meaning_is_refused(hydra: Organization, text: str, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        save(hydra, text)
    assert refused.value.message_dict["text"][0].startswith(message)
    assert not BrandQuery.objects.exists()


def test_what_databases_refuse_is_no_part_of_a_query(hydra: Organization) -> None:
    assert save(hydra, " acme\x00\r\nOR\tri\ud800val\x1b ").text == "acme \nOR\trival"


def test_each_change_of_the_query_is_a_version(hydra: Organization) -> None:
    actor = make_user("vera@hydra.example")
    query = save(hydra, "acme")
    query = brands.change_brand(brand=query, settings=settings_of("acme OR rival"), actor=actor, now=NOW)
    assert query.version == 2
    versions = [(version.number, version.written, version.actor) for version in query.versions.all()]
    assert versions == [(2, "acme OR rival", actor), (1, "acme", None)]
    renamed = brands.change_brand(
        brand=query, settings=settings_of("acme OR rival", "Other"), actor=None, now=NOW
    )
    assert (renamed.name, renamed.version) == ("Other", 2)
    details = AuditEntry.objects.filter(action="brand.changed").order_by("pk")[0].details
    assert details["query"] == "acme OR rival"


def test_a_new_spelling_of_the_same_meaning_needs_no_matching(hydra: Organization) -> None:
    query = save(hydra, "acme or1 rival")
    match(hydra, query.pk)
    changed = change(query, "acme AND or1 AND rival")
    assert changed.version == 2
    assert changed.matched_at is not None


def test_the_simple_form_has_versions_too_and_can_become_a_query(hydra: Organization) -> None:
    query = add_brand(hydra, "Acme", "acme", "@acme_help")
    assert query.written == "acme OR @acme_help"
    changed = change(query, f"({query.written}) NOT jobs")
    assert [version.written for version in changed.versions.all()] == [
        "(acme OR @acme_help) NOT jobs",
        "acme OR @acme_help",
    ]


def test_an_earlier_version_comes_back_as_a_new_one(hydra: Organization) -> None:
    query = change(save(hydra, "acme"), "rival")
    restored = brands.restore_version(brand=query, number=1, actor=None, now=NOW)
    assert (restored.text, restored.version, restored.matched_at) == ("acme", 3, None)
    assert Job.objects.get().kwargs["query_ids"] == [query.pk]
    with pytest.raises(QueryVersion.DoesNotExist):
        brands.restore_version(brand=query, number=9, actor=None, now=NOW)


class Stop:
    """Cancels a job when it has reported so many times."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, done: int, total: int | None, message: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise JobCancelled


@pytest.fixture
def posts(hydra: Organization, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Organization:
    rows = [post_row(number, f"acme number {number}") for number in range(40)]
    import_posts(hydra, csv_file(tmp_path / "p.csv", rows))
    monkeypatch.setattr(backfilling, "_AT_ONCE", 5)
    return hydra


def test_a_cancelled_backfill_goes_on_where_it_stopped(
    posts: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = save(posts, "acme")
    read: list[int] = []

    def counted(columns: dict[str, list[str | None]]) -> Iterator[Post]:
        read.append(len(columns["text"]))
        return posts_of(columns)

    monkeypatch.setattr(backfilling, "posts_of", counted)
    stop = Stop(after=3)
    monkeypatch.setattr(
        "colonnade.core.jobs.inline._Listener.report",
        lambda _self, *, done, total, message: stop(done, total, message),
    )
    kwargs = {"organization_id": posts.pk, "query_ids": [query.pk]}
    with pytest.raises(JobCancelled):
        run_here(match_stored_posts, kwargs=kwargs, on_progress=lambda progress: None)
    before = sum(read)
    state = Backfill.objects.get()
    assert (state.parts, state.parts_done, state.posts_done) == (16, 4, before)
    query.refresh_from_db()
    assert query.matched_at is None

    stop.left = 100
    assert run_here(match_stored_posts, kwargs=kwargs, on_progress=lambda progress: None) == 40
    assert sum(read) == 40
    assert not Backfill.objects.exists()
    assert len(matched(posts)) == 40


def test_a_backfill_of_a_changed_query_begins_anew_and_leaves_nothing_stale(posts: Organization) -> None:
    query = save(posts, "acme")
    match(posts, query.pk)
    Backfill.objects.create(
        organization=posts, versions=[f"{query.pk}:1"], parts=16, parts_done=9, started_at=NOW
    )
    change(query, '"number 7" OR "number 8"')
    assert match(posts, query.pk) == 2
    assert matched(posts) == {("1007", query.pk), ("1008", query.pk)}
    assert not Backfill.objects.exists()


def test_matching_again_changes_nothing_and_is_noted(posts: Organization) -> None:
    query = save(posts, "acme")
    match(posts, query.pk)
    found = matched(posts)
    brands.match_again(brand=query, actor=None, now=NOW)
    query.refresh_from_db()
    assert query.matched_at is None
    assert match(posts, query.pk) == 40
    assert matched(posts) == found
    assert AuditEntry.objects.filter(action="brand.matched_again").exists()
