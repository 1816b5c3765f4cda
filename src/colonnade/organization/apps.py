"""App configuration."""

from colonnade.core import features


class OrganizationConfig(features.FeatureConfig):
    """The company, its business units and its people."""

    name = "colonnade.organization"
    label = "organization"
    commands = ("organization",)
