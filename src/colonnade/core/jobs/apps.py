"""App configuration."""

from django_tasks.signals import log_task_finished, task_finished

from colonnade.core import features


class JobsConfig(features.FeatureConfig):
    """Background work from rows in the database, claimed by a fenced lease."""

    name = "colonnade.core.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Log a failure once: the worker does so with the traceback, which this receiver no longer has."""
        super().ready()
        task_finished.disconnect(log_task_finished)
