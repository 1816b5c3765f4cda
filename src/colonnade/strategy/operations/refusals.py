"""Why a write is refused. Every message says what happened, what was kept and what to do."""

from colonnade.strategy.models import StrategyVersion
from colonnade.strategy.rules.findings import Finding


class StrategyRefused(Exception):
    """A write that cannot be made; the message says what happened, what was kept and what to do."""


class StrategyExists(StrategyRefused):
    """The organisation has a strategy already."""


class DraftExists(StrategyRefused):
    """A version is still being made."""


class NotADraft(StrategyRefused):
    """The version's text is final."""


class NotAllowed(StrategyRefused):
    """The member may not take this step."""


class UnknownGoal(StrategyRefused):
    """No version in work or in force has a goal of that id."""


class Conflict(StrategyRefused):
    """Somebody else saved the draft in the meantime.

    Attributes:
        stored: the version as it is now stored.
        text: the text that was not saved.
    """

    def __init__(self, *, stored: StrategyVersion, text: str) -> None:
        self.stored, self.text = stored, text
        who = f" by {stored.changed_by}" if stored.changed_by is not None else ""
        super().__init__(
            f"The draft was saved{who} at {stored.changed_at:%H:%M} UTC while you were writing. Your text "
            "is kept here and not saved: compare the two, then save yours over it or take theirs."
        )


class HasErrors(StrategyRefused):
    """A document with errors was proposed. ``findings`` are the errors."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        count = len(findings)
        first = findings[0]
        super().__init__(
            f"The checker finds {count} error{'s' if count != 1 else ''}; the first is in line {first.line}: "
            f"{first.message} Correct them, then propose again."
        )
