"""App configuration."""

from colonnade.core import features


class AudienceConfig(features.FeatureConfig):
    """People outside: the accounts that the organisation knows."""

    name = "colonnade.audience"
    label = "audience"
    commands = ("people",)
