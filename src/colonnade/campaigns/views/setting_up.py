"""Pages for what is set up once: tags of addresses, silences, feeds."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from colonnade.campaigns import operations, queries, utm
from colonnade.campaigns.days import day_of
from colonnade.campaigns.entries import Filters
from colonnade.campaigns.exchange.feeding import feed_file
from colonnade.campaigns.forms import AddressForm, BlackoutForm, FeedForm, PresetForm
from colonnade.campaigns.models import Campaign, Channel, UtmPreset
from colonnade.campaigns.utm_checks import check_address
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.ui.forms import saved

EXAMPLE = "https://www.example.com/offer"


@member_page(Permission.VIEW)
def tags(request: MemberRequest) -> HttpResponse:
    """Show how addresses are tagged, and check one."""
    form = AddressForm(request.GET if "address" in request.GET else None)
    context = {
        "presets": _shown_presets(request),
        "form": form,
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
    }
    if form.is_bound and form.is_valid():
        address = form.cleaned_data["address"]
        context |= {
            "checked": True,
            "findings": check_address(address, organization=request.organization),
            "tagged": utm.tag(address, organization=request.organization, channel="linkedin"),
        }
    return render(request, "campaigns/tags.html", context)


@dataclass(frozen=True)
class ShownPreset:
    """How the links of a kind of channel, or of one channel, look."""

    kind: str
    channel: str
    preset: UtmPreset | None
    example: str


def _shown_presets(request: MemberRequest) -> list[ShownPreset]:
    """Return, for each kind of channel and each channel with an own preset, what a link of it looks like."""
    presets = list(queries.presets_of(organization=request.organization))
    own = {(preset.kind, preset.channel): preset for preset in presets}
    places = {*((kind.value, "") for kind in Channel), *own}
    campaign = Campaign.objects.filter(organization=request.organization).first()
    filled = {"campaign": campaign.slug if campaign else "spring-offer", "content": "variant-a"}
    kinds = {value: str(label) for value, label in Channel.choices}
    rows = []
    for kind, channel in sorted(places):
        templates = utm.templates_for(presets, kind=kind, channel=channel)
        tags = utm.values_of(templates, {**filled, "channel": channel or kind})
        rows.append(
            ShownPreset(
                kind=kinds.get(kind, _("Everything else")),
                channel=channel,
                preset=own.get((kind, channel)),
                example=utm.tagged(EXAMPLE, tags),
            )
        )
    return rows


@member_page(Permission.CREATE_CONTENT)
def keep_preset(request: MemberRequest) -> HttpResponse:
    """Say how a channel's addresses are tagged; ``preset`` in the address names one to change."""
    begin: dict[str, object] = {}
    wanted = request.GET.get("preset", "")
    if wanted.isdecimal():
        preset = get_object_or_404(queries.presets_of(organization=request.organization), pk=int(wanted))
        begin = {name: getattr(preset, name) for name in ("kind", "channel", *utm.FIELDS)}
    form = PresetForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        kept = saved(
            form,
            lambda: operations.keep_preset(
                organization=request.organization,
                kind=said.pop("kind"),
                channel=said.pop("channel"),
                templates=said,
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if kept is not None:
            messages.success(request, _("Links to “%(place)s” are tagged so from now on.") % {"place": kept})
            return redirect(org_reverse("campaigns:tags", request.organization))
    return render(request, "campaigns/preset.html", {"form": form})


@require_POST
@member_page(Permission.CREATE_CONTENT)
def remove_preset(request: MemberRequest, preset: int) -> HttpResponse:
    """Tag a channel's addresses as its kind's are."""
    found = get_object_or_404(queries.presets_of(organization=request.organization), pk=preset)
    operations.remove_preset(preset=found, actor=request.user, now=timezone.now())
    messages.success(request, _("Links are tagged as usual again. What is out stays as it is."))
    return redirect(org_reverse("campaigns:tags", request.organization))


@member_page(Permission.VIEW)
def silences(request: MemberRequest) -> HttpResponse:
    """List the spans in which nothing goes out; those who may publish add one."""
    may_edit = request.membership.may(Permission.PUBLISH)
    zone = queries.zone_of(organization=request.organization, user=request.user)
    form = BlackoutForm(
        (request.POST or None) if may_edit else None,
        organization=request.organization,
        zone=zone,
        initial={"day": day_of(timezone.now(), zone), "until_day": day_of(timezone.now(), zone)},
    )
    if request.method == "POST" and form.is_bound and form.is_valid():
        said = form.said()
        made = saved(
            form,
            lambda: operations.add_blackout(
                organization=request.organization, actor=request.user, now=timezone.now(), **said
            ),
        )
        if made is not None:
            messages.success(request, _("Nothing goes out then. What is in the calendar is marked."))
            return redirect(org_reverse("campaigns:silences", request.organization))
    found = queries.blackouts_of(organization=request.organization).order_by("-starts_at")
    context = {"found": found, "form": form, "may_edit": may_edit, "zone": zone, "now": timezone.now()}
    return render(request, "campaigns/silences.html", context)


@require_POST
@member_page(Permission.PUBLISH)
def remove_silence(request: MemberRequest, silence: int) -> HttpResponse:
    """End a silence."""
    found = get_object_or_404(queries.blackouts_of(organization=request.organization), pk=silence)
    operations.remove_blackout(blackout=found, actor=request.user, now=timezone.now())
    messages.success(request, _("The silence is over."))
    return redirect(org_reverse("campaigns:silences", request.organization))


@member_page(Permission.VIEW)
def feeds(request: MemberRequest) -> HttpResponse:
    """List the secret addresses at which other calendars read this one; open one, told once."""
    form = FeedForm(request.POST or None, organization=request.organization)
    address = ""
    if request.method == "POST" and form.is_valid():
        opened = saved(
            form,
            lambda: operations.add_feed(
                organization=request.organization,
                name=form.cleaned_data["name"],
                filters=form.cleaned_data,
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if opened is not None:
            address = _public(request, reverse("calendar_public:feed", kwargs={"token": opened[1]}))
            form = FeedForm(organization=request.organization)
    manages = request.membership.may(Permission.MANAGE)
    found = queries.feeds_of(organization=request.organization)
    context = {
        "rows": [
            (feed, _said_filters(feed.filters), manages or feed.made_by == request.user) for feed in found
        ],
        "form": form,
        "address": address,
    }
    return render(request, "campaigns/feeds.html", context)


def _public(request: HttpRequest, path: str) -> str:
    return (
        f"{settings.PUBLIC_URL.rstrip('/')}{path}"
        if settings.PUBLIC_URL
        else request.build_absolute_uri(path)
    )


def _said_filters(filters: dict[str, str]) -> str:
    said = Filters.read(filters).said
    return ", ".join(f"{name}: {value}" for name, value in said.items()) or _("everything")


@require_POST
@member_page(Permission.VIEW)
def remove_feed(request: MemberRequest, feed: int) -> HttpResponse:
    """Close a feed: one's own, or any for those who manage the organisation."""
    found = queries.feeds_of(organization=request.organization)
    if not request.membership.may(Permission.MANAGE):
        found = found.filter(made_by=request.user)
    operations.remove_feed(feed=get_object_or_404(found, pk=feed), actor=request.user, now=timezone.now())
    messages.success(request, _("The address answers no more."))
    return redirect(org_reverse("campaigns:feeds", request.organization))


@require_GET
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer another calendar, which knows the secret and nothing else."""
    now = timezone.now()
    found = operations.open_feed(token=token, now=now)
    if found is None:
        return HttpResponse(_("There is no such calendar."), status=404, content_type="text/plain")
    return HttpResponse(feed_file(found, now=now), content_type="text/calendar; charset=utf-8")
