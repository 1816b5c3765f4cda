"""A publication as a line of a list: how bad it is, what can be done with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from colonnade.publishing.models import LATE_AFTER, Publication
from colonnade.publishing.states import EDITABLE, PublicationState

_LEVELS = {
    PublicationState.PUBLISHED: "good",
    PublicationState.FAILED: "error",
    PublicationState.UNKNOWN: "warning",
}
_S = PublicationState


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What pages say of a publication.

    Attributes:
        level: how bad its state is, for ``ui``'s severity badge.
        late: how long past its time it is; None where it is not late.
    """

    publication: Publication
    level: str
    late: timedelta | None

    @property
    def may_schedule(self) -> bool:
        """Whether its time can be set."""
        return self.publication.present in EDITABLE - {_S.FAILED}

    @property
    def may_unschedule(self) -> bool:
        """Whether it has a time that can be taken away."""
        return self.may_schedule and self.publication.scheduled_at is not None

    @property
    def may_withdraw(self) -> bool:
        """Whether it can be taken back now."""
        busy = self.publication.present in {_S.SENDING, _S.UNKNOWN, _S.WITHDRAWN}
        return not busy and self.publication.withdrawing_at is None

    @property
    def failed(self) -> bool:
        """Whether a person may try it again."""
        return self.publication.present == _S.FAILED

    @property
    def in_doubt(self) -> bool:
        """Whether nobody knows if it is on the network."""
        return self.publication.present == _S.UNKNOWN

    @property
    def held(self) -> bool:
        """Whether it waits for a person's look after a pause."""
        return self.publication.held_at is not None


def shown(publication: Publication, now: datetime) -> Shown:
    """Return a publication as pages show it."""
    lateness = publication.lateness(now)
    late = lateness if lateness > LATE_AFTER else None
    usual = "warning" if late or publication.held_at is not None else "info"
    return Shown(publication=publication, level=_LEVELS.get(publication.present, usual), late=late)
