"""Why a step of a review is refused; each message says what to do instead."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from colonnade.governance.policies.checking import Finding, Severity


class Refused(Exception):
    """A step of a review that is not taken; nothing was changed unless the subclass says so."""


class AlreadySubmitted(Refused):
    """Exactly this version waits already, or is approved."""

    def __init__(self) -> None:
        super().__init__(_("This version has been submitted already."))


class NobodyMayApprove(Refused):
    """A stage has nobody who may approve, apart from those who made the subject."""

    def __init__(self, stage: str) -> None:
        super().__init__(
            _(
                "At the stage “%(stage)s” nobody may approve but those who made this. Let somebody else join "
                "who may approve, or change the stage."
            )
            % {"stage": stage}
        )


class OwnWork(Refused):
    """Nobody approves or returns what they wrote, changed or submitted themselves."""

    def __init__(self) -> None:
        super().__init__(
            _("You wrote, changed or submitted this version: another person decides. You can comment on it.")
        )


class NotYourTurn(Refused):
    """The open stage names other people, or this person has approved at it already."""

    def __init__(self, stage: str) -> None:
        super().__init__(_("The stage “%(stage)s” does not wait for you.") % {"stage": stage})


class NotWaiting(Refused):
    """The review waits for no decision."""

    def __init__(self, state: str) -> None:
        super().__init__(_("This review waits for no decision: %(state)s.") % {"state": state})


class VersionChanged(Refused):
    """It is not any more what the reviewer read; the review begins anew with what it is now."""

    def __init__(self) -> None:
        super().__init__(
            _("This was changed while you read it. Your decision was not counted: read what it says now.")
        )


class ReasonMissing(Refused):
    """Who returns something says why."""

    def __init__(self) -> None:
        super().__init__(_("Say in a comment what should be changed."))


class NotYoursToEnd(Refused):
    """A needed partner is let go by whoever asked them, or by another person who may approve."""

    def __init__(self) -> None:
        super().__init__(_("Their approval is needed: ask whoever invited them, or another approver."))


class TooOften(Refused):
    """A link was used too often in the last hour."""

    def __init__(self) -> None:
        super().__init__(
            _("That was too often for one hour. What you wrote before is kept; try again later.")
        )


class PolicyBlocks(Refused):
    """A rule of the policies blocks what it says.

    Attributes:
        findings: what the rules found, what blocks first.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            " ".join(f"{one.what} {one.remedy}" for one in findings if one.severity == Severity.BLOCK)
        )
