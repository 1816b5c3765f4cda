"""Ideas come from posts, with their evidence, and become briefs."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.pillars.listening.questions.tests.factories import fill, post
from colonnade.pillars.promotion.briefs.models import Brief
from colonnade.pillars.promotion.ideas.erasing import PLACES
from colonnade.pillars.promotion.ideas.finding import Idea, IdeaKind, find_ideas
from colonnade.pillars.promotion.ideas.grouping import linked
from colonnade.pillars.promotion.ideas.models import PutAside
from colonnade.pillars.promotion.ideas.operations import put_aside
from colonnade.warehouse.store import Facts, open_store


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def talk(hydra: Organization, store: object) -> Facts:
    """160 posts: 60 ask about hose prices, 40 praise the cabin, 60 speak of delivery; hoses come last."""
    delivery = [post(number, "delivery late again", sentiment="negative", brands=[]) for number in range(60)]
    cabin = [post(100 + number, "quiet cabin", sentiment="positive", brands=[]) for number in range(40)]
    hoses = [
        post(400 + number, "hose price", text="hose price?", sentiment="neutral", brands=[])
        for number in range(60)
    ]
    return fill(open_store().facts(hydra.pk), delivery + cabin + hoses)


@pytest.fixture
def author(hydra: Organization, client: Client) -> Client:
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    return client


def by_key(hydra: Organization, facts: Facts) -> dict[str, Idea]:
    return {idea.key: idea for idea in find_ideas(organization=hydra, facts=facts, now=NOW).found}


def test_what_is_asked_rises_and_is_judged_becomes_an_idea(hydra: Organization, talk: Facts) -> None:
    found = by_key(hydra, talk)
    asked = found["asked:hose"]
    assert (asked.posts, asked.kind) == (60, IdeaKind.ASKED)
    assert "60 questions name “hose”" in asked.claim
    assert "100%" in asked.claim
    assert "term=hose" in asked.link
    assert "rising:hose" in found
    judged = {
        key.partition(":")[0]: idea for key, idea in found.items() if "cabin" in key or "delivery" in key
    }
    assert {"praised", "blamed"} <= set(judged)
    assert "cabin" in judged["praised"].topic
    assert "delivery" in judged["blamed"].topic


def test_words_of_the_same_posts_are_one_idea(hydra: Organization, talk: Facts) -> None:
    found = by_key(hydra, talk)
    assert "asked:price" not in found
    assert found["asked:hose"].title == "Answer what people ask about hose · price"


def test_groups_are_linked_by_posts_in_common() -> None:
    counts = {("a", "a"): 10, ("b", "b"): 12, ("c", "c"): 30, ("d", "d"): 9, ("a", "b"): 8, ("b", "d"): 7}
    assert linked(["a", "b", "c", "d"], counts | {("a", "c"): 9}) == [["a", "b", "d"], ["c"]]
    assert linked(["a"], {}) == [["a"]]


def test_only_the_last_ninety_days_count(hydra: Organization, store: object) -> None:
    old = [post(number, "winch price", text="winch price?", brands=[]) for number in range(60)]
    new = [post(24 * 120 + number, "hose length", brands=[]) for number in range(60)]
    found = find_ideas(organization=hydra, facts=fill(open_store().facts(hydra.pk), old + new), now=NOW)
    assert found.posts == 60
    assert not [idea for idea in found.found if "winch" in idea.topic]


def test_without_posts_there_are_no_ideas_and_the_page_says_what_to_do(
    author: Client, hydra: Organization
) -> None:
    shown = author.get(org_reverse("ideas:list", hydra)).content.decode()
    assert "Nobody was heard yet" in shown


def test_a_brief_keeps_the_evidence_of_its_idea(author: Client, hydra: Organization, talk: Facts) -> None:
    page = org_reverse("ideas:brief", hydra) + "?idea=asked:hose"
    assert "60 questions name" in author.get(page).content.decode()
    author.post(page, {"title": "What a hose costs", "intent": "solve"})
    brief = Brief.objects.get()
    assert brief.idea == "asked:hose"
    assert brief.evidence[0]["posts"] == 60
    listed = author.get(org_reverse("ideas:list", hydra)).content.decode()
    assert org_reverse("briefs:brief", hydra, brief=brief.pk) in listed


def test_an_idea_is_put_aside_and_taken_up_again(author: Client, hydra: Organization, talk: Facts) -> None:
    page, aside = org_reverse("ideas:list", hydra), org_reverse("ideas:aside", hydra)
    titles = "Answer what people ask about hose · price"
    author.post(aside, {"idea": "asked:hose"})
    assert titles not in author.get(page).content.decode()
    assert titles in author.get(page + "?aside=1").content.decode()
    author.post(aside, {"idea": "asked:hose", "again": "1"})
    assert titles in author.get(page).content.decode()
    assert author.post(aside, {"idea": "asked:nothing"}).status_code == 404


def test_programs_read_ideas(author: Client, hydra: Organization, talk: Facts) -> None:
    answer = author.get(f"/api/v1/o/{hydra.slug}/ideas/ideas").json()
    assert {"asked:hose", "rising:hose"} <= {idea["key"] for idea in answer}


def test_a_topic_that_is_a_name_is_forgotten(hydra: Organization) -> None:
    put_aside(organization=hydra, key="rising:@alice", actor=None, now=NOW)
    put_aside(organization=hydra, key="rising:hose", actor=None, now=NOW)
    subject = Subject(organization_id=hydra.pk, authors=frozenset({"x:alice"}))
    assert PLACES[0].count(subject) == 1
    PLACES[0].forget(subject)
    assert [one.key for one in PutAside.objects.all()] == ["rising:hose"]


def test_the_page_asks_as_often_for_all_ideas_as_for_one(
    author: Client, hydra: Organization, talk: Facts, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = org_reverse("ideas:list", hydra)
    author.get(page)
    for address in (page + "?kind=praised", page):
        with django_assert_num_queries(10):
            author.get(address)
