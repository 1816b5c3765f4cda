"""People hear when it is their turn, when a decision is due, and how it ended."""

from datetime import timedelta

import pytest
from django.core import mail
from pytest_django import Settings

from colonnade.core.jobs.inline import run_here
from colonnade.core.jobs.models import Job
from colonnade.governance.approvals import jobs, operations, queries, telling
from colonnade.governance.approvals.models import Need, Review, SeatKind, Step
from colonnade.governance.approvals.staging import Seat
from colonnade.governance.approvals.states import ReviewState, Risk, StepState, Verdict
from colonnade.governance.approvals.tests.factories import KIND, Notes, submit
from colonnade.organization.models import Membership, Organization
from colonnade.organization.tests.factories import NOW

pytestmark = pytest.mark.django_db


def run_mail(organization: Organization) -> list[str]:
    """Run the jobs that mail, as a worker would, and return who got what."""
    mail.outbox.clear()
    tasks = {
        task.module_path: task for task in (telling.tell_reviewers, telling.tell_author, telling.ask_partner)
    }
    for job in Job.objects.filter(organization_id=organization.pk, task__in=tasks).order_by("enqueued_at"):
        run_here(tasks[job.task], kwargs=job.kwargs, on_progress=print)
        job.delete()
    return [f"{sent.to[0]}: {sent.subject}" for sent in mail.outbox]


def watch(review: Review, when: timedelta) -> str:
    return jobs.watch(
        organization_id=review.organization_id,
        review_id=review.pk,
        round_number=review.round,
        now=review.submitted_at + when,
    )


def decide(review: Review, member: Membership, verdict: Verdict, comment: str = "") -> None:
    operations.decide(
        review=review,
        actor=member,
        decision=verdict,
        comment=comment,
        digest=queries.present_version(review).digest,
        now=review.submitted_at,
    )


def test_those_whose_turn_it_is_hear_of_it_once(
    ana: Membership, approver: Membership, author: Membership, review: Review, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://hydra.example"
    assert sorted(run_mail(review.organization)) == [
        "ana@hydra.example: “Note 1” waits for you",
        "approver@hydra-machines.example: “Note 1” waits for you",
    ]
    assert f"https://hydra.example/o/hydra-machines/promote/approvals/{review.pk}/" in mail.outbox[0].body
    assert "hammer" not in mail.outbox[0].body
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_nobody_hears_of_a_turn_that_is_over(approver: Membership, review: Review) -> None:
    decide(review, approver, Verdict.APPROVE)
    step = Step.objects.get()
    sent = run_here(
        telling.tell_reviewers,
        kwargs={"organization_id": review.organization_id, "step_id": step.pk},
        on_progress=print,
    )
    assert (sent, mail.outbox) == (0, [])


@pytest.mark.parametrize(
    ("verdict", "subject"),
    [(Verdict.APPROVE, "“Note 1” is approved"), (Verdict.RETURN, "“Note 1” was returned to you")],
)
def test_the_author_hears_how_it_ended(
    approver: Membership, author: Membership, review: Review, verdict: Verdict, subject: str
) -> None:
    run_mail(review.organization)
    decide(review, approver, verdict, "Name the price.")
    assert run_mail(review.organization) == [f"{author.user.email}: {subject}"]
    assert "Name the price." in mail.outbox[0].body


def test_a_subject_line_is_one_line(approver: Membership, author: Membership, notes: Notes) -> None:
    notes.write(author.organization, "x", author=author.user, title="Sale\r\nBcc: all@hydra.example")
    operations.submit(organization=author.organization, kind=KIND, subject_id="1", actor=author.user, now=NOW)
    run_mail(author.organization)
    assert all("\n" not in sent.subject for sent in mail.outbox)


def test_a_reminder_comes_when_it_is_due_and_an_end_when_nobody_decides(
    notes: Notes, approver: Membership, author: Membership, review: Review
) -> None:
    run_mail(review.organization)
    assert watch(review, timedelta(hours=48)) == "reminded"
    assert "approver@hydra-machines.example: Reminder: “Note 1” waits for you" in run_mail(
        review.organization
    )
    assert Job.objects.filter(task__endswith="watch_review", run_after=review.expires_at).count() == 1
    assert watch(review, timedelta(days=14)) == "expired"
    review.refresh_from_db()
    assert review.state == ReviewState.EXPIRED
    assert [name for name, _outcome in notes.told] == ["expired"]
    assert run_mail(review.organization) == [f"{author.user.email}: Nobody decided on “Note 1” in time"]
    assert not Step.objects.filter(state=StepState.OPEN).exists()


def test_the_clock_leaves_alone_what_was_decided_or_replaced(
    notes: Notes, approver: Membership, author: Membership, review: Review
) -> None:
    notes.change(author.organization, author.user)
    operations.reopen(
        organization=author.organization,
        kind=KIND,
        subject_id="1",
        actor=author.user,
        now=review.submitted_at + timedelta(days=1),
    )
    assert watch(review, timedelta(days=20)) == ""  # the first round is over
    again = Review.objects.get()
    decide(again, approver, Verdict.APPROVE)
    assert watch(again, timedelta(days=30)) == ""
    assert Review.objects.get().state == ReviewState.APPROVED


def test_the_next_stage_hears_when_it_begins(
    ana: Membership, approver: Membership, author: Membership, notes: Notes
) -> None:
    for order, member in enumerate((ana, approver), start=1):
        rule = operations.StageRule(
            name=f"Stage {order}",
            order=order,
            units=(),
            channel="",
            campaign=None,
            from_risk=Risk.LOW,
            need=Need.ANY,
            seats=[Seat(kind=SeatKind.MEMBER, membership=member.pk)],
        )
        operations.keep_stage(organization=author.organization, rule=rule, actor=None, now=NOW)
    review = submit(notes, author)
    assert run_mail(review.organization) == [f"{ana.user.email}: “Note 1” waits for you"]
    decide(review, ana, Verdict.APPROVE)
    assert run_mail(review.organization) == [f"{approver.user.email}: “Note 1” waits for you"]
