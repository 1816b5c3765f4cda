"""Pages of the people we know."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from colonnade.audience import operations, queries
from colonnade.audience.forms import PeopleFileForm, PersonForm
from colonnade.audience.models import Relation
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.organization.uploads import imported

PAGE = 50
SHOWN_ASIDE = 20


@member_page(Permission.VIEW)
def people(request: MemberRequest) -> HttpResponse:
    """List who is known, fifty to a page."""
    text, relation = request.GET.get("text", "").strip(), request.GET.get("relation", "")
    found = queries.people_of(organization=request.organization, text=text, relation=relation)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "counted": queries.counted(organization=request.organization),
        "relations": Relation.choices,
        "text": text,
        "relation": relation,
        "may_edit": request.membership.may(Permission.EDIT_QUERIES),
    }
    return render(request, "audience/people.html", context)


@member_page(Permission.EDIT_QUERIES)
def add(request: MemberRequest) -> HttpResponse:
    """Note who an account is; channel and handle may be given in the address."""
    given = {name: request.GET[name] for name in ("channel", "handle") if name in request.GET}
    form = PersonForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        operations.know(
            organization=request.organization, person=form.found, actor=request.user, now=timezone.now()
        )
        messages.success(request, _("@%(handle)s is known now.") % {"handle": form.found.handle})
        return redirect(org_reverse("audience:people", request.organization))
    return render(request, "audience/add.html", {"form": form})


@member_page(Permission.EDIT_QUERIES)
def import_file(request: MemberRequest) -> HttpResponse:
    """Import an uploaded file of people; the rows kept aside are shown at once, for they are not stored."""
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    done = imported(request, form, operations.import_people)
    if done and not done.aside:
        said = ngettext("%(count)d person is known now.", "%(count)d people are known now.", done.people)
        messages.success(request, said % {"count": done.people})
        return redirect(org_reverse("audience:people", request.organization))
    context = {"form": form, "done": done, "aside": done.aside[:SHOWN_ASIDE] if done else ()}
    return render(request, "audience/import.html", context)


@require_POST
@member_page(Permission.EDIT_QUERIES)
def forget(request: MemberRequest, person: int) -> HttpResponse:
    """Forget who an account is."""
    known = get_object_or_404(queries.people_of(organization=request.organization), pk=person)
    operations.forget(person=known, actor=request.user, now=timezone.now())
    messages.success(request, _("@%(handle)s is known no more. The posts stay.") % {"handle": known.handle})
    return redirect(org_reverse("audience:people", request.organization))
