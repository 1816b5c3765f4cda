"""App configuration."""

from colonnade.core import features


class ChannelsConfig(features.FeatureConfig):
    """Where posts come from: accounts, sources, and what can and cannot be heard."""

    name = "colonnade.channels"
    label = "channels"
