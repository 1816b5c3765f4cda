"""Alerts: something is far above usual, said once, with why."""
