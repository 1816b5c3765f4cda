"""Writes: something is done to many posts, part by part, and can be undone.

The posts are noted first, with what is needed to undo it; then they are gone through. Cut off at any point,
the same call goes on behind the last part.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.core.clock import Clock
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.pillars.listening.corrections.models import Correction, Judgement
from colonnade.pillars.listening.corrections.operations import NoSuchPost, correct, withdraw
from colonnade.pillars.listening.explorer.finding import find, stored_ids
from colonnade.pillars.listening.explorer.models import ActionKind, BulkAction, BulkChange, Tag
from colonnade.pillars.listening.explorer.operations.tags import put_tag, take_tag_off
from colonnade.pillars.listening.explorer.search import Search, read_search
from colonnade.pillars.listening.explorer.states import ActionState
from colonnade.pillars.listening.explorer.tagging import AT_ONCE
from colonnade.ui.figures import number
from colonnade.warehouse.store import Facts

MOST = {ActionKind.TAG: 10_000, ActionKind.UNTAG: 10_000, ActionKind.CORRECT: 1_000}
"""Posts that can be worked on at once. Each correction is noted by itself and measures the classifier."""
Progress = Callable[[int, int | None, str], None]


class NothingChosen(ValueError):
    """There is no post to work on."""


class TooMany(ValueError):
    """More posts than can be worked on at once; the message says how many can."""


def begin(
    *,
    organization: Organization,
    kind: ActionKind,
    value: str,
    actor: User | None,
    now: datetime,
    search: Search | None = None,
    mention_ids: Sequence[str] = (),
) -> BulkAction:
    """Note what is to be done to the posts of a search, or to chosen ones; ``carry_out`` does it.

    Args:
        value: key of a tag, or a sentiment.
        mention_ids: the chosen posts, where there is no search.

    Raises:
        ValidationError: for a tag or a sentiment that there is not.
        NothingChosen, TooMany: for no post, or more chosen ones than can be worked on at once.
    """
    _check_value(organization, kind, value)
    chosen = list(dict.fromkeys(mention_ids))
    if search is None and not chosen:
        raise NothingChosen(_("Choose a post first: click its box, or press x."))
    if len(chosen) > MOST[kind]:
        raise _too_many(kind)
    with transaction.atomic():
        action = BulkAction.objects.create(
            organization=organization,
            actor=actor,
            kind=kind,
            value=value,
            search={} if search is None else search.said() or {"order": "newest"},
            created_at=now,
        )
        if search is None:
            _note_posts(action, chosen)
        record(
            organization=organization,
            actor=actor,
            action="posts.bulk_begun",
            subject=str(action)[:200],
            now=now,
            details={"action": action.pk, "found": search is not None, "posts": len(chosen)},
        )
    return action


def carry_out(*, action: BulkAction, facts: Facts, clock: Clock, on_progress: Progress) -> BulkAction:
    """Do what was begun, from where it stopped.

    Raises:
        TooMany: where the search finds more posts than can be worked on at once; nothing was changed.
        ValidationError: where the tag was removed meanwhile.
        QueryRefused, WrongFilter: where the search has lost its meaning, such as a brand that is gone.
    """
    if action.total is None:
        _note_posts(action, _found(action, facts))
    while part := list(action.changes.filter(changed=None).order_by("pk")[: _part(action)]):
        with transaction.atomic():
            changed = _do(action, facts, [one.mention_id for one in part], clock())
            _settle_part(action, part, changed)
        on_progress(action.done, action.total, "")
    return _end(action, ActionState.DONE, clock())


def stop(*, action: BulkAction, problem: str, now: datetime) -> BulkAction:
    """Note that it was cancelled, or why it cannot go on; what was changed stands."""
    action.problem = problem
    return _end(action, ActionState.STOPPED, now)


def undo(*, action: BulkAction, facts: Facts, clock: Clock, on_progress: Progress) -> BulkAction:
    """Make the posts that it changed what they were. Cut off, the same call goes on.

    Raises:
        TransitionRefused: where it is under way or undone already.
    """
    if action.state != ActionState.UNDOING:
        action.step(ActionState.UNDOING)
        action.save(update_fields=["state"])
    total = action.changes.filter(changed=True).count()
    while part := list(action.changes.filter(changed=True).order_by("pk")[: _part(action)]):
        with transaction.atomic():
            _take_back(action, facts, part, clock())
            action.changes.filter(pk__in=[one.pk for one in part]).update(changed=False)
        on_progress(total - action.changes.filter(changed=True).count(), total, "")
    record(
        organization=action.organization,
        actor=action.actor,
        action="posts.bulk_undone",
        subject=str(action)[:200],
        now=clock(),
        details={"action": action.pk, "posts": action.changed},
    )
    return _end(action, ActionState.UNDONE, clock())


def tag_of(action: BulkAction) -> Tag:
    """Return the tag that an action is about. Raises ``ValidationError`` where it was removed."""
    tag = Tag.objects.filter(organization=action.organization, key=action.value).first()
    if tag is None:
        raise ValidationError(_("The tag was removed meanwhile."))
    return tag


def _check_value(organization: Organization, kind: ActionKind, value: str) -> None:
    if kind == ActionKind.CORRECT:
        if value not in Judgement.values:
            raise ValidationError(_("Choose a sentiment."))
    elif not Tag.objects.filter(organization=organization, key=value).exists():
        raise ValidationError(_("There is no such tag; make it first."))


def _too_many(kind: ActionKind) -> TooMany:
    return TooMany(
        _("At most %(most)s posts can be changed at once this way. Narrow the search down.")
        % {"most": number(MOST[kind])}
    )


def _found(action: BulkAction, facts: Facts) -> list[str]:
    kind = ActionKind(action.kind)
    search = read_search(action.search)
    ids = find(organization=action.organization, facts=facts, search=search).ids(most=MOST[kind] + 1)
    if len(ids) > MOST[kind]:
        raise _too_many(kind)
    return ids


def _note_posts(action: BulkAction, mention_ids: Sequence[str]) -> None:
    """Note the posts, with the corrections that stand, in one transaction."""
    was: dict[str, str] = {}
    if action.kind == ActionKind.CORRECT:
        for start in range(0, len(mention_ids), AT_ONCE):
            standing = Correction.objects.filter(
                organization=action.organization, mention_id__in=mention_ids[start : start + AT_ONCE]
            )
            was.update(standing.values_list("mention_id", "sentiment"))
    with transaction.atomic():
        BulkChange.objects.bulk_create(
            [BulkChange(action=action, mention_id=one, was=was.get(one, "")) for one in mention_ids],
            batch_size=AT_ONCE,
        )
        action.total = len(mention_ids)
        action.save(update_fields=["total"])


def _part(action: BulkAction) -> int:
    return 1 if action.kind == ActionKind.CORRECT else AT_ONCE


def _do(action: BulkAction, facts: Facts, mention_ids: Sequence[str], now: datetime) -> set[str]:
    """Change the posts, and return the ids of those for which that made a difference."""
    known = stored_ids(facts, mention_ids)
    if action.kind == ActionKind.TAG:
        return set(put_tag(tag=tag_of(action), mention_ids=known, actor=action.actor, now=now))
    if action.kind == ActionKind.UNTAG:
        return set(take_tag_off(tag=tag_of(action), mention_ids=known, actor=action.actor, now=now))
    return {one for one in known if _corrected(action, facts, one, now)}


def _corrected(action: BulkAction, facts: Facts, mention_id: str, now: datetime) -> bool:
    standing = action.changes.filter(mention_id=mention_id, was=action.value)
    if standing.exists():
        return False
    try:
        correct(
            organization=action.organization,
            facts=facts,
            mention_id=mention_id,
            sentiment=action.value,
            actor=action.actor,
            now=now,
        )
    except NoSuchPost:  # erased since it was asked for
        return False
    return True


def _settle_part(action: BulkAction, part: Sequence[BulkChange], changed: set[str]) -> None:
    for told in (True, False):
        keys = [one.pk for one in part if (one.mention_id in changed) is told]
        action.changes.filter(pk__in=keys).update(changed=told)
    action.done += len(part)
    action.changed += len(changed)
    action.save(update_fields=["done", "changed"])


def _take_back(action: BulkAction, facts: Facts, part: Sequence[BulkChange], now: datetime) -> None:
    known = set(stored_ids(facts, [one.mention_id for one in part]))
    ids = [one.mention_id for one in part if one.mention_id in known]
    if action.kind == ActionKind.TAG:
        take_tag_off(tag=tag_of(action), mention_ids=ids, actor=action.actor, now=now)
    elif action.kind == ActionKind.UNTAG:
        put_tag(tag=tag_of(action), mention_ids=ids, actor=action.actor, now=now)
    else:
        for one in part:
            if one.mention_id in known:
                _as_it_was(action, facts, one, now)


def _as_it_was(action: BulkAction, facts: Facts, change: BulkChange, now: datetime) -> None:
    said = {"organization": action.organization, "facts": facts, "mention_id": change.mention_id}
    if change.was:
        correct(**said, sentiment=change.was, actor=action.actor, now=now)  # type: ignore[arg-type]  # by name
    else:
        withdraw(**said, actor=action.actor, now=now)  # type: ignore[arg-type]  # by name


def _end(action: BulkAction, state: ActionState, now: datetime) -> BulkAction:
    action.step(state)
    action.ended_at = now
    action.save(update_fields=["state", "ended_at", "problem"])
    return action
