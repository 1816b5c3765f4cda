"""A request for a short link, as far as it is looked at, and the line that the journal keeps of its click."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from colonnade.audience.touches.kinds import Traffic
from colonnade.audience.touches.visitors import COOKIE, refuses_tracking

LONGEST_AGENT = 400
_COOKIE = re.compile(rf"(?:^|;\s*){re.escape(COOKIE)}=([^;]+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A request, reduced to what is looked at.

    Attributes:
        ahead: whether a browser fetches the page before anybody clicked (``Sec-Purpose``, ``Purpose``).
        untracked: whether the browser asks not to be tracked (``DNT``, ``Sec-GPC``).
        cookie: our own cookie, which exists only with consent; empty where tracking is refused.
        referrer: host of the page that the link was on.
    """

    head: bool
    address: str
    user_agent: str
    ahead: bool
    untracked: bool
    cookie: str
    referrer: str


def asked_of(*, method: str, address: str, header: Mapping[str, str]) -> Asked:
    """Return what a request says; ``header`` has names in small letters."""
    purposes = (header.get(name, "") for name in ("sec-purpose", "purpose", "x-purpose", "x-moz"))
    untracked = refuses_tracking(header)
    cookie = None if untracked else _COOKIE.search(header.get("cookie", ""))
    return Asked(
        head=method == "HEAD",
        address=address,
        user_agent=header.get("user-agent", "")[:LONGEST_AGENT],
        ahead=any("prefetch" in purpose or "preview" in purpose for purpose in purposes),
        untracked=untracked,
        cookie=cookie[1] if cookie else "",
        referrer=_host(header.get("referer", "")),
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "")[:200]
    except ValueError:
        return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Click:
    """A click as the journal keeps it.

    Attributes:
        traffic: as far as it is known before the user agent is looked at.
        user_agent: looked at when the journal is drained, and then thrown away.
    """

    organization: int
    link: int
    at: datetime
    traffic: Traffic
    caller: str
    visitor: str
    referrer: str
    user_agent: str


def line_of(click: Click) -> bytes:
    """Return the journal's line of a click."""
    cells = (
        click.organization,
        click.link,
        click.at.timestamp(),
        click.traffic.value,
        click.caller,
        click.visitor,
        click.referrer,
        click.user_agent,
    )
    return json.dumps(cells, separators=(",", ":")).encode()


def click_of(line: bytes) -> Click:
    """Return the click of a line. Raises ``ValueError`` where the line is none."""
    cells = json.loads(line)
    try:
        organization, link, at, traffic, caller, visitor, referrer, user_agent = cells
    except TypeError as error:
        raise ValueError("the line holds no click") from error
    return Click(
        organization=int(organization),
        link=int(link),
        at=datetime.fromtimestamp(float(at), tz=UTC),
        traffic=Traffic(traffic),
        caller=str(caller),
        visitor=str(visitor),
        referrer=str(referrer),
        user_agent=str(user_agent),
    )
