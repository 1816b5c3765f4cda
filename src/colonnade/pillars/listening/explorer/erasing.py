"""Tags, bulk actions and saved views as places that name posts or people."""

from collections.abc import Iterable

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.erasure.places import Place
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.pillars.listening.explorer.models import BulkAction, BulkChange, SavedView, TaggedPost
from colonnade.pillars.listening.explorer.tagging import AT_ONCE


def _parts(subject: Subject) -> Iterable[list[str]]:
    ids = sorted(subject.mentions)
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _tagged(subject: Subject, ids: list[str]) -> QuerySet[TaggedPost]:
    return TaggedPost.objects.filter(tag__organization_id=subject.organization_id, mention_id__in=ids)


def _count_tagged(subject: Subject) -> int:
    return sum(_tagged(subject, ids).count() for ids in _parts(subject))


def _forget_tagged(subject: Subject) -> None:
    for ids in _parts(subject):
        _tagged(subject, ids).delete()


def _changes(subject: Subject, ids: list[str]) -> QuerySet[BulkChange]:
    return BulkChange.objects.filter(action__organization_id=subject.organization_id, mention_id__in=ids)


def _count_changes(subject: Subject) -> int:
    return sum(_changes(subject, ids).count() for ids in _parts(subject))


def _forget_changes(subject: Subject) -> None:
    for ids in _parts(subject):
        _changes(subject, ids).delete()


def _searches(subject: Subject) -> list[Model]:
    """Return the views and actions whose search names the subject."""
    kept: tuple[QuerySet[SavedView] | QuerySet[BulkAction], ...] = (
        SavedView.objects.filter(organization_id=subject.organization_id),
        BulkAction.objects.filter(organization_id=subject.organization_id),
    )
    return [one for rows in kept for one in rows if subject.named_in([one.search, getattr(one, "name", "")])]


def _count_searches(subject: Subject) -> int:
    return len(_searches(subject))


def _forget_searches(subject: Subject) -> None:
    for one in _searches(subject):
        one.delete()


PLACES = (
    Place(key="tags", label=_("Tags on posts"), count=_count_tagged, forget=_forget_tagged),
    Place(key="bulk", label=_("Notes of bulk actions"), count=_count_changes, forget=_forget_changes),
    Place(
        key="views",
        label=_("Saved views and searches that name them"),
        count=_count_searches,
        forget=_forget_searches,
    ),
)
