"""App configuration."""

from colonnade.core import features


class MeasurementConfig(features.FeatureConfig):
    """Metric declarations and readings: what is counted, and what was counted."""

    name = "colonnade.measurement"
    label = "measurement"
    commands = ("measure",)
