"""A source as somebody wants it, checked before anything is asked or stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from colonnade.channels.configuration import ConfigurationRefused, Problem, read_configuration
from colonnade.channels.contract import Connector, Need, Source, SourceKind
from colonnade.channels.models import Account
from colonnade.organization.models import Organization

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(days=7)
LONGEST_NAME = 200


class SourceRefused(ValueError):
    """A source that cannot be as it is wanted; ``problems`` say what to change."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(
            " ".join(f"{item.field}: {item.message}" if item.field else item.message for item in problems)
        )


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A source that can be had.

    Attributes:
        every: how often to ask; None takes what the connector proposes.
        since: how far back the first fetch goes; None for a week.
    """

    connector: Connector
    kind: SourceKind
    source: Source
    account: Account | None = None
    name: str = ""
    every: timedelta | None = None
    since: datetime | None = None


def wanted(
    *,
    organization: Organization,
    connector: Connector,
    kind: SourceKind,
    configuration: Mapping[str, object],
    now: datetime,
    account: Account | None = None,
    name: str = "",
    every: timedelta | None = None,
    since: datetime | None = None,
) -> Wanted:
    """Check what somebody said of a source.

    Raises:
        SourceRefused: with every problem in words.
    """
    problems = [
        *_account_problems(organization, connector, kind, account),
        *_time_problems(every=every, since=since, now=now),
    ]
    try:
        source = read_configuration(kind.schema, configuration)
    except ConfigurationRefused as refused:
        raise SourceRefused((*refused.problems, *problems)) from None
    if problems:
        raise SourceRefused(tuple(problems))
    return Wanted(
        connector=connector,
        kind=kind,
        source=source,
        account=account,
        name=" ".join(name.split())[:LONGEST_NAME],
        every=every,
        since=since,
    )


def _account_problems(
    organization: Organization, connector: Connector, kind: SourceKind, account: Account | None
) -> list[Problem]:
    if account is None:
        if kind.account != Need.REQUIRED:
            return []
        message = _("This needs an account on %(network)s; connect one first.")
        return [Problem(field="account", message=message % {"network": connector.manifest.name})]
    if account.organization_id != organization.pk or account.connector != connector.manifest.id:
        return [Problem(field="account", message=_("There is no such account on this network."))]
    if kind.account == Need.NONE:
        return [Problem(field="account", message=_("This is heard without an account."))]
    return []


def _time_problems(*, every: timedelta | None, since: datetime | None, now: datetime) -> list[Problem]:
    problems = []
    if every is not None and not SHORTEST <= every <= LONGEST:
        problems.append(Problem(field="every", message=_("Ask at least once a week, at most once a minute.")))
    if since is not None and since > now:
        problems.append(Problem(field="since", message=_("That lies in the future.")))
    return problems
