"""What a post becomes on each network."""

import hashlib

import pytest

from colonnade.campaigns.operations import CampaignPlan, add_campaign
from colonnade.channels.contract import Draft
from colonnade.channels.models import Profile
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW
from colonnade.pillars.promotion.composer.assembling import draft_of, parts_of
from colonnade.pillars.promotion.composer.linking import links_of
from colonnade.pillars.promotion.composer.media import media_of, open_media
from colonnade.pillars.promotion.composer.models import Post
from colonnade.pillars.promotion.composer.operations import Words
from colonnade.pillars.promotion.composer.queries import items_of, variants_of
from colonnade.pillars.promotion.composer.tests.factories import make_post
from colonnade.pillars.promotion.library.operations import Description, describe
from colonnade.pillars.promotion.library.tests.factories import film, make_item, photograph
from colonnade.publishing.media import opener_for


def draft(post: Post, profile: Profile) -> Draft:
    variant = next(one for one in variants_of(post) if one.profile == profile)
    return draft_of(post, variant, items_of(post), links_of(post, [variant]))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One", ["One"]),
        ("One\n---\nTwo\r\n --- \r\nThree", ["One", "Two", "Three"]),
        ("A --- B", ["A --- B"]),
        ("---\n---", [""]),
        ("", [""]),
    ],
)
def test_three_hyphens_alone_begin_the_next_part(text: str, parts: list[str]) -> None:
    assert parts_of(text) == parts


def test_the_link_is_tagged_for_each_network_and_is_a_card_where_ours_are_shown(
    hydra: Organization, bluesky: Profile, mastodon: Profile
) -> None:
    plan = CampaignPlan(name="Open day", starts_on=NOW.date(), ends_on=NOW.date())
    campaign = add_campaign(organization=hydra, plan=plan, actor=None, now=NOW)
    post = make_post(hydra, bluesky, mastodon, link="https://hydra.example/day?a=1", campaign=campaign)
    on_bluesky, on_mastodon = draft(post, bluesky), draft(post, mastodon)
    assert on_bluesky.parts[0].link is not None
    assert on_bluesky.parts[0].link.url == (
        "https://hydra.example/day?a=1&utm_source=bluesky&utm_medium=social&utm_campaign=open-day&utm_content=open-day"
    )
    assert on_bluesky.text == "Come and see the new crane."
    assert on_mastodon.parts[0].link is None
    assert "utm_source=mastodon" in on_mastodon.text


def test_with_images_the_link_stands_in_the_text(hydra: Organization, bluesky: Profile) -> None:
    post = make_post(hydra, bluesky, link="https://hydra.example/day", media=[make_item(hydra)])
    made = draft(post, bluesky)
    assert made.parts[0].link is None
    assert "https://hydra.example/day?utm_source=bluesky" in made.text
    assert made.parts[0].media[0].alt == "A crane before a red sky"


def test_a_variant_says_it_otherwise_and_cuts_its_images(
    hydra: Organization, bluesky: Profile, mastodon: Profile
) -> None:
    item = make_item(hydra, data=photograph(1600, 1600))
    words = {bluesky.pk: Words(text="Short", shape="landscape"), mastodon.pk: Words()}
    post = make_post(hydra, media=[item], variants=words, warning="Heights")
    on_bluesky, on_mastodon = draft(post, bluesky), draft(post, mastodon)
    assert (on_bluesky.text, on_mastodon.text) == ("Short", "Come and see the new crane.")
    assert (on_bluesky.parts[0].media[0].width, on_bluesky.parts[0].media[0].height) == (1200, 630)
    assert on_mastodon.parts[0].media[0].width == 1600
    assert on_mastodon.warning == "Heights"


@pytest.mark.parametrize("shape", ["", "square", "story"])
def test_the_file_behind_a_draft_is_the_one_whose_hash_was_approved(hydra: Organization, shape: str) -> None:
    item = make_item(hydra, data=photograph(900, 300))
    media = media_of(item, shape)
    with opener_for(hydra.pk)(media) as file:
        assert hashlib.sha256(file.read()).hexdigest() == media.sha256


def test_moving_the_focal_point_later_does_not_change_what_was_approved(hydra: Organization) -> None:
    item = make_item(hydra, data=photograph(900, 300))
    media = media_of(item, "square")
    moved = Description(title="Crane", alt_text="A crane", focus_x=0.0, focus_y=0.0)
    describe(item=item, description=moved, actor=None, now=NOW)
    assert media_of(item, "square").sha256 != media.sha256
    with opener_for(hydra.pk)(media) as file:
        assert hashlib.sha256(file.read()).hexdigest() == media.sha256


def test_another_organisation_s_item_is_not_opened(hydra: Organization) -> None:
    item = make_item(hydra, data=film())
    with pytest.raises(LookupError):
        open_media(organization_id=hydra.pk + 1, reference=str(item.pk))
