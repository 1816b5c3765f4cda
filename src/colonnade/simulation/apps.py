"""App configuration."""

from colonnade.core import features


class SimulationConfig(features.FeatureConfig):
    """A simulated market with known truth, written as the files that users import."""

    name = "colonnade.simulation"
    label = "simulation"
    commands = ("simulate", "demo")
