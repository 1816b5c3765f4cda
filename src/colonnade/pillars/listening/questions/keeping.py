"""Answers over very many posts are kept, and shown as of then while a job makes them anew.

A kept answer is never shown once posts were taken away since, for whatever cause: it may name an erased
person.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from colonnade.organization.models import Organization
from colonnade.pillars.listening.models import KeptAnswer
from colonnade.pillars.listening.questions.answer import Answer
from colonnade.warehouse.store import Facts

MANY = 200_000
"""Stored posts from which an answer is kept; of fewer, it is made in the time that a page may take."""
KEPT_FOR = timedelta(days=7)
"""How long an answer that nobody asks for is kept, and made anew."""

_SHAPE = TypeAdapter(Answer)


def written(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON values, to be read by ``read``."""
    found: dict[str, Any] = _SHAPE.dump_python(answer, mode="json")
    return found


def read(values: Mapping[str, Any]) -> Answer:
    """Return the answer that ``written`` wrote."""
    return _SHAPE.validate_python(values)


def find(*, key: str, facts: Facts, now: datetime) -> KeptAnswer | None:
    """Return the answer that is kept under ``key`` and may be shown, and note that it was asked for."""
    kept = KeptAnswer.objects.filter(organization_id=facts.organization_id, key=key).first()
    if kept is None or kept.removals != facts.removals:
        return None
    KeptAnswer.objects.filter(pk=kept.pk).update(asked_at=now)
    return kept


def keep(*, made: KeptAnswer, facts: Facts) -> None:
    """Keep an answer in place of an earlier one, unless posts were taken away while it was made."""
    KeptAnswer.objects.update_or_create(
        organization_id=made.organization_id,
        key=made.key,
        defaults={
            field.name: getattr(made, field.name)
            for field in KeptAnswer._meta.concrete_fields  # noqa: SLF001  Django's documented Model._meta
            if field.name not in ("id", "organization", "key")
        },
    )
    if facts.removals != made.removals:
        forget(organization_id=facts.organization_id)


def outdated(*, organization: Organization, facts: Facts, now: datetime) -> list[KeptAnswer]:
    """Return the kept answers that are to be made anew, the last wanted first; drop those nobody wants."""
    kept = KeptAnswer.objects.filter(organization=organization)
    kept.filter(asked_at__lt=now - KEPT_FOR).delete()
    return list(kept.exclude(generation=facts.generation).order_by("-asked_at"))


def forget(*, organization_id: int) -> None:
    """Drop all kept answers of an organisation."""
    KeptAnswer.objects.filter(organization_id=organization_id).delete()
