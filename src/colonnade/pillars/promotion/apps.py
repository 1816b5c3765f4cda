"""App configuration."""

from colonnade.core import features


class PromotionConfig(features.FeatureConfig):
    """Promotion: from what customers ask for to a lead that sales accepts."""

    name = "colonnade.pillars.promotion"
    label = "promotion"
