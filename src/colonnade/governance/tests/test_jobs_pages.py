"""The pages of jobs: what they show, to whom, and what their buttons do."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from colonnade.core.jobs import leases, operations
from colonnade.core.jobs.context import Progress
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState
from colonnade.core.jobs.tests.samples import add
from colonnade.governance.models import AuditEntry
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_member, make_organization, make_user

pytestmark = pytest.mark.django_db

Put = Callable[..., Job]


@pytest.fixture
def hydra() -> Organization:
    return make_organization()


@pytest.fixture
def page(client: Client, hydra: Organization) -> Client:
    client.force_login(hydra.memberships.get().user)
    return client


@pytest.fixture
def put(hydra: Organization) -> Put:
    """Put a job in; with a state, bring it there as a worker would."""

    def make(state: JobState = JobState.WAITING, organization: Organization | None = None) -> Job:
        owner = organization or hydra
        now = timezone.now()
        job = operations.enqueue(add, kwargs={"a": 1, "b": 2, "organization_id": owner.pk}, now=now)
        if state != JobState.WAITING:
            job = _claimed()
        if state == JobState.DONE:
            leases.finish(job=job, result=3, now=now)
        if state == JobState.DEAD:
            failure = leases.Failure(kind="builtins.ValueError", message="row 7 is broken", traceback="")
            leases.fail(job=job, failure=failure, first_retry=None, now=now)
        job.refresh_from_db()
        return job

    return make


def _claimed() -> Job:
    job = leases.claim(queues=["default"], worker="w", lease=timedelta(minutes=1), now=timezone.now())
    assert job is not None
    return job


def address(name: str, organization: Organization, job: Job | None = None) -> str:
    return org_reverse(name, organization, **({"job": job.pk} if job else {}))


def test_the_list_shows_state_error_and_counts(page: Client, hydra: Organization, put: Put) -> None:
    put(JobState.DEAD), put(JobState.DONE), put()
    content = page.get(address("jobs:list", hydra)).content.decode()
    assert "row 7 is broken" in content
    dead = page.get(address("jobs:list", hydra) + "?state=dead")
    assert [job.state for job, _late in dead.context["rows"]] == [JobState.DEAD]
    assert dead.context["overview"].counts == {
        JobState.WAITING: 1, JobState.RUNNING: 0, JobState.DONE: 1, JobState.DEAD: 1, JobState.CANCELLED: 0,
    }  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_jobs_as_for_one(
    page: Client,
    hydra: Organization,
    put: Put,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(number):
        put()
    with django_assert_num_queries(7):
        page.get(address("jobs:list", hydra))


def test_waiting_work_that_nobody_takes_is_said_aloud(page: Client, hydra: Organization, put: Put) -> None:
    job = put()
    assert not page.get(address("jobs:list", hydra)).context["overview"].stuck
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now() - timedelta(minutes=3))
    response = page.get(address("jobs:list", hydra))
    assert response.context["overview"].stuck
    assert "none is running" in response.content.decode()


def test_another_organisations_jobs_are_not_there(page: Client, hydra: Organization, put: Put) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    theirs = put(organization=rival)
    assert page.get(address("jobs:list", hydra)).context["rows"] == []
    assert page.get(address("jobs:progress", hydra, theirs)).status_code == 404
    assert page.post(address("jobs:cancel", hydra, theirs)).status_code == 404
    assert page.post(address("jobs:retry", hydra, theirs)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == JobState.WAITING


def test_progress_tells_rate_and_end_and_asks_again_until_the_job_has_finished(
    page: Client, hydra: Organization, put: Put
) -> None:
    job = put(JobState.RUNNING)
    poll = partial(page.get, address("jobs:progress", hydra, job), headers={"HX-Request": "true"})
    leases.note(job=job, progress=Progress(done=1500, total=6000, rate=1250.0, message="Reading posts"))
    running = poll()
    content = running.content.decode()
    assert "Reading posts" in content
    assert "1,250 a second" in content
    assert "hx-get" in content
    assert "<html" not in content
    assert "HX-Trigger" not in running.headers
    leases.finish(job=job, result=1, now=timezone.now())
    done = poll()
    assert "hx-get" not in done.content.decode()
    assert done.headers["HX-Trigger"] == "job-finished"


def test_a_job_has_a_page_of_its_own_with_what_went_wrong(
    page: Client, hydra: Organization, put: Put
) -> None:
    content = page.get(address("jobs:progress", hydra, put(JobState.DEAD))).content.decode()
    assert "<html" in content
    assert "What went wrong" in content
    assert "row 7 is broken" in content


@pytest.mark.parametrize("state", list(JobState))
def test_progress_can_be_shown_in_every_state(
    page: Client, hydra: Organization, put: Put, state: JobState
) -> None:
    job = put()
    Job.objects.filter(pk=job.pk).update(
        state=state, finished_at=timezone.now(), last_attempted_at=timezone.now()
    )
    assert page.get(address("jobs:progress", hydra, job)).status_code == 200


def test_cancel_and_retry_do_so_and_are_written_down(page: Client, hydra: Organization, put: Put) -> None:
    job = put()
    page.post(address("jobs:cancel", hydra, job))
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    page.post(address("jobs:retry", hydra, job))
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    actions = AuditEntry.objects.filter(action__startswith="jobs.").values_list("action", "details")
    assert sorted(actions) == [
        ("jobs.cancelled", {"job": str(job.pk)}),
        ("jobs.retried", {"job": str(job.pk)}),
    ]


def test_a_button_pressed_too_late_changes_nothing(page: Client, hydra: Organization, put: Put) -> None:
    job = put(JobState.DONE)
    answer = page.post(address("jobs:retry", hydra, job), follow=True)
    assert "nothing was changed" in answer.content.decode()
    answer = page.post(address("jobs:cancel", hydra, job), headers={"HX-Request": "true"})
    assert "Finished at" in answer.content.decode()
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, 3)


def test_who_may_only_look_sees_progress_and_no_list(client: Client, hydra: Organization, put: Put) -> None:
    job = put()
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    assert client.get(address("jobs:progress", hydra, job)).status_code == 200
    assert client.get(address("jobs:list", hydra)).status_code == 403
    assert client.post(address("jobs:cancel", hydra, job)).status_code == 403
    client.force_login(make_member(hydra, Role.ANALYST).user)
    assert client.post(address("jobs:cancel", hydra, job)).status_code == 302
    assert client.post(address("jobs:retry", hydra, job)).status_code == 403


def test_a_job_that_is_not_there_is_not_found(page: Client, hydra: Organization) -> None:
    nowhere = org_reverse("jobs:progress", hydra, job=UUID(int=0))
    assert page.get(nowhere).status_code == 404
