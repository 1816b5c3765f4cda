"""App configuration."""

from colonnade.core import features


class BriefsConfig(features.FeatureConfig):
    """Roots of work: what is to be made, for whom, and which goal it serves."""

    name = "colonnade.pillars.promotion.briefs"
    label = "briefs"
    commands = ("briefs",)
