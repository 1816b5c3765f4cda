"""Forms made of a connector's schemas."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from colonnade.channels.configuration import Problem
from colonnade.channels.contract import Connector, Need, SourceKind
from colonnade.channels.models import Account
from colonnade.channels.operations.accounts import checked_credentials
from colonnade.channels.operations.wanted import SourceRefused, Wanted, wanted
from colonnade.organization.models import Organization

INTERVALS = [
    (timedelta(minutes=1), _("Every minute")),
    (timedelta(minutes=5), _("Every 5 minutes")),
    (timedelta(minutes=15), _("Every 15 minutes")),
    (timedelta(minutes=30), _("Every 30 minutes")),
    (timedelta(hours=1), _("Every hour")),
    (timedelta(hours=6), _("Every 6 hours")),
    (timedelta(days=1), _("Once a day")),
]


def _plain(annotation: Any) -> Any:
    """Return what an optional type holds, else the type."""
    if get_origin(annotation) in {Union, UnionType}:
        inner = [part for part in get_args(annotation) if part is not NoneType]
        return inner[0] if len(inner) == 1 else str
    return annotation


class LinesField(forms.CharField):
    """Several values, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """Return the lines that are not empty."""
        return [line.strip() for line in str(super().clean(value) or "").splitlines() if line.strip()]


def field_of(info: FieldInfo) -> forms.Field:
    """Return the form's field for a schema's; the schema itself judges what is entered."""
    kind = _plain(info.annotation)
    said: dict[str, Any] = {
        "label": info.title,
        "help_text": info.description or "",
        "required": info.is_required(),
        "initial": None if info.is_required() else info.get_default(call_default_factory=True),
    }
    if kind is bool:
        return forms.BooleanField(**{**said, "required": False})
    if kind is int:
        return forms.IntegerField(**said)
    if kind is SecretStr:
        secret = {**said, "initial": None}
        return forms.CharField(**secret, widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    if get_origin(kind) is Literal:
        return forms.ChoiceField(**said, choices=[(value, value) for value in get_args(kind)])
    if get_origin(kind) in {list, tuple, frozenset, set}:
        return LinesField(**said)
    return forms.CharField(**said)


def entered(schema: type[BaseModel], cleaned: Mapping[str, Any]) -> dict[str, object]:
    """Return what was entered for a schema; empty fields are left to its defaults."""
    return {
        name: cleaned[name]
        for name in schema.model_fields
        if name in cleaned and cleaned[name] not in ("", None)
    }


class _SchemaForm(forms.Form):
    """A form with a schema's fields, and a way to show the schema's problems beside them."""

    def _take_problems(self, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, ValidationError(problem.message))


class SourceForm(_SchemaForm):
    """A source: its configuration, how often it is asked, and since when."""

    def __init__(
        self,
        data: Any = None,
        *,
        organization: Organization,
        connector: Connector,
        kind: SourceKind,
        now: datetime,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial={"every": int(kind.every.total_seconds()), **(initial or {})})
        self._organization, self._connector, self._kind, self._now = organization, connector, kind, now
        for name, info in kind.schema.model_fields.items():
            self.fields[name] = field_of(info)
        if kind.account != Need.NONE:
            self.fields["account"] = forms.ModelChoiceField(
                label=_("Account"),
                queryset=Account.objects.filter(organization=organization, connector=connector.manifest.id),
                required=kind.account == Need.REQUIRED,
                empty_label=_("Without an account") if kind.account == Need.OPTIONAL else None,
            )
        self.fields["every"] = forms.TypedChoiceField(
            label=_("How often to ask"),
            choices=self._intervals(kind),
            coerce=lambda seconds: timedelta(seconds=int(seconds)),
        )
        if kind.by == "listens":
            self.fields["since"] = self._since()
        self.fields["name"] = forms.CharField(
            label=_("Name"),
            required=False,
            max_length=200,
            help_text=_("For yourselves; made up if left empty."),
        )

    @staticmethod
    def _since() -> forms.Field:
        return forms.DateTimeField(
            label=_("Posts since"),
            required=False,
            widget=forms.DateTimeInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            help_text=_("How far back to go at first, where the network allows it; a week if left empty."),
        )

    @staticmethod
    def _intervals(kind: SourceKind) -> list[tuple[int, object]]:
        choices = dict(INTERVALS)
        choices.setdefault(kind.every, _("As the network proposes"))
        return [(int(length.total_seconds()), choices[length]) for length in sorted(choices)]

    def clean(self) -> dict[str, Any]:
        """Check all of it against the schema."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            cleaned["wanted"] = wanted(
                organization=self._organization,
                connector=self._connector,
                kind=self._kind,
                configuration=entered(self._kind.schema, cleaned),
                account=cleaned.get("account"),
                name=cleaned.get("name", ""),
                every=cleaned.get("every"),
                since=cleaned.get("since"),
                now=self._now,
            )
        except SourceRefused as refused:
            self._take_problems(refused.problems)
        return cleaned

    def wanted(self) -> Wanted:
        """Return the source of a valid form."""
        found: Wanted = self.cleaned_data["wanted"]
        return found


class AccountForm(_SchemaForm):
    """The credentials of an account; they are never shown again."""

    def __init__(self, data: Any = None, *, connector: Connector, named: bool) -> None:
        super().__init__(data)
        self._connector = connector
        schema = connector.manifest.credentials
        for name, info in schema.model_fields.items() if schema is not None else ():
            self.fields[name] = field_of(info)
        if named and "name" not in self.fields:
            self.fields["name"] = forms.CharField(
                label=_("Name"),
                required=False,
                max_length=80,
                help_text=_("For yourselves; the network's name of the account if left empty."),
            )

    def clean(self) -> dict[str, Any]:
        """Check the credentials against their schema."""
        cleaned: dict[str, Any] = super().clean() or {}
        schema = self._connector.manifest.credentials
        if self.errors or schema is None:
            return cleaned
        try:
            cleaned["credentials"] = checked_credentials(self._connector, entered(schema, cleaned))
        except SourceRefused as refused:
            self._take_problems(refused.problems)
        return cleaned
