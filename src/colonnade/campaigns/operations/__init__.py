"""Writes: campaigns, activities, spans of silence."""

from colonnade.campaigns.operations.activities import (
    ActivityPlan,
    add_activity,
    change_activity,
    move_activity,
    remove_activity,
    take_activity_step,
)
from colonnade.campaigns.operations.campaigns import (
    CampaignPlan,
    add_campaign,
    change_campaign,
    remove_campaign,
    take_campaign_step,
)
from colonnade.campaigns.operations.moving import move_entry
from colonnade.campaigns.operations.silence import add_blackout, remove_blackout

__all__ = [
    "ActivityPlan",
    "CampaignPlan",
    "add_activity",
    "add_blackout",
    "add_campaign",
    "change_activity",
    "change_campaign",
    "move_activity",
    "move_entry",
    "remove_activity",
    "remove_blackout",
    "remove_campaign",
    "take_activity_step",
    "take_campaign_step",
]
