"""Statuses as Mastodon's interface writes them, and the events of its streams."""

import json
from collections.abc import Iterable, Iterator, Mapping

from pydantic import AwareDatetime, RootModel

from colonnade.channels.contract import (
    Author,
    Engagement,
    Foreign,
    Gone,
    Heard,
    host_of,
    one_line,
    text_of_html,
)

NETWORK = "mastodon"
# A changed status is "status.update"; servers in other languages write it with a line.
_STATUSES = frozenset({"update", "status.update", "status_update"})


class Statuses(RootModel[list[object]]):
    """A timeline; its statuses are read one by one."""


class Found(Foreign):
    """What a search answers."""

    statuses: list[object]


class Instance(Foreign):
    """What an instance says of itself."""

    class Configuration(Foreign):
        """Its settings."""

        class Urls(Foreign):
            """Where its other services are."""

            streaming: str = ""

        urls: Urls = Urls()

    configuration: Configuration = Configuration()


class Account(Foreign):
    """Who wrote a status. ``acct`` lacks the host where the account is the instance's own."""

    acct: str
    url: str | None = None
    display_name: str = ""
    followers_count: int | None = None


class Status(Foreign):
    """A status. ``uri`` names it on every instance, ``id`` on the one that was asked."""

    id: str
    uri: str
    account: Account
    content: str
    created_at: AwareDatetime
    edited_at: AwareDatetime | None = None
    url: str | None = None
    spoiler_text: str = ""
    in_reply_to_id: str | None = None
    reblog: object = None
    replies_count: int | None = None
    reblogs_count: int | None = None
    favourites_count: int | None = None


def heard(raw: object, *, instance: str, uris: Mapping[str, str], streamed: bool = False) -> Heard | None:
    """Return a status as a post; None for a boost, whose text is another's.

    Args:
        uris: lasting names of statuses by their id, as far as the answer has them.
        streamed: whether it is for a stream, which tells a deletion by the instance's own id alone.

    Raises:
        ValueError: where it is none.
    """
    status = Status.model_validate(raw)
    if status.reblog is not None:
        return None
    text = text_of_html(status.content)
    return Heard.model_validate(
        {
            "network": NETWORK,
            "external_id": status.uri,
            "text": f"{status.spoiler_text}\n{text}" if status.spoiler_text else text,
            "published_at": status.created_at,
            "url": status.url or status.uri,
            "author": Author(
                handle=_handle(status.account, instance),
                name=status.account.display_name,
                key=status.account.url,
                followers=_count(status.account.followers_count),
            ),
            "engagement": Engagement(
                likes=_count(status.favourites_count),
                replies=_count(status.replies_count),
                reposts=_count(status.reblogs_count),
            ),
            "in_reply_to": uris.get(status.in_reply_to_id or ""),
            "edited_at": status.edited_at,
            "known_as": status.id if streamed else None,
        }
    )


def _handle(account: Account, instance: str) -> str:
    return account.acct if "@" in account.acct else f"{account.acct}@{host_of(instance)}"


def _count(told: int | None) -> int | None:
    """Return a count; some servers write -1 for one that its owner hides."""
    return told if told is None or told >= 0 else None


def uris_of(raws: Iterable[object]) -> dict[str, str]:
    """Return the lasting names of the statuses in an answer by their id."""
    found = {}
    for raw in raws:
        if isinstance(raw, dict) and isinstance(raw.get("id"), str) and isinstance(raw.get("uri"), str):
            found[raw["id"]] = one_line(raw["uri"])
    return found


def last_id(raws: list[object]) -> str:
    """Return the id of the last status, behind which older ones follow; empty where there is none."""
    last = raws[-1] if raws else None
    said = last.get("id") if isinstance(last, dict) else None
    return said if isinstance(said, str) and len(said) <= 100 else ""


def events(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (event, data) of a stream of Server-Sent Events (HTML standard, 9.2.6)."""
    name = ""
    data: list[str] = []
    for line in lines:
        field, _colon, value = line.partition(":")
        if not line:
            if data:
                yield name, "\n".join(data)
            name, data = "", []
        elif field == "event":
            name = value.removeprefix(" ")
        elif field == "data":
            data.append(value.removeprefix(" "))


def told(event: str, data: str, *, instance: str) -> Heard | Gone | None:
    """Return what an event of a stream tells; None for one that is not about a public post.

    Raises:
        ValueError: where it cannot be read.
    """
    if event == "delete":
        return Gone(network=NETWORK, known_as=data.strip())
    if event in _STATUSES:
        return heard(_read(data), instance=instance, uris={}, streamed=True)
    return None


def _read(data: str) -> object:
    try:
        return json.loads(data)
    except RecursionError:
        raise ValueError("the event is nested too deep") from None
