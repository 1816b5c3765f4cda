"""A form comes back: stored at once, with the doubts there are; nothing is dropped."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from colonnade.audience.leads.models import Lead
from colonnade.pillars.promotion.pages.doubts import Doubt, doubts_in
from colonnade.pillars.promotion.pages.models import FormVersion, PageVersion, Submission, SubmissionState
from colonnade.pillars.promotion.pages.tokens import YOUNGEST, Shown


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A form as it was sent, valid as far as its fields go.

    Attributes:
        shown: what its token said; None for a form on a page that is not ours.
        said, agreed: as ``Submission`` keeps them.
        trapped: whether the field that people do not see was filled in.
        trusted: whether the page that it was sent from is ours, or of a site that the form knows.
        many: whether more came from the same place than people send.
    """

    version: FormVersion
    shown: Shown | None
    email: str
    said: Mapping[str, str]
    agreed: Mapping[str, bool]
    place: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    view: PageVersion | None = None
    lead: Lead | None = None
    trapped: bool = False
    trusted: bool = True
    many: bool = False


def receive(*, sent: Sent, now: datetime) -> tuple[Submission, bool]:
    """Store a submission; return it, and whether it is new: what is sent twice is stored once."""
    doubts = _doubts(sent, now)
    return Submission.objects.get_or_create(
        organization_id=sent.version.form.organization_id,
        key=_key(sent),
        defaults={
            "version": sent.version,
            "view": sent.view,
            "email": sent.email.strip().lower(),
            "said": dict(sent.said),
            "agreed": dict(sent.agreed),
            "place": sent.place[:300],
            "tags": dict(sent.tags),
            "doubts": [doubt.value for doubt in doubts],
            "state": SubmissionState.SUSPECT if doubts else SubmissionState.WAITING,
            "shown_on": _shown_on(sent),
            "received_at": now,
            "lead": sent.lead,
        },
    )


def _doubts(sent: Sent, now: datetime) -> Sequence[Doubt]:
    signs = {
        Doubt.TRAP: sent.trapped,
        Doubt.FAST: sent.shown is not None and now - sent.shown.at < YOUNGEST,
        Doubt.STRANGE: not sent.trusted,
        Doubt.MANY: sent.many,
    }
    return [*(doubt for doubt, there in signs.items() if there), *doubts_in(sent.said)]


def _shown_on(sent: Sent) -> date | None:
    zone = ZoneInfo(sent.version.form.organization.time_zone)
    return sent.shown.at.astimezone(zone).date() if sent.shown else None


def _key(sent: Sent) -> str:
    """Return what makes a submission the same as another: the showing of the form, and what was written."""
    showing = sent.shown.nonce if sent.shown else ""
    content = [sent.version.pk, showing, sent.email.strip().lower(), dict(sent.said), dict(sent.agreed)]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
