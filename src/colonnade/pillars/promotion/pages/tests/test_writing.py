"""Forms and pages are written, published and tried by those who may, and by nobody else."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from colonnade.audience.leads.models import Lead
from colonnade.audience.leads.operations import Said
from colonnade.audience.leads.tests.factories import make_lead
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.pillars.promotion.pages import erasing
from colonnade.pillars.promotion.pages.models import Form, LandingPage, Submission, SubmissionState
from colonnade.pillars.promotion.pages.operations import publish
from colonnade.pillars.promotion.pages.sequential import Day, judge
from colonnade.pillars.promotion.pages.tests.factories import make_form, make_page
from colonnade.pillars.promotion.pages.wording import verdict_sentence

ROWS = {
    "q-TOTAL_FORMS": "3",
    "q-INITIAL_FORMS": "2",
    "q-0-label": "Your name",
    "q-0-kind": "name",
    "q-0-required": "on",
    "q-1-label": "Machines",
    "q-1-kind": "choice",
    "q-1-options": "1 to 9\n10 or more",
    "q-2-label": "",
    "q-2-kind": "text",
}
ASKED = {"name": "Guide", "button": "Get it", "contact_text": "Call me.", "active": "on"}


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def author(client: Client, hydra: Organization) -> Client:
    client.force_login(hydra.memberships.get().user)
    return client


def base(organization: Organization) -> str:
    return f"/o/{organization.slug}/promote/pages/"


def test_a_form_is_written_and_changed(author: Client, hydra: Organization) -> None:
    page = f"{base(hydra)}forms/"
    assert "No form yet" in author.get(page).content.decode()
    refused = author.post(f"{page}add/", {**ASKED, **ROWS, "q-1-options": "one"}).content.decode()
    assert "needs 2 to" in refused
    assert "Get it" in refused
    author.post(f"{page}add/", {**ASKED, **ROWS})
    form = Form.objects.get()
    assert form.shown is not None
    assert [one["label"] for one in form.shown.fields] == ["Your name", "Machines"]
    html = author.get(f"{page}{form.pk}/").content.decode()
    assert f"/f/{form.key}/" in html
    assert "data-colonnade-form" in html
    author.post(f"{page}{form.pk}/", {**ASKED, **ROWS, "contact_text": "Write to me."})
    assert form.shown.number == 2
    assert "Guide" in author.get(page).content.decode()


def test_a_page_is_written_seen_published_and_tried(author: Client, hydra: Organization) -> None:
    form = make_form(hydra).form
    said = {"name": "Guide", "slug": "guide", "headline": "Choose well", "body": "## Why", "form": form.pk}
    assert "No page yet" in author.get(base(hydra)).content.decode()
    author.post(f"{base(hydra)}add/", said)
    page = LandingPage.objects.get()
    first = page.versions.get()
    preview = author.get(f"{base(hydra)}versions/{first.pk}/").content.decode()
    assert "Choose well" in preview
    assert "disabled" in preview
    assert author.get("/p/hydra-machines/guide/").status_code == 404
    author.post(f"{base(hydra)}versions/{first.pk}/publish/")
    assert author.get("/p/hydra-machines/guide/").status_code == 200
    author.post(f"{base(hydra)}{page.pk}/write/", {**said, "headline": "Choose better"})
    second = page.versions.first()
    assert second is not None
    author.post(f"{base(hydra)}versions/{second.pk}/try/")
    html = author.get(f"{base(hydra)}{page.pk}/").content.decode()
    assert "Insufficient evidence" in html
    twice = author.post(f"{base(hydra)}versions/{first.pk}/try/", follow=True).content.decode()
    assert "needs another version" in twice
    author.post(f"{base(hydra)}{page.pk}/withdraw/")
    assert author.get("/p/hydra-machines/guide/").status_code == 404
    double = author.post(f"{base(hydra)}add/", said).content.decode()
    assert "already exists" in double


def test_what_was_kept_apart_is_decided_by_who_works_leads(author: Client, hydra: Organization) -> None:
    version = make_form(hydra)
    for number in range(2):
        author.post(f"/f/{version.form.key}/", {"email": f"p{number}@q.example", "q0": "P"})
    page = f"{base(hydra)}forms/kept-apart/"
    html = author.get(page).content.decode()
    assert "a place that the form does not know" in html
    first, second = Submission.objects.order_by("pk")
    author.post(f"{page}{first.pk}/", {"accept": "1"})
    author.post(f"{page}{second.pk}/", {"dismiss": "1"})
    states = list(Submission.objects.order_by("pk").values_list("state", flat=True))
    assert states == [SubmissionState.WAITING, SubmissionState.DISMISSED]
    assert author.post(f"{page}{first.pk}/", {"accept": "1"}).status_code == 404


def test_who_may_not_write_or_publish_sees_and_changes_nothing(client: Client, hydra: Organization) -> None:
    version = make_page(hydra)
    client.force_login(make_member(hydra, Role.ANALYST).user)
    assert "Write a page" not in client.get(base(hydra)).content.decode()
    for page in ("add/", "forms/add/", "forms/kept-apart/", f"{version.page_id}/write/"):
        assert client.get(base(hydra) + page).status_code == 403
    client.force_login(make_member(hydra, Role.EXPERT).user)
    assert client.post(f"{base(hydra)}versions/{version.pk}/publish/").status_code == 403


def test_another_organisation_reaches_nothing(client: Client, hydra: Organization) -> None:
    version = make_page(hydra)
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    client.force_login(rival.memberships.get().user)
    assert version.form is not None
    for page in (f"versions/{version.pk}/", f"{version.page_id}/", f"forms/{version.form.pk}/"):
        assert client.get(base(rival) + page).status_code == 404
    assert client.post(f"{base(rival)}versions/{version.pk}/publish/").status_code == 404
    said = {"name": "G", "slug": "g", "headline": "H", "form": version.form.pk}
    client.post(f"{base(rival)}add/", said)
    assert not LandingPage.objects.filter(organization=rival).exists()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("page", ["", "forms/"])
def test_lists_take_the_same_queries_however_long(
    author: Client,
    hydra: Organization,
    page: str,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        publish(version=make_page(hydra, slug=f"p{number}"), actor=None, now=NOW)
    with django_assert_max_num_queries(9):
        author.get(base(hydra) + page)


def test_an_erasure_finds_leads_and_forms_that_name_the_account(author: Client, hydra: Organization) -> None:
    make_lead(hydra, said=Said(email="ann@q.example", answers={"Account": "@ann_quarry"}))
    make_lead(hydra, said=Said(email="ben@q.example"))
    version = make_form(hydra)
    for said in ("@ann_quarry", "nobody"):
        author.post(f"/f/{version.form.key}/", {"email": "x@q.example", "q0": "X", "q3": said})
    subject = Subject(organization_id=hydra.pk, authors=frozenset({"x:ann_quarry"}))
    assert [place.count(subject) for place in erasing.PLACES] == [1, 1]
    for _time in range(2):
        for place in erasing.PLACES:
            place.forget(subject)
    assert [place.count(subject) for place in erasing.PLACES] == [0, 0]
    assert [lead.email for lead in Lead.objects.all()] == ["ben@q.example"]
    assert Submission.objects.count() == 1


def test_a_verdict_claims_no_more_than_its_figures() -> None:
    assert "not both versions" in verdict_sentence(judge([Day(5, 1, 0, 0)]))
    assert "may be equally good" in verdict_sentence(judge([Day(50, 5, 50, 6)]))
    plain = judge([Day(200, 4, 200, 80)] * 3)
    assert "the new version does better" in verdict_sentence(plain)
    assert "at most 5 of 100" in verdict_sentence(plain)
