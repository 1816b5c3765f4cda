"""App configuration."""

from colonnade.core import features


class CampaignsConfig(features.FeatureConfig):
    """The marketing calendar over all channels: campaigns, activities, clashes, budget, tags of addresses."""

    name = "colonnade.campaigns"
    label = "campaigns"
    commands = ("calendar",)
