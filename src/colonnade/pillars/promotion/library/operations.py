"""Writes: items come into the library, are described, retired and deleted."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.pillars.promotion.library import images, storage, video
from colonnade.pillars.promotion.library.models import LONGEST_ALT, MediaItem, MediaTag
from colonnade.pillars.promotion.library.refusals import NotTaken
from colonnade.pillars.promotion.library.uses import uses_of

MOST_TAGS = 20
LONGEST_TAG = 40


@dataclass(frozen=True, kw_only=True)
class Description:
    """What people say of an item; the attributes are those of ``MediaItem``."""

    title: str
    alt_text: str = ""
    decorative: bool = False
    tags: tuple[str, ...] = ()
    expires_on: date | None = None
    source: str = ""
    rights: str = ""
    focus_x: float = 0.5
    focus_y: float = 0.5


@dataclass(frozen=True, kw_only=True)
class _File:
    """A checked file that lies in its place; the attributes are those of ``MediaItem``."""

    digest: str
    media_type: str
    size: int
    width: int
    height: int
    seconds: float | None


class AlreadyThere(ValidationError):
    """The library has this file.

    Attributes:
        item: as what it has it.
    """

    def __init__(self, item: MediaItem) -> None:
        self.item = item
        super().__init__(_("The library has this file already, as “%(title)s”.") % {"title": item.title})


class StillShown(ValidationError):
    """The item was published, so it can be retired but not deleted."""


def add(
    *,
    organization: Organization,
    file: IO[bytes],
    description: Description,
    actor: User | None,
    now: datetime,
) -> MediaItem:
    """Check a file by its content, keep it and describe it.

    A file that was retired comes back with the new description.

    Raises:
        NotTaken: where it is no image or video that can be kept.
        AlreadyThere: where the library has it.
        ValidationError: where the description lacks something.
    """
    _require(description)
    kept = _keep(file)
    return _list(organization, kept, description, actor, now)


@transaction.atomic
def _list(
    organization: Organization, kept: _File, description: Description, actor: User | None, now: datetime
) -> MediaItem:
    item = MediaItem.objects.filter(organization=organization, digest=kept.digest).first()
    if item is not None and item.retired_at is None:
        raise AlreadyThere(item)
    if item is None:
        item = MediaItem(organization=organization, added_by=actor, added_at=now, **asdict(kept))
    item.retired_at = None
    _describe(item, description)
    record(
        organization=organization,
        actor=actor,
        action="media.added",
        subject=item.title,
        now=now,
        details={"digest": item.digest, "media_type": item.media_type},
    )
    return item


@transaction.atomic
def describe(*, item: MediaItem, description: Description, actor: User | None, now: datetime) -> None:
    """Change what is said of an item. Raises ``ValidationError`` where it lacks something."""
    _require(description)
    _describe(item, description)
    record(organization=item.organization, actor=actor, action="media.described", subject=item.title, now=now)


@transaction.atomic
def retire(*, item: MediaItem, actor: User | None, now: datetime) -> None:
    """Take an item out of the library; what shows it keeps it."""
    item.retired_at = now
    item.save(update_fields=["retired_at"])
    record(organization=item.organization, actor=actor, action="media.retired", subject=item.title, now=now)


@transaction.atomic
def delete(*, item: MediaItem, actor: User | None, now: datetime) -> None:
    """Delete an item and its file. Raises ``StillShown`` where anything uses it."""
    uses = uses_of([item.pk])
    if uses:
        raise StillShown(
            _("“%(title)s” is used by %(use)s, so it stays. Retire it: then nobody can choose it any more.")
            % {"title": item.title, "use": uses[0].label}
        )
    digest = item.digest
    record(organization=item.organization, actor=actor, action="media.deleted", subject=item.title, now=now)
    item.delete()
    if not MediaItem.objects.filter(digest=digest).exists():
        transaction.on_commit(lambda: storage.remove(digest))


def _keep(file: IO[bytes]) -> _File:
    file.seek(0)
    head = file.read(64)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise NotTaken(
            _("SVG and HTML files can hold scripts, and networks take neither. Export the image as PNG.")
        )
    file.seek(0)
    return _keep_video(file) if head[4:8] == b"ftyp" else _keep_image(file)


def _keep_image(file: IO[bytes]) -> _File:
    picture = images.read_image(file.read(images.MOST_BYTES + 1))
    return _File(
        digest=storage.keep(picture.data),
        media_type=picture.media_type,
        size=len(picture.data),
        width=picture.width,
        height=picture.height,
        seconds=None,
    )


def _keep_video(file: IO[bytes]) -> _File:
    with storage.working_copy(file) as copy:
        size = Path(copy.name).stat().st_size
        film = video.read_video(copy, size=size)
        digest = storage.digest_of(copy)
        storage.take(Path(copy.name), digest)
    return _File(
        digest=digest,
        media_type=film.media_type,
        size=size,
        width=film.width,
        height=film.height,
        seconds=film.seconds,
    )


def _require(description: Description) -> None:
    """Refuse a description without alternative text, unless it says that the image tells nothing."""
    if not description.title.strip():
        raise ValidationError(_("Give it a title, by which it is found."))
    if bool(description.alt_text.strip()) == description.decorative:
        raise ValidationError(
            _("Say in the alternative text what is to be seen, or tick that it is decorative; not both.")
        )
    if len(description.alt_text) > LONGEST_ALT:
        raise ValidationError(
            _("The alternative text is longer than %(most)d characters.") % {"most": LONGEST_ALT}
        )
    if len(description.tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in description.tags):
        raise ValidationError(_("At most 20 tags, each of at most 40 characters."))


def _describe(item: MediaItem, description: Description) -> None:
    said = {name: value for name, value in vars(description).items() if name != "tags"}
    for name, value in said.items():
        setattr(item, name, value.strip() if isinstance(value, str) else value)
    item.full_clean(validate_unique=False, validate_constraints=False)
    item.save()
    item.tags.all().delete()
    names = dict.fromkeys(" ".join(tag.split()).casefold() for tag in description.tags)
    MediaTag.objects.bulk_create([MediaTag(item=item, name=name) for name in names if name])
