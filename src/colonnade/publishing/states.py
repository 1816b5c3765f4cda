"""The states of a publication and the steps between them."""

from enum import StrEnum

from colonnade.core.states import StateTable


class PublicationState(StrEnum):
    """How far a post is on its way to the network."""

    DRAFT = "draft"
    WAITING = "waiting"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    UNKNOWN = "unknown"
    PUBLISHED = "published"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


_S = PublicationState

PUBLICATION_STATES = StateTable(
    initial=_S.DRAFT,
    steps={
        _S.DRAFT: frozenset({_S.WAITING, _S.APPROVED, _S.WITHDRAWN}),
        _S.WAITING: frozenset({_S.DRAFT, _S.APPROVED, _S.WITHDRAWN}),
        _S.APPROVED: frozenset({_S.DRAFT, _S.SCHEDULED, _S.WITHDRAWN}),
        _S.SCHEDULED: frozenset({_S.DRAFT, _S.APPROVED, _S.SENDING, _S.FAILED, _S.WITHDRAWN}),
        # Back to scheduled only where it surely did not reach the network.
        _S.SENDING: frozenset({_S.SCHEDULED, _S.UNKNOWN, _S.PUBLISHED, _S.FAILED}),
        # Nothing is sent from here: first somebody looks, the outbox or a person.
        _S.UNKNOWN: frozenset({_S.SCHEDULED, _S.PUBLISHED, _S.FAILED}),
        _S.PUBLISHED: frozenset({_S.WITHDRAWN}),
        _S.FAILED: frozenset({_S.DRAFT, _S.SCHEDULED, _S.WITHDRAWN}),
        _S.WITHDRAWN: frozenset(),
    },
)

EDITABLE = frozenset({_S.DRAFT, _S.WAITING, _S.APPROVED, _S.SCHEDULED, _S.FAILED})
"""States in which the content can change; a change leads back to the draft."""
ON_ITS_WAY = frozenset({_S.SCHEDULED, _S.SENDING, _S.UNKNOWN})
"""States in which the outbox has something to do."""
