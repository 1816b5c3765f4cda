"""The form that says who or what is to be erased."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ErasureForm(forms.Form):
    """Authors and posts, one a line."""

    people = forms.CharField(
        label=_("Authors"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_(
            "One a line: a handle such as @alice means the author of that name on every channel; x:alice "
            "means the one on X, stored or not."
        ),
    )
    posts = forms.CharField(
        label=_("Posts"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text=_("One a line: the post's link, or its id from an export."),
    )
    reference = forms.CharField(
        label=_("Reference"),
        required=False,
        max_length=60,
        help_text=_("The number of the request. It stays on the receipt, so write no name."),
    )

    def lines(self, name: str) -> list[str]:
        """Return the lines of a field."""
        return [line.strip() for line in self.cleaned_data[name].splitlines() if line.strip()]
