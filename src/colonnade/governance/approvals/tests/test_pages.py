"""The pages of reviews: what they show, to whom, and what their buttons do."""

from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from colonnade.governance.approvals import queries
from colonnade.governance.approvals.models import Review, Stage, UnitReviewer
from colonnade.governance.approvals.states import ReviewState
from colonnade.governance.approvals.subjects import KINDS, OutcomeRefused, Part
from colonnade.governance.approvals.tests.factories import Notes, submit
from colonnade.governance.models import AuditEntry
from colonnade.governance.policies.checking import Rule, RuleKind, Severity
from colonnade.governance.policies.operations import add_rule
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Membership, Organization
from colonnade.organization.operations import add_unit
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, approver: Membership) -> Client:
    client.force_login(approver.user)
    return client


def address(name: str, review: Review, **more: object) -> str:
    return org_reverse(f"approvals:{name}", review.organization, review=review.pk, **more)


def digest(review: Review) -> str:
    return queries.present_version(Review.objects.get(pk=review.pk)).digest


def test_the_list_shows_what_waits_for_whom(page: Client, hydra: Organization, review: Review) -> None:
    listed = org_reverse("approvals:list", hydra)
    mine = page.get(listed)
    assert mine.context["chosen"] == "mine"
    assert "Note 1" in mine.content.decode()
    assert "Another person" in mine.content.decode()
    page.post(address("decide", review), {"digest": digest(review), "verdict": "approve"})
    assert "Nothing waits for you" in page.get(listed).content.decode()
    assert "Note 1" not in page.get(listed + "?show=waiting").content.decode()
    assert "Note 1" in page.get(listed + "?show=settled").content.decode()


def test_who_does_not_approve_sees_all_that_waits(client: Client, author: Membership, review: Review) -> None:
    client.force_login(author.user)
    answer = client.get(org_reverse("approvals:list", author.organization))
    assert answer.context["chosen"] == "waiting"
    shown = client.get(address("review", review)).content.decode()
    assert "another person decides" in shown
    assert "Your decision" not in shown
    refused = client.post(address("decide", review), {"digest": digest(review), "verdict": "approve"})
    assert refused.status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_reviews_as_for_one(
    page: Client,
    notes: Notes,
    author: Membership,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number):
        submit(notes, author, str(index))
    with django_assert_num_queries(9):
        page.get(org_reverse("approvals:list", author.organization) + "?show=mine")


@pytest.mark.parametrize("number", [1, 3])
def test_a_review_asks_as_often_for_three_versions_as_for_one(
    page: Client,
    notes: Notes,
    author: Membership,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number):
        review = submit(notes, author, text=f"Hammer {index}")
    with django_assert_num_queries(19):
        page.get(address("review", review))


def test_a_review_shows_changes_word_by_word_and_escapes_them(
    page: Client, notes: Notes, author: Membership, review: Review
) -> None:
    text = "Our <b>newest</b> hammer <script>alert(1)</script>."
    submit(notes, author, text=text)
    shown = page.get(address("review", review)).content.decode()
    assert "<script>alert" not in shown
    assert "<b>newest" not in shown
    assert "&lt;b&gt;newest&lt;/b&gt;</ins>" in shown
    assert "new</del>" in shown
    first = page.get(address("review", review) + "?version=1").content.decode()
    assert "newest" not in first
    assert "Your decision" not in first
    assert page.get(address("review", review) + "?version=9").status_code == 404


def test_a_review_is_approved_by_its_button(page: Client, notes: Notes, review: Review) -> None:
    answer = page.post(
        address("decide", review),
        {"digest": digest(review), "verdict": "approve", "comment": "Good"},
        follow=True,
    )
    shown = answer.content.decode()
    assert "Exactly this version" in shown
    assert "Good" in shown
    assert [name for name, _outcome in notes.told] == ["approved"]


def test_what_the_subject_refuses_is_said_and_not_decided(
    page: Client, notes: Notes, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_outcome: object) -> None:
        raise OutcomeRefused("It is being sent.")

    monkeypatch.setitem(KINDS._items, "note", replace(notes.kind(), approved=refuse))
    answer = page.post(
        address("decide", review), {"digest": digest(review), "verdict": "approve"}, follow=True
    )
    assert "It is being sent." in answer.content.decode()
    review.refresh_from_db()
    assert review.state == ReviewState.WAITING


