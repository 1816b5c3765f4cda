"""A partner outside reads one version by a link, answers, and sees nothing else."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from colonnade.core.jobs.inline import run_here
from colonnade.governance.approvals import operations, queries, telling
from colonnade.governance.approvals.links import LinkEnded, NoSuchLink, invitation_by, link_to
from colonnade.governance.approvals.models import Comment, Decision, Invitation, Review, Step
from colonnade.governance.approvals.states import ReviewState, Standing, Verdict
from colonnade.governance.approvals.subjects import Part
from colonnade.governance.approvals.tests.factories import KIND, Notes
from colonnade.governance.models import AuditEntry
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Membership
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


def ask(
    review: Review, by: Membership, *, needed: bool = False, email: str = "pat@partner.example"
) -> Invitation:
    version = queries.present_version(Review.objects.get(pk=review.pk))
    return operations.invite(
        version=version, name="Pat", email=email, needed=needed, actor=by, now=timezone.now()
    )


def say(client: Client, invitation: Invitation, said: str, comment: str = "", name: str = "Pat P.") -> int:
    return client.post(link_to(invitation), {"name": name, "comment": comment, "say": said}).status_code


def approve(review: Review, member: Membership) -> Review:
    digest = queries.present_version(review).digest
    return operations.decide(
        review=review, actor=member, decision=Verdict.APPROVE, digest=digest, now=timezone.now()
    )


def test_a_partner_reads_the_version_and_nothing_else(
    client: Client, author: Membership, review: Review
) -> None:
    operations.comment(
        version=queries.present_version(review), text="secret remark", actor=author, now=timezone.now()
    )
    answer = client.get(link_to(ask(review, author)))
    shown = answer.content.decode()
    assert "Our new hammer." in shown
    assert "secret remark" not in shown
    assert author.user.email not in shown
    assert f"/o/{author.organization.slug}/" not in shown
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert AuditEntry.objects.filter(action="review.partner_opened").count() == 1
    client.get(link_to(Invitation.objects.get()))
    assert AuditEntry.objects.filter(action="review.partner_opened").count() == 1


def test_an_opinion_is_noted_and_decides_nothing(
    client: Client, author: Membership, approver: Membership, review: Review
) -> None:
    invitation = ask(review, author)
    assert say(client, invitation, "return", "") == 200  # asked for a reason
    assert say(client, invitation, "return", "Too loud.") == 302
    review.refresh_from_db()
    assert review.state == ReviewState.WAITING
    client.force_login(approver.user)
    page = org_reverse("approvals:review", review.organization, review=review.pk)
    shown = client.get(page).content.decode()
    assert "Too loud." in shown
    assert "Pat P. &lt;pat@partner.example&gt;" in shown
    assert approve(review, approver).state == ReviewState.APPROVED


def test_a_needed_partner_is_waited_for(
    client: Client, notes: Notes, author: Membership, approver: Membership, review: Review
) -> None:
    invitation = ask(review, author, needed=True)
    assert approve(review, approver).state == ReviewState.WAITING
    assert say(client, invitation, "approve") == 302
    review.refresh_from_db()
    assert review.state == ReviewState.APPROVED
    assert "has been decided" in client.get(link_to(invitation)).content.decode()
    assert [(name, outcome.actor) for name, outcome in notes.told] == [("approved", None)]


def test_a_needed_partner_may_be_quicker_than_the_house(
    client: Client, author: Membership, approver: Membership, review: Review
) -> None:
    say(client, ask(review, author, needed=True), "approve")
    review.refresh_from_db()
    assert review.state == ReviewState.WAITING
    assert approve(review, approver).state == ReviewState.APPROVED


def test_a_needed_partner_returns_it(
    client: Client, notes: Notes, author: Membership, review: Review
) -> None:
    say(client, ask(review, author, needed=True), "return", "Our logo is wrong.")
    review.refresh_from_db()
    assert review.state == ReviewState.RETURNED
    assert [(name, outcome.comment) for name, outcome in notes.told] == [("returned", "Our logo is wrong.")]


def test_a_change_ends_the_link_and_a_needed_partner_gets_another(
    client: Client, notes: Notes, author: Membership, approver: Membership, review: Review
) -> None:
    old = ask(review, author, needed=True)
    notes.change(author.organization, author.user)
    operations.reopen(
        organization=author.organization, kind=KIND, subject_id="1", actor=author.user, now=timezone.now()
    )
    ended = client.get(link_to(old))
    assert ended.status_code == 410
    assert "changed since" in ended.content.decode()
    new = Invitation.objects.get(version__number=2)
    assert (new.email, new.needed) == (old.email, True)
    assert approve(Review.objects.get(), approver).state == ReviewState.WAITING
    say(client, new, "approve")
    assert Review.objects.get().state == ReviewState.APPROVED


def test_an_answer_to_what_nobody_said_has_changed_is_refused(
    client: Client, notes: Notes, author: Membership, review: Review
) -> None:
    invitation = ask(review, author, needed=True)
    changed = notes.change(author.organization, author.user)
    assert say(client, invitation, "approve") == 200
    standing = queries.standing(
        organization=author.organization, kind=KIND, subject_id="1", digest=changed.digest
    )
    assert standing == Standing.NONE


def test_a_link_ends_by_revocation_date_or_a_new_one(author: Membership, review: Review) -> None:
    now = timezone.now()
    first = ask(review, author)
    token = link_to(first).split("/")[-2]
    assert invitation_by(token=token, now=now) == first
    with pytest.raises(LinkEnded, match="expired"):
        invitation_by(token=token, now=now + timedelta(days=8))
    again = ask(review, author)
    assert again.pk == first.pk
    with pytest.raises(NoSuchLink):
        invitation_by(token=token, now=now)
    fresh = link_to(again).split("/")[-2]
    operations.revoke(invitation=again, actor=author, now=now)
    with pytest.raises(NoSuchLink):
        invitation_by(token=fresh, now=now)
    with pytest.raises(LinkEnded, match="withdrawn"):
        invitation_by(token=link_to(again).split("/")[-2], now=now)


@pytest.mark.parametrize("forge", ["", "x", "1.abc", "1.abc:sig"])
def test_a_link_that_was_made_up_is_not_found(client: Client, forge: str) -> None:
    assert client.get(f"/review/{forge or 'none'}/").status_code == 404


def test_a_link_of_another_invitation_does_not_fit(
    client: Client, author: Membership, review: Review
) -> None:
    link = link_to(ask(review, author))
    number = re.search(r"review/(\d+)\.", link)
    assert number is not None
    other = link.replace(f"/{number[1]}.", f"/{int(number[1]) + 1}.", 1)
    assert client.get(other).status_code == 404


def test_a_needed_partner_is_let_go_by_whoever_asked_or_another_approver(
    notes: Notes, ana: Membership, author: Membership, approver: Membership, review: Review
) -> None:
    asked = ask(review, ana, needed=True)
    with pytest.raises(operations.NotYoursToEnd):
        operations.revoke(invitation=asked, actor=author, now=timezone.now())
    assert approve(review, approver).state == ReviewState.WAITING
    operations.revoke(invitation=asked, actor=ana, now=timezone.now())
    review.refresh_from_db()
    assert review.state == ReviewState.APPROVED


def test_letting_a_partner_go_approves_nothing_that_the_house_has_not(
    ana: Membership, author: Membership, review: Review
) -> None:
    operations.revoke(invitation=ask(review, author, needed=True), actor=author, now=timezone.now())
    review.refresh_from_db()
    assert review.state == ReviewState.WAITING
    assert not queries.present_version(review).steps.filter(name="Partner outside").exists()


def test_a_link_takes_so_many_answers_in_an_hour(client: Client, author: Membership, review: Review) -> None:
    invitation = ask(review, author)
    for number in range(20):
        assert say(client, invitation, "comment", f"Remark {number}") == 302
    refused = client.post(link_to(invitation), {"name": "Pat", "comment": "One more", "say": "comment"})
    assert "too often" in refused.content.decode()
    assert invitation.comments.count() == 20


def test_a_link_is_opened_so_often_in_a_minute(client: Client, author: Membership, review: Review) -> None:
    link = link_to(ask(review, author))
    codes = [client.get(link).status_code for _number in range(70)]
    assert codes[0] == 200
    assert codes[-1] == 429


def test_what_a_partner_writes_is_escaped_and_signed_by_their_name(
    client: Client, author: Membership, review: Review
) -> None:
    invitation = ask(review, author)
    say(client, invitation, "comment", "<script>alert(1)</script>", name="<b>Pat</b>")
    shown = client.get(link_to(invitation)).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;b&gt;Pat&lt;/b&gt;" in shown
    assert say(client, invitation, "comment", "a", name="") == 200
    assert invitation.comments.count() == 1


def test_a_partner_sees_the_pictures_of_the_version_only(
    client: Client, notes: Notes, author: Membership
) -> None:
    picture = Part(label="Picture 1", text="A hammer", form="picture", key="library:1")
    notes.write(author.organization, "Look", author=author.user, extra=(picture,))
    review = operations.submit(
        organization=author.organization, kind=KIND, subject_id="1", actor=author.user, now=timezone.now()
    )
    link = link_to(ask(review, author))
    assert client.get(f"{link}pictures/library:1").status_code == 200
    assert client.get(f"{link}pictures/library:2").status_code == 404
    assert (
        client.get(reverse("outside:picture", kwargs={"token": "x", "key": "library:1"})).status_code == 404
    )


def test_the_mail_holds_the_link_and_not_the_text(
    author: Membership, review: Review, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://hydra.example"
    invitation = ask(review, author)
    run_here(
        telling.ask_partner,
        kwargs={"organization_id": author.organization.pk, "invitation_id": invitation.pk},
        on_progress=print,
    )
    [sent] = mail.outbox
    assert sent.to == ["pat@partner.example"]
    assert f"https://hydra.example{link_to(invitation)}" in sent.body
    assert "Our new hammer." not in sent.body
    operations.revoke(invitation=invitation, actor=author, now=timezone.now())
    run_here(
        telling.ask_partner,
        kwargs={"organization_id": author.organization.pk, "invitation_id": invitation.pk},
        on_progress=print,
    )
    assert len(mail.outbox) == 1


def test_a_partner_is_forgotten_and_the_trail_never_named_them(
    client: Client, author: Membership, review: Review
) -> None:
    invitation = ask(review, author, needed=True)
    link = link_to(invitation)
    say(client, invitation, "comment", "I am Pat of the quarry.")
    say(client, invitation, "return", "Pat says no.")
    for expected in (1, 0):
        forgotten = operations.forget_partner(
            organization=author.organization, email="Pat@Partner.example ", actor=None, now=timezone.now()
        )
        assert forgotten == expected
    assert client.get(link).status_code == 404
    tables = (Invitation, Comment, Decision, Step, AuditEntry)
    kept = str([list(table.objects.values()) for table in tables])
    assert "pat" not in kept.lower().replace("path", "")
    assert [one.verdict for one in Decision.objects.all()] == ["return"]


def test_an_address_that_is_none_is_not_asked(author: Membership, review: Review) -> None:
    with pytest.raises(ValidationError):
        ask(review, author, email="pat")
    assert not Invitation.objects.exists()


def test_members_ask_and_end_links_by_the_page(client: Client, author: Membership, review: Review) -> None:
    client.force_login(author.user)
    invite = org_reverse("approvals:invite", review.organization, review=review.pk)
    client.post(invite, {"name": "Pat", "email": "pat@partner.example", "needed": "on"})
    invitation = Invitation.objects.get()
    assert invitation.needed
    assert client.post(invite, {"name": "Pat", "email": "no"}).status_code == 422
    revoke = org_reverse("approvals:revoke", review.organization, review=review.pk, invitation=invitation.pk)
    client.post(revoke)
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
    other = submit_elsewhere(review)
    stray = org_reverse("approvals:revoke", review.organization, review=review.pk, invitation=other.pk)
    assert client.post(stray).status_code == 404


def submit_elsewhere(review: Review) -> Invitation:
    """Return an invitation to another review of the same organisation."""
    second = make_member(review.organization, Role.EXPERT)
    notes = Notes()
    notes.write(review.organization, "Other", subject_id="2", author=second.user)
    other = Review.objects.create(
        organization=review.organization,
        kind=KIND,
        subject_id="2",
        title="Other",
        state=ReviewState.WAITING,
        round=1,
        submitted_at=review.submitted_at,
        due_at=review.due_at,
        expires_at=review.expires_at,
    )
    version = other.versions.create(number=1, digest="d", parts=[], submitted_at=review.submitted_at)
    return version.invitations.create(
        name="Q",
        email="q@partner.example",
        nonce="n",
        invited_at=review.submitted_at,
        expires_at=review.expires_at,
    )
