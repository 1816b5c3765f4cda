"""App configuration."""

from colonnade.core import features


class TouchesConfig(features.FeatureConfig):
    """Touches: each time that somebody outside met something of ours."""

    name = "colonnade.audience.touches"
    label = "touches"
    commands = ("touches",)
