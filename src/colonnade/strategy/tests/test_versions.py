"""Versions: drafts, decisions, and a text that nobody changes afterwards."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from colonnade.core.states import TransitionRefused
from colonnade.governance.queries import audit_trail
from colonnade.organization.models import Membership, Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user
from colonnade.strategy import operations, queries
from colonnade.strategy.document.model import EvidenceKind
from colonnade.strategy.document.source import Refused
from colonnade.strategy.models import ServedGoal, StrategyVersion, TextIsFinal
from colonnade.strategy.states import State
from colonnade.strategy.tests.factories import SMALL, make_draft, make_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def hydra() -> Organization:
    return make_organization()


@pytest.fixture
def writer(hydra: Organization) -> Membership:
    return make_member(hydra, Role.STRATEGIST)


@pytest.fixture
def approver(hydra: Organization) -> Membership:
    return make_member(hydra, Role.APPROVER)


def proposed(hydra: Organization, writer: Membership) -> StrategyVersion:
    return operations.propose(version=make_draft(hydra, by=writer), member=writer, now=NOW)


def test_a_first_draft_has_a_number_a_digest_and_the_documents_title(hydra: Organization) -> None:
    version = make_draft(hydra, text="title: Our year\r\n")
    assert (version.number, version.present, version.text) == (1, State.DRAFT, "title: Our year\n")
    assert version.record.title == "Our year"
    assert queries.current_version(hydra) == version


def test_an_organisation_has_one_strategy(hydra: Organization) -> None:
    make_draft(hydra)
    with pytest.raises(operations.StrategyExists, match="Nothing was changed"):
        make_draft(hydra)


def test_a_text_that_cannot_be_read_yet_is_kept(hydra: Organization) -> None:
    version = make_draft(hydra, text="title: [half written")
    assert queries.read_version(version).strategy is None
    with pytest.raises(Refused, match="not UTF-8"):
        operations.save_draft(version=version, text=b"\xff\xfea", base=version.digest, actor=None, now=NOW)


def test_a_save_keeps_the_text_and_tells_who_and_when(hydra: Organization, writer: Membership) -> None:
    version = make_draft(hydra)
    later = NOW + timedelta(hours=1)
    saved = operations.save_draft(
        version=version, text="title: New", base=version.digest, actor=writer.user, now=later
    )
    assert saved.changed
    stored = queries.current_version(hydra)
    assert stored is not None
    assert (stored.text, stored.changed_by, stored.changed_at) == ("title: New\n", writer.user, later)
    assert stored.record.title == "New"
    assert audit_trail(organization=hydra)[0].action == "strategy.saved"


def test_saving_the_same_text_is_no_change(hydra: Organization) -> None:
    version = make_draft(hydra)
    before = audit_trail(organization=hydra).count()
    assert not operations.save_draft(
        version=version, text=version.text, base=version.digest, actor=None, now=NOW
    ).changed
    assert audit_trail(organization=hydra).count() == before


def test_nobody_writes_over_what_they_have_not_seen(hydra: Organization, writer: Membership) -> None:
    version = make_draft(hydra)
    base = version.digest
    operations.save_draft(version=version, text="title: Theirs", base=base, actor=writer.user, now=NOW)
    with pytest.raises(operations.Conflict) as caught:
        operations.save_draft(version=version, text="title: Mine", base=base, actor=None, now=NOW)
    assert caught.value.text == "title: Mine\n"
    assert caught.value.stored.text == "title: Theirs\n"
    assert str(writer.user) in str(caught.value)
    operations.save_draft(
        version=version, text="title: Mine", base=caught.value.stored.digest, actor=None, now=NOW
    )
    assert queries.current_version(hydra).text == "title: Mine\n"  # type: ignore[union-attr]  # just saved


def test_a_whole_life(hydra: Organization, writer: Membership, approver: Membership) -> None:
    version = proposed(hydra, writer)
    version = operations.send_back(version=version, member=approver, now=NOW, why="Add a test")
    assert (version.present, version.note) == (State.DRAFT, "Add a test")
    version = operations.propose(version=version, member=writer, now=NOW)
    version = operations.approve(version=version, member=approver, now=NOW)
    version = operations.start(version=version, member=approver, now=NOW)
    assert queries.version_in_force(hydra) == version
    version = operations.conclude(version=version, member=approver, now=NOW)
    assert version.present is State.CONCLUDED
    actions = [entry.action.removeprefix("strategy.") for entry in audit_trail(organization=hydra)]
    assert [action for action in reversed(actions) if "." not in action] == [
        "created",
        "proposed",
        "sent_back",
        "proposed",
        "approved",
        "started",
        "concluded",
    ]


def test_steps_out_of_order_are_refused(
    hydra: Organization, writer: Membership, approver: Membership
) -> None:
    version = make_draft(hydra, by=writer)
    for step in (operations.approve, operations.start, operations.conclude, operations.send_back):
        with pytest.raises(TransitionRefused):
            step(version=version, member=approver, now=NOW)


def test_the_author_does_not_approve(hydra: Organization) -> None:
    founder = hydra.memberships.get()
    make_member(hydra, Role.AUTHOR)
    version = operations.propose(version=make_draft(hydra, by=founder), member=founder, now=NOW)
    with pytest.raises(operations.NotAllowed, match="somebody else"):
        operations.approve(version=version, member=founder, now=NOW)


def test_who_changed_it_last_does_not_approve_either(hydra: Organization, writer: Membership) -> None:
    founder = hydra.memberships.get(role=Role.ADMINISTRATOR)
    version = make_draft(hydra, by=writer)
    operations.save_draft(
        version=version, text=version.text + "# mine\n", base=version.digest, actor=founder.user, now=NOW
    )
    version = operations.propose(version=version, member=writer, now=NOW)
    with pytest.raises(operations.NotAllowed, match="somebody else"):
        operations.approve(version=version, member=founder, now=NOW)


def test_a_person_alone_may_approve_their_own(hydra: Organization) -> None:
    founder = hydra.memberships.get()
    version = operations.propose(version=make_draft(hydra, by=founder), member=founder, now=NOW)
    assert operations.approve(version=version, member=founder, now=NOW).present is State.APPROVED


def test_roles_that_may_not_are_told_what_is_needed(hydra: Organization, writer: Membership) -> None:
    version = proposed(hydra, writer)
    with pytest.raises(operations.NotAllowed, match="Approve strategies"):
        operations.approve(version=version, member=make_member(hydra, Role.ANALYST), now=NOW)


def test_a_member_of_another_organisation_decides_nothing(hydra: Organization, writer: Membership) -> None:
    version = proposed(hydra, writer)
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    with pytest.raises(operations.NotAllowed, match="another organisation"):
        operations.approve(version=version, member=rival.memberships.get(), now=NOW)


def test_a_document_with_errors_is_not_proposed(hydra: Organization, writer: Membership) -> None:
    version = make_draft(hydra, text="title: x\ngoals: 3\n", by=writer)
    with pytest.raises(operations.HasErrors, match="line 2"):
        operations.propose(version=version, member=writer, now=NOW)
    assert queries.current_version(hydra).present is State.DRAFT  # type: ignore[union-attr]  # just made


def test_one_draft_at_a_time_and_starting_concludes_the_running_one(hydra: Organization) -> None:
    running = make_running(hydra)
    writer = hydra.memberships.get(role=Role.STRATEGIST)
    approver = hydra.memberships.get(role=Role.APPROVER)
    draft = operations.copy_to_new_draft(version=running, actor=writer.user, now=NOW)
    assert (draft.number, draft.text) == (2, running.text)
    with pytest.raises(operations.DraftExists):
        operations.copy_to_new_draft(version=running, actor=writer.user, now=NOW)
    operations.propose(version=draft, member=writer, now=NOW)
    operations.approve(version=draft, member=approver, now=NOW)
    operations.start(version=draft, member=approver, now=NOW)
    running.refresh_from_db()
    assert running.present is State.CONCLUDED
    assert queries.version_in_force(hydra) == draft


def test_the_text_of_a_decided_version_is_final(hydra: Organization, writer: Membership) -> None:
    version = proposed(hydra, writer)
    with pytest.raises(operations.NotADraft, match="final"):
        operations.save_draft(version=version, text="title: x", base=version.digest, actor=None, now=NOW)
    version.write("title: x\n")
    with pytest.raises(TextIsFinal):
        version.save()


@pytest.mark.parametrize("assignment", ["text = 'x'", "digest = 'x'", "text = 'x', state = 'draft'"])
def test_the_database_itself_refuses_to_change_a_decided_text(
    hydra: Organization, writer: Membership, assignment: str
) -> None:
    version = proposed(hydra, writer)
    with pytest.raises(DatabaseError, match="final"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE strategy_strategyversion SET {assignment} WHERE id = %s", [version.pk])
    version.refresh_from_db()
    assert version.text.startswith("# A strategy")


def test_the_database_holds_one_open_and_one_running_version(hydra: Organization) -> None:
    version = make_running(hydra)
    version.pk, version.number = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


def test_putting_a_document_finds_the_right_place_for_it(hydra: Organization) -> None:
    first = operations.put_document(organization=hydra, text="title: a", base=None, actor=None, now=NOW)
    assert (first.version.number, first.changed) == (1, True)
    again = operations.put_document(organization=hydra, text="title: b", base=None, actor=None, now=NOW)
    assert (again.version.number, again.version.text) == (1, "title: b\n")
    with pytest.raises(operations.Conflict):
        operations.put_document(
            organization=hydra, text="title: c", base=first.version.digest, actor=None, now=NOW
        )


def test_putting_a_document_over_a_running_version_begins_a_draft(hydra: Organization) -> None:
    running = make_running(hydra)
    same = operations.put_document(organization=hydra, text=running.text, base=None, actor=None, now=NOW)
    assert (same.version, same.changed) == (running, False)
    new = operations.put_document(
        organization=hydra, text="title: next", base=running.digest, actor=None, now=NOW
    )
    assert (new.version.number, new.version.present) == (2, State.DRAFT)
    running.refresh_from_db()
    assert running.present is State.RUNNING


def test_evidence_is_kept_by_date_and_the_latest_counts(hydra: Organization) -> None:
    for day, share in ((0, 0.2), (7, 0.4), (7, 0.5)):
        operations.record_evidence(
            organization=hydra,
            key="listening.channel.linkedin",
            kind=EvidenceKind.LISTENING,
            claim=f"{share:.0%} of the conversations",
            observed_at=NOW + timedelta(days=day),
            channel="linkedin",
            share=share,
            n=200,
        )
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    assert hydra.evidence.count() == 2
    (known,) = queries.known_evidence(hydra)
    assert (known.share, known.channel, known.n) == (0.5, "linkedin", 200)
    assert queries.known_evidence(rival) == []


def test_a_share_above_one_is_refused_by_the_database(hydra: Organization) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.record_evidence(
            organization=hydra, key="k", kind=EvidenceKind.LISTENING, claim="x", observed_at=NOW, share=1.2
        )


def test_work_claims_a_goal_that_exists(hydra: Organization) -> None:
    with pytest.raises(operations.UnknownGoal, match="none yet"):
        operations.claim_goal(organization=hydra, key="leads")
    make_draft(hydra, text=SMALL)
    goal = operations.claim_goal(organization=hydra, key="leads")
    assert operations.claim_goal(organization=hydra, key="leads") == goal
    assert ServedGoal.objects.count() == 1
    with pytest.raises(operations.UnknownGoal, match="leads, loose"):
        operations.claim_goal(organization=hydra, key="nope")