def test_a_return_without_a_reason_is_asked_for_one(page: Client, review: Review) -> None:
    refused = page.post(address("decide", review), {"digest": digest(review), "verdict": "return"})
    assert refused.status_code == 422
    assert "Say in a comment" in refused.content.decode()
    said = {"digest": digest(review), "verdict": "return", "comment": "Name the price."}
    shown = page.post(address("decide", review), said, follow=True).content.decode()
    assert "Name the price." in shown
    review.refresh_from_db()
    assert review.state == ReviewState.RETURNED


def test_a_decision_on_an_older_version_is_not_counted(
    page: Client, notes: Notes, author: Membership, review: Review
) -> None:
    old = digest(review)
    notes.change(author.organization, author.user)
    answer = page.post(address("decide", review), {"digest": old, "verdict": "approve"}, follow=True)
    assert "not counted" in answer.content.decode()
    review.refresh_from_db()
    assert (review.state, review.round) == (ReviewState.WAITING, 2)


def test_the_author_submits_again_what_was_returned(
    client: Client, page: Client, author: Membership, review: Review
) -> None:
    page.post(address("decide", review), {"digest": digest(review), "verdict": "return", "comment": "Price?"})
    client.force_login(author.user)
    assert "Submit it again" in client.get(address("review", review)).content.decode()
    client.post(address("again", review))
    review.refresh_from_db()
    assert (review.state, review.round) == (ReviewState.WAITING, 2)


def test_comments_belong_to_a_version_and_are_escaped(
    page: Client, notes: Notes, author: Membership, review: Review
) -> None:
    page.post(address("comment", review), {"remark-text": "<i>Price?</i>", "remark-part": "Text"})
    submit(notes, author, text="Hammer, 9 euros.")
    shown = page.get(address("review", review)).content.decode()
    assert "&lt;i&gt;Price?&lt;/i&gt;" in shown
    assert "version 1" in shown
    assert page.post(address("comment", review), {"remark-text": ""}).status_code == 422
    assert page.post(address("comment", review), {"remark-text": "a", "remark-part": "no"}).status_code == 422


def test_policies_are_shown_beside_what_they_find(
    page: Client, hydra: Organization, notes: Notes, author: Membership
) -> None:
    rule = Rule(name="Tone", kind=RuleKind.BANNED, phrases=("hammer",), severity=Severity.WARN)
    add_rule(organization=hydra, rule=rule, actor=None, now=NOW)
    shown = page.get(address("review", submit(notes, author))).content.decode()
    assert "“hammer” may not be used." in shown


def test_pictures_are_the_subjects_own(page: Client, notes: Notes, author: Membership) -> None:
    picture = Part(label="Picture 1", text="A hammer", form="picture", key="library:1")
    notes.write(author.organization, "Look", author=author.user, extra=(picture,))
    review = submit(notes, author, "2")
    notes.write(author.organization, "Look", subject_id="2", author=author.user, extra=(picture,))
    answer = page.get(address("picture", review, key="library:1"))
    assert answer["Content-Type"] == "image/png"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert page.get(address("picture", review, key="library:2")).status_code == 404


