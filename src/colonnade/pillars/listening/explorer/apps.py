"""App configuration."""

from colonnade.core import features


class ExplorerConfig(features.FeatureConfig):
    """Posts found again: searched, tagged, kept as views, worked on together."""

    name = "colonnade.pillars.listening.explorer"
    label = "explorer"
