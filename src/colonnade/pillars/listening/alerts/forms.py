"""Forms of the alert pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.measurement.detection import Sensitivity
from colonnade.organization.models import Organization
from colonnade.pillars.listening.alerts.models import AlertRule, RuleKind
from colonnade.pillars.listening.alerts.operations import RuleSettings
from colonnade.pillars.listening.queries import brands_of


class RuleForm(forms.ModelForm[AlertRule]):
    """What to watch, and how readily to tell."""

    look_back = forms.BooleanField(
        label=_("Also tell what the last 90 days show"),
        required=False,
        initial=True,
        help_text=_("Once, when it is saved. Only what ended in the last two days is mailed."),
    )

    class Meta:
        model = AlertRule
        fields = ("query", "kind", "term", "followers", "channel", "sensitivity", "active")
        help_texts = {
            "query": _("A brand, competitor or topic that you listen for."),
            "term": _("One word, #hashtag or @handle."),
            "followers": _("A person with at least this many, as far as the network tells."),
            "channel": _("A network or site, written as on the Where page. Empty for all."),
        }

    def __init__(self, data: Any = None, *, organization: Organization, **given: Any) -> None:
        super().__init__(data, **given)
        self.organization = organization
        queries = self.fields["query"]
        if isinstance(queries, forms.ModelChoiceField):
            queries.queryset = brands_of(organization=organization)
            queries.empty_label = None
        self.fields["followers"].required = False
        if self.instance.pk is not None:
            del self.fields["look_back"]

    def _post_clean(self) -> None:
        """Leave the instance alone: the operation checks what was said and writes it."""

    def settings(self) -> RuleSettings:
        """Return what was said; the form must be valid."""
        said = self.cleaned_data
        return RuleSettings(
            query=said["query"],
            kind=RuleKind(said["kind"]),
            channel=said["channel"],
            term=said["term"],
            followers=said["followers"] or AlertRule().followers,
            sensitivity=Sensitivity(said["sensitivity"]),
            active=said["active"],
        )
