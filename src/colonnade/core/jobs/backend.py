"""The backend of Django's Tasks API over leased rows."""

from typing import Any

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult


class LeasedRowBackend(BaseTaskBackend):
    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        raise RuntimeError
