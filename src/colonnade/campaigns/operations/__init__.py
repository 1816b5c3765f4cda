"""Writes: campaigns, activities, spans of silence, tags of addresses, feeds."""

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
from colonnade.campaigns.operations.feeds import add_feed, open_feed, remove_feed
from colonnade.campaigns.operations.moving import move_entry
from colonnade.campaigns.operations.silence import add_blackout, remove_blackout
from colonnade.campaigns.operations.tagging import keep_preset, remove_preset

__all__ = [
    "ActivityPlan",
    "CampaignPlan",
    "add_activity",
    "add_blackout",
    "add_campaign",
    "add_feed",
    "change_activity",
    "change_campaign",
    "keep_preset",
    "move_activity",
    "move_entry",
    "open_feed",
    "remove_activity",
    "remove_blackout",
    "remove_campaign",
    "remove_feed",
    "remove_preset",
    "take_activity_step",
    "take_campaign_step",
]
