"""App configuration."""

from colonnade.core import features


class JobsConfig(features.FeatureConfig):
    """Background work from rows in the database, claimed by a fenced lease."""

    name = "colonnade.core.jobs"
    label = "jobs"
