"""App configuration."""

from colonnade.core import features


class LibraryConfig(features.FeatureConfig):
    """Images and videos: checked, described, with rights and an end."""

    name = "colonnade.pillars.promotion.library"
    label = "library"
    commands = ("library",)
