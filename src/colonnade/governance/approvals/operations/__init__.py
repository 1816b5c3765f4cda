"""Writes: a subject is submitted, decided on, remarked on, changed, taken back."""

from colonnade.governance.approvals.operations.answering import answer, opened, remark_outside, revoke
from colonnade.governance.approvals.operations.asking import invite
from colonnade.governance.approvals.operations.deciding import decide
from colonnade.governance.approvals.operations.forgetting import forget_partner
from colonnade.governance.approvals.operations.refusals import (
    AlreadySubmitted,
    NobodyMayApprove,
    NotWaiting,
    NotYoursToEnd,
    NotYourTurn,
    OwnWork,
    PolicyBlocks,
    ReasonMissing,
    Refused,
    TooOften,
    VersionChanged,
)
from colonnade.governance.approvals.operations.remarks import comment
from colonnade.governance.approvals.operations.ruling import (
    StageRule,
    choose_settings,
    choose_unit_reviewers,
    keep_stage,
    remove_stage,
)
from colonnade.governance.approvals.operations.submitting import reopen, submit, withdraw

__all__ = [
    "AlreadySubmitted",
    "NobodyMayApprove",
    "NotWaiting",
    "NotYourTurn",
    "NotYoursToEnd",
    "OwnWork",
    "PolicyBlocks",
    "ReasonMissing",
    "Refused",
    "StageRule",
    "TooOften",
    "VersionChanged",
    "answer",
    "choose_settings",
    "choose_unit_reviewers",
    "comment",
    "decide",
    "forget_partner",
    "invite",
    "keep_stage",
    "opened",
    "remark_outside",
    "remove_stage",
    "reopen",
    "revoke",
    "submit",
    "withdraw",
]
