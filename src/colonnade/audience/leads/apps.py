"""App configuration."""

from colonnade.core import features


class LeadsConfig(features.FeatureConfig):
    """Leads: taken in once, scored with reasons, handed to sales, followed to the outcome."""

    name = "colonnade.audience.leads"
    label = "leads"
    commands = ("leads",)
