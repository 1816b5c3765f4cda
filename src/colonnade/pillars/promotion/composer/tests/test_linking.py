"""The link of a post is short where it can be, the same each time, and leads to the tagged page."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from colonnade.channels.models import Profile
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member
from colonnade.pillars.promotion.composer.judging import judge
from colonnade.pillars.promotion.composer.models import Post
from colonnade.pillars.promotion.composer.operations import NotReady, hand_in
from colonnade.pillars.promotion.composer.queries import variants_of
from colonnade.pillars.promotion.composer.tests.factories import make_post
from colonnade.pillars.promotion.links.models import ShortLink

PAGE = "https://hydra.example/day"


@pytest.fixture(autouse=True)
def public(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://go.hydra.example"


def said(post: Post) -> list[str]:
    return [one.draft.text for one in judge(post, variants_of(post), [], now=NOW).variants if one.draft]


def test_a_link_has_its_length_before_it_is_made_and_stays_when_it_is(
    hydra: Organization, mastodon: Profile
) -> None:
    make_member(hydra, Role.APPROVER)
    post = make_post(hydra, mastodon, link=PAGE)
    [before] = said(post)
    assert not ShortLink.objects.exists()
    hand_in(post=post, actor=None, now=NOW)
    link = ShortLink.objects.get()
    assert link.target.startswith(f"{PAGE}?utm_source=mastodon")
    assert (link.publication, link.channel) == (f"post:{post.pk}", "mastodon")
    [after] = said(post)
    assert after.endswith(f"https://go.hydra.example/l/{link.code}")
    assert len(before) == len(after)
    assert not judge(post, variants_of(post), [], now=NOW).variants[0].changed_since
    assert hand_in(post=post, actor=None, now=NOW + timedelta(hours=1)) == []
    assert ShortLink.objects.count() == 1


def test_each_network_has_its_own_and_what_is_refused_leaves_none(
    hydra: Organization, bluesky: Profile, mastodon: Profile
) -> None:
    make_member(hydra, Role.APPROVER)
    long = make_post(hydra, bluesky, mastodon, link=PAGE, text="a" * 400)
    with pytest.raises(NotReady):
        hand_in(post=long, actor=None, now=NOW)
    assert not ShortLink.objects.exists()
    hand_in(post=make_post(hydra, bluesky, mastodon, link=PAGE), actor=None, now=NOW)
    assert set(ShortLink.objects.values_list("channel", flat=True)) == {"bluesky", "mastodon"}


def test_a_short_link_is_not_shortened_again(hydra: Organization, mastodon: Profile) -> None:
    [text] = said(make_post(hydra, mastodon, link="https://go.hydra.example/l/fair"))
    assert "https://go.hydra.example/l/fair" in text
    assert "xxxxxxx" not in text
