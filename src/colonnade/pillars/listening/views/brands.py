"""Pages of what is listened for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.listening import queries
from colonnade.pillars.listening.forms import BrandForm
from colonnade.pillars.listening.models import BrandKind, BrandQuery
from colonnade.pillars.listening.operations import brands as operations
from colonnade.pillars.listening.views import saving
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import Facts, open_store


def _facts(request: MemberRequest) -> Facts | None:
    """Return the organisation's facts, or None while a command holds the warehouse."""
    try:
        return open_store().facts(request.organization.pk)
    except OwnedElsewhere:
        return None


@member_page(Permission.VIEW)
def brands(request: MemberRequest) -> HttpResponse:
    """List what is listened for, with how many posts match; suggest what is much named."""
    facts = _facts(request)
    counts = queries.match_counts(facts=facts) if facts else {}
    found = [
        (brand, counts.get(brand.pk, 0)) for brand in queries.brands_of(organization=request.organization)
    ]
    suggestions = queries.suggested_brands(organization=request.organization, facts=facts) if facts else []
    context = {
        "found": found,
        "counted": facts is not None,
        "waiting": any(brand.matched_at is None for brand, _count in found),
        "suggestions": suggestions,
        "may_edit": request.membership.may(Permission.EDIT_QUERIES),
    }
    return render(request, "listening/brands/list.html", context)


@member_page(Permission.EDIT_QUERIES)
def add(request: MemberRequest) -> HttpResponse:
    """Add a brand query; a suggested handle may be given in the address."""
    handle = request.GET.get("handle", "")
    initial: dict[str, object] = {"name": handle, "terms": [f"@{handle}"]} if handle else {}
    if queries.brands_of(organization=request.organization).filter(kind=BrandKind.OWN).exists():
        initial["kind"] = BrandKind.COMPETITOR  # whoever has named their own brand goes on with the others
    form = BrandForm(request.POST or None, initial=initial, organization=request.organization)
    if request.method == "POST" and form.is_valid() and saving.add(request, form, _said(form)):
        return _back(request)
    return render(request, "listening/brands/edit.html", {"form": form})


@member_page(Permission.EDIT_QUERIES)
def change(request: MemberRequest, brand: int) -> HttpResponse:
    """Change a brand query."""
    known = _known(request, brand)
    if known.text:  # more than a list of terms can say
        return redirect(org_reverse("listening:query", request.organization, brand=known.pk))
    form = BrandForm(
        request.POST or None,
        initial={"terms": known.terms, "excluded": known.excluded},
        instance=_known(request, brand),  # the form writes into its own copy
        organization=request.organization,
    )
    if request.method == "POST" and form.is_valid() and saving.change(request, form, known, _said(form)):
        return _back(request)
    return render(request, "listening/brands/edit.html", {"form": form, "brand": known})


@require_POST
@member_page(Permission.EDIT_QUERIES)
def remove(request: MemberRequest, brand: int) -> HttpResponse:
    """Stop listening for something."""
    known = _known(request, brand)
    operations.remove_brand(brand=known, actor=request.user, now=timezone.now())
    messages.success(request, _("No longer listening for %(name)s. The posts stay.") % {"name": known.name})
    return _back(request)


def _known(request: MemberRequest, number: int) -> BrandQuery:
    return get_object_or_404(queries.brands_of(organization=request.organization), pk=number)


def _said(form: BrandForm) -> operations.BrandSettings:
    said = form.cleaned_data
    return operations.BrandSettings(
        name=said["name"],
        kind=BrandKind(said["kind"]),
        terms=said["terms"],
        excluded=said["excluded"],
        unit=said["unit"],
    )


def _back(request: MemberRequest) -> HttpResponse:
    return redirect(org_reverse("listening:brands", request.organization))
