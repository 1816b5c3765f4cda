"""What was approved is what goes out, by another person."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from colonnade.core.jobs.models import Job
from colonnade.governance.approvals import operations, queries
from colonnade.governance.approvals.models import Need, Review, SeatKind, Stage
from colonnade.governance.approvals.staging import Seat
from colonnade.governance.approvals.states import ReviewState, Risk, Standing, Verdict
from colonnade.governance.approvals.subjects import NoSuchSubject, OutcomeRefused, Subject
from colonnade.governance.approvals.tests.factories import KIND, Notes
from colonnade.governance.models import AuditEntry
from colonnade.governance.policies.checking import Rule, RuleKind
from colonnade.governance.policies.operations import add_rule
from colonnade.organization.models import BusinessUnit, Membership, Organization
from colonnade.organization.operations import add_unit, admit_member, dismiss_member
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user

pytestmark = pytest.mark.django_db


def standing(organization: Organization, digest: str) -> Standing:
    return queries.standing(organization=organization, kind=KIND, subject_id="1", digest=digest)


def submit(member: Membership, *, risk: Risk = Risk.NORMAL, now: datetime = NOW) -> Review:
    return operations.submit(
        organization=member.organization, kind=KIND, subject_id="1", actor=member.user, now=now, risk=risk
    )


def decide(
    review: Review,
    member: Membership,
    subject: Subject,
    verdict: Verdict = Verdict.APPROVE,
    comment: str = "",
) -> Review:
    return operations.decide(
        review=review, actor=member, decision=verdict, comment=comment, digest=subject.digest, now=NOW
    )


def reopen(member: Membership) -> Standing:
    return operations.reopen(
        organization=member.organization, kind=KIND, subject_id="1", actor=member.user, now=NOW
    )


def stage(
    organization: Organization,
    name: str,
    seats: Sequence[Seat],
    *,
    order: int = 10,
    need: Need = Need.ANY,
    units: Sequence[BusinessUnit] = (),
    channel: str = "",
    campaign: int | None = None,
    from_risk: Risk = Risk.LOW,
) -> Stage:
    rule = operations.StageRule(
        name=name,
        order=order,
        units=units,
        channel=channel,
        campaign=campaign,
        from_risk=from_risk,
        need=need,
        seats=seats,
    )
    return operations.keep_stage(organization=organization, rule=rule, actor=None, now=NOW)


ANYONE = Seat(kind=SeatKind.ANYONE)


def sits(member: Membership) -> Seat:
    return Seat(kind=SeatKind.MEMBER, membership=member.pk)


def test_another_persons_approval_counts_for_exactly_that_version(
    notes: Notes, author: Membership, approver: Membership
) -> None:
    hydra = author.organization
    subject = notes.write(hydra, "Our new hammer.", author=author.user)
    assert standing(hydra, subject.digest) == Standing.NONE
    review = submit(author)
    assert standing(hydra, subject.digest) == Standing.WAITING
    assert list(queries.waiting_for(membership=approver)) == [review]
    assert decide(review, approver, subject).state == ReviewState.APPROVED
    assert standing(hydra, subject.digest) == Standing.APPROVED
    assert standing(hydra, "another") == Standing.NONE
    [(name, outcome)] = notes.told
    assert (name, outcome.subject_id, outcome.digest, outcome.actor) == (
        "approved", "1", subject.digest, approver.user,
    )  # fmt: skip
    assert not queries.waiting_for(membership=approver).exists()
    actions = AuditEntry.objects.filter(action__startswith="review.").values_list("action", flat=True)
    assert sorted(actions) == ["review.approved", "review.decided", "review.submitted"]


def test_a_change_reopens_what_was_approved(notes: Notes, author: Membership, approver: Membership) -> None:
    hydra = author.organization
    old = notes.write(hydra, "Our new hammer.", author=author.user)
    decide(submit(author), approver, old)
    assert reopen(author) == Standing.APPROVED
    new = notes.change(hydra, author.user)
    assert standing(hydra, new.digest) == Standing.NONE
    assert reopen(author) == Standing.WAITING
    assert (standing(hydra, old.digest), standing(hydra, new.digest)) == (Standing.NONE, Standing.WAITING)
    assert AuditEntry.objects.filter(action="review.reopened").count() == 1


def test_what_was_approved_and_is_put_back_is_reviewed_again(
    notes: Notes, author: Membership, approver: Membership
) -> None:
    hydra = author.organization
    old = notes.write(hydra, "Our new hammer.", author=author.user)
    decide(submit(author), approver, old)
    notes.change(hydra, author.user)
    reopen(author)
    notes.restore(hydra, old)
    assert reopen(author) == Standing.WAITING


@pytest.mark.parametrize("touched", ["author", "changed_by", "submitter"])
def test_nobody_decides_on_what_went_through_their_hands(
    notes: Notes, ana: Membership, author: Membership, approver: Membership, touched: str
) -> None:
    mine = {touched: approver.user}
    subject = notes.write(
        ana.organization, "Ours", author=mine.get("author", author.user), changed_by=mine.get("changed_by")
    )
    review = submit(approver if touched == "submitter" else author)
    for verdict in Verdict:
        with pytest.raises(operations.OwnWork):
            decide(review, approver, subject, verdict, "why")
    assert not queries.waiting_for(membership=approver).exists()
    assert decide(review, ana, subject).state == ReviewState.APPROVED


def test_who_changes_what_waits_may_not_approve_it_any_more(
    notes: Notes, ana: Membership, author: Membership, approver: Membership
) -> None:
    notes.write(ana.organization, "Ours", author=author.user)
    review = submit(author)
    changed = notes.change(ana.organization, approver.user)
    reopen(approver)
    with pytest.raises(operations.OwnWork):
        decide(review, approver, changed)
    assert decide(review, ana, changed).state == ReviewState.APPROVED


def test_a_decision_on_what_has_changed_since_is_refused_and_begins_anew(
    notes: Notes, author: Membership, approver: Membership
) -> None:
    old = notes.write(author.organization, "Ours", author=author.user)
    review = submit(author)
    new = notes.change(author.organization, author.user)  # nobody tells the review
    with pytest.raises(operations.VersionChanged):
        decide(review, approver, old)
    review.refresh_from_db()
    assert (review.state, review.round) == (ReviewState.WAITING, 2)
    assert standing(author.organization, old.digest) == Standing.NONE
    with pytest.raises(operations.VersionChanged):
        decide(review, approver, old)
    assert decide(review, approver, new).state == ReviewState.APPROVED


def test_what_is_returned_says_why_and_is_submitted_anew(
    notes: Notes, author: Membership, approver: Membership
) -> None:
    subject = notes.write(author.organization, "Ours", author=author.user)
    review = submit(author)
    with pytest.raises(operations.ReasonMissing):
        decide(review, approver, subject, Verdict.RETURN, "  ")
    done = decide(review, approver, subject, Verdict.RETURN, "Name the price.")
    assert done.state == ReviewState.RETURNED
    assert standing(author.organization, subject.digest) == Standing.RETURNED
    assert [(name, outcome.comment) for name, outcome in notes.told] == [("returned", "Name the price.")]
    with pytest.raises(operations.NotWaiting):
        decide(review, approver, subject)
    assert submit(author).state == ReviewState.WAITING


def test_the_same_version_is_not_submitted_twice(
    notes: Notes, author: Membership, approver: Membership
) -> None:
    subject = notes.write(author.organization, "Ours", author=author.user)
    review = submit(author)
    with pytest.raises(operations.AlreadySubmitted):
        submit(author)
    decide(review, approver, subject)
    with pytest.raises(operations.AlreadySubmitted):
        submit(author)


def test_what_is_not_there_is_not_submitted(notes: Notes, author: Membership) -> None:
    with pytest.raises(NoSuchSubject):
        submit(author)
    with pytest.raises(NoSuchSubject):
        operations.submit(
            organization=author.organization, kind="moon", subject_id="1", actor=author.user, now=NOW
        )


def test_what_is_taken_back_counts_no_longer(notes: Notes, author: Membership, approver: Membership) -> None:
    subject = notes.write(author.organization, "Ours", author=author.user)
    decide(submit(author), approver, subject)
    for _twice in range(2):
        operations.withdraw(
            organization=author.organization, kind=KIND, subject_id="1", actor=author.user, now=NOW
        )
    assert standing(author.organization, subject.digest) == Standing.NONE
    assert reopen(author) == Standing.NONE
    assert AuditEntry.objects.filter(action="review.withdrawn").count() == 1


def test_stages_follow_each_other_and_all_of_means_all(
    notes: Notes, ana: Membership, author: Membership, approver: Membership
) -> None:
    hydra = ana.organization
    head = make_member(hydra, Role.UNIT_HEAD)
    stage(hydra, "Both", [Seat(kind=SeatKind.ROLE, role=Role.APPROVER), sits(head)], need=Need.ALL, order=2)
    stage(hydra, "First", [sits(ana)], order=1)
    subject = notes.write(hydra, "Ours", author=author.user)
    review = submit(author)
    with pytest.raises(operations.NotYourTurn, match="First"):
        decide(review, approver, subject)
    assert decide(review, ana, subject).state == ReviewState.WAITING
    assert not queries.waiting_for(membership=ana).exists()
    assert decide(review, approver, subject).state == ReviewState.WAITING
    with pytest.raises(operations.NotYourTurn, match="Both"):
        decide(review, approver, subject)
    assert list(queries.waiting_for(membership=head)) == [review]
    assert decide(review, head, subject).state == ReviewState.APPROVED
    assert [name for name, _outcome in notes.told] == ["approved"]


def test_a_change_between_two_stages_begins_at_the_first(
    notes: Notes, ana: Membership, author: Membership, approver: Membership
) -> None:
    hydra = ana.organization
    stage(hydra, "First", [sits(ana)], order=1)
    stage(hydra, "Second", [sits(approver)], order=2)
    old = notes.write(hydra, "Ours", author=author.user)
    review = submit(author)
    decide(review, ana, old)
    new = notes.change(hydra, author.user)
    reopen(author)
    with pytest.raises(operations.NotYourTurn, match="First"):
        decide(review, approver, new)


@pytest.fixture
def quarry(hydra: Organization) -> BusinessUnit:
    return add_unit(organization=hydra, name="Quarry", actor=None, now=NOW)


def test_stages_apply_by_unit_channel_campaign_and_risk(
    notes: Notes, author: Membership, ana: Membership, quarry: BusinessUnit
) -> None:
    hydra = author.organization
    stage(hydra, "Unit", [ANYONE], units=[quarry], order=1)
    stage(hydra, "Channel", [ANYONE], channel="x", order=2)
    stage(hydra, "Campaign", [ANYONE], campaign=7, order=3)
    stage(hydra, "Risk", [ANYONE], from_risk=Risk.HIGH, order=4)

    def names(
        risk: Risk, unit: int | None = None, channel: str = "", campaign: int | None = None
    ) -> list[str]:
        Review.objects.all().delete()
        notes.write(hydra, "Ours", author=author.user, unit=unit, channel=channel, campaign=campaign)
        return [step.name for step in queries.present_version(submit(author, risk=risk)).steps.all()]

    assert names(Risk.NORMAL) == ["Another person"]
    assert names(Risk.NORMAL, unit=quarry.pk) == ["Unit"]
    assert names(Risk.LOW, channel="x", campaign=7) == ["Channel", "Campaign"]
    assert names(Risk.HIGH, quarry.pk, "x", 8) == ["Unit", "Channel", "Risk"]


def test_the_reviewers_of_a_unit_sit_in_its_seat(
    notes: Notes, author: Membership, ana: Membership, approver: Membership, quarry: BusinessUnit
) -> None:
    hydra = author.organization
    stage(hydra, "Unit", [Seat(kind=SeatKind.UNIT)])
    subject = notes.write(hydra, "Ours", author=author.user, unit=quarry.pk)
    with pytest.raises(operations.NobodyMayApprove, match="Unit"):
        submit(author)
    operations.choose_unit_reviewers(unit=quarry, members=[approver], actor=None, now=NOW)
    review = submit(author)
    with pytest.raises(operations.NotYourTurn):
        decide(review, ana, subject)
    assert list(queries.waiting_for(membership=approver)) == [review]
    assert not queries.waiting_for(membership=ana).exists()
    assert decide(review, approver, subject).state == ReviewState.APPROVED


def test_a_rule_that_changes_does_not_touch_what_waits(
    notes: Notes, author: Membership, ana: Membership, approver: Membership
) -> None:
    rule = stage(author.organization, "Ana", [sits(ana)])
    subject = notes.write(author.organization, "Ours", author=author.user)
    review = submit(author)
    operations.remove_stage(stage=rule, actor=None, now=NOW)
    with pytest.raises(operations.NotYourTurn):
        decide(review, approver, subject)
    assert decide(review, ana, subject).state == ReviewState.APPROVED


def test_a_seat_whose_member_left_is_open_to_nobody_and_the_review_is_submitted_again(
    notes: Notes, author: Membership, ana: Membership, approver: Membership
) -> None:
    stage(author.organization, "One", [sits(approver)])
    subject = notes.write(author.organization, "Ours", author=author.user)
    review = submit(author)
    assert not queries.stuck(review=review)
    dismiss_member(membership=approver, actor=ana.user, now=NOW)
    assert queries.stuck(review=review)
    with pytest.raises(operations.NotYourTurn):
        decide(review, ana, subject)
    Stage.objects.all().delete()
    assert decide(submit(author), ana, subject).state == ReviewState.APPROVED


def test_who_may_no_longer_approve_fills_no_seat(
    notes: Notes, author: Membership, approver: Membership
) -> None:
    subject = notes.write(author.organization, "Ours", author=author.user)
    review = submit(author)
    admit_member(organization=author.organization, user=approver.user, role=Role.ANALYST, actor=None, now=NOW)
    approver.refresh_from_db()
    with pytest.raises(operations.NotYourTurn):
        decide(review, approver, subject)


def test_alone_there_is_nobody_to_approve_and_reviews_may_be_off(
    notes: Notes, ana: Membership, hydra: Organization
) -> None:
    subject = notes.write(hydra, "Ours", author=ana.user)
    with pytest.raises(operations.NobodyMayApprove):
        submit(ana)
    assert not Review.objects.exists()
    operations.choose_settings(
        organization=hydra, reviews_off=True, due_hours=48, expire_days=14, actor=ana.user, now=NOW
    )
    assert submit(ana).state == ReviewState.APPROVED
    assert standing(hydra, subject.digest) == Standing.APPROVED
    assert AuditEntry.objects.get(action="review.approved").details["why"] == "reviews are off"
    assert AuditEntry.objects.get(action="review_settings.chosen").details["reviews_off"] is True


def test_reviews_are_on_again_as_soon_as_there_are_two(
    notes: Notes, ana: Membership, hydra: Organization
) -> None:
    operations.choose_settings(
        organization=hydra, reviews_off=True, due_hours=48, expire_days=14, actor=ana.user, now=NOW
    )
    make_member(hydra, Role.APPROVER)
    notes.write(hydra, "Ours", author=ana.user)
    assert submit(ana).state == ReviewState.WAITING


def test_approved_and_then_changed_with_nobody_left_goes_back(
    notes: Notes, ana: Membership, author: Membership, approver: Membership
) -> None:
    hydra = author.organization
    stage(hydra, "One", [sits(approver)])
    old = notes.write(hydra, "Ours", author=author.user)
    review = submit(author)
    decide(review, approver, old)
    new = notes.change(hydra, approver.user)
    assert reopen(approver) == Standing.NONE
    review.refresh_from_db()
    assert review.state == ReviewState.RETURNED
    assert standing(hydra, new.digest) == Standing.NONE
    assert [name for name, _outcome in notes.told] == ["approved", "returned"]


def test_what_the_policies_block_is_neither_submitted_nor_approved(
    notes: Notes, author: Membership, approver: Membership
) -> None:
    hydra = author.organization
    rule = Rule(name="Claims", kind=RuleKind.BANNED, phrases=("risk free",))
    subject = notes.write(hydra, "A risk\u200b free hammer.", author=author.user)
    review = submit(author)
    add_rule(organization=hydra, rule=rule, actor=None, now=NOW)
    with pytest.raises(operations.PolicyBlocks, match="risk free"):
        decide(review, approver, subject)
    done = decide(review, approver, subject, Verdict.RETURN, "No claims.")
    assert done.state == ReviewState.RETURNED
    with pytest.raises(operations.PolicyBlocks) as refused:
        submit(author)
    assert [finding.rule for finding in refused.value.findings] == ["Claims"]
    done.refresh_from_db()
    assert done.state == ReviewState.RETURNED


def test_what_a_listener_refuses_is_not_decided(
    notes: Notes, author: Membership, approver: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = notes.write(author.organization, "Ours", author=author.user)
    review = submit(author)

    def refuse(_told: object) -> None:
        raise OutcomeRefused("It is being sent.")

    monkeypatch.setattr(notes, "told", type("Told", (list,), {"append": lambda self, told: refuse(told)})())
    with pytest.raises(OutcomeRefused):
        decide(review, approver, subject)
    assert standing(author.organization, subject.digest) == Standing.WAITING


def test_another_organisation_sees_nothing(notes: Notes, author: Membership) -> None:
    notes.write(author.organization, "Ours", author=author.user)
    review = submit(author)
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    assert not queries.waiting_for(membership=rival.memberships.get()).exists()
    assert standing(rival, queries.present_version(review).digest) == Standing.NONE
    with pytest.raises(Review.DoesNotExist):
        queries.review_of(organization=rival, review_id=review.pk)


def test_a_decision_is_due_before_the_post_goes_out(
    notes: Notes, author: Membership, approver: Membership
) -> None:
    notes.write(author.organization, "Ours", author=author.user, goes_out_at=NOW + timedelta(hours=5))
    review = submit(author)
    assert review.due_at == NOW + timedelta(hours=5)
    assert review.expires_at == NOW + timedelta(days=14)
    job = Job.objects.get(task__endswith="watch_review")
    assert job.run_after == review.due_at
