"""Writes: draft an erasure, discard it, confirm it, carry it out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from colonnade.core.clock import Clock
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.pillars.listening.erasure.finding import (
    find_people,
    find_posts,
    named_by_others,
    subject_of,
)
from colonnade.pillars.listening.erasure.models import Erasure
from colonnade.pillars.listening.erasure.places import places
from colonnade.pillars.listening.erasure.states import ErasureState
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.warehouse.store import Facts

Progress = Callable[[int, int | None, str], None]


class NothingNamed(ValueError):
    """An erasure of nobody and nothing."""


class RemainsFound(Exception):
    """Something was found in a place after it had forgotten; the erasure is not done."""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What an erasure did, without saying of whom.

    Attributes:
        authors, posts: how many were erased and are barred from coming back.
        found: things found before, by the place's key.
        remaining: things found afterwards, by the place's key; every place was searched again.
        named_by_others: posts of other people that name the authors, and stay.
        rewritten: whether the storage of posts was rewritten, so that no removed byte is left in it.
        database_cleaned: whether the database's log of changes was emptied too.
    """

    authors: int
    posts: int
    found: Mapping[str, int]
    remaining: Mapping[str, int]
    named_by_others: int
    rewritten: bool
    database_cleaned: bool


def draft_erasure(
    *,
    organization: Organization,
    facts: Facts,
    people: Iterable[str],
    posts: Iterable[str],
    reference: str,
    actor: User | None,
    now: datetime,
) -> Erasure:
    """Note who or what is meant; nothing is removed until ``confirm_erasure``.

    Args:
        people: author ids such as "x:alice", or handles, which mean the author of that name on each channel.
        posts: links or ids of posts.

    Raises:
        NothingNamed: where a name means nobody, or a link no post; the message lists them.
    """
    people, posts = _said(people), _said(posts)
    meant = {name: [person.author_id for person in find_people(facts, [name])] for name in people}
    found = find_posts(facts, posts)
    lost = [name for name, ids in meant.items() if not ids] + [name for name in posts if name not in found]
    if lost:
        raise NothingNamed(
            _(
                "Nothing stored is called %(names)s. To bar somebody in advance, write a full id such "
                "as x:alice."
            )
            % {"names": ", ".join(lost)}
        )
    if not meant and not found:
        raise NothingNamed(_("Name at least one author or post."))
    return Erasure.objects.create(
        organization=organization,
        actor=actor,
        reference=" ".join(reference.split())[:60],
        authors=sorted({author for ids in meant.values() for author in ids}),
        mentions=sorted(set(found.values())),
        asked_at=now,
    )


def _said(names: Iterable[str]) -> list[str]:
    return [name.strip() for name in names if name.strip()]


@transaction.atomic
def discard_erasure(*, erasure: Erasure) -> None:
    """Remove a draft. Raises ``TransitionRefused`` where it was confirmed already."""
    erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
    erasure.require_draft()
    erasure.delete()


@transaction.atomic
def confirm_erasure(*, erasure: Erasure, actor: User | None, now: datetime) -> Erasure:
    """Give the word; from here on there is no way back. Raises ``TransitionRefused``."""
    erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
    erasure.require_draft()
    erasure.step(ErasureState.RUNNING)
    erasure.actor, erasure.confirmed_at = actor or erasure.actor, now
    erasure.save(update_fields=["state", "actor", "confirmed_at"])
    _audit(erasure, "erasure.confirmed", now, {"authors": len(erasure.authors)})
    return erasure


def carry_out(*, erasure: Erasure, facts: Facts, clock: Clock, on_progress: Progress) -> Erasure:
    """Let every place forget, search them all again, and leave a receipt.

    Every step bears being done twice: cut off at any moment, the next call goes on. The posts themselves go
    last, because they tell what to look for in the other places.

    Raises:
        TransitionRefused: where it was never confirmed, or is done.
        StillInUse: where a place has to be waited for; nothing that went comes back.
        RemainsFound: where a place still holds something.
    """
    erasure.step(ErasureState.DONE)  # in memory: refused at once unless it is running
    subject = subject_of(facts, authors=erasure.authors, mentions=erasure.mentions, sought=erasure.sought)
    others = named_by_others(facts, subject)
    all_places = list(places())
    if not erasure.found:
        _note_found(erasure, subject, {place.key: place.count(subject) for place in all_places})
    for number, place in enumerate(all_places):
        on_progress(number, len(all_places), str(place.label))
        place.forget(subject)
    rewritten = facts.erase(authors=subject.authors, mentions=subject.mentions).rewritten
    remaining = {place.key: place.count(subject) for place in all_places}
    if any(remaining.values()):
        raise RemainsFound(_("Found after the erasure: %(places)s.") % {"places": remaining})
    receipt = Receipt(
        authors=len(subject.authors),
        posts=len(subject.mentions),
        found=erasure.found,
        remaining=remaining,
        named_by_others=others,
        rewritten=rewritten,
        database_cleaned=_clean_database(),
    )
    return _settle(erasure, receipt, clock())


def _note_found(erasure: Erasure, subject: Subject, found: dict[str, int]) -> None:
    erasure.found, erasure.mentions = found, sorted(subject.mentions)
    Erasure.objects.filter(pk=erasure.pk).update(found=found, mentions=erasure.mentions)


def _settle(erasure: Erasure, receipt: Receipt, now: datetime) -> Erasure:
    with transaction.atomic():
        erasure.authors, erasure.mentions, erasure.sought = [], [], {}
        erasure.receipt, erasure.ended_at = asdict(receipt), now
        erasure.save(update_fields=["state", "authors", "mentions", "sought", "receipt", "ended_at"])
        _audit(erasure, "erasure.done", now, {"authors": receipt.authors, "posts": receipt.posts})
    _clean_database()  # of the names that the row itself held until now
    return erasure


def _clean_database() -> bool:
    """Write SQLite's log back and empty it; PostgreSQL's goes with its own vacuum and log retention."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        busy, _pages, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _audit(erasure: Erasure, action: str, now: datetime, details: dict[str, object]) -> None:
    record(
        organization=erasure.organization,
        actor=erasure.actor,
        action=action,
        subject=str(erasure),
        now=now,
        details={"erasure": erasure.pk, **details},
    )
