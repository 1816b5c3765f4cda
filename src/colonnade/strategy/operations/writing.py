"""Writes drafts."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from colonnade.organization.models import Organization, User
from colonnade.strategy.document.reading import read
from colonnade.strategy.document.source import to_text
from colonnade.strategy.document.text import normalized
from colonnade.strategy.models import StrategyRecord, StrategyVersion
from colonnade.strategy.operations.refusals import Conflict, DraftExists, NotADraft, StrategyExists
from colonnade.strategy.operations.versions import locked, tell
from colonnade.strategy.queries import current_version
from colonnade.strategy.states import OPEN, STATES, State


@dataclass(frozen=True)
class Saved:
    """A version that was saved, and whether its text differs from what was stored before."""

    version: StrategyVersion
    changed: bool


def _title_of(text: str, otherwise: str) -> str:
    strategy = read(text, name="strategy").strategy
    return (strategy.title if strategy is not None else otherwise)[:200]


def _add_version(
    strategy: StrategyRecord, *, text: str, actor: User | None, now: datetime, note: str
) -> StrategyVersion:
    last = strategy.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = StrategyVersion(
        record=strategy,
        number=last + 1,
        state=STATES.initial,
        note=note,
        made_by=actor,
        made_at=now,
        changed_by=actor,
        changed_at=now,
    )
    version.write(text)
    version.save()
    return version


@transaction.atomic
def create_strategy(
    *, organization: Organization, text: str | bytes, actor: User | None, now: datetime, note: str = ""
) -> StrategyVersion:
    """Begin the organisation's strategy with a first draft; the text may still be full of problems.

    Raises:
        StrategyExists: where the organisation has one.
        Refused: where the text is no text (size, encoding).
    """
    if StrategyRecord.objects.filter(organization=organization).exists():
        raise StrategyExists(
            f"{organization} has a strategy already. Nothing was changed: "
            "edit its draft, or copy it to a new one."
        )
    content = normalized(to_text(text))
    strategy = StrategyRecord.objects.create(
        organization=organization, title=_title_of(content, ""), created_at=now
    )
    version = _add_version(strategy, text=content, actor=actor, now=now, note=note)
    tell(version, "created", actor, now)
    return version


@transaction.atomic
def save_draft(
    *, version: StrategyVersion, text: str | bytes, base: str, actor: User | None, now: datetime
) -> Saved:
    """Put a new text into a draft.

    Args:
        base: the digest of the text that was edited, so that nobody's work is overwritten unseen.

    Raises:
        NotADraft: where the version has been proposed or decided.
        Conflict: where the stored text is no longer the one that was edited.
        Refused: where the text is no text (size, encoding).
    """
    stored = locked(version)
    content = normalized(to_text(text))
    if stored.present is not State.DRAFT:
        raise NotADraft(
            f"Version {stored.number} is {stored.present.label}: its text is final, and yours was not saved. "
            "Copy it to a new draft, or have it sent back."
        )
    if stored.digest != base:
        if stored.text == content:
            return Saved(stored, changed=False)
        raise Conflict(stored=stored, text=content)
    if stored.text == content:
        return Saved(stored, changed=False)
    stored.write(content)
    stored.changed_by, stored.changed_at = actor, now
    stored.save()
    title = _title_of(content, stored.record.title)
    if title != stored.record.title:
        stored.record.title = title
        stored.record.save(update_fields=["title"])
    tell(stored, "saved", actor, now, {"before": base})
    return Saved(stored, changed=True)


@transaction.atomic
def copy_to_new_draft(
    *, version: StrategyVersion, actor: User | None, now: datetime, note: str = ""
) -> StrategyVersion:
    """Begin a new draft with the text of ``version``.

    Raises:
        DraftExists: where a draft or a proposal is open.
    """
    strategy = StrategyRecord.objects.select_for_update(of=("self",)).get(pk=version.record_id)
    opened = strategy.versions.filter(state__in=OPEN).first()
    if opened is not None:
        raise DraftExists(
            f"Version {opened.number} is still in work ({opened.present.label}). Nothing was changed: "
            "go on with that one."
        )
    draft = _add_version(strategy, text=version.text, actor=actor, now=now, note=note)
    tell(draft, "copied", actor, now, {"from": version.number})
    return draft


@transaction.atomic
def put_document(
    *, organization: Organization, text: str | bytes, base: str | None, actor: User | None, now: datetime
) -> Saved:
    """Store ``text`` as the organisation's draft, whatever there is: first draft, open draft, or a new draft.

    Args:
        base: the digest that was edited; None writes over whatever the draft says (an import from a file).

    Raises:
        Conflict, NotADraft, Refused: as ``save_draft``.
    """
    version = current_version(organization)
    if version is None:
        return Saved(
            create_strategy(organization=organization, text=text, actor=actor, now=now), changed=True
        )
    if version.present not in OPEN:
        if normalized(to_text(text)) == version.text:
            return Saved(version, changed=False)
        if base not in {None, version.digest}:
            raise Conflict(stored=version, text=normalized(to_text(text)))
        version = copy_to_new_draft(version=version, actor=actor, now=now)
        base = version.digest
    return save_draft(
        version=version, text=text, base=version.digest if base is None else base, actor=actor, now=now
    )
