"""How a strategy begins: forms of the first page."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from colonnade.strategy.document.source import MAX_BYTES
from colonnade.strategy.sentence.reading import MAX_CHARACTERS


class SentenceForm(forms.Form):
    """A strategy in a sentence."""

    sentence = forms.CharField(
        label=_("Your strategy in a sentence"),
        help_text=_(
            "What shall social media achieve, how, by when, with how many people and how much money?"
        ),
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class UploadForm(forms.Form):
    """A strategy document from a file."""

    file = forms.FileField(
        label=_("Strategy document"),
        help_text=_("A YAML file of at most 1 MB. Errors in it do not matter: the checker shows them."),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,application/yaml,text/yaml"}),
        allow_empty_file=True,
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse a file before reading it where it is too large to be a strategy."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            size = (file.size or 0) / 1e6
            raise forms.ValidationError(
                _("The file has %(size).1f MB; a strategy has at most 1 MB. Nothing was stored."),
                params={"size": size},
            )
        return file
