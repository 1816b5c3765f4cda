"""The checker: tells a strategy from a list of tactics, one rule a file.

``check`` is what the doors call; everything a caller needs is exported here.
"""

from colonnade.strategy.rules.checker import check
from colonnade.strategy.rules.findings import Finding, Report, Severity
from colonnade.strategy.rules.registry import Rule, all_rules
from colonnade.strategy.rules.steps import Step
from colonnade.strategy.rules.subject import KnownEvidence

__all__ = ["Finding", "KnownEvidence", "Report", "Rule", "Severity", "Step", "all_rules", "check"]
