"""Forms of the explorer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.explorer.models import Colour, SavedView, Tag
from colonnade.pillars.listening.explorer.operations.tags import TagSettings


class TagForm(forms.ModelForm[Tag]):
    """A tag's name, colour and meaning."""

    class Meta:
        model = Tag
        fields = ("name", "colour", "meaning")
        help_texts = {"meaning": _("When to use it, so that everybody uses it alike.")}

    def _post_clean(self) -> None:
        """Leave the instance alone: the operation checks what was said and writes it."""

    def settings(self) -> TagSettings:
        """Return what was said; the form must be valid."""
        said = self.cleaned_data
        return TagSettings(name=said["name"], colour=Colour(said["colour"]), meaning=said["meaning"])


class ViewForm(forms.ModelForm[SavedView]):
    """A view's name, and who sees it."""

    class Meta:
        model = SavedView
        fields = ("name", "shared")

    def _post_clean(self) -> None:
        """Leave the instance alone: the operation checks what was said and writes it."""
