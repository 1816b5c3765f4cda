"""App configuration."""

from colonnade.core import features


class RetentionConfig(features.FeatureConfig):
    """Posts are kept for as long as somebody said."""

    name = "colonnade.pillars.listening.retention"
    label = "retention"
