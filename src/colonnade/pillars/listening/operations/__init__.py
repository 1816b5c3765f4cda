"""Writes of listening: imports and brand queries."""
