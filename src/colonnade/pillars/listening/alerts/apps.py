"""App configuration."""

from colonnade.core import features


class AlertsConfig(features.FeatureConfig):
    """Something is far above usual, said once, with why."""

    name = "colonnade.pillars.listening.alerts"
    label = "alerts"
    commands = ("alerts",)
