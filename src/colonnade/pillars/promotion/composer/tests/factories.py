"""Profiles on real networks and posts for tests."""

from colonnade.channels.models import Account, Profile
from colonnade.organization.models import Organization, User
from colonnade.organization.tests.factories import NOW
from colonnade.pillars.promotion.composer.models import Post
from colonnade.pillars.promotion.composer.operations import Words, Written, begin


def make_profile(organization: Organization, connector: str = "bluesky", name: str = "@hydra") -> Profile:
    """Return a profile that posts can be written for; nobody signs in with it."""
    account, _made = Account.objects.get_or_create(
        organization=organization, connector=connector, name=name, defaults={"created_at": NOW}
    )
    return Profile.objects.create(
        organization=organization,
        account=account,
        external_id=f"{connector}:{name}",
        name=name,
        created_at=NOW,
    )


def make_post(organization: Organization, *profiles: Profile, by: User | None = None, **said: object) -> Post:
    """Return a post on ``profiles``, of which ``said`` is said."""
    given = {
        "title": "Open day",
        "text": "Come and see the new crane.",
        "variants": {profile.pk: Words() for profile in profiles},
        **said,
    }
    written = Written(**given)  # type: ignore[arg-type]  # each test gives what fits
    return begin(organization=organization, written=written, actor=by, now=NOW)
