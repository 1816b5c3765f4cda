"""Forms of the import and brand pages."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from colonnade.organization.models import BusinessUnit, Organization
from colonnade.pillars.listening.importing.fields import FIELDS, Field
from colonnade.pillars.listening.importing.guess import ColumnGuess, Guess
from colonnade.pillars.listening.importing.plan import Plan, PlanRefused
from colonnade.pillars.listening.models import BrandKind, BrandQuery, ImportKind
from colonnade.pillars.listening.query import QueryRefused, TermRefused, parse, read_terms, written_terms
from colonnade.pillars.listening.query.limits import MOST_CHARACTERS

_WHOLE_FILE = ("channel", "zone", "order", "entities")


class UploadForm(forms.Form):
    """A file to import."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV, TSV, JSON Lines, JSON or Parquet, also gzipped, or an account's archive from X, Mastodon "
            "or Bluesky. Drop it here or choose it."
        ),
        allow_empty_file=True,  # the importer says better what is wrong with it
    )
    kind = forms.ChoiceField(label=_("What is in it?"), choices=ImportKind.choices, initial=ImportKind.POSTS)

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse a file beyond the limit before it is copied."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            raise ValidationError(
                _("The file is larger than %(most)s MB. Split it, or import it on the server."),
                params={"most": settings.UPLOAD_MAX_BYTES // 1024**2},
            )
        return file


class PlanForm(forms.Form):
    """Which column is what, as guessed, to be confirmed or changed."""

    channel = forms.CharField(
        label=_("Channel"),
        required=False,
        max_length=100,
        help_text=_("Where posts come from that name no channel: x, bluesky, forum.example.com."),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())],
        help_text=_("Of times that do not name their own."),
    )
    order = forms.ChoiceField(
        label=_("Dates such as 3/4/2026"),
        choices=[("day_first", _("3 April")), ("month_first", _("March 4"))],
    )
    entities = forms.BooleanField(
        label=_("Decode HTML entities"),
        required=False,
        help_text=_("Texts write &amp;amp; for &amp;."),
    )

    def __init__(self, data: Any = None, *, guess: Guess, columns: tuple[str, ...]) -> None:
        plan = guess.plan
        initial = {"channel": plan.channel, "zone": plan.zone, "order": plan.order, "entities": plan.entities}
        super().__init__(data, initial=initial)
        self._kind, self._columns, self._guess = plan.kind, columns, guess
        choices = [("", _("Leave out")), *((field, info.label) for field, info in FIELDS[plan.kind].items())]
        for number, column in enumerate(guess.columns):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=column.name, required=False, choices=choices, initial=column.field or ""
            )
        if plan.kind == "follows":
            for name in ("zone", "order", "entities"):
                del self.fields[name]

    def columns(self) -> list[tuple[forms.BoundField, ColumnGuess]]:
        """Return each column's select with what was found in it."""
        return [(self[f"column_{number}"], column) for number, column in enumerate(self._guess.columns)]

    def settings(self) -> list[forms.BoundField]:
        """Return the fields that are about the file as a whole."""
        return [self[name] for name in _WHOLE_FILE if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Make the plan, or say what it lacks."""
        cleaned: dict[str, Any] = super().clean() or {}
        mapping: dict[Field, str] = {}
        for number, column in enumerate(self._guess.columns):
            chosen = cleaned.get(f"column_{number}")
            if not chosen:
                continue
            if chosen in mapping:
                self.add_error(
                    f"column_{number}",
                    _("Two columns are read as this; leave one of them out."),
                )
            mapping[Field(chosen)] = column.name
        update: dict[str, Any] = {name: cleaned[name] for name in _WHOLE_FILE if name in cleaned}
        if not self.errors:
            try:
                plan = self._guess.plan.model_copy(update={**update, "mapping": mapping})
                cleaned["plan"] = plan.checked(self._columns)
            except PlanRefused as error:
                raise ValidationError(str(error)) from error
        return cleaned

    def plan(self) -> Plan:
        """Return the confirmed plan of a valid form."""
        plan: Plan = self.cleaned_data["plan"]
        return plan


class TermsField(forms.CharField):
    """Terms, one a line."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return written_terms(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Return the list of terms."""
        try:
            return read_terms(str(super().clean(value) or ""))
        except TermRefused as error:
            raise ValidationError(str(error)) from error


class BrandForm(forms.ModelForm[BrandQuery]):
    """A brand, competitor or topic, and what to look for."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=BrandKind.choices, initial=BrandKind.OWN)
    terms = TermsField(
        label=_("Look for"),
        required=False,
        help_text=_(
            "One a line: a word, a phrase, @handle or #tag. Whole words only, in any case; a word is also "
            "found inside handles, tags and links. The name itself if left empty."
        ),
    )
    excluded = TermsField(
        label=_("But not"), required=False, help_text=_("Posts that hold one of these are left out.")
    )

    class Meta:
        model = BrandQuery
        fields = ("name", "kind", "terms", "excluded", "unit")

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ModelChoiceField(
            label=_("Business unit"),
            empty_label=_("None"),
            required=False,
            queryset=BusinessUnit.objects.filter(organization=organization),
        )


class QueryForm(forms.Form):
    """A query in the query language, and what it is saved as."""

    text = forms.CharField(
        label=_("Query"),
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 6, "spellcheck": "false", "autocapitalize": "off", "dir": "auto"}
        ),
        help_text=_("Such as: (acme OR @acme) NEAR/5 (leak* OR rust) NOT jobs"),
    )
    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("What is it?"), choices=BrandKind.choices, initial=BrandKind.TOPIC)

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ModelChoiceField(
            label=_("Business unit"),
            empty_label=_("None"),
            required=False,
            queryset=BusinessUnit.objects.filter(organization=organization),
        )

    def clean_text(self) -> str:
        """Refuse a query without a meaning; the text itself is kept as it was typed."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        try:
            parse(text)
        except QueryRefused as refused:
            raise ValidationError(str(refused)) from refused
        return text
