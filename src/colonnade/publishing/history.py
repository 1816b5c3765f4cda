"""One line of a publication's history; what people did also stands in the audit trail."""

from datetime import datetime

from colonnade.governance.operations import record
from colonnade.organization.models import User
from colonnade.publishing.models import HistoryEntry, Publication


def note(*, publication: Publication, words: str, now: datetime, actor: User | None = None) -> None:
    """Write what happened into the history."""
    HistoryEntry.objects.create(
        publication=publication, at=now, actor=actor, state=publication.state, words=words[:500]
    )


def note_deed(
    *, publication: Publication, action: str, words: str, actor: User | None, now: datetime
) -> None:
    """Write what a person, or a command, did into the history and the audit trail."""
    note(publication=publication, words=words, now=now, actor=actor)
    record(
        organization=publication.organization,
        actor=actor,
        action=f"publication.{action}",
        subject=str(publication)[:200],
        now=now,
        details={
            "publication": publication.pk,
            "profile": publication.profile_id,
            "digest": publication.digest,
        },
    )
