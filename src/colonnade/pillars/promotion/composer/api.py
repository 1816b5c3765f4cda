"""API door of posts."""

from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from colonnade.campaigns.models import Campaign
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission
from colonnade.pillars.promotion.briefs.models import Brief
from colonnade.pillars.promotion.composer import operations, queries
from colonnade.pillars.promotion.composer.judging import judge
from colonnade.pillars.promotion.composer.models import Post
from colonnade.pillars.promotion.library.models import MediaItem

router = Router()
MOST = 100
Row = TypeVar("Row", Brief, Campaign, MediaItem)


class VariantIn(Schema):
    """What is said on one profile; an empty text means the post's own."""

    profile: int
    text: str = ""
    shape: str = ""


class PostIn(Schema):
    """What a post says. ``brief`` and ``media`` are ids, ``campaign`` a slug."""

    title: str
    text: str = ""
    link: str = ""
    first_comment: str = ""
    language: str = ""
    warning: str = ""
    paid: bool = False
    brief: int | None = None
    campaign: str = ""
    wanted_at: datetime | None = None
    zone: str = "UTC"
    media: list[int] = []
    variants: list[VariantIn] = []

    def written(self, member: Membership) -> operations.Written:
        """Return the same as operations take it. Raises ``ValidationError`` for what there is not."""
        said = self.model_dump(exclude={"brief", "campaign", "media", "variants"})
        briefs = Brief.objects.filter(organization=member.organization)
        campaigns = Campaign.objects.filter(organization=member.organization)
        items = MediaItem.objects.filter(organization=member.organization)
        return operations.Written(
            **said,
            brief=_the(briefs, pk=self.brief) if self.brief is not None else None,
            campaign=_the(campaigns, slug=self.campaign) if self.campaign else None,
            media=[_the(items, pk=one) for one in self.media],
            variants={one.profile: operations.Words(text=one.text, shape=one.shape) for one in self.variants},
        )


class VariantOut(Schema):
    """A post on one profile: what is wrong with it there, and how far it is."""

    profile: int
    network: str
    text: str
    shape: str
    publication: int | None
    state: str
    problems: list[str]


class PostOut(Schema):
    """A post."""

    id: int
    title: str
    text: str
    link: str
    first_comment: str
    language: str
    warning: str
    paid: bool
    goal: str
    wanted_at: datetime | None
    zone: str
    revision: int
    changed_at: datetime
    media: list[int]
    variants: list[VariantOut]
    warnings: list[str]


class Search(Schema):
    """Which posts; see ``queries.Wanted``."""

    text: str = ""
    state: str = ""
    start: int = 0


class Listed(Schema):
    """A post in a list."""

    id: int
    title: str
    goal: str
    revision: int
    changed_at: datetime

    @staticmethod
    def resolve_goal(post: Post) -> str:
        """Return the goal that it serves by its brief or campaign."""
        return post.served


@router.get("/posts", response=list[Listed], summary="Posts")
def posts(request: HttpRequest, organization: OrganizationSlug, search: Query[Search]) -> list[Post]:
    """Return up to 100 posts from the ``start``-th on, the last changed first."""
    member = acting_member(request, Permission.VIEW)
    wanted = queries.Wanted(text=search.text, state=search.state)
    found = queries.find(organization=member.organization, wanted=wanted)
    start = max(search.start, 0)
    return list(found[start : start + MOST])


@router.post("/posts", response=PostOut, summary="Begin a post")
def begin(request: HttpRequest, organization: OrganizationSlug, said: PostIn) -> dict[str, object]:
    """Begin a post; nothing is handed in."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    made = operations.begin(
        organization=member.organization,
        written=said.written(member),
        actor=member.user,
        now=timezone.now(),
    )
    return _told(_post(member, made.pk))


@router.get("/posts/{number}", response=PostOut, summary="One post")
def one(request: HttpRequest, organization: OrganizationSlug, number: int) -> dict[str, object]:
    """Return a post with what its networks and your policies say of it."""
    return _told(_post(acting_member(request, Permission.VIEW), number))


@router.put("/posts/{number}", response=PostOut, summary="Change a post")
def save(
    request: HttpRequest, organization: OrganizationSlug, number: int, revision: int, said: PostIn
) -> dict[str, object]:
    """Put what a post says in place of revision ``revision``; 409 where somebody saved since."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    try:
        operations.save(
            post=_post(member, number),
            written=said.written(member),
            revision=revision,
            actor=member.user,
            now=timezone.now(),
        )
    except operations.ChangedMeanwhile as error:
        raise HttpError(409, str(error)) from error
    return _told(_post(member, number))


@router.post("/posts/{number}/hand-in", response=PostOut, summary="Hand a post in for approval")
def hand_in(request: HttpRequest, organization: OrganizationSlug, number: int) -> dict[str, object]:
    """Hand each variant in as it was saved last; all or nothing."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    operations.hand_in(post=_post(member, number), actor=member.user, now=timezone.now())
    return _told(_post(member, number))


def _post(member: Membership, number: int) -> Post:
    return get_object_or_404(queries.posts_of(organization=member.organization), pk=number)


def _the(rows: QuerySet[Row], **key: object) -> Row:
    found = rows.filter(**key).first()
    if found is None:
        named = ", ".join(str(value) for value in key.values())
        raise ValidationError(_("The organisation has nothing called “%(named)s” there.") % {"named": named})
    return found


def _told(post: Post) -> dict[str, object]:
    items, variants = queries.items_of(post), queries.variants_of(post)
    verdict = judge(post, variants, items, now=timezone.now())
    plain = ("title", "text", "link", "first_comment", "language", "warning", "paid", "wanted_at", "zone")
    return {
        **{name: getattr(post, name) for name in (*plain, "revision", "changed_at")},
        "id": post.pk,
        "goal": post.served,
        "media": [item.pk for item in items],
        "warnings": list(verdict.warnings),
        "variants": [
            {
                "profile": one.variant.profile_id,
                "network": one.variant.profile.network,
                "text": one.variant.text,
                "shape": one.variant.shape,
                "publication": one.variant.publication_id,
                "state": one.variant.publication.state if one.variant.publication else "",
                "problems": [
                    *(problem.message for problem in one.problems),
                    *(finding.what for finding in one.findings),
                ],
            }
            for one in verdict.variants
        ],
    }
