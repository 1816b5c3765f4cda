"""App configuration."""

from colonnade.core import features


class ApprovalsConfig(features.FeatureConfig):
    """What was approved by another person is what goes out."""

    name = "colonnade.governance.approvals"
    label = "approvals"
    commands = ("approvals",)
