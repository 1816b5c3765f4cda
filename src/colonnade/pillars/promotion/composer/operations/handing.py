"""A post is handed in: each variant becomes a publication that waits for approval."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.governance.approvals.operations import Refused
from colonnade.organization.models import User
from colonnade.pillars.promotion.composer.judging import Judged, Verdict, judge
from colonnade.pillars.promotion.composer.linking import make_links
from colonnade.pillars.promotion.composer.models import Post, SentMedia
from colonnade.pillars.promotion.composer.operations.refusals import NotReady
from colonnade.pillars.promotion.composer.queries import items_of, variants_of
from colonnade.publishing.models import Publication
from colonnade.publishing.operations import drafting, scheduling
from colonnade.publishing.states import EDITABLE, PublicationState


@transaction.atomic
def hand_in(*, post: Post, actor: User | None, now: datetime) -> list[Publication]:
    """Hand each variant in for approval as it is now; those that are handed in so already are left alone.

    All or nothing: where one variant cannot go, none does.

    Raises:
        NotReady: where a network cannot publish a variant, a policy forbids it, its media may no longer be
            used, or nobody could approve it.
    """
    held = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    items, variants = items_of(held), variants_of(held)
    make_links(post=held, variants=variants, actor=actor, now=now)
    verdict = judge(held, variants, items, now=now)
    reasons = reasons_against(verdict)
    if reasons:
        raise NotReady(reasons)
    try:
        done = [_handed(held, one, actor, now) for one in verdict.variants if _is_news(one)]
    except (Refused, drafting.DraftRefused) as error:
        raise NotReady([str(error)]) from error
    for item in items:
        SentMedia.objects.get_or_create(post=held, item=item, defaults={"at": now})
    return done


def reasons_against(verdict: Verdict) -> list[str]:
    """Return why a post cannot be handed in, in sentences; none where it can."""
    reasons = [] if verdict.variants else [_("Choose at least one profile.")]
    reasons += [_("“%(title)s” may no longer be used.") % {"title": title} for title in verdict.ended]
    for one in verdict.variants:
        said = [problem.message for problem in one.problems if problem.severity == "error"]
        said += [finding.what for finding in one.findings if finding.severity == "block"]
        if not one.variant.profile.active:
            said.append(_("This profile is switched off."))
        reasons += [f"{one.variant.profile}: {sentence}" for sentence in said]
    return reasons


def _is_news(one: Judged) -> bool:
    handed = one.variant.publication
    if handed is None or one.changed_since:
        return True
    return handed.present in {PublicationState.DRAFT, PublicationState.WITHDRAWN}


def _handed(post: Post, one: Judged, actor: User | None, now: datetime) -> Publication:
    publication = _publication(post, one, actor, now)
    if post.wanted_at is not None:
        scheduling.schedule(publication=publication, at=post.wanted_at, zone=post.zone, actor=actor, now=now)
    return drafting.submit(publication=publication, actor=actor, now=now)


def _publication(post: Post, one: Judged, actor: User | None, now: datetime) -> Publication:
    """Return the variant's publication as a draft of the present content; a new one where the old is over."""
    assert one.draft is not None
    old = one.variant.publication
    if old is None or old.present == PublicationState.WITHDRAWN:
        made = drafting.draft(
            organization=post.organization,
            profile=one.variant.profile,
            content=one.draft,
            author=post.made_by,
            now=now,
            campaign=post.root,
        )
        one.variant.publication = made
        one.variant.save(update_fields=["publication"])
        return made
    if old.present not in EDITABLE:
        said = _("%(profile)s: it is being sent, or was published; withdraw it before you change it.")
        raise NotReady([said % {"profile": one.variant.profile}])
    return drafting.change(publication=old, content=one.draft, actor=actor, now=now)
