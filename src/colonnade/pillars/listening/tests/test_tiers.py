"""The tier of an organisation: chosen, used by what comes in, and applied to what is stored."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.test import Client

from colonnade.channels.contract import Heard
from colonnade.core.jobs.models import Job
from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_member, make_organization, make_user
from colonnade.pillars.listening.commands import listen
from colonnade.pillars.listening.corrections.operations import correct, read_again
from colonnade.pillars.listening.hearing import hear
from colonnade.pillars.listening.questions.tests.factories import fill, post
from colonnade.pillars.listening.tiers.operations import NoSuchTier, choose_tier
from colonnade.pillars.listening.tiers.queries import tier_of
from colonnade.pillars.listening.understanding import card
from colonnade.warehouse.store import Facts, open_store

NOW = datetime(2026, 3, 20, tzinfo=UTC)
LIGHT, ACCURATE = card("light").identity, card("accurate").identity


@pytest.fixture(autouse=True)
def no_kept_answers() -> None:
    cache.clear()


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def facts(hydra: Organization) -> Facts:
    posts = [post(number, f"the pump {number} leaks, so annoying", brands=[]) for number in (1, 2, 3)]
    return fill(open_store().facts(hydra.pk), [{**one, "intents": ""} for one in posts])


@pytest.fixture
def member(hydra: Organization, client: Client) -> Client:
    client.force_login(hydra.memberships.get().user)
    return client


def choose(hydra: Organization, tier: str) -> None:
    choose_tier(organization=hydra, tier=tier, actor=None, now=NOW)


def readers(facts: Facts) -> list[str]:
    return sorted(facts.run(facts.mentions.select("understood_by"))["understood_by"].to_pylist())


def test_the_light_tier_is_there_until_another_is_chosen(hydra: Organization) -> None:
    assert tier_of(organization_id=hydra.pk) == "light"
    choose(hydra, "accurate")
    choose(hydra, "accurate")
    assert tier_of(organization_id=hydra.pk) == "accurate"
    assert tier_of(organization_id=hydra.pk + 1) == "light"
    entry = AuditEntry.objects.get(action="reading.tier_chosen")
    assert (entry.subject, entry.details) == ("accurate", {"was": "light"})
    with pytest.raises(NoSuchTier, match="light, accurate"):
        choose(hydra, "heavy")


def heard(number: int) -> Heard:
    return Heard(
        network="mastodon",
        external_id=str(number),
        published_at=NOW,
        text="so that is that then",
    )


def test_posts_are_read_with_the_tier_at_their_coming(hydra: Organization) -> None:
    facts = open_store().facts(hydra.pk)
    hear(organization_id=hydra.pk, posts=[heard(1)], now=NOW)
    choose(hydra, "accurate")
    hear(organization_id=hydra.pk, posts=[heard(2)], now=NOW)
    assert readers(facts) == [ACCURATE, LIGHT]


def test_a_better_reading_stays_and_so_does_what_people_said(hydra: Organization, facts: Facts) -> None:
    correct(organization=hydra, facts=facts, mention_id="m2", sentiment="positive", actor=None, now=NOW)

    def again(tier: str) -> int:
        return read_again(
            organization=hydra,
            facts=facts,
            tier=tier,  # type: ignore[arg-type]  # one of the two
            on_progress=lambda *_step: None,
        )

    assert again("light") == 0
    assert again("accurate") == 3
    assert readers(facts) == [ACCURATE] * 3
    assert again("light") == 0
    kept = facts.run(facts.mentions.filter(facts.mentions.mention_id == "m2")).to_pylist()[0]
    assert (kept["sentiment"], kept["p_positive"]) == ("positive", 1.0)


def test_the_commands_choose_show_and_read_again(hydra: Organization, facts: Facts) -> None:
    shown = CliRunner().invoke(listen, ["tier"])
    assert "* light" in shown.stdout
    assert "posts a second" in shown.stdout
    assert "* accurate" in CliRunner().invoke(listen, ["tier", "accurate"]).stdout
    assert CliRunner().invoke(listen, ["tier", "heavy"]).exit_code == 2
    nobody = CliRunner().invoke(listen, ["tier", "--organization", "nobody"])
    assert (nobody.exit_code, "nobody" in nobody.stderr) == (1, True)
    again = CliRunner().invoke(listen, ["reunderstand"])
    assert again.stdout == "3 posts read again by the organisation's tier\n"
    assert CliRunner().invoke(listen, ["reunderstand", "--tier", "light"]).stdout.startswith("0 posts")
    assert readers(open_store().facts(hydra.pk)) == [ACCURATE] * 3


def test_the_page_tells_what_each_tier_costs_and_starts_one_reading(
    member: Client, hydra: Organization, facts: Facts
) -> None:
    address = f"/o/{hydra.slug}/listen/reading/"
    page = member.get(address).content.decode()
    assert "All stored posts were read by this tier or a better one." in page
    assert f"{card('accurate').posts_a_second:,}" in page
    chosen = member.post(f"{address}choose/", {"tier": "accurate"})
    assert (chosen.status_code, chosen["Location"]) == (302, address)
    page = member.get(address).content.decode()
    assert "3 stored posts were read by a lesser or an older model" in page
    assert "about 1 minute of one processor" in page
    for _again in range(2):
        member.post(f"{address}again/")
    assert Job.objects.filter(task__endswith="read_stored_posts_again").count() == 1
    assert "are being read anew" in member.get(address).content.decode()
    assert member.post(f"{address}choose/", {"tier": "heavy"}).status_code == 400


def test_those_who_may_not_manage_see_and_do_not_choose(client: Client, hydra: Organization) -> None:
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    address = f"/o/{hydra.slug}/listen/reading/"
    assert "Read new posts so" not in client.get(address).content.decode()
    for action in ("choose", "again"):
        assert client.post(f"{address}{action}/", {"tier": "accurate"}).status_code == 403
    client.force_login(make_user("stranger@example.com"))
    assert client.get(address).status_code == 404
    assert tier_of(organization_id=hydra.pk) == "light"
