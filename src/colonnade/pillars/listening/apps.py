"""App configuration."""

from colonnade.core import features


class ListeningConfig(features.FeatureConfig):
    """The ears: posts in, six questions answered."""

    name = "colonnade.pillars.listening"
    label = "listening"
    commands = ("listen", "ask")
