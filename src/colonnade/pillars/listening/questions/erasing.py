"""What was answered from posts, as a place: answers that are kept, and results of jobs."""

from collections.abc import Iterator

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState
from colonnade.pillars.listening.erasure.places import Place
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.pillars.listening.models import KeptAnswer
from colonnade.pillars.listening.questions.keeping import forget

_ENDED = (JobState.DONE, JobState.DEAD, JobState.CANCELLED)
_READ_AT_ONCE = 200


def _jobs(subject: Subject) -> Iterator[Job]:
    """Yield the ended jobs whose arguments, results or errors name the subject."""
    ended = Job.objects.filter(organization_id=subject.organization_id, state__in=_ENDED)
    for job in ended.iterator(chunk_size=_READ_AT_ONCE):
        if subject.named_in([job.args, job.kwargs, job.result, job.errors, job.message]):
            yield job


def _count_jobs(subject: Subject) -> int:
    return sum(1 for _job in _jobs(subject))


def _forget_jobs(subject: Subject) -> None:
    Job.objects.filter(pk__in=[job.pk for job in _jobs(subject)]).delete()


def _count_answers(subject: Subject) -> int:
    """Return how many kept answers name the subject; those in memory are never found after a write."""
    kept = KeptAnswer.objects.filter(organization_id=subject.organization_id)
    return sum(1 for one in kept.iterator(chunk_size=_READ_AT_ONCE) if subject.named_in([one.answer]))


def _forget_answers(subject: Subject) -> None:
    forget(organization_id=subject.organization_id)
    cache.clear()  # the answers could not be found again, but would lie there until their day is over


PLACES = (
    Place(key="jobs", label=_("Arguments and results of jobs"), count=_count_jobs, forget=_forget_jobs),
    Place(
        key="answers",
        label=_("Answers kept ready"),
        count=_count_answers,
        forget=_forget_answers,
        at_once=True,
    ),
)
