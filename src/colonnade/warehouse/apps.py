"""App configuration."""

from colonnade.core import features


class WarehouseConfig(features.FeatureConfig):
    """The store of facts: one query layer over the warehouse engine."""

    name = "colonnade.warehouse"
    label = "warehouse"
