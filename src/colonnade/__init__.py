"""Colonnade: from business goals and what customers say to a strategy that fits, runs and is proved."""

__version__ = "0.1.0"
