"""What a network takes away is told to whoever keeps posts, once, whatever name it has there."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from colonnade.channels.contract import Gone, Page
from colonnade.channels.fetching import aliases
from colonnade.channels.models import Alias, Channel
from colonnade.channels.tests.factories import Ears, Town, add_source, heard
from colonnade.channels.tests.test_rounds import work
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW


@pytest.fixture
def source(hydra: Organization, town: Town, ears: Ears) -> Channel:
    return add_source(hydra, town)


def gone(**said: object) -> Gone:
    return Gone.model_validate({"network": "town"} | said)


def test_a_post_that_came_and_went_in_one_page_is_gone(source: Channel, town: Town, ears: Ears) -> None:
    town.steps = [Page(items=(heard(1), heard(2)), gone=(gone(external_id="1"),), next_cursor="1")]
    after = work(source)
    assert list(ears.posts) == ["2"]
    assert (after.posts_new, after.posts_gone) == (2, 1)


def test_an_account_takes_its_posts_along(source: Channel, town: Town, ears: Ears) -> None:
    posts = tuple(heard(number, external_id=f"{who}/{number}") for number in (1, 2) for who in ("ann", "bo"))
    town.steps = [Page(items=posts), Page(gone=(gone(beginning="ann/"),))]
    assert work(work(source)).posts_gone == 2
    assert sorted(ears.posts) == ["bo/1", "bo/2"]


def test_new_words_replace_old_ones_and_add_nothing(source: Channel, town: Town, ears: Ears) -> None:
    later = NOW + timedelta(minutes=1)
    news = tuple(heard(number, text="Other words", edited_at=later) for number in (1, 7))
    town.steps = [Page(items=(heard(1),), changed=news)]
    after = work(source)
    assert {name: post.text for name, post in ears.posts.items()} == {"1": "Other words"}
    assert (after.posts_new, after.posts_edited) == (1, 1)


def test_a_post_is_known_by_the_name_that_its_source_gave_it(source: Channel, town: Town, ears: Ears) -> None:
    town.steps = [
        Page(items=(heard(1, known_as="a"), heard(2, known_as="b"))),
        Page(gone=(gone(known_as="a"), gone(known_as="never told"))),
    ]
    assert work(work(source)).posts_gone == 1
    assert list(ears.posts) == ["2"]


def test_the_names_of_another_source_mean_nothing(
    source: Channel, hydra: Organization, town: Town, ears: Ears
) -> None:
    other = add_source(hydra, town, "cranes")
    town.steps = [Page(items=(heard(1, known_as="a"),)), Page(gone=(gone(known_as="a"),))]
    work(source)
    assert work(other).posts_gone == 0
    assert list(ears.posts) == ["1"]


def test_names_are_forgotten_when_the_post_was_not_heard_for_long(source: Channel) -> None:
    aliases.note(channel=source, posts=[heard(1, known_as="a"), heard(2, known_as="b")], now=NOW)
    later = NOW + aliases.KEPT
    aliases.note(channel=source, posts=[heard(2, known_as="b")], now=later)
    aliases.note(channel=source, posts=[heard(3, known_as="c")], now=later + timedelta(seconds=1))
    assert set(Alias.objects.values_list("known_as", flat=True)) == {"b", "c"}


@pytest.mark.parametrize("said", [{}, {"external_id": "1", "beginning": "1"}, {"external_id": ""}])
def test_what_is_gone_is_named_once(said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        gone(**said)
