"""The lives of a campaign and of an activity, as tables."""

from enum import StrEnum

from colonnade.core.states import StateTable


class CampaignState(StrEnum):
    """Where a campaign is in its life."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


CAMPAIGN_STATES = StateTable(
    initial=CampaignState.PLANNED,
    steps={
        CampaignState.PLANNED: frozenset({CampaignState.RUNNING, CampaignState.ENDED}),
        CampaignState.RUNNING: frozenset({CampaignState.ENDED}),
        CampaignState.ENDED: frozenset({CampaignState.RUNNING}),
    },
)


class ActivityState(StrEnum):
    """Where an activity is in its life: an offer of the plan is a draft until somebody agrees to it."""

    DRAFT = "draft"
    PLANNED = "planned"
    DONE = "done"
    DROPPED = "dropped"


ACTIVITY_STATES = StateTable(
    initial=ActivityState.DRAFT,
    steps={
        ActivityState.DRAFT: frozenset({ActivityState.PLANNED, ActivityState.DROPPED}),
        ActivityState.PLANNED: frozenset({ActivityState.DRAFT, ActivityState.DONE, ActivityState.DROPPED}),
        ActivityState.DONE: frozenset({ActivityState.PLANNED}),
        ActivityState.DROPPED: frozenset({ActivityState.PLANNED}),
    },
)

MOVABLE = frozenset({ActivityState.DRAFT, ActivityState.PLANNED})
"""States in which an activity may go to another day."""
