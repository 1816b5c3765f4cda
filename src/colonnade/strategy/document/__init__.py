"""The strategy document: what can be written in ``strategy.yaml``."""
