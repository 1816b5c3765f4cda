"""The page that says how posts are read, how well that is done, and what it costs."""

from http import HTTPStatus
from math import ceil

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.listening import queries
from colonnade.pillars.listening.corrections.operations import unread
from colonnade.pillars.listening.operations.reading import read_again_in_background
from colonnade.pillars.listening.tiers.models import TierName
from colonnade.pillars.listening.tiers.operations import NoSuchTier, choose_tier
from colonnade.pillars.listening.tiers.queries import tier_of
from colonnade.pillars.listening.understanding import TIERS, Tier, card
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import open_store


@require_GET
@member_page(Permission.VIEW)
def reading(request: MemberRequest) -> HttpResponse:
    """Show both tiers with what was measured of them, and how many stored posts wait to be read anew."""
    tier = tier_of(organization_id=request.organization.pk)
    job = queries.reading_job(organization=request.organization)
    waiting = _waiting(request, tier)
    context = {
        "tier": tier,
        "tiers": [(TierName(name), card(name)) for name in TIERS],
        "languages": [
            (get_language_info(code)["name_translated"], found)
            for code, found in sorted(card(tier).languages.items())
        ],
        "waiting": waiting,
        "minutes": ceil((waiting or 0) / card(tier).posts_a_second / 60),
        "job": job if job and not job.finished else None,
        "may_choose": request.membership.may(Permission.MANAGE),
    }
    return render(request, "listening/tiers/page.html", context)


def _waiting(request: MemberRequest, tier: Tier) -> int | None:
    """Return how many stored posts are not read by ``tier``; None while a command holds the warehouse."""
    try:
        facts = open_store().facts(request.organization.pk)
    except OwnedElsewhere:
        return None
    return int(facts.run(unread(facts, tier).count())[0][0].as_py())


@require_POST
@member_page(Permission.MANAGE)
def choose(request: MemberRequest) -> HttpResponseBase:
    """Choose the tier for the posts to come."""
    try:
        choose_tier(
            organization=request.organization,
            tier=request.POST.get("tier", ""),
            actor=request.user,
            now=timezone.now(),
        )
    except NoSuchTier as error:
        return HttpResponse(str(error), status=HTTPStatus.BAD_REQUEST)
    messages.success(request, _("Posts are read so from now on."))
    return redirect(org_reverse("listening:reading", request.organization))


@require_POST
@member_page(Permission.MANAGE)
def again(request: MemberRequest) -> HttpResponseBase:
    """Have stored posts read anew."""
    read_again_in_background(organization=request.organization, actor=request.user, now=timezone.now())
    return redirect(org_reverse("listening:reading", request.organization))
