"""The link of a post as it stands on each network: short, so that clicks are counted, and tagged."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.utils.text import slugify

from colonnade.campaigns.utm import tag
from colonnade.channels.models import Profile
from colonnade.organization.models import User
from colonnade.pillars.promotion.composer.models import Post, Variant
from colonnade.pillars.promotion.links.codes import LENGTH
from colonnade.pillars.promotion.links.operations import shorten
from colonnade.pillars.promotion.links.plans import LinkPlan
from colonnade.pillars.promotion.links.queries import shortened
from colonnade.pillars.promotion.links.targets import checked_target, short_address

Links = Mapping[int, str]
"""By the number of a profile, what stands in the post for its link."""


def links_of(post: Post, variants: Sequence[Variant]) -> Links:
    """Return the link of a post for each of its profiles; nothing where it has none.

    Where the installation has no public address, links are tagged and stay long. A link that is made when the
    post is handed in is shown as one of the same length.
    """
    if not post.link:
        return {}
    if not _shortens(post):
        return {one.profile_id: _tagged(post, one.profile) for one in variants}
    plans = {one.profile_id: plan_of(post, one.profile) for one in variants}
    known = shortened(organization=post.organization, plans=plans.values())
    return {
        profile: known[plan.digest].address if plan.digest in known else short_address("x" * LENGTH)
        for profile, plan in plans.items()
    }


def make_links(*, post: Post, variants: Sequence[Variant], actor: User | None, now: datetime) -> None:
    """Make the short links that a post is handed in with; those that are there already stay."""
    if post.link and _shortens(post):
        for one in variants:
            plan = plan_of(post, one.profile)
            shorten(organization=post.organization, plan=plan, actor=actor, now=now)


def plan_of(post: Post, profile: Profile) -> LinkPlan:
    """Return what is to be known of a post's link on a profile."""
    return LinkPlan(
        url=post.link,
        title=post.title,
        channel=profile.account.connector,
        campaign=post.root,
        publication=f"post:{post.pk}",
        content=slugify(post.title)[:100],
    )


def _shortens(post: Post) -> bool:
    """Return whether there is an address to shorten to, and a page to lead to that is no short link."""
    try:
        checked_target(post.link)
    except ValueError:
        return False
    return bool(settings.PUBLIC_URL)


def _tagged(post: Post, profile: Profile) -> str:
    return tag(
        post.link,
        organization=post.organization,
        channel=profile.account.connector,
        campaign=post.root,
        content=slugify(post.title),
        unit=post.unit.slug if post.unit else "",
    )
