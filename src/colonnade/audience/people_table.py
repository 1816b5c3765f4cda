"""Reads a table of people; what it cannot read is kept aside, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from colonnade.audience.models import LONGEST, Relation
from colonnade.core.table_files import Aside, read_records

HEADINGS: dict[str, tuple[str, ...]] = {
    "channel": ("channel", "network", "site", "platform"),
    "handle": ("handle", "username", "account", "screen name", "user"),
    "name": ("name", "person", "company"),
    "relation": ("relation", "relationship", "type", "known as"),
    "segment": ("segment", "group", "industry"),
}
NEEDED = ("channel", "handle")


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person as somebody handed them in, checked and spelt as they are stored.

    Attributes: see ``KnownPerson``.
    """

    channel: str
    handle: str
    name: str = ""
    relation: Relation = Relation.CUSTOMER
    segment: str = ""


def person(*, channel: str, handle: str, name: str = "", relation: str = "", segment: str = "") -> Person:
    """Return the person that these words mean.

    Raises:
        ValueError: where a word is missing, too long, or no relation; the message says which.
    """
    found = {
        "channel": channel.strip().casefold(),
        "handle": handle.strip().lstrip("@").casefold(),
        "name": name.strip(),
        "segment": segment.strip(),
    }
    for key in NEEDED:
        if not found[key]:
            raise ValueError(_("no {what} is given").format(what=HEADINGS[key][0]))
    for key, value in found.items():
        if len(value) > LONGEST[key]:
            raise ValueError(
                _("the {what} is longer than {most} characters").format(
                    what=HEADINGS[key][0], most=LONGEST[key]
                )
            )
    return Person(**found, relation=_relation(relation))


def _relation(written: str) -> Relation:
    wanted = written.strip().casefold()
    if not wanted:
        return Relation.CUSTOMER
    for relation in Relation:
        if wanted in (relation.value, str(relation.label).casefold()):
            return relation
    raise ValueError(
        _("“{value}” is no relation; write one of: {known}").format(
            value=written, known=", ".join(Relation.values)
        )
    )


def read_people(data: bytes) -> tuple[list[Person], list[Aside]]:
    """Return the people of a CSV or JSON-lines file, the later row where two name one account.

    Raises:
        UnreadableFile: where no row can be read at all.
    """

    def read(cells: Mapping[str, str]) -> Person:
        return person(**cells)

    rows, aside = read_records(data, headings=HEADINGS, needed=NEEDED, read=read)
    return list({(row.channel, row.handle): row for row in rows}.values()), aside
