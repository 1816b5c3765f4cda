"""Forms and pages for tests."""

from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW
from colonnade.pillars.promotion.pages.models import FieldKind, Form, FormVersion, LandingPage, PageVersion
from colonnade.pillars.promotion.pages.operations import FormText, PageText, save_form, save_page
from colonnade.pillars.promotion.pages.questions import Question

QUESTIONS = (
    Question(kind=FieldKind.NAME, label="Your name", required=True),
    Question(kind=FieldKind.COMPANY, label="Company"),
    Question(kind=FieldKind.CHOICE, label="Machines", options=("1 to 9", "10 or more")),
    Question(kind=FieldKind.LONG, label="What do you need?"),
    Question(kind=FieldKind.PHONE, label="Telephone", later=True),
)
TEXT = FormText(
    contact_text="You may contact me about this.",
    news_text="Send me news.",
    profile_text="You may join my visits to a profile.",
    button="Get the guide",
    thanks="The **guide** is yours.",
    content_address="https://hydra.example/guide.pdf",
)


def make_form(
    organization: Organization, *, name: str = "Buying guide", sites: str = "https://www.hydra.example"
) -> FormVersion:
    """Return the first version of a form."""
    form = Form(organization=organization, name=name, allowed_sites=sites)
    return save_form(form=form, questions=QUESTIONS, text=TEXT, actor=None, now=NOW)


def make_page(
    organization: Organization, *, slug: str = "guide", headline: str = "Choose the right crusher"
) -> PageVersion:
    """Return the first version of a landing page with a form."""
    page = LandingPage(organization=organization, name="Guide", slug=slug)
    text = PageText(
        headline=headline,
        subline="What to ask before you buy.",
        body="# Why\n\n- dust\n- noise\n\n> It paid off.",
        form=make_form(organization).form,
    )
    return save_page(page=page, text=text, actor=None, now=NOW)
