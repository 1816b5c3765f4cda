"""Answers over very many posts: kept, shown as of then, made anew, and never shown after a removal."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from colonnade.core.jobs.inline import run_here
from colonnade.core.jobs.models import Job
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization
from colonnade.pillars.listening.models import BrandQuery, KeptAnswer
from colonnade.pillars.listening.questions import keeping
from colonnade.pillars.listening.questions.answer import Answer
from colonnade.pillars.listening.questions.asking import KEYS, QuestionKey, ask
from colonnade.pillars.listening.questions.brands import Brand
from colonnade.pillars.listening.questions.filters import Filters
from colonnade.pillars.listening.questions.renewing import renew_answers
from colonnade.pillars.listening.questions.tests.factories import fill, post
from colonnade.warehouse.store import Facts, open_store

LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def no_answers_in_memory() -> None:
    cache.clear()


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def acme(hydra: Organization) -> Brand:
    row = BrandQuery.objects.create(
        organization=hydra, name="Acme", kind="own", terms=["acme"], created_at=NOW
    )
    return Brand(id=row.pk, name="Acme", kind="own", terms=("acme",))


@pytest.fixture
def talk(hydra: Organization, acme: Brand, monkeypatch: pytest.MonkeyPatch) -> Facts:
    monkeypatch.setattr(keeping, "MANY", 60)
    posts = [
        post(number, f"acme noise {number % 3}", by=f"p{number % 9}", brands=[acme]) for number in range(60)
    ]
    return fill(open_store().facts(hydra.pk), posts)


def asked(hydra: Organization, facts: Facts, key: QuestionKey = "who", *, fresh: bool = False) -> Answer:
    return ask(organization=hydra, facts=facts, question=key, filters=Filters(), now=LATER, fresh=fresh)


def one_more(facts: Facts, acme: Brand) -> None:
    fill(facts, [post(100, "acme again", by="somebody", brands=[acme])])


def renewed(hydra: Organization) -> int:
    return run_here(renew_answers, kwargs={"organization_id": hydra.pk}, on_progress=lambda _progress: None)


@pytest.mark.parametrize("key", KEYS)
def test_an_answer_is_read_as_it_was_written(key: QuestionKey, hydra: Organization, talk: Facts) -> None:
    answer = asked(hydra, talk, key)
    again = keeping.read(KeptAnswer.objects.get(question=key).answer)
    assert again == keeping.read(keeping.written(again))
    assert (again.sentence, again.tables, again.charts, again.measures, again.filters) == (
        answer.sentence, answer.tables, answer.charts, answer.measures, answer.filters
    )  # fmt: skip


def test_what_was_kept_is_shown_as_of_then_until_a_job_has_made_it_anew(
    hydra: Organization, talk: Facts, acme: Brand
) -> None:
    assert asked(hydra, talk).as_of is None
    one_more(talk, acme)
    for _again in range(2):
        kept = asked(hydra, talk)
        assert kept.n == 60
        assert kept.as_of is not None
        assert kept.as_of.came == 1
        assert "1 post came since" in kept.as_of.said
    assert Job.objects.filter(task=renew_answers.module_path).count() == 1
    assert renewed(hydra) == len(KEYS), "each question's answer without filters was made too"
    present = asked(hydra, talk)
    assert (present.n, present.as_of) == (61, None)
    assert renewed(hydra) == 0


def test_whoever_asks_for_it_waits_for_the_present_answer(
    hydra: Organization, talk: Facts, acme: Brand
) -> None:
    asked(hydra, talk)
    one_more(talk, acme)
    assert asked(hydra, talk, fresh=True).n == 61
    assert asked(hydra, talk).as_of is None


def test_nothing_made_before_a_removal_is_shown_again(hydra: Organization, talk: Facts) -> None:
    assert "@p7" in str(asked(hydra, talk).tables)
    talk.erase_authors(["x:p7"])
    # As many posts come as went, so that the store is as large as before.
    fill(talk, [post(200 + number, "acme", by="new") for number in range(6)])
    present = asked(hydra, talk)
    assert present.as_of is None
    assert "@p7" not in str(present.tables)


def test_an_answer_made_while_posts_are_taken_away_is_not_kept(
    hydra: Organization, talk: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = keeping.written

    def while_erased(answer: Answer) -> dict[str, object]:
        talk.withdraw(["m3"], for_good=False)
        return written(answer)

    monkeypatch.setattr(keeping, "written", while_erased)
    asked(hydra, talk)
    assert not KeptAnswer.objects.exists()


def test_of_few_posts_every_answer_is_the_present_one(
    hydra: Organization, talk: Facts, acme: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MANY", 1_000)
    asked(hydra, talk)
    one_more(talk, acme)
    assert asked(hydra, talk).n == 61
    assert not KeptAnswer.objects.exists()
    assert not Job.objects.exists()


def test_what_nobody_asks_for_any_more_is_dropped(hydra: Organization, talk: Facts) -> None:
    asked(hydra, talk)
    keeping.outdated(organization=hydra, facts=talk, now=LATER + keeping.KEPT_FOR)
    assert KeptAnswer.objects.count() == 1
    keeping.outdated(organization=hydra, facts=talk, now=LATER + 2 * keeping.KEPT_FOR)
    assert not KeptAnswer.objects.exists()


def test_the_page_says_of_when_its_answer_is_and_looks_again(
    hydra: Organization, talk: Facts, acme: Brand, client: Client
) -> None:
    client.force_login(hydra.memberships.get().user)
    page = reverse("listening:who", kwargs={"organization": hydra.slug})
    client.get(page)
    one_more(talk, acme)
    text = client.get(page).content.decode()
    assert "1 post came since" in text
    assert f'hx-get="{page}"' in text
    again = client.get(page, headers={"HX-Request": "true", "HX-Trigger": "as-of"})
    assert "HX-Push-Url" not in again.headers
    waited = client.get(page, {"fresh": "1"}).content.decode()
    assert "came since" not in waited
