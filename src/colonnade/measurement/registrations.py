"""What the feature adds at start-up: its own metrics."""

from colonnade.measurement import catalogue

__all__ = ["catalogue"]
