"""Forms of the report pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.organization.models import Organization
from colonnade.pillars.listening.explorer.models import SavedView
from colonnade.pillars.listening.reports.models import QUESTION_NAMES, Report, Rhythm
from colonnade.pillars.listening.reports.operations import ReportSettings


class ReportForm(forms.ModelForm[Report]):
    """What is mailed, and when."""

    questions = forms.MultipleChoiceField(
        label=_("Answers to"),
        choices=list(QUESTION_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Report
        fields = ("name", "rhythm", "hour", "questions", "view", "skip_empty", "active")
        help_texts = {
            "hour": _("Of the day, 0 to 23, in the organisation's time zone."),
            "view": _("Its newest posts of the period, and how many there are. Only shared views."),
        }

    def __init__(self, data: Any = None, *, organization: Organization, **given: Any) -> None:
        super().__init__(data, **given)
        view = self.fields["view"]
        if isinstance(view, forms.ModelChoiceField):
            view.queryset = SavedView.objects.filter(organization=organization, shared=True)
            view.empty_label = str(_("none"))

    def _post_clean(self) -> None:
        """Leave the instance alone: the operation checks what was said and writes it."""

    def settings(self) -> ReportSettings:
        """Return what was said; the form must be valid."""
        said = self.cleaned_data
        return ReportSettings(
            name=said["name"],
            rhythm=Rhythm(said["rhythm"]),
            hour=said["hour"],
            questions=said["questions"],
            view=said["view"],
            skip_empty=said["skip_empty"],
            active=said["active"],
        )
