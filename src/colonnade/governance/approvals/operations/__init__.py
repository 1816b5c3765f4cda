"""Writes: a subject is submitted, decided on, remarked on, changed, taken back."""

from colonnade.governance.approvals.operations.deciding import decide
from colonnade.governance.approvals.operations.refusals import (
    AlreadySubmitted,
    NobodyMayApprove,
    NotWaiting,
    NotYourTurn,
    OwnWork,
    ReasonMissing,
    Refused,
    VersionChanged,
)
from colonnade.governance.approvals.operations.remarks import comment
from colonnade.governance.approvals.operations.submitting import reopen, submit, withdraw

__all__ = [
    "AlreadySubmitted",
    "NobodyMayApprove",
    "NotWaiting",
    "NotYourTurn",
    "OwnWork",
    "ReasonMissing",
    "Refused",
    "VersionChanged",
    "comment",
    "decide",
    "reopen",
    "submit",
    "withdraw",
]
