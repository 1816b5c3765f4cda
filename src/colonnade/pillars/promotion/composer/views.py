"""Pages of posts: the list, and the composer that saves while one writes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from colonnade.campaigns.choices import goal_path
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.organization.uploads import imported
from colonnade.pillars.promotion.composer import operations, queries
from colonnade.pillars.promotion.composer.cards import NoCard, read_card
from colonnade.pillars.promotion.composer.forms import (
    NewForm,
    PostForm,
    PostsFileForm,
    SearchForm,
    initial_of,
)
from colonnade.pillars.promotion.composer.importing import import_posts
from colonnade.pillars.promotion.composer.judging import judge
from colonnade.pillars.promotion.composer.models import Post
from colonnade.pillars.promotion.library.models import MediaItem
from colonnade.pillars.promotion.library.queries import Wanted as WantedMedia
from colonnade.pillars.promotion.library.queries import find as find_media
from colonnade.publishing.queries import profiles_of
from colonnade.strategy.queries import current_reading
from colonnade.ui.forms import saved

PAGE = 25
OFFERED_MEDIA = 24
SHOWN_ASIDE = 20


@member_page(Permission.VIEW)
def posts(request: MemberRequest) -> HttpResponse:
    """List posts with where they stand on each profile, the last changed first."""
    search = SearchForm(request.GET)
    said = {name: value for name, value in search.cleaned_data.items() if value} if search.is_valid() else {}
    wanted = queries.Wanted(**said)
    page = Paginator(queries.find(organization=request.organization, wanted=wanted), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "search": search,
        "wanted": wanted,
        "page": page,
        "any": page.paginator.count > 0 or queries.posts_of(organization=request.organization).exists(),
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
    }
    return render(request, "composer/posts.html", context)


@member_page(Permission.CREATE_CONTENT)
def new(request: MemberRequest) -> HttpResponse:
    """Begin a post, perhaps from a brief."""
    given = request.GET.get("brief", "")
    form = NewForm(
        request.POST or None,
        organization=request.organization,
        initial={"brief": given if given.isdecimal() else None},
    )
    if request.method == "POST" and form.is_valid():
        zone = request.user.time_zone or request.organization.time_zone
        made = saved(
            form,
            lambda: operations.begin(
                organization=request.organization,
                written=form.beginning(zone),
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if made:
            return redirect(org_reverse("composer:post", request.organization, post=made.pk))
    context = {"form": form, "profiles": profiles_of(organization=request.organization).exists()}
    return render(request, "composer/new.html", context)


@member_page(Permission.VIEW)
def post(request: MemberRequest, post: int) -> HttpResponse:
    """Write a post: the form beside what each network will show."""
    known = _post(request, post)
    form = _form(request, known, None)
    reading = current_reading(request.organization)
    names = goal_path(reading.strategy if reading else None, known.served)
    goals = org_reverse("strategy:goals", request.organization)
    context = {
        **_shown(known),
        "form": form,
        "groups": _groups(form),
        "offered": _offered(request, known, ""),
        "path": [*((name, goals) for name in names), (known.title, "")] if names else [],
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
    }
    return render(request, "composer/post.html", context)


@require_POST
@member_page(Permission.CREATE_CONTENT)
def save(request: MemberRequest, post: int) -> HttpResponse:
    """Save what was written so far, and show what each network will show of it."""
    known = _post(request, post)
    form = _form(request, known, request.POST)
    problem, conflict = "", None
    if form.is_valid():
        try:
            operations.save(
                post=known,
                written=form.written(),
                revision=_revision(request.POST),
                actor=request.user,
                now=timezone.now(),
            )
        except operations.ChangedMeanwhile as error:
            conflict = error
        except ValidationError as error:
            problem = " ".join(error.messages)
    if not request.htmx:  # type: ignore[attr-defined]  # set by django_htmx's middleware
        return _answered(request, known, form, problem or (str(conflict) if conflict else ""))
    now_known = _post(request, post)
    context = {**_shown(now_known), "form": form, "problem": problem, "conflict": conflict, "saved": True}
    return render(request, "composer/preview.html", context)


def _answered(request: MemberRequest, known: Post, form: PostForm, problem: str) -> HttpResponse:
    """Answer a browser without scripts: back to the page, with what is wrong."""
    for wrong in [problem, *(str(error) for errors in form.errors.values() for error in errors)]:
        if wrong:
            messages.error(request, wrong)
    return redirect(org_reverse("composer:post", request.organization, post=known.pk))


@member_page(Permission.CREATE_CONTENT)
def media(request: MemberRequest, post: int) -> HttpResponse:
    """Offer images and videos of the library: those that the post shows, then those that are found."""
    known = _post(request, post)
    offered = _offered(request, known, request.GET.get("media_text", ""))
    return render(request, "composer/media.html", {"offered": offered, "post": known})


@require_POST
@member_page(Permission.CREATE_CONTENT)
def card(request: MemberRequest, post: int) -> HttpResponse:
    """Read what the page behind the link says of itself."""
    known = _post(request, post)
    problem = ""
    try:
        operations.keep_card(post=known, card=read_card(known.link), now=timezone.now())
    except NoCard as error:
        problem = error.messages[0]
    if not request.htmx:  # type: ignore[attr-defined]  # set by django_htmx's middleware
        return _answered(request, known, _form(request, known, None), problem)
    context = {**_shown(_post(request, post)), "problem": problem, "saved": True}
    return render(request, "composer/preview.html", context)


@require_POST
@member_page(Permission.CREATE_CONTENT)
def hand_in(request: MemberRequest, post: int) -> HttpResponse:
    """Hand the post in for approval as it was saved last."""
    known = _post(request, post)
    here = redirect(org_reverse("composer:post", request.organization, post=known.pk))
    if _revision(request.POST) != known.revision:
        messages.error(request, str(operations.ChangedMeanwhile(known)))
        return here
    try:
        done = operations.hand_in(post=known, actor=request.user, now=timezone.now())
    except operations.NotReady as error:
        for reason in error.messages:
            messages.error(request, reason)
        return here
    said = ngettext(
        "%(n)d variant is handed in for approval.", "%(n)d variants are handed in for approval.", len(done)
    )
    messages.success(request, said % {"n": len(done)} if done else _("All of it was handed in already."))
    return here


@require_POST
@member_page(Permission.CREATE_CONTENT)
def remove(request: MemberRequest, post: int) -> HttpResponse:
    """Remove a post of which nothing went out."""
    known = _post(request, post)
    try:
        operations.remove(post=known, actor=request.user, now=timezone.now())
    except operations.StillOut as error:
        messages.error(request, error.messages[0])
        return redirect(org_reverse("composer:post", request.organization, post=known.pk))
    messages.success(request, _("Removed."))
    return redirect(org_reverse("composer:posts", request.organization))


@member_page(Permission.CREATE_CONTENT)
def import_file(request: MemberRequest) -> HttpResponse:
    """Begin posts from an uploaded file; the rows kept aside are shown at once, for they are not stored."""
    form = PostsFileForm(request.POST or None, request.FILES or None)
    done = imported(request, form, import_posts)
    if done and not done.aside:
        said = ngettext("%(n)d post was begun.", "%(n)d posts were begun.", len(done.posts))
        messages.success(request, said % {"n": len(done.posts)})
        return redirect(org_reverse("composer:posts", request.organization))
    context = {"form": form, "done": done, "aside": done.aside[:SHOWN_ASIDE] if done else ()}
    return render(request, "composer/import.html", context)


def _post(request: MemberRequest, number: int) -> Post:
    return get_object_or_404(queries.posts_of(organization=request.organization), pk=number)


def _revision(said: QueryDict) -> int:
    given = said.get("revision", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _form(request: MemberRequest, known: Post, data: QueryDict | None) -> PostForm:
    return PostForm(
        data,
        organization=request.organization,
        user=request.user,
        zone=known.zone,
        initial=initial_of(known, queries.variants_of(known), queries.items_of(known)),
    )


def _groups(form: PostForm) -> list[dict[str, Any]]:
    """Return each profile with the fields that are its own."""
    chosen = set(form.initial["profiles"])
    return [
        {
            "profile": profile,
            "chosen": profile.pk in chosen,
            "text": form[f"text_{profile.pk}"],
            "shape": form[f"shape_{profile.pk}"],
            "differs": bool(
                form.initial.get(f"text_{profile.pk}") or form.initial.get(f"shape_{profile.pk}")
            ),
        }
        for profile in form.offered
    ]


def _shown(known: Post) -> dict[str, Any]:
    """Return the post with what networks, policies and the calendar say of it."""
    items, variants = queries.items_of(known), queries.variants_of(known)
    verdict = judge(known, variants, items, now=timezone.now())
    return {"post": known, "items": items, "verdict": verdict}


def _offered(request: HttpRequest, known: Post, text: str) -> list[tuple[MediaItem, bool]]:
    """Return the items of the post, then others that may be used, each with whether it is chosen."""
    items = queries.items_of(known)
    chosen = {item.pk for item in items}
    found = find_media(
        organization=known.organization, wanted=WantedMedia(text=text), today=timezone.localdate()
    ).exclude(pk__in=chosen)
    return [*((item, True) for item in items), *((item, False) for item in found[:OFFERED_MEDIA])]
