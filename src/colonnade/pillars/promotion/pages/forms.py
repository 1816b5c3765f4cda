"""Forms of the pages on which forms and landing pages are written."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from colonnade.campaigns.models import Campaign
from colonnade.organization.models import BusinessUnit, Organization
from colonnade.pillars.promotion.library.models import MediaItem
from colonnade.pillars.promotion.pages.models import FieldKind, Form, FormVersion, LandingPage, PageVersion
from colonnade.pillars.promotion.pages.operations import FormText, PageText
from colonnade.pillars.promotion.pages.questions import MOST_QUESTIONS, Question, questions_of

_TEXT = ("contact_text", "news_text", "profile_text", "button", "thanks", "content_address")
_PAGE_TEXT = ("headline", "subline", "body", "aside", "image", "form", "action_label", "action_address")


class QuestionForm(forms.Form):
    """One question of a form; without a label it is none."""

    label = forms.CharField(label=_("Question"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Asks for"), choices=FieldKind.choices)
    options = forms.CharField(
        label=_("Options, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    later = forms.BooleanField(label=_("Only of people we know already"), required=False)

    def question(self) -> Question | None:
        """Return the question; None where the row was left empty."""
        said = self.cleaned_data
        if not said.get("label", "").strip():
            return None
        options = tuple(line.strip() for line in said["options"].splitlines() if line.strip())
        return Question(
            kind=FieldKind(said["kind"]),
            label=said["label"].strip(),
            required=said["required"],
            options=options if said["kind"] == FieldKind.CHOICE else (),
            later=said["later"],
        )


def question_rows(data: Any = None, *, version: FormVersion | None = None) -> BaseFormSet[QuestionForm]:
    """Return the rows of questions, with three empty ones behind those that there are."""
    made = formset_factory(QuestionForm, extra=3, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS)
    questions = questions_of(version) if version else _FIRST
    initial = [
        {
            "label": one.label,
            "kind": one.kind.value,
            "options": "\n".join(one.options),
            "required": one.required,
            "later": one.later,
        }
        for one in questions
    ]
    return made(data, initial=initial, prefix="q")


_FIRST = (
    Question(kind=FieldKind.NAME, label="Your name", required=True),
    Question(kind=FieldKind.COMPANY, label="Company"),
)


class FormForm(forms.Form):
    """A form's settings, and what it says beside its questions."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("People see it as the heading."))
    campaign = forms.ModelChoiceField(
        label=_("Serves the campaign"),
        queryset=Campaign.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    unit = forms.ModelChoiceField(
        label=_("Business unit"), queryset=BusinessUnit.objects.none(), required=False, empty_label=_("none")
    )
    button = forms.CharField(label=_("Words on the button"), max_length=60)
    contact_text = forms.CharField(
        label=_("Consent to be contacted"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    news_text = forms.CharField(
        label=_("Consent to news"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    profile_text = forms.CharField(
        label=_("Consent to be known again"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who agrees is asked only what is missing next time. An empty text is not asked."),
    )
    thanks = forms.CharField(
        label=_("Thanks (Markdown)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    content_address = forms.URLField(
        label=_("Address of what was promised"), required=False, assume_scheme="https", max_length=500
    )
    allowed_sites = forms.CharField(
        label=_("Sites that may show it, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as https://www.example.com. Your landing pages need no entry."),
    )
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, data: Any = None, *, organization: Organization, known: Form | None = None) -> None:
        super().__init__(data, initial=_initial_form(known))
        _offer(self, "campaign", Campaign.objects.filter(organization=organization))
        _offer(self, "unit", BusinessUnit.objects.filter(organization=organization))

    def text(self) -> FormText:
        """Return what the form says."""
        return FormText(**{name: self.cleaned_data[name] for name in _TEXT})

    def put(self, form: Form) -> Form:
        """Set the form's own settings (not saved)."""
        for name in ("name", "campaign", "unit", "allowed_sites", "active"):
            setattr(form, name, self.cleaned_data[name])
        return form


def _offer(form: forms.Form, name: str, choices: Any) -> None:
    form.fields[name].queryset = choices  # type: ignore[attr-defined]  # a ModelChoiceField


def _initial_form(known: Form | None) -> dict[str, Any]:
    if known is None:
        return {}
    own = {name: getattr(known, name) for name in ("name", "campaign", "unit", "allowed_sites", "active")}
    shown = known.shown
    return own | ({name: getattr(shown, name) for name in _TEXT} if shown else {})


class PageForm(forms.Form):
    """A landing page and what it says."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("For your colleagues."))
    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("The last part of the page's address, as buying-guide."),
    )
    campaign = forms.ModelChoiceField(
        label=_("Serves the campaign"),
        queryset=Campaign.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    headline = forms.CharField(label=_("Headline"), max_length=120)
    subline = forms.CharField(label=_("Line below it"), max_length=200, required=False)
    image = forms.ModelChoiceField(
        label=_("Image from the library"),
        queryset=MediaItem.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    body = forms.CharField(
        label=_("Text (Markdown)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Headings with ##, lists with -, quotes with >, links as [words](https://…)."),
    )
    form = forms.ModelChoiceField(
        label=_("Form"), queryset=Form.objects.none(), required=False, empty_label=_("none")
    )
    aside = forms.CharField(
        label=_("More content beside the form (Markdown)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    action_label = forms.CharField(label=_("Call to action"), max_length=60, required=False)
    action_address = forms.URLField(
        label=_("Where it leads"), required=False, assume_scheme="https", max_length=500
    )

    def __init__(
        self, data: Any = None, *, organization: Organization, known: LandingPage | None = None
    ) -> None:
        super().__init__(data, initial=_initial_page(known))
        _offer(self, "campaign", Campaign.objects.filter(organization=organization))
        _offer(self, "form", Form.objects.filter(organization=organization))
        images = MediaItem.objects.filter(
            organization=organization, retired_at=None, media_type__startswith="image/"
        )
        _offer(self, "image", images)

    def text(self) -> PageText:
        """Return what the page says."""
        return PageText(**{name: self.cleaned_data[name] for name in _PAGE_TEXT})

    def put(self, page: LandingPage) -> LandingPage:
        """Set the page's own settings (not saved)."""
        for name in ("name", "slug", "campaign"):
            setattr(page, name, self.cleaned_data[name])
        return page


def _initial_page(known: LandingPage | None) -> dict[str, Any]:
    if known is None:
        return {}
    last: PageVersion | None = known.versions.first()
    own = {name: getattr(known, name) for name in ("name", "slug", "campaign")}
    return own | ({name: getattr(last, name) for name in _PAGE_TEXT} if last else {})
