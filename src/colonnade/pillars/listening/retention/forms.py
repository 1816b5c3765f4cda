"""The form that says how long posts are kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.retention.models import LONGEST


class DaysForm(forms.Form):
    """A number of days, or nothing for ever."""

    days = forms.IntegerField(
        label=_("Days"),
        min_value=1,
        max_value=LONGEST,
        required=False,
        help_text=_("Counted from when a post came in. Leave it empty to keep posts for ever."),
    )
