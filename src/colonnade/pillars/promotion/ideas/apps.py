"""App configuration."""

from colonnade.core import features


class IdeasConfig(features.FeatureConfig):
    """Ideas for content, mined from what customers say."""

    name = "colonnade.pillars.promotion.ideas"
    label = "ideas"
