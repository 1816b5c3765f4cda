"""Pages of the library, and the files themselves."""

from pathlib import Path

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.promotion.library import operations, queries, storage
from colonnade.pillars.promotion.library.forms import FileForm, ItemForm, SearchForm, described
from colonnade.pillars.promotion.library.models import MediaItem
from colonnade.pillars.promotion.library.shapes import SHAPES, THUMBNAIL
from colonnade.pillars.promotion.library.uses import uses_of
from colonnade.ui.forms import saved

PAGE = 24
KEPT_SECONDS = 24 * 3600


@member_page(Permission.VIEW)
def items(request: MemberRequest) -> HttpResponse:
    """List what the library has, newest first."""
    search = SearchForm(request.GET or {"state": "usable"})
    wanted, today = search.wanted(), timezone.localdate()
    found = queries.find(organization=request.organization, wanted=wanted, today=today)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "search": search,
        "wanted": wanted,
        "page": page,
        "items": [(item, item.expired(today), item.expires_soon(today)) for item in page],
        "tags": queries.tags_of(organization=request.organization)[:20],
        "any": page.paginator.count > 0 or queries.items_of(organization=request.organization).exists(),
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
    }
    return render(request, "library/items.html", context)


@member_page(Permission.CREATE_CONTENT)
def add(request: MemberRequest) -> HttpResponse:
    """Take a file into the library."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        item = saved(
            form,
            lambda: operations.add(
                organization=request.organization,
                file=form.cleaned_data["file"].file,
                description=form.description(),
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if item:
            messages.success(request, _("Added. Set its focal point, so that cuttings keep what matters."))
            return redirect(org_reverse("library:item", request.organization, item=item.pk))
    return render(request, "library/add.html", {"form": form})


@member_page(Permission.VIEW)
def item(request: MemberRequest, item: int) -> HttpResponse:
    """Show an item, what it is cut to and what uses it; change what is said of it."""
    known = _item(request, item)
    may_edit = request.membership.may(Permission.CREATE_CONTENT)
    form = ItemForm(request.POST if request.method == "POST" and may_edit else None, initial=described(known))
    if form.is_bound and form.is_valid() and _described(request, known, form):
        return redirect(org_reverse("library:item", request.organization, item=known.pk))
    today = timezone.localdate()
    context = {
        "form": form,
        "item": known,
        "shapes": () if known.is_video else SHAPES.values(),
        "uses": uses_of([known.pk]),
        "expired": known.expired(today),
        "expires_soon": known.expires_soon(today),
        "may_edit": may_edit,
    }
    return render(request, "library/item.html", context)


def _described(request: MemberRequest, known: MediaItem, form: ItemForm) -> bool:
    def change() -> bool:
        operations.describe(
            item=known, description=form.description(), actor=request.user, now=timezone.now()
        )
        return True

    if saved(form, change):
        messages.success(request, _("Saved."))
        return True
    return False


@require_POST
@member_page(Permission.CREATE_CONTENT)
def retire(request: MemberRequest, item: int) -> HttpResponse:
    """Take an item out of the library; what shows it keeps it."""
    known = _item(request, item)
    operations.retire(item=known, actor=request.user, now=timezone.now())
    messages.success(request, _("Retired. Posts that show it keep it; nobody can choose it any more."))
    return redirect(org_reverse("library:items", request.organization))


@require_POST
@member_page(Permission.CREATE_CONTENT)
def delete(request: MemberRequest, item: int) -> HttpResponse:
    """Delete an item that nothing uses."""
    known = _item(request, item)
    try:
        operations.delete(item=known, actor=request.user, now=timezone.now())
    except operations.StillShown as error:
        messages.error(request, error.messages[0])
        return redirect(org_reverse("library:item", request.organization, item=known.pk))
    messages.success(request, _("Deleted, with its file."))
    return redirect(org_reverse("library:items", request.organization))


@member_page(Permission.VIEW)
def file(request: MemberRequest, item: int) -> FileResponse:
    """Return an item's file."""
    known = _item(request, item)
    return _file(known.path, known.media_type)


@member_page(Permission.VIEW)
def cutting(request: MemberRequest, item: int, shape: str) -> FileResponse:
    """Return an image cut to a shape."""
    known = _item(request, item)
    wanted = THUMBNAIL if shape == THUMBNAIL.key else SHAPES.get(shape)
    if wanted is None or known.is_video or not known.path.exists():
        raise Http404("No such cutting.")
    return _file(storage.cutting(known.digest, wanted, known.focus), "image/jpeg")


def _file(path: Path, media_type: str) -> FileResponse:
    """Return a file as what it was checked to be, and let nothing in it run."""
    try:
        answer = FileResponse(path.open("rb"), content_type=media_type)
    except FileNotFoundError as error:
        raise Http404("The file is missing from the data folder.") from error
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return answer


def _item(request: MemberRequest, number: int) -> MediaItem:
    return get_object_or_404(queries.items_of(organization=request.organization), pk=number)
