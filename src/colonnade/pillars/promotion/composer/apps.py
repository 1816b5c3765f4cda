"""App configuration."""

from colonnade.core import features


class ComposerConfig(features.FeatureConfig):
    """Posts as people write them, with a variant for each profile."""

    name = "colonnade.pillars.promotion.composer"
    label = "composer"
    commands = ("posts",)
