"""Emerging topics: the arithmetic, the days of a store, and the page."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from scipy.sparse import csr_array

from colonnade.core.jobs.models import Job
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization, make_user
from colonnade.pillars.listening.questions.tests.factories import fill, post
from colonnade.pillars.listening.topics.jobs import look_this_hour
from colonnade.pillars.listening.topics.models import Topic, Watch
from colonnade.pillars.listening.topics.operations import notice
from colonnade.pillars.listening.topics.queries import topics_of
from colonnade.pillars.listening.topics.rising import groups, overlap, rise, rising, surprise
from colonnade.warehouse.store import Facts, open_store

START = datetime(2026, 3, 1)  # noqa: DTZ001  facts are UTC without a zone


@pytest.fixture(autouse=True)
def no_kept_answers() -> None:
    cache.clear()


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def facts(hydra: Organization) -> Facts:
    return open_store().facts(hydra.pk)


def chatter(days: Iterable[int], *, words: str = "dig loader", count: int = 20, first: int = 0) -> list[Any]:
    """Return posts by different people, ``count`` on each day, spread over the day."""
    return [
        post(
            first + 1_000 * day + number,
            f"{words} w{number % 7}",
            brands=[],
            published_at=START + timedelta(days=day, minutes=60 * number),
        )
        for day in days
        for number in range(count)
    ]


def leak(day: int, *, people: int = 9, words: str = "hose leak recall", first: int = 500) -> list[Any]:
    return [
        post(
            first + 1_000 * day + number,
            words,
            by=f"{words[:4]}{number}",
            brands=[],
            published_at=START + timedelta(days=day, minutes=600 + number),
        )
        for number in range(people)
    ]


def look(hydra: Organization, facts: Facts) -> int:
    return notice(organization=hydra, facts=facts, on_progress=lambda *_step: None)


def test_words_rise_against_what_their_share_was() -> None:
    before = np.array([[10.0, 0, 5], [12, 0, 5], [8, 0, 5]])
    found = rise(np.array([20.0, 9, 12]), 200.0, before, np.array([100.0, 100, 100]))
    assert found.expected == pytest.approx([20, 0, 10])
    assert found.z[1] == pytest.approx(9)
    authors = np.array([20.0, 9, 12])
    assert rising(np.array([20.0, 9, 12]), authors, found).tolist() == [False, True, False]
    assert not rising(np.array([20.0, 9, 12]), np.array([20.0, 5, 12]), found).any()


def test_a_word_of_many_new_posts_tells_more_than_a_rare_one() -> None:
    told = surprise(np.array([90.0, 9, 90]), np.array([10.0, 0, 80]))
    assert told[0] > told[1] > told[2] > 0


def test_words_that_share_posts_are_one_topic() -> None:
    holds = np.zeros((12, 4))
    holds[:6, :2] = 1
    holds[6:, 2:] = 1
    holds[0, :] = 1  # one post that says everything
    assert sorted(sorted(group.tolist()) for group in groups(csr_array(holds))) == [[0, 1], [2, 3]]
    assert [group.tolist() for group in groups(csr_array(np.ones((3, 1))))] == [[0]]
    assert groups(csr_array(np.zeros((0, 0)))) == []


def test_topics_are_alike_by_the_words_of_the_shorter() -> None:
    known = [("word", "hose"), ("word", "leak"), ("hashtag", "recall")]
    assert overlap([("word", "hose"), ("word", "leak")], known) == 1
    assert overlap([("word", "recall")], known) == 0
    assert overlap([], known) == 0


def test_a_new_topic_is_noticed_with_its_posts(hydra: Organization, facts: Facts) -> None:
    fill(facts, [*chatter(range(8)), *leak(7)])
    assert look(hydra, facts) == 1
    topic = Topic.objects.get()
    assert {term for _kind, term in topic.terms} == {"hose", "leak", "recall"}
    assert (topic.posts, topic.authors, topic.expected) == (9, 9, 0.0)
    assert topic.growth == 9
    assert topic.first_seen.replace(tzinfo=None) == START + timedelta(days=7, minutes=600)
    assert len(topic.samples) == 3
    assert look(hydra, facts) == 1
    assert Topic.objects.count() == 1


def test_a_topic_keeps_its_name_from_day_to_day_and_fades(hydra: Organization, facts: Facts) -> None:
    fill(facts, [*chatter(range(8)), *leak(7)])
    look(hydra, facts)
    name = Topic.objects.get().name
    fill(facts, [*chatter([8]), *leak(8, people=30, words="hose leak lawsuit", first=700)])
    assert look(hydra, facts) == 1
    topic = Topic.objects.get()
    assert (topic.name, topic.posts > 20, "lawsuit" in str(topic.terms)) == (name, True, True)
    fill(facts, chatter(range(9, 13)))
    assert look(hydra, facts) == 0
    seen = topics_of(organization=hydra, facts=facts)
    assert [item.rises for item in seen.topics] == [False]


def test_two_topics_of_one_day_stay_apart(hydra: Organization, facts: Facts) -> None:
    fill(facts, [*chatter(range(8)), *leak(7), *leak(7, words="strike union plant", first=800)])
    assert look(hydra, facts) == 2
    assert len({frozenset(map(tuple, topic.terms)) for topic in Topic.objects.all()}) == 2


@pytest.mark.parametrize(
    "posts",
    [
        [],
        chatter(range(8)),
        [*chatter(range(1)), *leak(1)],  # nothing to compare with
        [*chatter(range(8)), *leak(7, people=5)],  # too few people
        [*chatter(range(8)), *(item | {"author_id": "x:one"} for item in leak(7))],  # one person
        [*chatter(range(8)), *(item | {"intents": "spam"} for item in leak(7))],
        [*chatter(range(7)), *chatter([7], count=200)],  # everything grows alike
    ],
)
def test_what_is_no_topic_is_not_called_one(
    hydra: Organization, facts: Facts, posts: list[dict[str, Any]]
) -> None:
    if posts:
        fill(facts, posts)
    look(hydra, facts)
    assert not Topic.objects.exists()


def test_a_long_past_is_walked_day_by_day_once(hydra: Organization, facts: Facts) -> None:
    fill(facts, [*chatter(range(12)), *leak(6)])
    steps: list[tuple[int, int | None, str]] = []
    notice(organization=hydra, facts=facts, on_progress=lambda *step: steps.append(step))
    assert steps[-1][0] == steps[-1][1] == 12
    topic = Topic.objects.get()
    assert topic.first_seen.replace(tzinfo=None) == START + timedelta(days=6, minutes=600)
    steps.clear()
    notice(organization=hydra, facts=facts, on_progress=lambda *step: steps.append(step))
    assert steps == [(1, 1, "")]


def test_posts_of_an_hour_are_searched_once(hydra: Organization) -> None:
    for minute in (1, 30, 59):
        look_this_hour(organization_id=hydra.pk, now=NOW.replace(minute=minute))
    look_this_hour(organization_id=hydra.pk, now=NOW + timedelta(hours=1))
    jobs = Job.objects.filter(organization_id=hydra.pk).order_by("run_after")
    assert [job.run_after.minute for job in jobs] == [0, 0]
    assert all(job.run_after - NOW <= timedelta(hours=2) for job in jobs)


def test_the_page_teaches_then_shows(client: Client, hydra: Organization, facts: Facts) -> None:
    client.force_login(hydra.memberships.get().user)
    address = f"/o/{hydra.slug}/listen/topics/"
    assert "No posts were searched yet" in client.get(address).content.decode()
    fill(facts, chatter(range(8)))
    look(hydra, facts)
    assert "Nothing new" in client.get(address).content.decode()
    fill(facts, leak(7))
    look(hydra, facts)
    page = client.get(address).content.decode()
    assert "hose" in page
    assert "rising" in page
    assert "9 posts by 9 people" in page
    assert "hose leak recall" in page
    facts.erase_authors([f"x:hose{number}" for number in range(9)])
    assert "hose leak recall" not in client.get(address).content.decode()


def test_a_stranger_finds_no_such_page(client: Client, hydra: Organization) -> None:
    client.force_login(make_user("stranger@example.com"))
    assert client.get(f"/o/{hydra.slug}/listen/topics/").status_code == 404


def test_one_and_three_topics_cost_the_same(
    hydra: Organization, facts: Facts, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Watch.objects.create(organization=hydra, seen_to=NOW)
    for count in (1, 2):
        for number in range(count):
            Topic.objects.create(
                organization=hydra,
                name=f"topic {number}",
                terms=[["word", "hose"]],
                first_seen=NOW,
                noticed_at=NOW,
                last_seen=NOW,
                posts=9,
                authors=9,
                expected=1.0,
            )
        with django_assert_num_queries(2):
            assert topics_of(organization=hydra, facts=facts).topics
