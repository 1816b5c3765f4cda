"""Metric declarations and readings: what is counted, and what was counted."""
