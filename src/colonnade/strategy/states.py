"""The life of a strategy version as a table, and who may take which step."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colonnade.core.states import StateTable
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission


class State(StrEnum):
    """Where a version is in its life. From ``proposed`` on, its text does not change."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RUNNING = "running"
    CONCLUDED = "concluded"

    @property
    def label(self) -> Promise:
        """The state in the reader's language."""
        return LABELS[self]


LABELS: dict[State, Promise] = {
    State.DRAFT: _("Draft"),
    State.PROPOSED: _("Proposed"),
    State.APPROVED: _("Approved"),
    State.RUNNING: _("Running"),
    State.CONCLUDED: _("Concluded"),
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step from one state to another.

    Attributes:
        verb: the operation's name.
        done: what the audit trail calls it.
        permissions: any one of them lets a member take the step.
    """

    verb: str
    done: str
    label: Promise
    source: State
    target: State
    permissions: frozenset[Permission]


_WRITE = frozenset({Permission.EDIT_STRATEGY})
_DECIDE = frozenset({Permission.APPROVE_STRATEGY})

STEPS: tuple[Step, ...] = (
    Step(
        verb="propose",
        done="proposed",
        label=_("Propose for approval"),
        source=State.DRAFT,
        target=State.PROPOSED,
        permissions=_WRITE,
    ),
    Step(
        verb="send_back",
        done="sent_back",
        label=_("Send back to draft"),
        source=State.PROPOSED,
        target=State.DRAFT,
        permissions=_WRITE | _DECIDE,
    ),
    Step(
        verb="approve",
        done="approved",
        label=_("Approve"),
        source=State.PROPOSED,
        target=State.APPROVED,
        permissions=_DECIDE,
    ),
    Step(
        verb="start",
        done="started",
        label=_("Start"),
        source=State.APPROVED,
        target=State.RUNNING,
        permissions=_DECIDE,
    ),
    Step(
        verb="conclude",
        done="concluded",
        label=_("Conclude"),
        source=State.RUNNING,
        target=State.CONCLUDED,
        permissions=_DECIDE,
    ),
)

STATES = StateTable(
    initial=State.DRAFT,
    steps={state: frozenset(step.target for step in STEPS if step.source == state) for state in State},
)
OPEN = frozenset({State.DRAFT, State.PROPOSED})
"""States in which a version is still being made; a strategy has at most one of these."""


def step_named(verb: str) -> Step:
    """Return the step ``verb``. Raises ``KeyError`` where there is none."""
    return {step.verb: step for step in STEPS}[verb]


def steps_open_to(member: Membership, state: State) -> list[Step]:
    """Return the steps that ``member`` may take from ``state``, by role (``operations`` checks the rest)."""
    return [
        step
        for step in STEPS
        if step.source == state and any(member.may(permission) for permission in step.permissions)
    ]
