"""A person is forgotten in every place, stays forgotten, and a crash at any moment undoes nothing."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from colonnade.audience.models import KnownPerson
from colonnade.audience.operations import know
from colonnade.audience.people_table import person
from colonnade.core.jobs.inline import run_here
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState
from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization
from colonnade.pillars.listening.commands import listen
from colonnade.pillars.listening.corrections.models import Correction
from colonnade.pillars.listening.corrections.operations import correct
from colonnade.pillars.listening.erasure import operations
from colonnade.pillars.listening.erasure.jobs import erase
from colonnade.pillars.listening.erasure.models import Erasure
from colonnade.pillars.listening.erasure.places import Place, StillInUse, places
from colonnade.pillars.listening.erasure.states import ErasureState
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.pillars.listening.importing.run import aside_path
from colonnade.pillars.listening.models import Import
from colonnade.pillars.listening.queries import first_aside
from colonnade.pillars.listening.states import ImportState
from colonnade.pillars.listening.tests.factories import (
    csv_file,
    facts_of,
    import_posts,
    post_row,
    receive,
    start,
)
from colonnade.strategy.models import Evidence
from colonnade.warehouse.store import Facts, Receipt, close_store

PERSON = "zaphodbeeble"
TEXT = "Heart of gold pumps are the finest thing I ever drove"


@pytest.fixture(autouse=True)
def no_kept_answers() -> None:
    cache.clear()


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    rows = [post_row(10 + n, f"{TEXT}, take {n}", username=PERSON) for n in range(3)]
    rows += [post_row(n) for n in range(5)]
    rows.append(post_row(20, f"I agree with @{PERSON} on pumps", username="trillian"))
    rows.append(post_row(30, f"{TEXT}, take 9", username=PERSON, created_at="no time at all"))
    return csv_file(tmp_path / "posts.csv", rows)


@pytest.fixture
def stored(hydra: Organization, posts: Path) -> Facts:
    """Posts of the person in every place that keeps some."""
    import_posts(hydra, posts)
    facts = facts_of(hydra)
    mine = facts.mentions.filter(facts.mentions.author_handle == PERSON)
    mention = facts.run(mine)["mention_id"].to_pylist()[0]
    correct(organization=hydra, facts=facts, mention_id=mention, sentiment="positive", actor=None, now=NOW)
    for handle in (PERSON, "trillian"):
        known = person(channel="x", handle=handle)
        know(organization=hydra, person=known, actor=None, now=NOW)
    Evidence.objects.create(
        organization=hydra, key="praise", kind="estimate", claim=f"@{PERSON} praises pumps", observed_at=NOW
    )
    Job.objects.create(
        organization_id=hydra.pk,
        task="ask",
        kwargs={"filters": {"author": f"x:{PERSON}"}},
        result={"posts": [{"id": mention}]},
        queue="warehouse",
        state=JobState.DONE,
        run_after=NOW,
        enqueued_at=NOW,
        max_attempts=1,
    )
    return facts


def draft(hydra: Organization, *people: str, posts: tuple[str, ...] = ()) -> Erasure:
    return operations.draft_erasure(
        organization=hydra,
        facts=facts_of(hydra),
        people=people,
        posts=posts,
        reference="Request 12",
        actor=None,
        now=NOW,
    )


def confirmed(hydra: Organization, *people: str, posts: tuple[str, ...] = ()) -> Erasure:
    drafted = draft(hydra, *people, posts=posts)
    return operations.confirm_erasure(erasure=drafted, actor=None, now=NOW)


def carry_out(erasure: Erasure) -> Erasure:
    kwargs = {"organization_id": erasure.organization_id, "erasure_id": erasure.pk}
    run_here(erase, kwargs=kwargs, on_progress=lambda progress: None)
    erasure.refresh_from_db()
    return erasure


def files() -> Iterator[Path]:
    """Yield every file that is ours: the warehouse, the database, uploads and rows kept aside."""
    warehouse = Path(settings.WAREHOUSE_PATH)
    yield from warehouse.parent.glob(f"{warehouse.name}*")
    yield from (path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def where(word: str) -> list[str]:
    return [
        path.name for path in files() if word.casefold() in path.read_bytes().decode("latin-1").casefold()
    ]


def test_a_person_is_forgotten_in_every_place(hydra: Organization, stored: Facts) -> None:
    assert where(PERSON)
    done = carry_out(confirmed(hydra, f"@{PERSON.upper()}"))
    receipt = done.receipt
    found = {key: count for key, count in receipt["found"].items() if count}
    assert found.pop("marks") > 10
    assert found.pop("people") == 1
    assert found == {"posts": 3, "corrections": 1, "evidence": 1, "jobs": 1, "aside": 1, "samples": 1}
    assert set(receipt["remaining"]) == {place.key for place in places()}
    assert not any(receipt["remaining"].values())
    assert (receipt["authors"], receipt["posts"], receipt["named_by_others"]) == (1, 3, 1)
    assert (done.state, done.authors, done.mentions) == (ErasureState.DONE, [], [])
    assert stored.count() == 6
    assert not Correction.objects.exists()
    assert [known.handle for known in KnownPerson.objects.all()] == ["trillian"]
    assert not Evidence.objects.exists()
    assert not Job.objects.filter(task="ask").exists()
    assert "Heart of gold" not in json.dumps(Import.objects.get().guess)


def test_no_file_of_ours_holds_their_words_any_more(hydra: Organization, stored: Facts) -> None:
    words = "Heart of gold pumps"
    assert {"warehouse.duckdb"} <= {name.removesuffix(".wal") for name in where(words)}
    carry_out(confirmed(hydra, f"x:{PERSON}"))
    close_store()
    assert where(words) == []


def test_what_others_wrote_stays(hydra: Organization, stored: Facts) -> None:
    carry_out(confirmed(hydra, PERSON))
    texts = stored.run(stored.mentions)["text"].to_pylist()
    assert f"I agree with @{PERSON} on pumps" in texts
    assert len(texts) == 6


def test_a_second_import_brings_nobody_back(hydra: Organization, stored: Facts, posts: Path) -> None:
    carry_out(confirmed(hydra, PERSON))
    again = import_posts(hydra, posts)
    assert (again.rows_new, again.rows_known, again.rows_barred) == (0, 6, 3)
    assert stored.count() == 6


def test_a_single_post_is_forgotten_by_its_id(hydra: Organization, stored: Facts) -> None:
    mine = stored.mentions.filter(stored.mentions.author_handle == PERSON)
    one = stored.run(mine.order_by("mention_id"))["mention_id"].to_pylist()[1]
    done = carry_out(confirmed(hydra, posts=(one,)))
    assert (done.receipt["authors"], done.receipt["posts"]) == (0, 1)
    assert stored.run(mine).num_rows == 2


def test_somebody_unknown_is_refused_and_somebody_unseen_can_be_barred(
    hydra: Organization, posts: Path
) -> None:
    with pytest.raises(operations.NothingNamed, match="called @nobody"):
        draft(hydra, "@nobody")
    with pytest.raises(operations.NothingNamed, match="at least one"):
        draft(hydra)
    carry_out(confirmed(hydra, f"x:{PERSON}"))
    assert import_posts(hydra, posts).rows_barred == 3


def test_a_file_that_waits_is_removed_where_it_names_them(
    hydra: Organization, posts: Path, tmp_path: Path
) -> None:
    mine = receive(hydra, _copy(posts, tmp_path / "a.upload"), uploaded=True)
    other = csv_file(tmp_path / "b.upload", [post_row(1)])
    free = receive(hydra, other, uploaded=True)
    carry_out(confirmed(hydra, f"x:{PERSON}"))
    mine.refresh_from_db()
    free.refresh_from_db()
    assert (mine.state, Path(mine.path).exists()) == (ImportState.CANCELLED, False)
    assert "Import it anew" in mine.problem
    assert (free.state, other.exists()) == (ImportState.MAPPING, True)


def test_an_import_at_work_is_waited_for(hydra: Organization, posts: Path, tmp_path: Path) -> None:
    running = start(receive(hydra, _copy(posts, tmp_path / "a.upload"), uploaded=True))
    asked = confirmed(hydra, f"x:{PERSON}")
    with pytest.raises(StillInUse, match="is waited for"):
        carry_out(asked)
    Import.objects.filter(pk=running.pk).update(state=ImportState.FAILED)
    assert carry_out(asked).receipt["found"]["uploads"] == 1


def _copy(source: Path, target: Path) -> Path:
    target.write_bytes(source.read_bytes())
    return target


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("after", range(12))
def test_cut_off_anywhere_it_goes_on(
    hydra: Organization, stored: Facts, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    steps = iter(range(100))

    def step() -> None:
        if next(steps) == after:
            raise Killed

    def watch(place: Place) -> Place:
        def forget(subject: Subject) -> None:
            place.forget(subject)
            step()

        return replace(place, forget=forget)

    def erase_and_step(facts: Facts, **what: Any) -> Receipt:
        receipt = original(facts, **what)
        step()
        return receipt

    watched = [watch(place) for place in places()]
    original = Facts.erase
    asked = confirmed(hydra, PERSON)
    with monkeypatch.context() as patch:
        patch.setattr(operations, "places", lambda: watched)
        patch.setattr(Facts, "erase", erase_and_step)
        with pytest.raises(Killed):
            carry_out(asked)
    asked.refresh_from_db()
    assert asked.state == ErasureState.RUNNING
    done = carry_out(asked)
    assert done.receipt["found"]["posts"] == 3
    assert done.receipt["posts"] == 3
    assert stored.count() == 6
    assert first_aside(imported=Import.objects.get(), count=5) == []


def test_a_row_torn_while_it_was_blanked_is_blanked_to_its_end(hydra: Organization, stored: Facts) -> None:
    imported = Import.objects.get()
    path = aside_path(imported)
    whole = path.read_bytes()
    path.write_bytes(b"null   " + whole[7:])
    assert first_aside(imported=imported, count=5) == []
    carry_out(confirmed(hydra, PERSON))
    assert path.read_bytes().split() == [b"null"]
    assert path.stat().st_size == len(whole)


def test_the_audit_names_nobody(hydra: Organization, stored: Facts) -> None:
    carry_out(confirmed(hydra, PERSON))
    entries = AuditEntry.objects.filter(action__startswith="erasure.")
    assert sorted(entries.values_list("action", flat=True)) == ["erasure.confirmed", "erasure.done"]
    assert PERSON not in json.dumps([[entry.subject, entry.details] for entry in entries])
    assert PERSON not in json.dumps(list(Erasure.objects.values("receipt", "found", "authors", "mentions")))


def test_the_command_shows_first_and_asks(hydra: Organization, stored: Facts) -> None:
    shown = CliRunner().invoke(listen, ["erase", "--author", PERSON, "--dry-run"])
    assert f"x:{PERSON}: 3 posts" in shown.output
    assert not Erasure.objects.exists()
    refused = CliRunner().invoke(listen, ["erase", "--author", PERSON], input="n\n")
    assert "Erase this for good?" in refused.output
    assert facts_of(hydra).count() == 9
    done = CliRunner().invoke(listen, ["erase", "--author", PERSON, "--yes", "--format", "json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["remaining"]["posts"] == 0
    assert facts_of(hydra).count() == 6


def test_the_page_shows_what_would_go_and_then_the_receipt(
    hydra: Organization, stored: Facts, client: Client
) -> None:
    client.force_login(hydra.memberships.get().user)
    address = f"/o/{hydra.slug}/settings/erasures/"
    nobody = client.post(address, {"people": "@nobody"})
    assert "Nothing stored is called @nobody" in nobody.content.decode()
    drafted = client.post(address, {"people": PERSON, "reference": "Request 12"})
    page = client.get(drafted["Location"]).content.decode()
    assert f"x:{PERSON}" in page
    assert "1 post by another person names them" in page
    assert facts_of(hydra).count() == 9
    erasure = Erasure.objects.get()
    client.post(f"{address}{erasure.pk}/confirm/")
    erasure.refresh_from_db()
    assert "Waiting for its turn" in client.get(drafted["Location"]).content.decode()
    assert PERSON not in json.dumps(Job.objects.get(task=erase.module_path).kwargs)
    carry_out(erasure)
    page = client.get(drafted["Location"]).content.decode()
    assert "Every place was searched again" in page
    assert PERSON not in page
    assert client.post(f"{address}{erasure.pk}/discard/", follow=True).status_code == 200
    assert Erasure.objects.exists()


def test_a_draft_can_be_thrown_away(hydra: Organization, stored: Facts, client: Client) -> None:
    client.force_login(hydra.memberships.get().user)
    drafted = draft(hydra, PERSON)
    client.post(f"/o/{hydra.slug}/settings/erasures/{drafted.pk}/discard/")
    assert not Erasure.objects.exists()
    assert stored.count() == 9


def test_the_api_goes_the_same_way(hydra: Organization, stored: Facts, client: Client) -> None:
    client.force_login(hydra.memberships.get().user)
    address = f"/api/v1/o/{hydra.slug}/erasure/erasures"
    made = client.post(address, {"people": [PERSON]}, content_type="application/json").json()
    assert (made["posts"], made["state"]) == (3, "draft")
    assert client.post(f"{address}/{made['id']}/confirm").status_code == 202
    assert client.delete(f"{address}/{made['id']}").status_code == 409
    carry_out(Erasure.objects.get())
    assert client.get(f"{address}/{made['id']}").json()["receipt"]["posts"] == 3
    wrong = client.post(address, {"people": ["@nobody"]}, content_type="application/json")
    assert wrong.status_code == 422


def test_only_those_who_manage_may_erase(hydra: Organization, client: Client) -> None:
    client.force_login(make_member(hydra, Role.ANALYST).user)
    assert client.get(f"/o/{hydra.slug}/settings/erasures/").status_code == 403
    assert client.get(f"/api/v1/o/{hydra.slug}/erasure/erasures").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    hydra: Organization, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    user = hydra.memberships.get().user
    client.force_login(user)
    for number in range(count):
        Erasure.objects.create(organization=hydra, actor=user, reference=str(number), asked_at=NOW)
    with django_assert_max_num_queries(9):
        client.get(f"/o/{hydra.slug}/settings/erasures/")
