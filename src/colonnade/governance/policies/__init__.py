"""Policies: what texts may not say, must say, and may link to."""
