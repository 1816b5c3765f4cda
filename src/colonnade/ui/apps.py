"""App configuration."""

from colonnade.core import features


class UiConfig(features.FeatureConfig):
    """The design system: base templates, components, static files."""

    name = "colonnade.ui"
    label = "ui"
