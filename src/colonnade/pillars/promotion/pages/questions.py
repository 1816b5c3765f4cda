"""What a form asks: questions as values, and a Django form made of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from colonnade.audience.leads.models import LONGEST, LONGEST_QUESTION, SAID, Lead, Purpose
from colonnade.pillars.promotion.pages.models import FieldKind, FormVersion

MOST_QUESTIONS = 20
MOST_OPTIONS = 40
TRAP = "website"
"""Name of a field that people do not see; what fills it in is a program."""
EMAIL = "email"
TOKEN = "form"  # noqa: S105  # a field's name
CONSENTS = {Purpose.CONTACT: "contact_text", Purpose.NEWS: "news_text", Purpose.PROFILE: "profile_text"}
_LONGEST_TEXT, _LONGEST_LONG = 200, 4000


@dataclass(frozen=True, kw_only=True)
class Question:
    """One field of a form.

    Attributes:
        options: of a choice.
        later: asked only of people who are known already and agreed that visits are joined.
    """

    kind: FieldKind
    label: str
    required: bool = False
    options: tuple[str, ...] = ()
    later: bool = False

    @property
    def subject(self) -> str:
        """Where a lead keeps the answer, as ``leads.fields`` names it."""
        return self.kind.value if self.kind in SAID else f"answers.{self.label}"

    def as_json(self) -> dict[str, object]:
        """Return it as it is stored."""
        return {**asdict(self), "kind": self.kind.value, "options": list(self.options)}


def questions_of(version: FormVersion) -> list[Question]:
    """Return what a version asks."""
    return [
        Question(
            kind=FieldKind(one["kind"]),
            label=one["label"],
            required=one["required"],
            options=tuple(one["options"]),
            later=one["later"],
        )
        for one in version.fields
    ]


def require_sound(questions: Sequence[Question]) -> None:
    """Raise ``ValidationError`` where a form of these questions cannot be filled in or understood."""
    if len(questions) > MOST_QUESTIONS:
        raise ValidationError(_("A form asks at most %(most)s questions.") % {"most": MOST_QUESTIONS})
    subjects = [question.subject for question in questions]
    for question in questions:
        if not question.label.strip() or len(question.label) > LONGEST_QUESTION:
            raise ValidationError(
                _("Each question has a label of at most %(most)s characters.") % {"most": LONGEST_QUESTION}
            )
        if subjects.count(question.subject) > 1:
            raise ValidationError(_("“%(label)s” is asked twice.") % {"label": question.label})
        if question.kind == FieldKind.CHOICE and not 2 <= len(question.options) <= MOST_OPTIONS:
            raise ValidationError(
                _("“%(label)s” needs 2 to %(most)s options.")
                % {"label": question.label, "most": MOST_OPTIONS}
            )


class PublicForm(forms.Form):
    """A version of a form as a person fills it in."""

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        version: FormVersion,
        asked: Collection[int],
        known: bool = False,
    ) -> None:
        super().__init__(data, auto_id="f-%s", label_suffix="")
        self.asked = {index: one for index, one in enumerate(questions_of(version)) if index in asked}
        if not known:
            self.fields[EMAIL] = forms.EmailField(
                label=_("E-mail address"), max_length=254, widget=_email_input()
            )
        for index, question in self.asked.items():
            self.fields[f"q{index}"] = _field(question)
        # A known visitor agreed to be known; leaving a box empty must not take that back unawares.
        self.consents = [
            purpose
            for purpose, text in CONSENTS.items()
            if getattr(version, text) and not (known and purpose == Purpose.PROFILE)
        ]
        for purpose in self.consents:
            self.fields[f"agree_{purpose}"] = forms.BooleanField(
                label=getattr(version, CONSENTS[purpose]), required=False
            )

    @property
    def said(self) -> dict[str, str]:
        """What was written, by subject."""
        found = {
            question.subject: _written(self.cleaned_data.get(f"q{index}"))
            for index, question in self.asked.items()
        }
        return {subject: value for subject, value in found.items() if value}

    @property
    def agreed(self) -> dict[str, bool]:
        """Each consent that was asked for, ticked or not."""
        return {purpose.value: bool(self.cleaned_data.get(f"agree_{purpose}")) for purpose in self.consents}


def _written(value: object) -> str:
    if value is True:
        return _("yes")
    return str(value).strip() if value else ""


def _email_input() -> forms.EmailInput:
    return forms.EmailInput(attrs={"autocomplete": "email"})


_AUTOCOMPLETE = {
    FieldKind.NAME: "name",
    FieldKind.COMPANY: "organization",
    FieldKind.PHONE: "tel",
    FieldKind.COUNTRY: "country-name",
}


def _field(question: Question) -> forms.Field:
    field = _bare_field(question)
    field.label, field.required = question.label, question.required
    field.widget.is_required = question.required
    return field


def _bare_field(question: Question) -> forms.Field:
    if question.kind == FieldKind.TICK:
        return forms.BooleanField()
    if question.kind == FieldKind.CHOICE:
        options = [("", _("Please choose")), *((option, option) for option in question.options)]
        return forms.ChoiceField(choices=options)
    if question.kind == FieldKind.LONG:
        return forms.CharField(max_length=_LONGEST_LONG, widget=forms.Textarea(attrs={"rows": 4}))
    widget = forms.TextInput(attrs={"autocomplete": _AUTOCOMPLETE.get(question.kind, "on")})
    if question.kind == FieldKind.PHONE:
        widget.input_type = "tel"
    return forms.CharField(max_length=LONGEST.get(question.kind.value, _LONGEST_TEXT), widget=widget)


def to_ask(version: FormVersion, *, known: Lead | None, told: Mapping[str, str]) -> list[int]:
    """Return which questions to ask: of strangers the first ones, of a known lead what is missing.

    Args:
        told: what the lead told us, by subject.
    """
    asked = []
    for index, question in enumerate(questions_of(version)):
        if (known is None and not question.later) or (known is not None and not told.get(question.subject)):
            asked.append(index)
    return asked
