"""App configuration."""

from colonnade.core import features


class PagesConfig(features.FeatureConfig):
    """Landing pages and forms: where a click becomes a lead."""

    name = "colonnade.pillars.promotion.pages"
    label = "pages"
