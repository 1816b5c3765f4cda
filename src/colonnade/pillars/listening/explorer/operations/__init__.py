"""Writes of the explorer."""
