"""App configuration."""

from colonnade.core import features


class StrategyConfig(features.FeatureConfig):
    """Goals and methods within limits: document, checker, solver, versions."""

    name = "colonnade.strategy"
    label = "strategy"
    commands = ("check", "plan", "strategy")
