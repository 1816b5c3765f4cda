"""App configuration."""

from colonnade.core import features


class WorkbookConfig(features.FeatureConfig):
    """The 8C guide: a module per step, each step's state computed from evidence."""

    name = "colonnade.workbook"
    label = "workbook"
