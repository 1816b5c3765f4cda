"""Pages of the organisation's tags."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.explorer import tagging
from colonnade.pillars.listening.explorer.forms import TagForm
from colonnade.pillars.listening.explorer.models import Tag
from colonnade.pillars.listening.explorer.operations.tags import add_tag, change_tag, remove_tag
from colonnade.ui.forms import saved


@member_page(Permission.VIEW)
def tags(request: MemberRequest) -> HttpResponse:
    """List the tags with their posts; add one."""
    form = TagForm(request.POST or None)
    may_edit = request.membership.may(Permission.EDIT_QUERIES)
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied
        if form.is_valid() and _added(request, form):
            return redirect(org_reverse("explorer:tags", request.organization))
    found = tagging.counted_tags(organization=request.organization)
    return render(request, "explorer/tags.html", {"form": form, "found": found, "may_edit": may_edit})


def _added(request: MemberRequest, form: TagForm) -> bool:
    made = saved(
        form,
        lambda: add_tag(
            organization=request.organization,
            settings=form.settings(),
            actor=request.user,
            now=timezone.now(),
        ),
    )
    if made:
        messages.success(request, _("Tag “%(name)s” added.") % {"name": made.name})
    return made is not None


@member_page(Permission.EDIT_QUERIES)
def tag(request: MemberRequest, tag: int) -> HttpResponse:
    """Change a tag."""
    known = _tag(request, tag)
    form = TagForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        changed = saved(
            form,
            lambda: change_tag(
                tag=_tag(request, tag), settings=form.settings(), actor=request.user, now=timezone.now()
            ),
        )
        if changed:
            messages.success(request, _("Saved. Its posts and its address stay."))
            return redirect(org_reverse("explorer:tags", request.organization))
    return render(request, "explorer/tag.html", {"form": form, "tag": known})


@require_POST
@member_page(Permission.EDIT_QUERIES)
def remove(request: MemberRequest, tag: int) -> HttpResponse:
    """Remove a tag, also from its posts."""
    posts = remove_tag(tag=_tag(request, tag), actor=request.user, now=timezone.now())
    messages.success(
        request,
        ngettext("Removed, also from %(n)d post.", "Removed, also from %(n)d posts.", posts) % {"n": posts},
    )
    return redirect(org_reverse("explorer:tags", request.organization))


def _tag(request: MemberRequest, number: int) -> Tag:
    return get_object_or_404(tagging.tags_of(organization=request.organization), pk=number)
