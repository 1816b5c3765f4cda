"""What was approved is what goes out, by another person."""

import pytest

from colonnade.governance.approvals import operations, queries
from colonnade.governance.approvals.states import ReviewState, Standing, Verdict
from colonnade.governance.approvals.tests.factories import KIND, Notes
from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Membership, Organization
from colonnade.organization.tests.factories import NOW

pytestmark = pytest.mark.django_db


def standing(organization: Organization, digest: str) -> Standing:
    return queries.standing(organization=organization, kind=KIND, subject_id="1", digest=digest)


def test_another_persons_approval_counts_for_exactly_that_version(
    notes: Notes, author: Membership, approver: Membership
) -> None:
    hydra = author.organization
    subject = notes.write(hydra, "Our new hammer.", author=author.user)
    assert standing(hydra, subject.digest) == Standing.NONE
    review = operations.submit(organization=hydra, kind=KIND, subject_id="1", actor=author.user, now=NOW)
    assert standing(hydra, subject.digest) == Standing.WAITING
    assert list(queries.waiting_for(membership=approver)) == [review]
    review = operations.decide(
        review=review, actor=approver, decision=Verdict.APPROVE, digest=subject.digest, now=NOW
    )
    assert review.state == ReviewState.APPROVED
    assert standing(hydra, subject.digest) == Standing.APPROVED
    assert standing(hydra, "another") == Standing.NONE
    [(name, outcome)] = notes.told
    assert (name, outcome.subject_id, outcome.digest, outcome.actor) == (
        "approved", "1", subject.digest, approver.user,
    )  # fmt: skip
    assert not queries.waiting_for(membership=approver).exists()


def test_a_change_reopens_what_was_approved(notes: Notes, author: Membership, approver: Membership) -> None:
    hydra = author.organization
    old = notes.write(hydra, "Our new hammer.", author=author.user)
    review = operations.submit(organization=hydra, kind=KIND, subject_id="1", actor=author.user, now=NOW)
    operations.decide(review=review, actor=approver, decision=Verdict.APPROVE, digest=old.digest, now=NOW)
    same = operations.reopen(organization=hydra, kind=KIND, subject_id="1", actor=author.user, now=NOW)
    assert same == Standing.APPROVED
    new = notes.change(hydra, author.user)
    assert standing(hydra, new.digest) == Standing.NONE
    now_is = operations.reopen(organization=hydra, kind=KIND, subject_id="1", actor=author.user, now=NOW)
    assert now_is == Standing.WAITING
    assert (standing(hydra, old.digest), standing(hydra, new.digest)) == (Standing.NONE, Standing.WAITING)
    assert AuditEntry.objects.filter(action="review.reopened").count() == 1
