"""App configuration."""

from colonnade.core import features


class PoliciesConfig(features.FeatureConfig):
    """What texts may not say, must say, and may link to."""

    name = "colonnade.governance.policies"
    label = "policies"
    commands = ("policies",)
