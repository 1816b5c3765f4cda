"""Writes: drafts, decisions, evidence and plans."""

from colonnade.strategy.operations.deciding import (
    approve,
    conclude,
    propose,
    send_back,
    start,
    take_step,
)
from colonnade.strategy.operations.knowing import claim_goal, record_evidence, store_plan
from colonnade.strategy.operations.refusals import (
    Conflict,
    DraftExists,
    HasErrors,
    NotADraft,
    NotAllowed,
    StrategyExists,
    StrategyRefused,
    UnknownGoal,
)
from colonnade.strategy.operations.writing import (
    Saved,
    copy_to_new_draft,
    create_strategy,
    put_document,
    save_draft,
)

__all__ = [
    "Conflict",
    "DraftExists",
    "HasErrors",
    "NotADraft",
    "NotAllowed",
    "Saved",
    "StrategyExists",
    "StrategyRefused",
    "UnknownGoal",
    "approve",
    "claim_goal",
    "conclude",
    "copy_to_new_draft",
    "create_strategy",
    "propose",
    "put_document",
    "record_evidence",
    "save_draft",
    "send_back",
    "start",
    "store_plan",
    "take_step",
]
