"""App configuration."""

from colonnade.core import features


class ReportsConfig(features.FeatureConfig):
    """Answers and posts by mail, once in each period."""

    name = "colonnade.pillars.listening.reports"
    label = "reports"
    commands = ("reports",)
