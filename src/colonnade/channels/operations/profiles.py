"""Find where an account can publish, and keep it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.channels.contract import FoundProfile, Publisher
from colonnade.channels.discovery import connectors
from colonnade.channels.models import Account, Profile
from colonnade.channels.speaking import line_to
from colonnade.core.clock import Clock
from colonnade.governance.operations import record
from colonnade.organization.models import User


class CannotPublish(ValueError):
    """An account of a network on which nothing can be published from here."""


def publisher_of(account: Account) -> Publisher:
    """Return an account's connector. Raises ``CannotPublish`` where it publishes nothing."""
    known = connectors()
    found = known.get(account.connector) if account.connector in known else None
    if not isinstance(found, Publisher) or found.manifest.posting is None:
        raise CannotPublish(_("Nothing can be published on this network from here yet."))
    return found


def find_profiles(*, account: Account, clock: Clock) -> Sequence[FoundProfile]:
    """Ask the network where an account can publish; nothing is stored but a renewed session.

    Raises:
        CannotPublish: where nothing can be published on this network.
        ChannelError, KeyLost, ConfigurationRefused: where it cannot be asked.
    """
    publisher = publisher_of(account)
    with line_to(account, connector=publisher, clock=clock) as line:
        return line.say(publisher.profiles)


def connect_profiles(*, account: Account, actor: User | None, clock: Clock) -> list[Profile]:
    """Ask the network where an account can publish, and publish there from now on.

    Raises:
        CannotPublish: where nothing can be published on this network.
        ChannelError, KeyLost, ConfigurationRefused: where it cannot be asked; then nothing is changed.
    """
    found = find_profiles(account=account, clock=clock)
    return [keep_profile(account=account, found=one, actor=actor, now=clock()) for one in found]


@transaction.atomic
def keep_profile(*, account: Account, found: FoundProfile, actor: User | None, now: datetime) -> Profile:
    """Publish on a profile from now on, or take over what changed about it: its name, its limit."""
    profile, made = Profile.objects.update_or_create(
        organization=account.organization,
        account=account,
        external_id=found.external_id[:200],
        defaults={
            "name": found.name[:200],
            "address": found.address[:500],
            "text_limit": found.text_limit,
            "active": True,
        },
        create_defaults={
            "name": found.name[:200],
            "address": found.address[:500],
            "text_limit": found.text_limit,
            "created_at": now,
        },
    )
    if made:
        _audit(profile, "profile.connected", actor, now)
    return profile


@transaction.atomic
def switch_profile(*, profile: Profile, active: bool, actor: User | None, now: datetime) -> Profile:
    """Let posts be scheduled on a profile, or no longer; what was published stays."""
    if profile.active != active:
        profile.active = active
        profile.save(update_fields=["active"])
        _audit(profile, "profile.switched_on" if active else "profile.switched_off", actor, now)
    return profile


def _audit(profile: Profile, action: str, actor: User | None, now: datetime) -> None:
    record(
        organization=profile.organization,
        actor=actor,
        action=action,
        subject=profile.name,
        now=now,
        details={"profile": profile.pk, "network": profile.account.connector},
    )
