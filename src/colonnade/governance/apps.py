"""App configuration."""

from colonnade.core import features


class GovernanceConfig(features.FeatureConfig):
    """The audit trail."""

    name = "colonnade.governance"
    label = "governance"
