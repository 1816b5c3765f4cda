"""What a network deletes or rewords is so for every reader at once, and gone from the storage soon after."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import Client

from colonnade.channels.contract import Gone, Heard
from colonnade.channels.hearing import FORGETTERS, Kept, hand_over, take_back
from colonnade.channels.models import Alias, Channel
from colonnade.core.jobs.inline import run_here
from colonnade.core.jobs.models import Job
from colonnade.core.states import TransitionRefused
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user
from colonnade.pillars.listening.commands import listen
from colonnade.pillars.listening.corrections.models import Correction
from colonnade.pillars.listening.corrections.operations import correct
from colonnade.pillars.listening.erasure import operations
from colonnade.pillars.listening.erasure.gathering import GATHERED_FOR
from colonnade.pillars.listening.erasure.jobs import erase
from colonnade.pillars.listening.erasure.models import Erasure
from colonnade.pillars.listening.erasure.states import ErasureState
from colonnade.pillars.listening.tests.factories import add_brand, facts_of
from colonnade.strategy.models import Evidence
from colonnade.warehouse.store import close_store

WORDS = "Quillonberry pumps are the worst pumps I ever drove"
DID = "at://did:plc:ann/"


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


def post(number: int, **said: object) -> Heard:
    return Heard.model_validate(
        {
            "network": "bluesky",
            "external_id": f"{DID}app.bsky.feed.post/{number}",
            "text": f"{WORDS}, says {number}",
            "published_at": datetime(2026, 10, 5, 12, tzinfo=UTC),
            "author": {"key": "did:plc:ann"},
        }
        | said
    )


def hear(organization: Organization, *posts: Heard, add: bool = True) -> Kept:
    return hand_over(organization_id=organization.pk, posts=posts, now=NOW, add=add)


def forget(organization: Organization, *numbers: int, now: datetime = NOW) -> int:
    gone = [Gone(network="bluesky", external_id=post(number).external_id) for number in numbers]
    return take_back(organization_id=organization.pk, gone=gone, now=now)


def texts(organization: Organization) -> list[str]:
    facts = facts_of(organization)
    return sorted(facts.run(facts.mentions)["text"].to_pylist())


def counts(organization: Organization) -> dict[str, int]:
    facts = facts_of(organization)
    tables = {"terms": facts.terms, "matches": facts.matches, "namings": facts.namings}
    return {name: facts.run(table).num_rows for name, table in tables.items()}


def carry_out(erasure: Erasure) -> Erasure:
    kwargs = {"organization_id": erasure.organization_id, "erasure_id": erasure.pk}
    run_here(erase, kwargs=kwargs, on_progress=lambda progress: None)
    erasure.refresh_from_db()
    return erasure


def test_listening_forgets() -> None:
    assert "colonnade.pillars.listening.forgetting.forget" in list(FORGETTERS)


def test_a_deleted_post_is_hidden_at_once_and_stays_away(hydra: Organization) -> None:
    add_brand(hydra, "Quillonberry", "quillonberry")
    hear(hydra, post(1), post(2))
    before = counts(hydra)
    assert forget(hydra, 1, 99) == 1
    assert texts(hydra) == [post(2).text]
    assert counts(hydra) == {name: count / 2 for name, count in before.items()}
    assert forget(hydra, 1) == 0
    assert hear(hydra, post(1)) == Kept()
    assert texts(hydra) == [post(2).text]


def test_a_deletion_of_what_was_never_stored_leaves_nothing(hydra: Organization) -> None:
    assert forget(hydra, 1) == 0
    assert not Erasure.objects.exists()
    assert hear(hydra, post(1)) == Kept(new=1)


def test_deletions_are_gathered_and_carried_out_when_they_are_due(hydra: Organization) -> None:
    hear(hydra, post(1), post(2), post(3))
    forget(hydra, 1)
    forget(hydra, 2, now=NOW + timedelta(hours=1))
    [gathered] = Erasure.objects.all()
    assert (gathered.state, len(gathered.mentions)) == (ErasureState.GATHERING, 2)
    [job] = Job.objects.filter(task__endswith="erasure.jobs.erase")
    assert job.run_after == gathered.due_at == NOW + GATHERED_FOR
    done = carry_out(gathered)
    assert (done.state, done.mentions, done.sought) == (ErasureState.DONE, [], {})
    assert (done.receipt["posts"], done.receipt["rewritten"]) == (2, True)
    assert not any(done.receipt["remaining"].values())
    forget(hydra, 3, now=NOW + timedelta(hours=7))
    assert Erasure.objects.filter(state=ErasureState.GATHERING).count() == 1


def test_no_byte_of_it_is_left_in_the_store_when_it_was_carried_out(hydra: Organization) -> None:
    hear(hydra, post(1))
    forget(hydra, 1)
    carry_out(Erasure.objects.get())
    close_store()
    warehouse = Path(settings.WAREHOUSE_PATH)
    assert not any(b"Quillonberry" in path.read_bytes() for path in warehouse.parent.glob("warehouse*"))


def test_what_quotes_the_post_elsewhere_is_found_though_it_was_hidden_long_before(
    hydra: Organization,
) -> None:
    hear(hydra, post(1))
    Evidence.objects.create(
        organization=hydra, key="blame", kind="estimate", claim=f"“{post(1).text}”", observed_at=NOW
    )
    channel = Channel.objects.create(
        organization=hydra, connector="x", kind="x", every=timedelta(1), since=NOW, created_at=NOW
    )
    Alias.objects.create(
        channel=channel, known_as="7", network="bluesky", external_id=post(1).external_id, heard_at=NOW
    )
    forget(hydra, 1)
    done = carry_out(Erasure.objects.get())
    found = {place: count for place, count in done.receipt["found"].items() if count}
    assert found == {"evidence": 1, "aliases": 1}
    assert not Evidence.objects.exists()
    assert not Alias.objects.exists()


def test_what_people_read_beside_posts_forgets_at_once(hydra: Organization) -> None:
    hear(hydra, post(1))
    facts = facts_of(hydra)
    mention = facts.run(facts.mentions)["mention_id"][0].as_py()
    correct(organization=hydra, facts=facts, mention_id=mention, sentiment="positive", actor=None, now=NOW)
    forget(hydra, 1)
    assert not Correction.objects.exists()


@pytest.mark.parametrize("for_good", [True, False])
def test_an_account_takes_all_its_posts_along(hydra: Organization, for_good: bool) -> None:
    other = post(3, external_id="at://did:plc:anna/app.bsky.feed.post/3")
    hear(hydra, post(1), post(2, author={"handle": "ann.example"}), other)
    gone = [Gone(network="bluesky", beginning=DID, for_good=for_good)]
    assert take_back(organization_id=hydra.pk, gone=gone, now=NOW) == 2
    assert texts(hydra) == [other.text]
    assert Erasure.objects.exists() is for_good
    # An account that only rested is heard again; of one that was deleted, nothing that it had written.
    assert hear(hydra, post(1)) == (Kept() if for_good else Kept(new=1))
    assert hear(hydra, post(4)) == Kept(new=1)


def test_another_organisations_posts_stay(hydra: Organization) -> None:
    other = make_organization("Other", founder=make_user("other@example.com"))
    hear(hydra, post(1))
    hear(other, post(1))
    forget(hydra, 1)
    assert texts(other) == [post(1).text]


def test_people_neither_confirm_nor_discard_what_networks_asked_for(hydra: Organization) -> None:
    hear(hydra, post(1))
    forget(hydra, 1)
    gathered = Erasure.objects.get()
    with pytest.raises(TransitionRefused):
        operations.discard_erasure(erasure=gathered)
    with pytest.raises(TransitionRefused):
        operations.confirm_erasure(erasure=gathered, actor=None, now=NOW)


def test_an_administrator_begins_at_once_on_the_command_line(hydra: Organization) -> None:
    hear(hydra, post(1))
    forget(hydra, 1)
    number = Erasure.objects.get().pk
    done = CliRunner().invoke(listen, ["erase", "--resume", str(number), "--format", "json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["posts"] == 1
    assert Erasure.objects.get().state == ErasureState.DONE


def test_the_page_says_that_it_is_hidden_and_when_it_is_erased(hydra: Organization, client: Client) -> None:
    hear(hydra, post(1))
    forget(hydra, 1)
    client.force_login(make_member(hydra, Role.ADMINISTRATOR).user)
    gathered = Erasure.objects.get()
    listed = client.get(f"/o/{hydra.slug}/settings/erasures/").content.decode()
    assert "Deleted by networks" in listed
    assert "Hidden, erased soon" in listed
    page = client.get(f"/o/{hydra.slug}/settings/erasures/{gathered.pk}/").content.decode()
    assert "1 post was deleted at its network" in page
    assert WORDS not in page
    carry_out(gathered)
    receipt = client.get(f"/o/{hydra.slug}/settings/erasures/{gathered.pk}/").content.decode()
    assert "They were hidden when that was heard" in receipt


def edited(number: int, text: str, minutes: int) -> Heard:
    return post(number, text=text, edited_at=NOW + timedelta(minutes=minutes))


def test_new_words_are_read_matched_and_counted_anew(hydra: Organization) -> None:
    add_brand(hydra, "Quillonberry", "quillonberry")
    hear(hydra, post(1))
    assert hear(hydra, edited(1, "Ich liebe diesen Bagger, er ist großartig", 1)) == Kept(known=1, edited=1)
    facts = facts_of(hydra)
    [row] = facts.run(facts.mentions).to_pylist()
    assert (row["text"], row["language"]) == ("Ich liebe diesen Bagger, er ist großartig", "de")
    terms = set(facts.run(facts.terms)["term"].to_pylist())
    assert "bagger" in terms
    assert "quillonberry" not in terms
    assert facts.run(facts.matches).num_rows == 0
    assert facts.run(facts.namings)["queries"].to_pylist() == [[]]
    assert facts.run(facts.namings)["language"].to_pylist() == ["de"]


def test_of_several_wordings_the_last_is_kept_in_whatever_order_they_come(hydra: Organization) -> None:
    second, third = edited(1, "Second words", 1), edited(1, "Third words", 2)
    assert hear(hydra, post(1), third, second) == Kept(new=1)
    assert hear(hydra, second) == Kept(known=1)
    assert hear(hydra, post(1)) == Kept(known=1)
    assert texts(hydra) == ["Third words"]
    generation = facts_of(hydra).generation
    assert hear(hydra, third, add=False) == Kept(known=1)
    assert facts_of(hydra).generation - generation <= 1  # heard once more, and nothing rewritten


def test_new_words_of_what_is_not_stored_add_nothing(hydra: Organization) -> None:
    assert hear(hydra, edited(1, "Other words", 1), add=False) == Kept()
    assert texts(hydra) == []


def test_a_correction_outlives_new_words(hydra: Organization) -> None:
    hear(hydra, post(1))
    facts = facts_of(hydra)
    mention = facts.run(facts.mentions)["mention_id"][0].as_py()
    correct(organization=hydra, facts=facts, mention_id=mention, sentiment="positive", actor=None, now=NOW)
    hear(hydra, edited(1, "This pump is terrible, awful and broken", 1))
    assert facts.run(facts.mentions)["sentiment"].to_pylist() == ["positive"]


def test_an_erased_post_does_not_come_back_by_an_edit(hydra: Organization) -> None:
    hear(hydra, post(1))
    hear(hydra, edited(1, "Second words", 1))
    forget(hydra, 1)
    assert hear(hydra, edited(1, "Third words", 2)) == Kept()
    assert texts(hydra) == []
