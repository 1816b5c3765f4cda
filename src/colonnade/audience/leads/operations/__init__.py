"""Writes: leads come in, are worked, scored, handed to sales, and come back with an outcome."""

from colonnade.audience.leads.operations.intake import Agreed, NoLead, Origin, Said, TakenIn, take_in

__all__ = ["Agreed", "NoLead", "Origin", "Said", "TakenIn", "take_in"]
