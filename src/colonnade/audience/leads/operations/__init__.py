"""Writes: leads come in, are worked, scored, handed to sales, and come back with an outcome."""

from colonnade.audience.leads.operations.forgetting import forget
from colonnade.audience.leads.operations.handing import hand_over, retry
from colonnade.audience.leads.operations.intake import Agreed, NoLead, Origin, Said, TakenIn, take_in
from colonnade.audience.leads.operations.outcomes import ImportedOutcomes, import_outcomes
from colonnade.audience.leads.operations.scoring import Scored, rescore
from colonnade.audience.leads.operations.settings import (
    begin_with_proposal,
    remove_setting,
    save_agreement,
    save_destination,
    save_rule,
)
from colonnade.audience.leads.operations.working import assign, correct, note, step, withdraw

__all__ = [
    "Agreed",
    "ImportedOutcomes",
    "NoLead",
    "Origin",
    "Said",
    "Scored",
    "TakenIn",
    "assign",
    "begin_with_proposal",
    "correct",
    "forget",
    "hand_over",
    "import_outcomes",
    "note",
    "remove_setting",
    "rescore",
    "retry",
    "save_agreement",
    "save_destination",
    "save_rule",
    "step",
    "take_in",
    "withdraw",
]
