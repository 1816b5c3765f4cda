"""A form is taken in once, with what was agreed to; what looks like spam is kept apart for a person."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from colonnade.audience.leads.models import Consent, Lead, Purpose
from colonnade.audience.leads.operations import withdraw
from colonnade.audience.touches.kinds import Kind
from colonnade.audience.touches.models import Touch
from colonnade.core.jobs.models import Job
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization, make_user
from colonnade.pillars.promotion.pages import doubts, jobs, tokens
from colonnade.pillars.promotion.pages.models import FormVersion, Submission, SubmissionState
from colonnade.pillars.promotion.pages.operations import accept, dismiss, save_form, take_waiting
from colonnade.pillars.promotion.pages.tests.factories import QUESTIONS, TEXT, make_form
from colonnade.pillars.promotion.pages.views import public

OURS = {"HTTP_ORIGIN": "http://testserver"}
WRITTEN = {"email": "Rosa@Quarry.example", "q0": "Rosa Stone", "q2": "10 or more", "agree_contact": "on"}


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def version(hydra: Organization) -> FormVersion:
    return make_form(hydra)


@pytest.fixture(autouse=True)
def empty_memory() -> Iterator[None]:
    yield
    doubts.USUAL.clear()
    doubts.BEARABLE.clear()
    jobs.forget_plans()


def address(version: FormVersion) -> str:
    return f"/f/{version.form.key}/"


def token(version: FormVersion, *, seconds: float = 60, asked: tuple[int, ...] = (0, 1, 2, 3)) -> str:
    return tokens.write(
        tokens.Shown(version=version.pk, asked=asked, at=timezone.now() - timedelta(seconds=seconds))
    )


def taken(organization: Organization) -> list[Lead]:
    take_waiting(organization=organization, now=timezone.now())
    return list(Lead.objects.filter(organization=organization))


def test_a_form_needs_no_script_and_no_session(client: Client, version: FormVersion) -> None:
    shown = client.get(address(version))
    html = shown.content.decode()
    assert "You may contact me about this." in html
    assert not shown.cookies
    found = re.search(r'name="form" value="([^"]+)"', html)
    assert found is not None
    sent = tokens.read(found[1])
    assert sent.asked == (0, 1, 2, 3), "what is asked later is not asked of strangers"
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(address(version), {**WRITTEN, "form": token(version)})
    assert (answer.status_code, answer["Location"]) == (302, f"{address(version)}thanks/")
    thanks = strict.get(answer["Location"]).content.decode()
    assert "The <strong>guide</strong> is yours." in thanks
    assert "https://hydra.example/guide.pdf" in thanks


def test_what_was_sent_becomes_a_lead_with_consents_as_shown(client: Client, version: FormVersion) -> None:
    first = token(version)
    save_form(
        form=version.form,
        questions=QUESTIONS,
        text=replace(TEXT, contact_text="Other words."),
        actor=None,
        now=NOW,
    )
    client.post(
        address(version),
        {**WRITTEN, "form": first},
        HTTP_REFERER="https://www.hydra.example/guide?utm_source=bluesky&secret=1",
    )
    (lead,) = taken(version.form.organization)
    assert (lead.email, lead.name, lead.answers) == (
        "rosa@quarry.example",
        "Rosa Stone",
        {"Machines": "10 or more"},
    )
    contact = Consent.objects.get(purpose=Purpose.CONTACT)
    assert (contact.text, contact.version, contact.given) == ("You may contact me about this.", 1, True)
    assert contact.place == "https://www.hydra.example/guide"
    assert not Consent.objects.get(purpose=Purpose.NEWS).given
    touch = Touch.objects.select_related("source").get(kind=Kind.FORM)
    assert (touch.source.source, touch.source.page) == ("bluesky", f"form:{version.form.pk}")
    assert Job.objects.filter(task=jobs.take_submissions.module_path).count() == 1


def test_a_second_click_is_the_same_submission(client: Client, version: FormVersion) -> None:
    once = token(version)
    for _click in range(3):
        client.post(address(version), {**WRITTEN, "form": once})
    assert Submission.objects.count() == 1
    assert len(taken(version.form.organization)) == 1
    assert take_waiting(organization=version.form.organization, now=NOW) == 0


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client: Client, version: FormVersion) -> None:
    wrong = {**WRITTEN, "email": "rosa", "q0": "", "q3": 'Dust & "noise" <b>', "q2": "a thousand"}
    answer = client.post(address(version), {**wrong, "form": token(version)})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count("Not sent yet") == 1
    assert 'value="rosa"' in html
    assert "Dust &amp; &quot;noise&quot; &lt;b&gt;" in html
    assert not Submission.objects.exists()


def test_a_form_left_open_for_days_asks_once_more_and_keeps_what_was_written(
    client: Client, version: FormVersion
) -> None:
    answer = client.post(address(version), {**WRITTEN, "form": token(version, seconds=49 * 3600)})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing you wrote is lost" in html
    assert 'value="Rosa Stone"' in html


@pytest.mark.parametrize(
    ("written", "seconds", "doubt"),
    [
        ({"website": "x"}, 60, doubts.Doubt.TRAP),
        ({}, 0, doubts.Doubt.FAST),
        ({"q3": "http://a.example http://b.example www.c.example"}, 60, doubts.Doubt.LINKS),
        ({"q3": "[url=http://a.example]cheap[/url]"}, 60, doubts.Doubt.MARKUP),
        ({"q0": "same", "q1": "Same", "q2": "", "q3": "same"}, 60, doubts.Doubt.SAME),
    ],
)
def test_what_looks_like_spam_is_kept_apart_for_a_person(
    client: Client, version: FormVersion, written: dict[str, str], seconds: float, doubt: doubts.Doubt
) -> None:
    answer = client.post(address(version), {**WRITTEN, **written, "form": token(version, seconds=seconds)})
    assert answer.status_code == 302, "a program is told nothing"
    (kept,) = Submission.objects.all()
    assert (kept.state, kept.doubts) == (SubmissionState.SUSPECT, [doubt])
    assert taken(version.form.organization) == []
    accept(submission=kept, actor=None, now=NOW)
    assert len(taken(version.form.organization)) == 1


def test_spam_that_a_person_dismissed_never_becomes_a_lead(client: Client, version: FormVersion) -> None:
    client.post(address(version), {**WRITTEN, "website": "x", "form": token(version)})
    dismiss(submission=Submission.objects.get(), actor=None, now=NOW)
    assert taken(version.form.organization) == []


def test_many_from_one_place_are_kept_apart_and_floods_must_wait(
    client: Client, version: FormVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = timedelta(hours=1)
    monkeypatch.setattr(public, "USUAL", doubts.Buckets(room=2, every=slow))
    monkeypatch.setattr(public, "BEARABLE", doubts.Buckets(room=4, every=slow))
    codes = [
        client.post(
            address(version), {**WRITTEN, "email": f"p{number}@q.example", "form": token(version)}
        ).status_code
        for number in range(5)
    ]
    assert codes == [302, 302, 302, 302, 429]
    states = list(Submission.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["waiting", "waiting", "suspect", "suspect"]


def test_a_bucket_fills_again_and_forgets_the_oldest_place() -> None:
    bucket = doubts.Buckets(room=1, every=timedelta(seconds=10), most=2)
    assert bucket.take("a", now=NOW)
    assert not bucket.take("a", now=NOW + timedelta(seconds=5))
    assert bucket.take("a", now=NOW + timedelta(seconds=16))
    assert not bucket.take("a", now=NOW)
    for place in ("b", "c"):
        bucket.take(place, now=NOW + timedelta(seconds=16))
    assert bucket.take("a", now=NOW + timedelta(seconds=16)), "it was forgotten, and has room again"


@pytest.mark.parametrize(
    ("origin", "state"),
    [
        ("https://www.hydra.example", "waiting"),
        ("https://evil.example", "suspect"),
        ("https://www.hydra.example.evil.example", "suspect"),
        ("null", "suspect"),
    ],
)
def test_a_plain_form_on_another_site_counts_where_the_form_names_the_site(
    client: Client, version: FormVersion, origin: str, state: str
) -> None:
    client.post(address(version), WRITTEN, HTTP_ORIGIN=origin)
    assert Submission.objects.get().state == state


@pytest.mark.parametrize("forged", ["", "x", "a:b:c", "é" * 50])
def test_a_forged_token_tells_nothing(client: Client, version: FormVersion, forged: str) -> None:
    client.post(address(version), {**WRITTEN, "form": forged})
    (kept,) = Submission.objects.all()
    assert kept.doubts == [doubts.Doubt.STRANGE]
    assert kept.shown_on is None


def test_a_token_of_another_form_asks_what_this_one_asks(client: Client, version: FormVersion) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    other = make_form(rival)
    client.post(address(version), {**WRITTEN, "form": token(other)})
    assert Submission.objects.get().version == version


def test_only_sites_that_the_form_names_may_frame_it(client: Client, version: FormVersion) -> None:
    for path in (address(version), f"{address(version)}thanks/"):
        answer = client.get(path)
        policy = answer["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors 'self' https://www.hydra.example")
        assert "X-Frame-Options" not in answer
        assert "unsafe" not in policy


def test_a_form_out_of_use_is_not_there(client: Client, version: FormVersion) -> None:
    version.form.active = False
    version.form.save()
    assert client.get(address(version)).status_code == 404
    assert client.post(address(version), WRITTEN).status_code == 404


def test_known_visitors_are_asked_what_is_missing_only_as_long_as_they_agree(
    client: Client, version: FormVersion
) -> None:
    answer = client.post(address(version), {**WRITTEN, "agree_profile": "on", "form": token(version)})
    cookie = answer.cookies[tokens.KNOWN_COOKIE]
    assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)
    (lead,) = taken(version.form.organization)
    html = client.get(address(version)).content.decode()
    assert "Telephone" in html
    for known in ("E-mail address", "Your name", "10 or more", "rosa@", "Rosa", "join my visits"):
        assert known not in html
    found = re.search(r'name="form" value="([^"]+)"', html)
    assert found is not None
    shown = tokens.read(found[1])
    again = tokens.write(replace(shown, at=timezone.now() - timedelta(minutes=1)))
    client.post(address(version), {"q4": "+56 2 555", "form": again})
    taken(version.form.organization)
    lead.refresh_from_db()
    assert (lead.phone, Lead.objects.count()) == ("+56 2 555", 1)
    assert "Your name" not in client.get(address(version)).content.decode()
    withdraw(consent=Consent.objects.get(purpose=Purpose.PROFILE), actor=None, now=NOW)
    assert "Your name" in client.get(address(version)).content.decode()


def test_without_consent_nothing_is_kept_in_the_browser(client: Client, version: FormVersion) -> None:
    answer = client.post(address(version), {**WRITTEN, "form": token(version)})
    assert not answer.cookies


def test_hostile_words_stay_words(client: Client, version: FormVersion) -> None:
    evil = "<script>alert(1)</script>'\"{{7*7}}\u202e\x00"
    client.post(address(version), {**WRITTEN, "q1": evil, "form": token(version)})
    html = client.post(address(version), {**WRITTEN, "email": evil, "form": token(version)}).content.decode()
    assert "<script>alert" not in html
    assert "{{7*7}}" in html
