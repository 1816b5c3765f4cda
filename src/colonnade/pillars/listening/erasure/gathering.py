"""Writes: hide posts that networks say are deleted, and gather them for one erasure.

An erasure rewrites the storage of posts, which takes time in proportion to all of it. So a deletion is
carried out in two steps: at once nobody sees the post any more, and it cannot come back; within
``GATHERED_FOR`` it is looked for everywhere and its bytes go, together with what was deleted meanwhile.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.governance.operations import record
from colonnade.pillars.listening.erasure.models import Erasure
from colonnade.pillars.listening.erasure.places import places
from colonnade.pillars.listening.erasure.states import ErasureState
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.warehouse.store import Facts

GATHERED_FOR = timedelta(hours=6)


def hide(*, facts: Facts, subject: Subject, for_good: bool) -> None:
    """Take the subject's posts from every reader. Done twice it changes nothing more.

    Args:
        for_good: False for posts that may come back, since their account only rests.
    """
    facts.withdraw(subject.mentions, for_good=for_good)
    for place in places():
        if place.at_once:
            place.forget(subject)


@transaction.atomic
def gather(*, subject: Subject, now: datetime) -> Erasure:
    """Add the subject's posts, while they are still stored, to the erasure that waits; begin one without."""
    erasure = (
        Erasure.objects.select_for_update()
        .filter(organization_id=subject.organization_id, state=ErasureState.GATHERING)
        .first()
    )
    if erasure is None:
        erasure = Erasure.objects.create(
            organization_id=subject.organization_id,
            state=ErasureState.GATHERING,
            reference=_("Deleted by networks"),
            asked_at=now,
            due_at=now + GATHERED_FOR,
        )
    erasure.mentions = sorted(subject.mentions.union(erasure.mentions))
    erasure.sought = {
        "names": sorted(subject.names.union(erasure.sought.get("names", ()))),
        "texts": sorted(subject.texts.union(erasure.sought.get("texts", ()))),
    }
    erasure.save(update_fields=["mentions", "sought"])
    return erasure


@transaction.atomic
def close_gathering(*, erasure: Erasure, now: datetime) -> Erasure:
    """Let a gathered erasure begin; later deletions go to the next. Raises ``TransitionRefused``."""
    locked = Erasure.objects.select_for_update(of=("self",))  # its actor may be nobody
    erasure = locked.select_related("organization", "actor").get(pk=erasure.pk)
    erasure.step(ErasureState.RUNNING)
    erasure.confirmed_at = now
    erasure.save(update_fields=["state", "confirmed_at"])
    record(
        organization=erasure.organization,
        actor=None,
        action="erasure.due",
        subject=str(erasure),
        now=now,
        details={"erasure": erasure.pk, "posts": len(erasure.mentions)},
    )
    return erasure