def test_another_organisations_review_is_not_there(page: Client, notes: Notes, hydra: Organization) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    theirs = submit(notes, make_member(rival, Role.AUTHOR))
    here = {"organization": hydra.slug, "review": theirs.pk}
    assert "Note" not in page.get(org_reverse("approvals:list", hydra) + "?show=waiting").content.decode()
    assert page.get(org_reverse("approvals:review", hydra, review=here["review"])).status_code == 404
    for name in ("decide", "comment", "invite"):
        assert page.post(org_reverse(f"approvals:{name}", hydra, review=theirs.pk)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == ReviewState.WAITING


def test_who_only_looks_neither_comments_nor_invites(client: Client, review: Review) -> None:
    client.force_login(make_member(review.organization, Role.ANALYST).user)
    assert "Ask them" not in client.get(address("review", review)).content.decode()
    for name in ("comment", "invite"):
        assert client.post(address(name, review), {"remark-text": "a"}).status_code == 403


@pytest.fixture
def desk(client: Client, ana: Membership) -> Client:
    client.force_login(ana.user)
    return client


def stage(**more: object) -> dict[str, object]:
    return {"name": "Legal", "order": 5, "need": "any", "from_risk": "low", "anyone": "on", **more}


def test_a_stage_is_added_changed_and_removed_and_each_is_written_down(
    desk: Client, hydra: Organization, approver: Membership
) -> None:
    unit = add_unit(organization=hydra, name="Quarry", actor=None, now=NOW)
    said = stage(anyone="", roles=["approver"], members=[approver.pk], units=[unit.pk], channel="x")
    desk.post(org_reverse("approvals:add_stage", hydra), said)
    kept = Stage.objects.get()
    assert [(seat.kind, seat.role, seat.membership) for seat in kept.seats.all()] == [
        ("role", "approver", None), ("member", "", approver),
    ]  # fmt: skip
    listed = desk.get(org_reverse("approvals:stages", hydra)).content.decode()
    assert "Legal" in listed
    assert "Quarry" in listed
    change = org_reverse("approvals:change_stage", hydra, stage=kept.pk)
    assert "checked" in desk.get(change).content.decode()
    desk.post(change, stage(name="Law", need="all"))
    kept.refresh_from_db()
    assert (kept.name, kept.need, [seat.kind for seat in kept.seats.all()]) == ("Law", "all", ["anyone"])
    desk.post(org_reverse("approvals:remove_stage", hydra, stage=kept.pk))
    assert not Stage.objects.exists()
    actions = AuditEntry.objects.filter(action__startswith="review_stage.").values_list("action", flat=True)
    assert sorted(actions) == ["review_stage.added", "review_stage.changed", "review_stage.removed"]


def test_a_stage_that_names_nobody_is_refused(desk: Client, hydra: Organization) -> None:
    answer = desk.post(org_reverse("approvals:add_stage", hydra), stage(anyone=""))
    assert "Say who may approve" in answer.content.decode()
    assert not Stage.objects.exists()


def test_who_may_not_approve_sits_in_no_seat(desk: Client, hydra: Organization, author: Membership) -> None:
    answer = desk.post(org_reverse("approvals:add_stage", hydra), stage(members=[author.pk]))
    assert answer.status_code == 200
    desk.post(org_reverse("approvals:add_stage", hydra), stage(roles=["analyst"]))
    assert not Stage.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_stages_ask_as_often_for_three_as_for_one(
    desk: Client, hydra: Organization, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(number):
        add_unit(organization=hydra, name=f"Unit {index}", actor=None, now=NOW)
        desk.post(org_reverse("approvals:add_stage", hydra), stage(name=f"Stage {index}"))
    with django_assert_num_queries(13):
        desk.get(org_reverse("approvals:stages", hydra))


def test_the_try_out_names_the_people(
    desk: Client, hydra: Organization, ana: Membership, approver: Membership
) -> None:
    who = org_reverse("approvals:who", hydra)
    everyone = desk.post(who, {"who-risk": "normal"}).content.decode()
    assert "Another person" in everyone
    assert "approver@hydra-machines.example" in everyone
    without = desk.post(who, {"who-risk": "normal", "who-author": approver.user_id}).content.decode()
    assert "approver@hydra-machines.example" not in without
    desk.post(org_reverse("approvals:add_stage", hydra), stage(anyone="", members=[approver.pk]))
    nobody = desk.post(who, {"who-risk": "normal", "who-author": approver.user_id}).content.decode()
    assert "nobody can" in nobody


def test_the_reviewers_of_a_unit_are_chosen(desk: Client, hydra: Organization, approver: Membership) -> None:
    unit = add_unit(organization=hydra, name="Quarry", actor=None, now=NOW)
    chosen = org_reverse("approvals:unit_reviewers", hydra, unit=unit.pk)
    desk.post(chosen, {f"unit-{unit.pk}-members": [approver.pk]})
    assert [one.membership for one in UnitReviewer.objects.all()] == [approver]
    assert "checked" in desk.get(chosen).content.decode()
    assert "approver@" in desk.get(org_reverse("approvals:stages", hydra)).content.decode()
    desk.post(chosen)
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    theirs = add_unit(organization=rival, name="Theirs", actor=None, now=NOW)
    assert desk.get(org_reverse("approvals:unit_reviewers", hydra, unit=theirs.pk)).status_code == 404


def test_reviews_are_not_turned_off_among_several(
    desk: Client, hydra: Organization, approver: Membership
) -> None:
    said = {"due_hours": 24, "expire_days": 7, "reviews_off": "on"}
    answer = desk.post(org_reverse("approvals:stages", hydra), said)
    assert "only where there is one member" in answer.content.decode()
    desk.post(org_reverse("approvals:stages", hydra), {"due_hours": 24, "expire_days": 7})
    settings = queries.settings_of(organization=hydra)
    assert (settings.due_hours, settings.expire_days, settings.reviews_off) == (24, 7, False)
    wrong = desk.post(org_reverse("approvals:stages", hydra), {"due_hours": 100, "expire_days": 1})
    assert "due before" in wrong.content.decode()


def test_stages_are_set_up_by_administrators(page: Client, hydra: Organization) -> None:
    for name in ("stages", "add_stage"):
        assert page.get(org_reverse(f"approvals:{name}", hydra)).status_code == 403
