"""App configuration."""

from colonnade.core import features


class PublishingConfig(features.FeatureConfig):
    """The one mouth: posts on their way out, each once, and what became of them."""

    name = "colonnade.publishing"
    label = "publishing"
    commands = ("publish",)
