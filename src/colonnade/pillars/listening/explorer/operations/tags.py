"""Writes: the organisation's tags, and which posts have them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.pillars.listening.explorer.models import KEY_LENGTH, Colour, Tag, TaggedPost
from colonnade.pillars.listening.explorer.search import UNTAGGED
from colonnade.pillars.listening.explorer.tagging import AT_ONCE

MOST_TAGS = 200


@dataclass(frozen=True, kw_only=True)
class TagSettings:
    """What a tag is called, and when it is used."""

    name: str
    colour: Colour = Colour.STONE
    meaning: str = ""


def add_tag(*, organization: Organization, settings: TagSettings, actor: User | None, now: datetime) -> Tag:
    """Add a tag. Raises ``ValidationError`` for a name that is missing, too long or taken."""
    if Tag.objects.filter(organization=organization).count() >= MOST_TAGS:
        raise ValidationError(
            _("There are %(most)d tags already; remove one that is not used.") % {"most": MOST_TAGS}
        )
    key = _free_key(organization, settings.name)
    tag = Tag(organization=organization, key=key, created_at=now)
    with transaction.atomic():
        _write(tag, settings)
        _note(tag, "tag.added", actor, now)
    return tag


def change_tag(*, tag: Tag, settings: TagSettings, actor: User | None, now: datetime) -> Tag:
    """Change a tag; its key and its posts stay. Raises ``ValidationError`` as ``add_tag`` does."""
    with transaction.atomic():
        _write(tag, settings)
        _note(tag, "tag.changed", actor, now)
    return tag


def remove_tag(*, tag: Tag, actor: User | None, now: datetime) -> int:
    """Remove a tag, also from its posts, and return how many these were."""
    with transaction.atomic():
        posts = TaggedPost.objects.filter(tag=tag).count()
        _note(tag, "tag.removed", actor, now, posts=posts)
        tag.delete()
    return posts


def put_tag(*, tag: Tag, mention_ids: Sequence[str], actor: User | None, now: datetime) -> list[str]:
    """Put a tag on stored posts, and return the ids of those that did not have it.

    Args:
        mention_ids: ids of posts that the organisation has; see ``finding.stored_ids``.
    """
    with transaction.atomic():
        # Two people at once would both find it missing: the tag is locked before its posts are read.
        if not Tag.objects.select_for_update().filter(pk=tag.pk).exists():
            raise ValidationError(_("This tag was removed meanwhile."))
        known = _having(tag, mention_ids)
        new = [one for one in dict.fromkeys(mention_ids) if one not in known]
        TaggedPost.objects.bulk_create(
            [TaggedPost(tag=tag, mention_id=one, actor=actor, made_at=now) for one in new],
            batch_size=AT_ONCE,
        )
        if new:
            _note(tag, "tag.put", actor, now, posts=len(new))
    return new


def take_tag_off(*, tag: Tag, mention_ids: Sequence[str], actor: User | None, now: datetime) -> list[str]:
    """Take a tag off posts, and return the ids of those that had it."""
    with transaction.atomic():
        had = sorted(_having(tag, mention_ids))
        for start in range(0, len(had), AT_ONCE):
            TaggedPost.objects.filter(tag=tag, mention_id__in=had[start : start + AT_ONCE]).delete()
        if had:
            _note(tag, "tag.taken_off", actor, now, posts=len(had))
    return had


def _having(tag: Tag, mention_ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(mention_ids), AT_ONCE):
        links = TaggedPost.objects.filter(tag=tag, mention_id__in=mention_ids[start : start + AT_ONCE])
        found.update(links.values_list("mention_id", flat=True))
    return found


def _write(tag: Tag, settings: TagSettings) -> None:
    tag.name = " ".join(settings.name.split())
    tag.colour, tag.meaning = settings.colour, " ".join(settings.meaning.split())
    tag.full_clean(exclude=["organization"], validate_unique=False, validate_constraints=False)
    taken = Tag.objects.filter(organization=tag.organization, name__iexact=tag.name).exclude(pk=tag.pk)
    if taken.exists():
        raise ValidationError({"name": _("There is a tag of this name already.")})
    try:
        with transaction.atomic():
            tag.save()
    except IntegrityError as error:
        raise ValidationError({"name": _("There is a tag of this name already.")}) from error


def _free_key(organization: Organization, name: str) -> str:
    """Return a key like the name that no tag of the organisation has."""
    plain = slugify(name, allow_unicode=True)[: KEY_LENGTH - 4] or "tag"
    known = {UNTAGGED, *Tag.objects.filter(organization=organization).values_list("key", flat=True)}
    candidates = (plain, *(f"{plain}-{number}" for number in range(2, len(known) + 3)))
    return next(key for key in candidates if key not in known)


def _note(tag: Tag, action: str, actor: User | None, now: datetime, **details: object) -> None:
    record(
        organization=tag.organization,
        actor=actor,
        action=action,
        subject=tag.name,
        now=now,
        details={"key": tag.key, **details},
    )
