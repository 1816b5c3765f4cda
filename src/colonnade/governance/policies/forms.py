"""Forms of the policy pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.governance.policies.checking import LONGEST, Context, Rule, RuleKind, Severity
from colonnade.governance.policies.models import PolicyRule
from colonnade.organization.models import BusinessUnit, Organization


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class RuleForm(forms.Form):
    """One rule."""

    kind = forms.ChoiceField(label=_("What it asks"), choices=[(kind.value, kind.label) for kind in RuleKind])
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Shown to authors with each finding."))
    phrases = forms.CharField(
        label=_("Phrases, one on each line"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Whole words in any spelling and case. For links: the domains that may be linked to."),
    )
    when = forms.CharField(
        label=_("Required only where one of these is said"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One on each line, such as “APR”. Empty: always."),
    )
    limit = forms.IntegerField(
        label=_("Most difficult reading (LIX)"),
        required=False,
        min_value=10,
        max_value=100,
        help_text=_("30 is easy, 40 plain, 50 difficult, 60 very difficult."),
    )
    severity = forms.ChoiceField(
        label=_("A finding"), choices=[(one.value, one.label) for one in Severity], initial=Severity.BLOCK
    )
    unit: forms.ModelChoiceField[BusinessUnit] = forms.ModelChoiceField(
        label=_("Only for the unit"),
        required=False,
        queryset=BusinessUnit.objects.none(),
        empty_label=_("every unit"),
    )
    channel = forms.CharField(
        label=_("Only on the channel"), required=False, max_length=40, help_text=_("Such as bluesky.")
    )
    campaign = forms.IntegerField(label=_("Only for the campaign number"), required=False, min_value=1)
    why = forms.CharField(label=_("Why"), required=False, max_length=300)
    remedy = forms.CharField(label=_("What to do instead"), required=False, max_length=300)
    active = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def __init__(
        self, data: Any = None, *, organization: Organization, kept: PolicyRule | None = None
    ) -> None:
        super().__init__(data, initial=_initial(kept) if kept else None)
        unit = self.fields["unit"]
        if isinstance(unit, forms.ModelChoiceField):
            unit.queryset = organization.units.all()

    def rule(self) -> Rule:
        """Return the rule that was said; the form must be valid."""
        said = self.cleaned_data
        return Rule(
            name=said["name"].strip(),
            kind=RuleKind(said["kind"]),
            severity=Severity(said["severity"]),
            phrases=_lines(said["phrases"]),
            when=_lines(said["when"]),
            limit=said["limit"],
            unit=said["unit"].pk if said["unit"] else None,
            channel=said["channel"].strip(),
            campaign=said["campaign"],
            why=said["why"].strip(),
            remedy=said["remedy"].strip(),
        )


def _initial(kept: PolicyRule) -> dict[str, object]:
    return {
        "kind": kept.kind,
        "name": kept.name,
        "phrases": "\n".join(kept.phrases),
        "when": "\n".join(kept.when),
        "limit": kept.limit,
        "severity": kept.severity,
        "unit": kept.unit_id,
        "channel": kept.channel,
        "campaign": kept.campaign,
        "why": kept.why,
        "remedy": kept.remedy,
        "active": kept.active,
    }


class TryForm(forms.Form):
    """A text to try the rules on."""

    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    unit: forms.ModelChoiceField[BusinessUnit] = forms.ModelChoiceField(
        label=_("For the unit"), required=False, queryset=BusinessUnit.objects.none(), empty_label=_("any")
    )
    channel = forms.CharField(label=_("On the channel"), required=False, max_length=40)
    paid = forms.BooleanField(label=_("Somebody was paid for it"), required=False)

    def __init__(self, data: Any = None, *, organization: Organization) -> None:
        super().__init__(data, prefix="try")
        unit = self.fields["unit"]
        if isinstance(unit, forms.ModelChoiceField):
            unit.queryset = organization.units.all()

    def context(self) -> Context:
        """Return what the text is for; the form must be valid."""
        said = self.cleaned_data
        return Context(
            unit=said["unit"].pk if said["unit"] else None,
            channel=said["channel"].strip(),
            paid=said["paid"],
        )


class RulesFileForm(forms.Form):
    """A file of rules."""

    file = forms.FileField(
        label=_("File of rules"),
        help_text=_("YAML, as this page exports it. Rules of a known name replace it."),
    )
