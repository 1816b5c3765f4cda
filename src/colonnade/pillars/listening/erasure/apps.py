"""App configuration."""

from colonnade.core import features


class ErasureConfig(features.FeatureConfig):
    """A person or a post is forgotten everywhere, and a receipt says so."""

    name = "colonnade.pillars.listening.erasure"
    label = "erasure"
