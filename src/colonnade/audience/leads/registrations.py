"""What leads add at start-up: their metric, and the jobs that follow from operations."""

from colonnade.audience.leads import jobs, metrics

__all__ = ["jobs", "metrics"]
