"""Posts from a file: each row becomes a post that is written, and nothing more; nothing is handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.campaigns.models import Campaign
from colonnade.core.table_files import Aside, read_records
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.pillars.promotion.composer.forms import PostForm, offered_profiles
from colonnade.pillars.promotion.composer.models import LONGEST_TEXT, Post
from colonnade.pillars.promotion.composer.operations import Words, Written, begin
from colonnade.publishing.times import NoSuchTime, moment_of

HEADINGS: Mapping[str, Sequence[str]] = {
    "title": ("title", "name"),
    "text": ("text", "post", "caption"),
    "profiles": ("profiles", "profile", "where"),
    "link": ("link", "url"),
    "campaign": ("campaign",),
    "first_comment": ("first comment", "first_comment"),
    "language": ("language",),
    "time": ("time", "at", "date"),
}
MOST_ROWS = 2_000


@dataclass(frozen=True, kw_only=True)
class ImportedPosts:
    """What became of a file's rows.

    Attributes:
        posts: those that were begun, in the file's order.
        aside: rows that could not be read, with the reason.
    """

    posts: Sequence[Post]
    aside: Sequence[Aside]


class _Reader:
    """Reads rows for one organisation, whose profiles and campaigns it knows by name."""

    def __init__(self, organization: Organization) -> None:
        self.zone = organization.time_zone
        self.profiles = {profile.name.casefold(): profile.pk for profile in offered_profiles(organization)}
        campaigns = Campaign.objects.filter(organization=organization)
        self.campaigns = {one.slug: one for one in campaigns} | {
            one.name.casefold(): one for one in campaigns
        }

    def __call__(self, cells: Mapping[str, str]) -> Written:
        """Return what a row says. Raises ``ValueError`` with the reason."""
        if not cells["title"] and not cells["text"]:
            raise ValueError(_("neither title nor text"))
        title = cells["title"] or cells["text"].split("\n")[0]
        return Written(
            title=title[:200],
            text=cells["text"],
            link=cells.get("link", ""),
            first_comment=cells.get("first_comment", ""),
            language=self._language(cells.get("language", "")),
            campaign=self._campaign(cells.get("campaign", "")),
            wanted_at=self._moment(cells.get("time", "")),
            zone=self.zone,
            variants={profile: Words() for profile in self._profiles(cells.get("profiles", ""))},
        )

    def _profiles(self, cell: str) -> list[int]:
        names = [name.strip() for name in cell.split(";") if name.strip()]
        unknown = [name for name in names if name.casefold() not in self.profiles]
        if unknown:
            raise ValueError(_("there is no profile “{name}”").format(name=unknown[0]))
        return [self.profiles[name.casefold()] for name in names]

    def _campaign(self, cell: str) -> Campaign | None:
        if not cell:
            return None
        found = self.campaigns.get(cell.casefold())
        if found is None:
            raise ValueError(_("there is no campaign “{name}”").format(name=cell))
        return found

    def _moment(self, cell: str) -> datetime | None:
        if not cell:
            return None
        try:
            wall = datetime.fromisoformat(cell)
        except ValueError as error:
            raise ValueError(
                _("“{cell}” is no time: write it as 2026-03-31 09:00").format(cell=cell)
            ) from error
        if wall.tzinfo is not None:
            return wall
        try:
            return moment_of(wall=wall, zone=self.zone)
        except NoSuchTime as error:
            raise ValueError(str(error)) from error

    def _language(self, cell: str) -> str:
        try:
            return str(PostForm.base_fields["language"].clean(cell))
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error


@transaction.atomic
def import_posts(
    *, organization: Organization, data: bytes, name: str, actor: User | None, now: datetime
) -> ImportedPosts:
    """Begin a post for each row of a CSV or JSON-lines file.

    Raises:
        UnreadableFile: where no row can be read at all; nothing is begun.
        ValidationError: where there are too many rows; nothing is begun.
    """
    rows, aside = read_records(
        data, headings=HEADINGS, needed=("title", "text"), read=_Reader(organization), longest=LONGEST_TEXT
    )
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            _("The file has more than %(most)d posts: split it, and import the parts.") % {"most": MOST_ROWS}
        )
    posts: list[Post] = []
    refused: list[Aside] = []
    for written in rows:
        try:
            with transaction.atomic():
                posts.append(begin(organization=organization, written=written, actor=actor, now=now))
        except ValidationError as error:
            refused.append({"row": written.title, "reason": " ".join(error.messages), "cells": {}})
    record(
        organization=organization,
        actor=actor,
        action="posts.imported",
        subject=name[:200],
        now=now,
        details={"posts": len(posts), "aside": len(aside) + len(refused)},
    )
    return ImportedPosts(posts=posts, aside=[*aside, *refused])
