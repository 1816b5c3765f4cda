"""A small kind of subject for tests: notes, kept in memory, with everything that a real kind has."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils import timezone

from colonnade.governance.approvals import operations
from colonnade.governance.approvals.models import Review
from colonnade.governance.approvals.subjects import Outcome, Part, Picture, Subject, SubjectKind
from colonnade.organization.models import Membership, Organization, User

KIND = "note"


@dataclass
class Notes:
    """Notes by organisation and id, and what was told of them."""

    written: dict[tuple[int, str], Subject] = field(default_factory=dict)
    told: list[tuple[str, Outcome]] = field(default_factory=list)

    def write(
        self,
        organization: Organization,
        text: str,
        *,
        subject_id: str = "1",
        author: User | None = None,
        changed_by: User | None = None,
        unit: int | None = None,
        channel: str = "",
        campaign: int | None = None,
        goes_out_at: datetime | None = None,
        paid: bool = False,
        extra: tuple[Part, ...] = (),
        title: str = "",
    ) -> Subject:
        """Write a note, or write it anew."""
        subject = Subject(
            title=title or f"Note {subject_id}",
            href=f"/notes/{subject_id}/",
            digest=hashlib.sha256(repr((text, extra)).encode()).hexdigest(),
            parts=(Part(label="Text", text=text), *extra),
            author=author,
            changed_by=changed_by,
            unit=unit,
            channel=channel,
            campaign=campaign,
            goes_out_at=goes_out_at,
            paid=paid,
        )
        self.written[organization.pk, subject_id] = subject
        return subject

    def change(self, organization: Organization, by: User, *, subject_id: str = "1") -> Subject:
        """Let somebody touch a note's text."""
        old = self.written[organization.pk, subject_id]
        return self.write(
            organization,
            f"{old.parts[0].text} More.",
            subject_id=subject_id,
            author=old.author,
            changed_by=by,
            unit=old.unit,
            channel=old.channel,
        )

    def restore(self, organization: Organization, subject: Subject, *, subject_id: str = "1") -> None:
        """Put a note back as it was."""
        self.written[organization.pk, subject_id] = replace(subject)

    def kind(self) -> SubjectKind:
        """Return the kind that these notes are of."""
        return SubjectKind(
            key=KIND,
            label="Note",
            find=lambda organization, subject_id: self.written.get((organization.pk, subject_id)),
            approved=self._hear("approved"),
            returned=self._hear("returned"),
            expired=self._hear("expired"),
            picture=lambda _organization, _subject_id, key: (
                Picture(data=b"\x89PNG\r\n\x1a\n", content_type="image/png") if key == "library:1" else None
            ),
        )

    def _hear(self, name: str) -> Callable[[Outcome], None]:
        return lambda outcome: self.told.append((name, outcome))


def submit(notes: Notes, author: Membership, subject_id: str = "1", text: str = "Our new hammer.") -> Review:
    """Write a note and submit it."""
    notes.write(author.organization, text, subject_id=subject_id, author=author.user)
    return operations.submit(
        organization=author.organization,
        kind=KIND,
        subject_id=subject_id,
        actor=author.user,
        now=timezone.now(),
    )
