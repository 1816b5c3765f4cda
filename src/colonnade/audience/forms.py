"""Forms of the people we know."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.audience.models import Relation
from colonnade.audience.people_table import Person, person


class PeopleFileForm(forms.Form):
    """A file of people."""

    file = forms.FileField(
        label=_("File of people"),
        help_text=_(
            "CSV or JSON lines with the columns channel and handle; name, relation and segment may follow."
        ),
    )


class PersonForm(forms.Form):
    """One person."""

    channel = forms.CharField(
        label=_("Channel"), help_text=_("As your posts name it: x, bluesky, forum.example.com.")
    )
    handle = forms.CharField(label=_("Handle"), widget=forms.TextInput(attrs={"autocapitalize": "none"}))
    name = forms.CharField(label=_("Name"), required=False)
    relation = forms.ChoiceField(label=_("Known as"), choices=Relation.choices)
    segment = forms.CharField(
        label=_("Segment"), required=False, help_text=_("A group of your own choosing, such as “quarries”.")
    )

    found: Person

    def clean(self) -> dict[str, Any]:
        """Spell the person as they are stored; refuse what cannot be."""
        said = super().clean() or {}
        if not self.errors:
            try:
                self.found = person(**said)
            except ValueError as error:
                raise forms.ValidationError(str(error)) from error
        return said
