"""Reads: how long each source and file is kept, and what went. Nothing here opens the warehouse."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from colonnade.channels.models import Account, Channel
from colonnade.organization.models import Organization
from colonnade.pillars.listening.models import Import, ImportKind
from colonnade.pillars.listening.retention.models import Origin, Removal, Rule


class NothingKept(LookupError):
    """There is no such account, source or file."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An account, a source or a file, and how long its posts are kept.

    Attributes:
        number: its own, by which a rule names it.
        days: of its own rule; None without one.
        account, account_days: the account it is heard with, and that one's rule.
        gone: whether it is not listened to any more, though its posts and its rule stay.
    """

    origin: Origin
    number: int
    name: str
    days: int | None = None
    account: str = ""
    account_days: int | None = None
    gone: bool = False

    @property
    def holds(self) -> int | None:
        """The days that hold: the shorter of its own and its account's; None for ever."""
        return min((days for days in (self.days, self.account_days) if days is not None), default=None)

    def cutoff(self, now: datetime) -> datetime | None:
        """Return the time before which posts came in that are to go; None where none are."""
        return None if self.holds is None else now - timedelta(days=self.holds)


def accounts(organization: Organization) -> list[Kept]:
    """Return the accounts of an organisation."""
    rules = _rules(organization)
    return [
        Kept(
            origin=Origin.ACCOUNT,
            number=account.pk,
            name=account.name,
            days=rules.get((Origin.ACCOUNT, account.pk)),
        )
        for account in Account.objects.filter(organization=organization)
    ]


def sources(organization: Organization) -> list[Kept]:
    """Return the sources of an organisation, then those that are gone and whose rule goes on."""
    rules = _rules(organization)
    known = [
        Kept(
            origin=Origin.SOURCE,
            number=channel.pk,
            name=channel.name,
            days=rules.get((Origin.SOURCE, channel.pk)),
            account=channel.account.name if channel.account else "",
            account_days=rules.get((Origin.ACCOUNT, channel.account_id or 0)),
        )
        for channel in Channel.objects.filter(organization=organization).select_related("account")
    ]
    numbers = [kept.number for kept in known]
    left = Rule.objects.filter(organization=organization, origin=Origin.SOURCE).exclude(number__in=numbers)
    return known + [
        Kept(origin=Origin.SOURCE, number=rule.number, name=rule.name, days=rule.days, gone=True)
        for rule in left.order_by("name", "number")
    ]


def files_of(organization: Organization) -> QuerySet[Import]:
    """Return the imported files of an organisation that hold posts, newest first."""
    return Import.objects.filter(organization=organization, kind=ImportKind.POSTS)


def files(organization: Organization, imports: Iterable[Import]) -> list[Kept]:
    """Return imported files of an organisation with their rules."""
    rules = _rules(organization)
    return [
        Kept(origin=Origin.IMPORT, number=one.pk, name=one.name, days=rules.get((Origin.IMPORT, one.pk)))
        for one in imports
    ]


def kept(organization: Organization, origin: Origin, number: int) -> Kept:
    """Return one of them. Raises ``NothingKept``."""
    if origin == Origin.IMPORT:
        found = files(organization, files_of(organization).filter(pk=number))
    else:
        found = accounts(organization) if origin == Origin.ACCOUNT else sources(organization)
    for one in found:
        if one.number == number:
            return one
    raise NothingKept(
        _("There is no %(origin)s %(number)d. Nothing was changed.")
        % {"origin": origin.label, "number": number}
    )


def limited(organization: Organization) -> list[Kept]:
    """Return the sources and files whose posts are not kept for ever."""
    ruled = Rule.objects.filter(organization=organization, origin=Origin.IMPORT).values("number")
    imported = files(organization, files_of(organization).filter(pk__in=ruled))
    return [one for one in (*sources(organization), *imported) if one.holds is not None]


def has_rules(*, organization_id: int) -> bool:
    """Return whether anything of an organisation is not kept for ever."""
    return Rule.objects.filter(organization_id=organization_id).exists()


def removals_of(organization: Organization) -> QuerySet[Removal]:
    """Return what went of an organisation's posts, newest first."""
    return Removal.objects.filter(organization=organization)


def _rules(organization: Organization) -> Mapping[tuple[str, int], int]:
    rows = Rule.objects.filter(organization=organization).values_list("origin", "number", "days")
    return {(origin, number): days for origin, number, days in rows}
