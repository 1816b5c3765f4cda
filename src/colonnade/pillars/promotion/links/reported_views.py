"""Page of what other systems counted: by campaign, beside our own clicks; files come in here."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.audience.touches.counting import Days, clicks_by_campaign
from colonnade.audience.touches.kinds import Measure, System
from colonnade.audience.touches.reporting import import_report, reported
from colonnade.campaigns.models import Campaign
from colonnade.campaigns.queries import campaigns_of
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.organization.roles import Permission
from colonnade.organization.uploads import imported

DAYS = 90
SHOWN_ASIDE = 20


class ReportForm(forms.Form):
    """An export of another system."""

    system = forms.ChoiceField(label=gettext_lazy("Exported by"), choices=System.choices)
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV by day, with the campaign; visits, clicks, impressions, cost as they come."
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Row:
    """What was counted under one campaign tag.

    Attributes:
        campaign: ours that has the tag; None where there is none.
        figures: one for each measure, in their order; None where nobody counted.
        clicks: on our own links.
    """

    tag: str
    campaign: Campaign | None
    figures: tuple[Decimal | None, ...]
    clicks: int

    @property
    def counts(self) -> tuple[Decimal | None, ...]:
        """All figures but the spend, which comes last."""
        return self.figures[:-1]

    @property
    def spend(self) -> Decimal | None:
        """What was spent."""
        return self.figures[-1]


@member_page(Permission.VIEW)
def other_channels(request: MemberRequest) -> HttpResponse:
    """Show what other systems counted, by campaign."""
    return render(request, "links/reported.html", _context(request, ReportForm()))


@member_page(Permission.IMPORT_POSTS)
def import_file(request: MemberRequest) -> HttpResponse:
    """Import an uploaded export; the rows kept aside are shown at once, for they are not stored."""
    form = ReportForm(request.POST or None, request.FILES or None)
    done = imported(
        request,
        form,
        lambda **given: import_report(system=System(form.cleaned_data["system"]), **given),
    )
    if done is not None:
        messages.success(request, _("Stored as the file says: %(n)d figures.") % {"n": done.figures})
        if not done.aside:
            return redirect(org_reverse("links:reported", request.organization))
    aside = done.aside[:SHOWN_ASIDE] if done else ()
    return render(request, "links/reported.html", _context(request, form) | {"aside": aside})


def _context(request: MemberRequest, form: ReportForm) -> dict[str, object]:
    return {
        "rows": _rows(request.organization, timezone.now()),
        "measures": [one.label for one in Measure if one != Measure.SPEND],
        "days": DAYS,
        "form": form,
        "may_import": request.membership.may(Permission.IMPORT_POSTS),
    }


def _rows(organization: Organization, now: datetime) -> list[Row]:
    days = Days.ending(now, organization=organization, days=DAYS)
    found = reported(organization=organization, days=days)
    clicks = clicks_by_campaign(organization=organization, days=days)
    ours = {campaign.slug: campaign for campaign in campaigns_of(organization=organization)}
    rows = [
        Row(
            tag=tag,
            campaign=ours.get(tag),
            figures=tuple(found.get(tag, {}).get(measure) for measure in Measure),
            clicks=clicks.get(tag, 0),
        )
        for tag in {*found, *clicks}
    ]
    return sorted(rows, key=lambda row: (row.campaign is None, not row.tag, row.tag))
