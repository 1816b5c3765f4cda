"""Writes: ideas are put aside and taken up again."""

from datetime import datetime

from colonnade.organization.models import Organization, User
from colonnade.pillars.promotion.ideas.finding import LONGEST_KEY
from colonnade.pillars.promotion.ideas.models import PutAside


def put_aside(*, organization: Organization, key: str, actor: User | None, now: datetime) -> None:
    """Show an idea no more."""
    PutAside.objects.get_or_create(
        organization=organization, key=key[:LONGEST_KEY], defaults={"by": actor, "at": now}
    )


def take_up(*, organization: Organization, key: str) -> None:
    """Show an idea again that was put aside."""
    PutAside.objects.filter(organization=organization, key=key).delete()
