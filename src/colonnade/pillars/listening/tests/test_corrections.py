"""Corrections through their doors, and what they do to the stored post."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import make_organization, make_user
from colonnade.pillars.listening.commands import listen
from colonnade.pillars.listening.corrections.models import Correction
from colonnade.pillars.listening.corrections.operations import (
    NoSuchPost,
    NotASentiment,
    correct,
    read_again,
    withdraw,
)
from colonnade.pillars.listening.corrections.queries import corrections_of, evaluate
from colonnade.pillars.listening.questions.tests.factories import fill, post
from colonnade.pillars.listening.understanding import MODEL
from colonnade.warehouse.store import Facts, open_store

NOW = datetime(2026, 3, 20, tzinfo=UTC)
GLAD = "I love this machine, great service, thank you"
ANGRY = "Worst service ever, I am so disappointed and angry"


@pytest.fixture(autouse=True)
def no_kept_answers() -> None:
    cache.clear()


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def facts(hydra: Organization) -> Facts:
    facts = open_store().facts(hydra.pk)
    return fill(
        facts,
        [
            post(1, GLAD, brands=[], sentiment="neutral", understood_by="an older model 0"),
            post(2, ANGRY, brands=[], sentiment="neutral", understood_by="an older model 0"),
        ],
    )


@pytest.fixture
def member(hydra: Organization, client: Client) -> Client:
    client.force_login(hydra.memberships.get().user)
    return client


def stored(facts: Facts, mention: str) -> dict[str, object]:
    row: dict[str, object] = facts.run(
        facts.mentions.filter(facts.mentions.mention_id == mention)
    ).to_pylist()[0]
    return row


def say(hydra: Organization, facts: Facts, mention: str, sentiment: str) -> Correction:
    return correct(
        organization=hydra, facts=facts, mention_id=mention, sentiment=sentiment, actor=None, now=NOW
    )


def test_a_persons_word_overrides_the_classifiers_and_is_audited(hydra: Organization, facts: Facts) -> None:
    made = say(hydra, facts, "m1", "negative")
    assert (made.was, made.was_by) == ("neutral", "an older model 0")
    row = stored(facts, "m1")
    assert (row["sentiment"], row["p_negative"], row["p_positive"]) == ("negative", 1.0, 0.0)
    assert row["text"] == GLAD
    assert stored(facts, "m2")["sentiment"] == "neutral"
    entry = AuditEntry.objects.get(action="post.corrected")
    assert (entry.subject, entry.details) == ("m1", {"sentiment": "negative", "was": "neutral"})


def test_a_second_word_replaces_the_first_and_keeps_what_was(hydra: Organization, facts: Facts) -> None:
    say(hydra, facts, "m1", "negative")
    say(hydra, facts, "m1", "positive")
    found = corrections_of(organization=hydra, mention_ids=["m1", "m2"])
    assert list(found) == ["m1"]
    assert (found["m1"].sentiment, found["m1"].was) == ("positive", "neutral")
    assert stored(facts, "m1")["sentiment"] == "positive"


def test_a_withdrawn_correction_gives_the_classifiers_word_back(hydra: Organization, facts: Facts) -> None:
    say(hydra, facts, "m1", "negative")
    for _again in range(2):
        withdraw(organization=hydra, facts=facts, mention_id="m1", actor=None, now=NOW)
    row = stored(facts, "m1")
    assert (row["sentiment"], row["understood_by"]) == ("positive", MODEL)
    assert not Correction.objects.exists()
    assert AuditEntry.objects.filter(action="post.correction_withdrawn").count() == 1


def test_posts_are_read_again_except_that_people_have_the_last_word(
    hydra: Organization, facts: Facts
) -> None:
    say(hydra, facts, "m1", "negative")
    steps: list[tuple[int, int | None, str]] = []
    read = read_again(
        organization=hydra, facts=facts, tier="light", on_progress=lambda *step: steps.append(step)
    )
    assert (read, steps) == (2, [(2, 2, "")])
    one, two = stored(facts, "m1"), stored(facts, "m2")
    assert (one["sentiment"], one["intents"], one["understood_by"]) == ("negative", "praise", MODEL)
    assert (two["sentiment"], two["intents"]) == ("negative", "complaint")
    assert read_again(organization=hydra, facts=facts, tier="light", on_progress=lambda *_step: None) == 0


def test_what_cannot_be_corrected_is_refused(hydra: Organization, facts: Facts) -> None:
    with pytest.raises(NoSuchPost):
        say(hydra, facts, "m9", "negative")
    with pytest.raises(NotASentiment, match="neutral"):
        say(hydra, facts, "m1", "unsure")
    assert not Correction.objects.exists()


def test_another_organisations_post_is_out_of_reach(facts: Facts) -> None:
    other = make_organization("Other", founder=make_user("other@example.com"))
    with pytest.raises(NoSuchPost):
        say(other, open_store().facts(other.pk), "m1", "negative")


def test_the_model_is_measured_on_corrected_posts(hydra: Organization, facts: Facts) -> None:
    say(hydra, facts, "m1", "positive")
    say(hydra, facts, "m2", "neutral")
    found = evaluate(organization=hydra, facts=facts, tier="light")
    assert (found.model, found.posts, found.answered, found.right) == (MODEL, 2, 2, 1)
    assert found.confusion["neutral"]["negative"] == 1
    facts.erase_authors(["x:author1"])
    assert evaluate(organization=hydra, facts=facts, tier="light").posts == 1


def test_the_label_on_the_page_can_be_corrected_and_taken_back(
    member: Client, hydra: Organization, facts: Facts
) -> None:
    address = f"/o/{hydra.slug}/listen/posts/m1/judge/"
    part = member.post(address, {"sentiment": "negative"}, headers={"HX-Request": "true"})
    assert "said by a person" in part.content.decode()
    whole = member.post(address, {"sentiment": "positive", "query": "brand=%2A"})
    assert (whole.status_code, whole["Location"]) == (302, f"/o/{hydra.slug}/listen/posts/?brand=%2A")
    page = member.get(f"/o/{hydra.slug}/listen/posts/?brand=%2A").content.decode()
    assert page.count("said by a person") == 1
    assert page.count("Right or wrong?") == 1
    back = member.post(address, {"sentiment": "withdraw"}, headers={"HX-Request": "true"})
    assert "Right or wrong?" in back.content.decode()
    assert member.post(address, {"sentiment": "great"}).status_code == 400
    assert member.post(address.replace("m1", "m9"), {"sentiment": "positive"}).status_code == 404
    assert member.get(address).status_code == 405


def test_a_stranger_finds_no_such_page(client: Client, hydra: Organization, facts: Facts) -> None:
    client.force_login(make_user("stranger@example.com"))
    address = f"/o/{hydra.slug}/listen/posts/m1/judge/"
    assert client.post(address, {"sentiment": "negative"}).status_code == 404
    assert not Correction.objects.exists()


def test_corrections_cost_one_query_however_many(
    hydra: Organization, facts: Facts, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(facts, [post(3, GLAD, brands=[])])
    for asked in (["m1"], ["m1", "m2", "m3"]):
        for mention in asked:
            say(hydra, facts, mention, "neutral")
        with django_assert_num_queries(1):
            found = corrections_of(organization=hydra, mention_ids=asked)
            assert [str(item.actor) for item in found.values()] == ["None"] * len(asked)


def test_the_commands_say_what_there_is(hydra: Organization, facts: Facts) -> None:
    empty = CliRunner().invoke(listen, ["evaluate"])
    assert "No post has been corrected yet" in empty.stdout
    say(hydra, open_store().facts(hydra.pk), "m1", "positive")
    again = CliRunner().invoke(listen, ["reunderstand"])
    assert again.stdout == "2 posts read again by the organisation's tier\n"
    found = CliRunner().invoke(listen, ["evaluate"])
    assert "right on 1 of 1 answers" in found.stdout
    nobody = CliRunner().invoke(listen, ["evaluate", "--organization", "nobody"])
    assert (nobody.exit_code, "nobody" in nobody.stderr) == (1, True)
