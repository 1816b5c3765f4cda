"""Posts are written by several people and never over each other; handed in; approved by another person."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from colonnade.campaigns.models import Channel
from colonnade.campaigns.operations import ActivityPlan, add_activity, add_blackout
from colonnade.channels.models import Profile
from colonnade.governance.approvals.models import Review
from colonnade.governance.approvals.operations import decide
from colonnade.governance.approvals.states import Verdict
from colonnade.governance.policies.checking import RuleKind
from colonnade.governance.policies.models import PolicyRule
from colonnade.organization.models import Membership, Organization
from colonnade.organization.tests.factories import NOW, make_organization, make_user
from colonnade.pillars.promotion.composer import operations
from colonnade.pillars.promotion.composer.judging import judge
from colonnade.pillars.promotion.composer.models import Post, SentMedia
from colonnade.pillars.promotion.composer.operations import Words, Written
from colonnade.pillars.promotion.composer.queries import items_of, variants_of
from colonnade.pillars.promotion.composer.tests.factories import make_post, make_profile
from colonnade.pillars.promotion.library import operations as library
from colonnade.pillars.promotion.library.tests.factories import make_item
from colonnade.publishing.models import Publication
from colonnade.publishing.states import PublicationState

LATER = NOW + timedelta(hours=2)


def save(post: Post, revision: int, **said: object) -> Post:
    given = {"title": post.title, "text": post.text, **said}
    written = Written(**given)  # type: ignore[arg-type]  # each test gives what fits
    return operations.save(post=post, written=written, revision=revision, actor=None, now=LATER)


def approve(
    publication: Publication, by: Membership, decision: Verdict = Verdict.APPROVE, words: str = ""
) -> Publication:
    review = Review.objects.get(kind="publication", subject_id=str(publication.pk))
    decide(review=review, digest=publication.digest, decision=decision, actor=by, comment=words, now=LATER)
    return Publication.objects.get(pk=publication.pk)


def test_who_saves_upon_an_older_revision_is_told_and_nothing_is_lost(hydra: Organization) -> None:
    post = make_post(hydra)
    saved = save(post, 1, text="Ana's words")
    assert saved.revision == 2
    with pytest.raises(operations.ChangedMeanwhile, match="changed this post while you wrote"):
        save(post, 1, text="Otto's words")
    assert Post.objects.get().text == "Ana's words"


def test_saving_the_same_again_changes_nothing(hydra: Organization, bluesky: Profile) -> None:
    post = make_post(hydra, bluesky)
    assert save(post, 1, variants={bluesky.pk: Words()}).revision == 1


def test_what_is_another_organisation_s_is_refused(hydra: Organization) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    theirs = make_profile(rival)
    post = make_post(hydra)
    for wrong in (
        {"variants": {theirs.pk: Words()}},
        {"media": [make_item(rival)]},
        {"link": "javascript:1"},
    ):
        with pytest.raises(ValidationError):
            save(post, 1, **wrong)
    assert Post.objects.get().revision == 1


def test_it_is_approved_by_another_person_and_scheduled_as_approved(
    hydra: Organization, bluesky: Profile, writer: Membership, approver: Membership
) -> None:
    post = make_post(hydra, bluesky, by=writer.user, wanted_at=NOW + timedelta(days=1))
    (publication,) = operations.hand_in(post=post, actor=writer.user, now=NOW)
    assert publication.present == PublicationState.WAITING
    approved = approve(publication, approver)
    assert approved.present == PublicationState.SCHEDULED
    assert approved.scheduled_at == NOW + timedelta(days=1)
    assert approved.approved_digest == approved.digest


def test_a_change_leaves_what_was_approved_until_it_is_handed_in_anew(
    hydra: Organization, bluesky: Profile, writer: Membership, approver: Membership
) -> None:
    post = make_post(hydra, bluesky, by=writer.user)
    (publication,) = operations.hand_in(post=post, actor=writer.user, now=NOW)
    approve(publication, approver)
    changed = save(post, 1, text="Other words", variants={bluesky.pk: Words()})
    verdict = judge(changed, variants_of(changed), items_of(changed), now=LATER)
    assert verdict.variants[0].changed_since
    publication.refresh_from_db()
    assert publication.present == PublicationState.APPROVED
    (again,) = operations.hand_in(post=changed, actor=writer.user, now=LATER)
    assert again == publication
    assert again.present == PublicationState.WAITING
    assert again.draft.text == "Other words"


def test_what_is_returned_is_a_draft_with_the_reviewer_s_words(
    hydra: Organization, bluesky: Profile, writer: Membership, approver: Membership
) -> None:
    post = make_post(hydra, bluesky, by=writer.user)
    (publication,) = operations.hand_in(post=post, actor=writer.user, now=NOW)
    publication = approve(publication, approver, Verdict.RETURN, "Which crane?")
    assert (publication.present, publication.reason) == (PublicationState.DRAFT, "Which crane?")
    assert operations.hand_in(post=post, actor=writer.user, now=LATER) == [publication]


def test_handing_in_twice_does_it_once(
    hydra: Organization, bluesky: Profile, writer: Membership, approver: Membership
) -> None:
    post = make_post(hydra, bluesky, by=writer.user)
    assert len(operations.hand_in(post=post, actor=writer.user, now=NOW)) == 1
    assert operations.hand_in(post=post, actor=writer.user, now=NOW) == []
    assert Publication.objects.count() == 1


def test_all_or_nothing_is_handed_in(
    hydra: Organization, bluesky: Profile, mastodon: Profile, writer: Membership, approver: Membership
) -> None:
    post = make_post(hydra, bluesky, mastodon, by=writer.user, text="x" * 400)
    with pytest.raises(operations.NotReady, match="Too long by 100"):
        operations.hand_in(post=post, actor=writer.user, now=NOW)
    assert not Publication.objects.exists()


def test_nobody_to_approve_leaves_no_half_handed_post(hydra: Organization, bluesky: Profile) -> None:
    founder = hydra.memberships.get().user
    post = make_post(hydra, bluesky, by=founder)
    with pytest.raises(operations.NotReady, match="nobody may approve"):
        operations.hand_in(post=post, actor=founder, now=NOW)
    assert not Publication.objects.exists()


def test_a_policy_that_blocks_keeps_it_from_being_handed_in(
    hydra: Organization, bluesky: Profile, writer: Membership, approver: Membership
) -> None:
    PolicyRule.objects.create(
        organization=hydra, name="No promises", kind=RuleKind.BANNED, phrases=["guaranteed"], changed_at=NOW
    )
    post = make_post(hydra, bluesky, by=writer.user, text="Guaranteed to lift it.")
    with pytest.raises(operations.NotReady, match="guaranteed"):
        operations.hand_in(post=post, actor=writer.user, now=NOW)


def test_an_image_whose_rights_end_before_the_day_keeps_it_back(
    hydra: Organization, bluesky: Profile, writer: Membership, approver: Membership
) -> None:
    item = make_item(hydra, expires_on=NOW.date() + timedelta(days=2))
    post = make_post(hydra, bluesky, by=writer.user, media=[item], wanted_at=NOW + timedelta(days=1))
    verdict = judge(post, variants_of(post), items_of(post), now=NOW)
    assert "only" in verdict.warnings[0]
    assert not verdict.ended
    late = make_post(hydra, bluesky, by=writer.user, media=[item], wanted_at=NOW + timedelta(days=5))
    with pytest.raises(operations.NotReady, match="may no longer be used"):
        operations.hand_in(post=late, actor=writer.user, now=NOW)


def test_an_item_that_went_out_stays_in_the_library(
    hydra: Organization, bluesky: Profile, writer: Membership, approver: Membership
) -> None:
    item = make_item(hydra)
    post = make_post(hydra, bluesky, by=writer.user, media=[item])
    operations.hand_in(post=post, actor=writer.user, now=NOW)
    save(post, 1, variants={bluesky.pk: Words()})
    assert SentMedia.objects.count() == 1
    with pytest.raises(library.StillShown):
        library.delete(item=item, actor=None, now=LATER)


def test_what_went_out_or_is_about_to_cannot_be_removed(
    hydra: Organization, bluesky: Profile, writer: Membership, approver: Membership
) -> None:
    post = make_post(hydra, bluesky, by=writer.user)
    operations.hand_in(post=post, actor=writer.user, now=NOW)
    with pytest.raises(operations.StillOut):
        operations.remove(post=post, actor=None, now=LATER)
    with pytest.raises(operations.StillOut):
        save(post, 1, variants={})
    fresh = make_post(hydra, bluesky)
    operations.remove(post=fresh, actor=None, now=LATER)
    assert Post.objects.count() == 1


def test_silence_and_nearly_the_same_text_are_told(hydra: Organization, bluesky: Profile) -> None:
    day = NOW + timedelta(days=3)
    add_blackout(
        organization=hydra,
        unit=None,
        reason="Funeral",
        starts_at=day - timedelta(hours=1),
        ends_at=day + timedelta(hours=1),
        zone="UTC",
        all_day=False,
        actor=None,
        now=NOW,
    )
    text = "Come and see our new tower crane at the open day in Tarnholm."
    plan = ActivityPlan(
        title="Newsletter",
        kind=Channel.EMAIL,
        starts_at=day,
        ends_at=day,
        text=text.replace("new", "brand new"),
    )
    add_activity(organization=hydra, plan=plan, actor=None, now=NOW)
    post = make_post(hydra, bluesky, text=text, wanted_at=day)
    warnings = " ".join(judge(post, variants_of(post), [], now=NOW).warnings)
    assert "Funeral" in warnings
    assert "“Newsletter”" in warnings
    other = make_post(hydra, bluesky, text="Something else entirely, about hydraulic hoses and prices.")
    assert judge(other, variants_of(other), [], now=NOW).warnings == ()


def test_the_network_s_own_counter_counts(hydra: Organization, bluesky: Profile) -> None:
    family = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"
    post = make_post(hydra, bluesky, text=family * 3 + "\n---\nTwo")
    judged = judge(post, variants_of(post), [], now=NOW).variants[0]
    assert [part.counts[0].used for part in judged.parts] == [3, 3]
    assert judged.parts[0].counts[0].limit == 300
