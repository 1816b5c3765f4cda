"""A page is public and cleaned, loads from here alone, and a test counts each visitor once a day."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from colonnade.audience.touches.models import Touch
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization, make_user
from colonnade.pillars.promotion.pages import queries, tokens
from colonnade.pillars.promotion.pages.models import FieldKind, Form, LandingPage, PageVersion, Submission
from colonnade.pillars.promotion.pages.operations import (
    PageText,
    publish,
    save_form,
    save_page,
    try_against,
    withdraw_page,
)
from colonnade.pillars.promotion.pages.prose import html_of
from colonnade.pillars.promotion.pages.questions import Question
from colonnade.pillars.promotion.pages.tests.factories import QUESTIONS, TEXT, make_form, make_page

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def published(hydra: Organization) -> PageVersion:
    version = make_page(hydra)
    publish(version=version, actor=None, now=NOW)
    return version


def address(version: PageVersion) -> str:
    return f"/p/{version.page.organization.slug}/{version.page.slug}/"


def test_a_published_page_has_its_words_form_and_card(client: Client, published: PageVersion) -> None:
    answer = client.get(address(published), HTTP_USER_AGENT=BROWSER)
    html = answer.content.decode()
    assert answer.status_code == 200
    for part in (
        '<meta property="og:title" content="Choose the right crusher">',
        "<blockquote>",
        "<h2>Why</h2>",
        "Get the guide",
    ):
        assert part in html
    assert answer["Cache-Control"] == "public, max-age=60"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not answer.cookies
    assert html.count("http://") == html.count("http://testserver")
    assert "https://" not in html


def test_nobody_sees_a_page_before_it_is_published_or_after(client: Client, hydra: Organization) -> None:
    version = make_page(hydra)
    assert client.get(address(version)).status_code == 404
    page = publish(version=version, actor=None, now=NOW)
    assert client.get(address(version)).status_code == 200
    save_page(page=page, text=PageText(headline="Newer words"), actor=None, now=NOW)
    assert "Newer words" not in client.get(address(version)).content.decode()
    withdraw_page(page=page, actor=None, now=NOW)
    assert client.get(address(version)).status_code == 404


def test_saving_the_same_words_makes_no_version(hydra: Organization) -> None:
    version = make_page(hydra)
    text = PageText(
        **{name: getattr(version, name) for name in PageText.__dataclass_fields__}  # the same words
    )
    assert save_page(page=version.page, text=text, actor=None, now=NOW) == version


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<img src=x onerror=alert(1)>",
        "![x](https://evil.example/pixel.gif)",
        "<style>body{display:none}</style>",
        '[x](https://a.example "onmouseover=alert(1)")',
    ],
)
def test_written_text_can_do_nothing(evil: str) -> None:
    html = html_of(evil)
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "a"}
    assert set(re.findall(r'\s(\w+)="', html)) <= {"href", "rel", "title"}
    assert all(address.startswith("https://") for address in re.findall(r'href="([^"]*)', html))


@given(st.text(max_size=300))
def test_any_text_gives_only_tags_of_the_list(text: str) -> None:
    tags = set(re.findall(r"<(\w+)", html_of(text)))
    assert tags <= {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "h2", "h3", "a", "hr", "code"}


def test_another_organisations_form_cannot_stand_on_a_page(hydra: Organization) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    page = LandingPage(organization=hydra, name="Guide", slug="guide")
    with pytest.raises(ValidationError):
        save_page(page=page, text=PageText(headline="H", form=make_form(rival).form), actor=None, now=NOW)
    with pytest.raises(ValidationError):
        save_page(page=page, text=PageText(headline="H", action_label="Buy"), actor=None, now=NOW)
    with pytest.raises(ValidationError):
        save_page(
            page=page,
            text=PageText(headline="H", action_label="Buy", action_address="javascript:alert(1)"),
            actor=None,
            now=NOW,
        )


def in_test(published: PageVersion) -> LandingPage:
    text = PageText(headline="Other words", form=published.form)
    other = save_page(page=published.page, text=text, actor=None, now=NOW)
    return try_against(version=other, actor=None, now=timezone.now())


def test_a_test_shows_each_visitor_one_version_and_counts_once(
    client: Client, published: PageVersion
) -> None:
    page = in_test(published)
    headlines = set()
    for number in range(24):
        agent = f"{BROWSER} {number}"
        first, again = (
            client.get(address(published), HTTP_USER_AGENT=agent).content.decode() for _look in range(2)
        )
        seen = "Other words" in first
        assert seen == ("Other words" in again)
        headlines.add(seen)
    assert headlines == {True, False}
    client.get(address(published), HTTP_USER_AGENT="Googlebot/2.1 (+http://www.google.com/bot.html)")
    client.get(address(published), HTTP_USER_AGENT=BROWSER, HTTP_SEC_GPC="1")
    verdict = queries.verdict_of(page=page, now=timezone.now())
    assert verdict is not None
    assert verdict.old.visitors + verdict.new.visitors == 24 == Touch.objects.count()
    assert not verdict.differ


def test_a_form_sent_in_a_test_counts_for_the_version_that_was_seen(
    client: Client, published: PageVersion
) -> None:
    page = in_test(published)
    assert page.challenger is not None
    for number in range(12):
        client.get(address(published), HTTP_USER_AGENT=f"{BROWSER} {number}")
    version = published.form.shown  # type: ignore[union-attr]  # the factory gave it one
    assert version is not None
    shown = tokens.Shown(
        version=version.pk,
        asked=(0,),
        view=page.challenger.pk,
        at=timezone.now() - timedelta(seconds=30),
    )
    client.post(f"/f/{version.form.key}/", {"email": "r@q.example", "q0": "R", "form": tokens.write(shown)})
    assert Submission.objects.get().view == page.challenger
    verdict = queries.verdict_of(page=page, now=timezone.now())
    assert verdict is not None
    assert (verdict.old.sent, verdict.new.sent) == (0, 1)


def test_one_test_at_a_time_against_what_is_published(published: PageVersion) -> None:
    with pytest.raises(ValidationError):
        try_against(version=published, actor=None, now=NOW)
    page = in_test(published)
    third = save_page(page=page, text=PageText(headline="Third"), actor=None, now=NOW)
    with pytest.raises(ValidationError):
        try_against(version=third, actor=None, now=NOW)
    assert publish(version=third, actor=None, now=NOW).challenger is None


@pytest.mark.parametrize(
    "questions",
    [
        (Question(kind=FieldKind.NAME, label="A"), Question(kind=FieldKind.NAME, label="B")),
        (Question(kind=FieldKind.CHOICE, label="A", options=("one",)),),
        (Question(kind=FieldKind.TEXT, label=" "),),
        (Question(kind=FieldKind.TEXT, label="x" * 61),),
        tuple(Question(kind=FieldKind.TEXT, label=str(number)) for number in range(21)),
    ],
)
def test_forms_that_nobody_can_fill_in_are_refused(
    hydra: Organization, questions: tuple[Question, ...]
) -> None:
    with pytest.raises(ValidationError):
        save_form(
            form=Form(organization=hydra, name="F"), questions=questions, text=TEXT, actor=None, now=NOW
        )


@pytest.mark.parametrize(
    "site", ["*", "https://*.example", "https://a.example; script-src *", "javascript:x", "https://a b"]
)
def test_a_site_that_could_mean_more_is_refused(hydra: Organization, site: str) -> None:
    with pytest.raises(ValidationError):
        make_form(hydra, sites=site)


def test_a_site_is_kept_as_browsers_name_it(hydra: Organization) -> None:
    version = make_form(hydra, sites="www.Hydra.example/path\nhttp://shop.hydra.example:8080")
    assert version.form.sites == ["https://www.hydra.example", "http://shop.hydra.example:8080"]


def test_an_unchanged_form_keeps_its_version(hydra: Organization) -> None:
    version = make_form(hydra)
    same = save_form(form=version.form, questions=QUESTIONS, text=TEXT, actor=None, now=NOW)
    assert same == version
