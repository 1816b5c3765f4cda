"""Forms of the measurement pages."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReadingFileForm(forms.Form):
    """A file of readings."""

    file = forms.FileField(
        label=_("File of readings"),
        help_text=_(
            "CSV or JSON lines with the columns date, metric and value; unit, channel and source may follow."
        ),
    )
