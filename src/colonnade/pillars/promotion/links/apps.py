"""App configuration."""

from colonnade.core import features


class LinksConfig(features.FeatureConfig):
    """Short links on our own domain, and every click on them."""

    name = "colonnade.pillars.promotion.links"
    label = "links"
    commands = ("links",)
