"""Forms of briefs."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from colonnade.campaigns.choices import StrategyOptions
from colonnade.campaigns.models import Campaign
from colonnade.organization.models import BusinessUnit, Organization, User
from colonnade.pillars.promotion.briefs.models import Brief, Intent
from colonnade.pillars.promotion.briefs.operations import BriefPlan, wording_of
from colonnade.pillars.promotion.briefs.queries import Wanted
from colonnade.pillars.promotion.briefs.states import BriefState


class BriefForm(forms.Form):
    """What is to be made, for whom, and why."""

    title = forms.CharField(label=_("Title"), max_length=200)
    goal = forms.ChoiceField(
        label=_("Goal it serves"), required=False, help_text=_("Left empty, it is the campaign's.")
    )
    campaign = forms.ModelChoiceField(
        label=_("Campaign"), queryset=Campaign.objects.none(), required=False, empty_label=_("None")
    )
    unit = forms.ModelChoiceField(
        label=_("Business unit"), queryset=BusinessUnit.objects.none(), required=False, empty_label=_("None")
    )
    method = forms.ChoiceField(label=_("Method of the plan"), required=False)
    intent = forms.ChoiceField(
        label=_("What the reader gets"),
        choices=Intent.choices,
        widget=forms.RadioSelect,
        initial=Intent.SOLVE,
    )
    audience = forms.CharField(
        label=_("Audience"), max_length=120, required=False, help_text=_("As the strategy names it.")
    )
    topic = forms.CharField(label=_("Topic"), max_length=120, required=False)
    message = forms.CharField(
        label=_("What they shall take away"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    call_to_action = forms.CharField(label=_("What they shall do next"), max_length=200, required=False)
    landing = forms.URLField(
        label=_("Page where they do it"), max_length=500, required=False, assume_scheme="https"
    )
    owner = forms.ModelChoiceField(
        label=_("Who writes it"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    due_on = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    notes = forms.CharField(
        label=_("Notes"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, data: Any = None, *, organization: Organization, options: StrategyOptions, **given: Any
    ) -> None:
        super().__init__(data, **given)
        self._offer("campaign", Campaign.objects.filter(organization=organization))
        self._offer("unit", organization.units.all())
        self._offer("owner", User.objects.filter(memberships__organization=organization).order_by("email"))
        self._offer_words("goal", dict(options.goals))
        self._offer_words("method", dict(options.methods))

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def _offer_words(self, name: str, words: dict[str, str]) -> None:
        """Offer words by value, and the present one though the strategy has it no more."""
        field, own = self.fields[name], str(self.initial.get(name) or "")
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("None")), *({own: own} | words if own else words).items()]

    def plan(self) -> BriefPlan:
        """Return what was said; the form must be valid."""
        said = dict(self.cleaned_data)
        said["intent"] = Intent(said["intent"])
        return BriefPlan(**said)


def initial_of(brief: Brief) -> dict[str, Any]:
    """Return what the form begins with for a brief that there is."""
    kept = ("title", "topic", "method", "campaign", "unit", "owner", "due_on")
    begin = {name: getattr(brief, name) for name in kept}
    return {**begin, **wording_of(brief), "goal": brief.goal.key if brief.goal else ""}


class SearchForm(forms.Form):
    """Which briefs are shown."""

    text = forms.CharField(label=_("Title, topic or message"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=(
            (BriefState.OPEN.value, _("open")),
            (BriefState.DONE.value, _("done")),
            (BriefState.DROPPED.value, _("dropped")),
            ("all", _("all")),
        ),
    )
    unit = forms.SlugField(required=False)
    owner = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)

    def wanted(self) -> Wanted:
        """Return the search; what cannot be understood is left out."""
        self.full_clean()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})
