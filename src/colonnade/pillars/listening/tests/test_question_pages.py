"""The question pages, the posts behind them, the API and the command: each door to the same answer."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime

import click
import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from colonnade.organization.models import BusinessUnit, Organization
from colonnade.organization.operations import issue_token
from colonnade.organization.tests.factories import make_organization, make_user
from colonnade.pillars.listening.commands import COMMANDS
from colonnade.pillars.listening.models import BrandQuery
from colonnade.pillars.listening.questions.asking import KEYS, QuestionKey, ask
from colonnade.pillars.listening.questions.brands import Brand
from colonnade.pillars.listening.questions.filters import Filters
from colonnade.pillars.listening.questions.tests.factories import fill, post
from colonnade.warehouse.store import Facts, open_store

NOW = datetime(2026, 3, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_kept_answers() -> None:
    cache.clear()


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def facts(hydra: Organization) -> Facts:
    return open_store().facts(hydra.pk)


@pytest.fixture
def acme(hydra: Organization) -> Brand:
    return _brand(hydra, "Acme", "own")


@pytest.fixture
def talk(facts: Facts, acme: Brand) -> Facts:
    return fill(facts, [post(number, f"acme noise {number % 3}", brands=[acme]) for number in range(60)])


@pytest.fixture
def member(hydra: Organization, client: Client) -> Client:
    client.force_login(hydra.memberships.get().user)
    return client


def _brand(organization: Organization, name: str, kind: str) -> Brand:
    row = BrandQuery.objects.create(
        organization=organization, name=name, kind=kind, terms=[f"@{name.lower()}", name], created_at=NOW
    )
    return Brand(id=row.pk, name=name, kind="own", terms=tuple(row.terms))


def page(organization: Organization, name: str, query: str = "") -> str:
    address = reverse(f"listening:{name}", kwargs={"organization": organization.slug})
    return f"{address}?{query}" if query else address


@pytest.mark.parametrize("key", KEYS)
def test_each_question_has_its_page(key: str, member: Client, hydra: Organization, talk: Facts) -> None:
    answer = member.get(page(hydra, key))
    assert answer.status_code == 200
    assert answer.context["answer"].question == key
    assert answer.context["answer"].sentence in answer.content.decode()


@pytest.mark.parametrize("key", KEYS)
def test_before_the_first_import_each_page_leads_to_it(key: str, member: Client, hydra: Organization) -> None:
    text = member.get(page(hydra, key)).content.decode()
    assert "No posts yet" in text
    assert page(hydra, "imports") in text


@pytest.mark.parametrize("name", [*KEYS, "overview", "posts", "posts_csv"])
def test_a_stranger_finds_nothing(name: str, hydra: Organization, client: Client) -> None:
    client.force_login(
        make_organization("Rival", founder=make_user("rita@rival.example")).memberships.get().user
    )
    assert client.get(page(hydra, name)).status_code == 404


def test_an_answer_never_holds_posts_of_another_organisation(
    member: Client, hydra: Organization, talk: Facts
) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    fill(open_store().facts(rival.pk), [post(number, "secret", by="secret") for number in range(99)])
    for name in [*KEYS, "posts", "posts_csv"]:
        answer = member.get(page(hydra, name))
        body = answer.getvalue()
        assert b"secret" not in body


@pytest.mark.parametrize("key", [*KEYS, "posts"])
def test_three_brands_cost_no_more_queries_than_one(
    key: str,
    member: Client,
    hydra: Organization,
    talk: Facts,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    member.get(page(hydra, key))
    cache.clear()
    with django_assert_max_num_queries(13) as one:
        member.get(page(hydra, key))
    for name in ("Bolt", "Cogs"):
        _brand(hydra, name, "competitor")
    cache.clear()
    with django_assert_max_num_queries(len(one.captured_queries)):
        member.get(page(hydra, key))


def test_the_address_is_the_state_and_has_one_form(member: Client, hydra: Organization, talk: Facts) -> None:
    typed = member.get(page(hydra, "who", "until=&since=2026-03-02&channel=&text=noise"))
    assert typed.status_code == 302
    assert typed["Location"] == page(hydra, "who", "since=2026-03-02&text=noise")
    form = member.get(typed["Location"]).context["form"]
    assert (form["since"].value(), form["text"].value()) == ("2026-03-02", "noise")


def test_htmx_gets_the_changing_part_and_the_address(
    member: Client, hydra: Organization, talk: Facts
) -> None:
    answer = member.get(page(hydra, "who", "channel=&text=noise"), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer["HX-Push-Url"] == page(hydra, "who", "text=noise")
    assert answer.content.decode().lstrip().startswith('<div id="found"')


def test_a_wrong_filter_is_named_and_left_aside(member: Client, hydra: Organization, talk: Facts) -> None:
    text = member.get(page(hydra, "who", "since=yesterday")).content.decode()
    assert "“yesterday” is not a day" in text
    assert "60 posts about Acme" in text
    assert "There is no brand “Nobody”" in member.get(page(hydra, "what", "brand=Nobody")).content.decode()


def test_filters_that_links_set_can_be_taken_off(member: Client, hydra: Organization, talk: Facts) -> None:
    query = "author=x%3Aauthor3&term=noise&text=acme&hour=3&asks=1"
    answer = member.get(page(hydra, "posts", query))
    assert [chip.shown for chip in answer.context["chips"]] == [
        "by x:author3",
        "with noise",
        "at 03:00",
        "asks a question",
    ]
    assert answer.context["chips"][2].without == "author=x%3Aauthor3&term=noise&text=acme&asks=1"
    assert 'name="hour" value="3"' in answer.content.decode()


def test_the_unit_switch_narrows_a_question(
    member: Client, hydra: Organization, talk: Facts, acme: Brand
) -> None:
    unit = BusinessUnit.objects.create(organization=hydra, name="Spare parts", slug="spares")
    page = f"/o/{hydra.slug}/listen/who/"
    assert "?unit=spares" in member.get(page).content.decode()
    refused = member.get(page, {"unit": "spares"}).content.decode()
    assert "No query belongs to the business unit “spares”" in refused
    BrandQuery.objects.filter(pk=acme.id).update(unit=unit)
    narrowed = member.get(page, {"unit": "spares"})
    assert "60 posts" in narrowed.content.decode()
    assert 'name="unit" value="spares"' in narrowed.content.decode()


def test_without_a_brand_the_page_offers_to_define_one(
    member: Client, hydra: Organization, facts: Facts
) -> None:
    fill(facts, [post(number, brands=[]) for number in range(40)])
    text = member.get(page(hydra, "who")).content.decode()
    assert "No brand is defined yet" in text
    assert page(hydra, "brands") in text


def test_the_overview_asks_for_each_card(member: Client, hydra: Organization, talk: Facts) -> None:
    text = member.get(page(hydra, "overview")).content.decode()
    for key in KEYS:
        address = reverse("listening:card", kwargs={"organization": hydra.slug, "question": key})
        assert f'hx-get="{address}"' in text
        assert member.get(address).status_code == 200
    unknown = reverse("listening:card", kwargs={"organization": hydra.slug, "question": "why"})
    assert member.get(unknown).status_code == 404


# -- posts


def test_times_are_those_of_the_organisation_whose_days_the_filters_mean(
    member: Client, hydra: Organization, facts: Facts, acme: Brand
) -> None:
    hydra.time_zone = "America/New_York"
    hydra.save()
    fill(facts, [post(1, brands=[acme], published_at=datetime(2026, 3, 3, 4, 30))])  # noqa: DTZ001
    text = member.get(page(hydra, "posts", "since=2026-03-02&until=2026-03-02")).content.decode()
    assert "2 Mar 2026, 23:30" in text
    assert "times in America/New_York" in text


def test_posts_with_most_reactions_first(
    member: Client, hydra: Organization, facts: Facts, acme: Brand
) -> None:
    fill(facts, [post(number, brands=[acme], likes=likes) for number, likes in enumerate([3, None, 9, 0])])
    answer = member.get(page(hydra, "posts", "order=reactions"))
    assert [item.reactions for item in answer.context["posts"]] == [9, 3, 0, None]


def test_what_was_searched_for_is_marked_and_all_else_escaped(
    member: Client, hydra: Organization, facts: Facts, acme: Brand
) -> None:
    hostile = "<script>a</script> NOISE & <b>noise</b> acmes acme"
    fill(facts, [post(1, brands=[acme], text=hostile, url="javascript:alert(1)")])
    text = member.get(page(hydra, "posts", "text=noise")).content.decode()
    assert (
        "&lt;script&gt;a&lt;/script&gt; <mark>NOISE</mark> &amp; &lt;b&gt;<mark>noise</mark>&lt;/b&gt; "
        "acmes <mark>acme</mark>"
    ) in text
    assert "javascript:alert" not in text


def test_the_label_is_shown_with_its_chance(
    member: Client, hydra: Organization, facts: Facts, acme: Brand
) -> None:
    fill(
        facts,
        [
            post(1, brands=[acme], sentiment="negative", p_negative=0.875),
            post(2, brands=[acme], sentiment="unsure"),
        ],
    )
    found = member.get(page(hydra, "posts")).context["posts"]
    assert [(item.sentiment, item.confidence) for item in found] == [("unsure", None), ("negative", 0.875)]


def test_the_csv_holds_every_post_and_no_formula(
    member: Client, hydra: Organization, facts: Facts, acme: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("colonnade.pillars.listening.explorer.finding._LATER_LOOKS", 7)
    monkeypatch.setattr("colonnade.pillars.listening.explorer.finding.PAGE", 7)
    formulas = ["=1+1", "+1", "-1", "@acme", "\t=1", '=cmd|"/c calc"!A1', "plain, with\nnewline"]
    same_moment = post(1)["published_at"]
    fill(
        facts,
        [
            post(number, brands=[acme], text=formulas[number % 7], published_at=same_moment)
            for number in range(50)
        ],
    )
    answer = member.get(page(hydra, "posts_csv"))
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert sorted(row["mention_id"] for row in rows) == sorted(f"m{number}" for number in range(50))
    for row in rows:
        original = formulas[int(row["mention_id"][1:]) % 7]
        assert row["text"] == (original if original.startswith("plain") else f"'{original}")
    assert member.get(page(hydra, "posts_csv", "since=never")).status_code == 400


# -- keeping answers


def test_an_answer_is_kept_until_facts_or_brands_change(
    hydra: Organization, talk: Facts, acme: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[object] = []
    run = Facts.run

    def counted(self: Facts, expression: object) -> object:
        runs.append(expression)
        return run(self, expression)

    monkeypatch.setattr(Facts, "run", counted)

    def asked() -> int:
        return ask(organization=hydra, facts=talk, question="who", filters=Filters(), now=NOW).n

    assert asked() == 60
    first = len(runs)
    assert asked() == 60
    assert len(runs) == first
    fill(talk, [post(100, brands=[acme])])
    assert asked() == 61
    assert len(runs) > first
    BrandQuery.objects.all().delete()
    fill(talk, [post(101, brands=[])])
    assert asked() == 62


# -- API


@pytest.fixture
def call(hydra: Organization) -> Callable[[str], dict[str, object]]:
    token = issue_token(membership=hydra.memberships.get(), name="test", now=timezone.now())
    client = Client(headers={"Authorization": f"Bearer {token.secret}"})

    def get(path: str) -> dict[str, object]:
        response = client.get(f"/api/v1/o/{hydra.slug}/listening/{path}")
        return {"status": response.status_code, **json.loads(response.content)}

    return get


@pytest.mark.parametrize("key", KEYS)
def test_the_api_gives_the_same_answer(
    key: QuestionKey, call: Callable[[str], dict[str, object]], hydra: Organization, talk: Facts
) -> None:
    found = call(f"questions/{key}?channel=x&weekday=0")
    answer = ask(
        organization=hydra, facts=talk, question=key, filters=Filters(channel="x", weekday=0), now=NOW
    )
    expected = json.loads(json.dumps(answer.as_json()))
    assert found["status"] == 200, found
    assert {name: found[name] for name in ("sentence", "n", "caveats", "tables", "facts", "filters")} == {
        name: expected[name] for name in ("sentence", "n", "caveats", "tables", "facts", "filters")
    }


def test_the_api_lists_posts(call: Callable[[str], dict[str, object]], talk: Facts) -> None:
    first = call("posts?term=noise")
    assert (call("posts/count?term=noise")["posts"], first["newer"]) == (60, "")
    found = call(f"posts?term=noise&after={first['older']}")
    posts = found["posts"]
    assert isinstance(posts, list)
    assert [item["id"] for item in posts] == [f"m{number}" for number in range(9, -1, -1)]


@pytest.mark.parametrize(
    "path",
    [
        "questions/who?sentiment=angry",
        "questions/who?brand=Nobody",
        "questions/why",
        "posts?brand=Nobody",
        "posts?after=nonsense",
        "posts?q=acme+AND+%29",
        "posts?order=best",
    ],
)
def test_the_api_refuses_what_it_cannot_understand(
    path: str, call: Callable[[str], dict[str, object]], talk: Facts
) -> None:
    found = call(path)
    assert found["status"] == 422
    assert found["detail"]


# -- the command


def run_cli(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(click.Group("colonnade", commands=COMMANDS), list(words))
    return result.exit_code, result.output


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", KEYS)
def test_the_command_answers_in_three_forms(key: str, hydra: Organization, talk: Facts) -> None:
    assert run_cli("ask", key)[0] == 0
    code, text = run_cli("ask", key, "--format", "json", "--channel", "x")
    assert code == 0
    found = json.loads(text)
    assert (found["question"], found["filters"]) == (key, "channel=x")


@pytest.mark.django_db(transaction=True)
def test_the_command_writes_any_table_as_csv(hydra: Organization, talk: Facts) -> None:
    code, text = run_cli("ask", "who", "--format", "csv")
    assert code == 0
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == ["Person", "Posts", "Share of posts", "Followers", "Looks automatic or paid"]
    assert lines[1] == ["'@author0", "1", "2%", "", ""]
    code, text = run_cli("ask", "who", "--format", "csv", "--table", "who-habits")
    assert list(csv.reader(io.StringIO(text)))[1][:2] == ["once", "100.0"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("who", "--since", "yesterday"), "“yesterday” is not a day"),
        (("who", "--brand", "Nobody"), "There is no brand “Nobody”; there are: Acme."),
        (("who", "--organization", "nowhere"), "nowhere"),
        (
            ("who", "--format", "csv", "--table", "nothing"),
            "There is no table 'nothing' to write; there are: people",
        ),
    ],
)
def test_the_command_says_what_is_wrong(
    words: tuple[str, ...], message: str, hydra: Organization, talk: Facts
) -> None:
    code, text = run_cli("ask", *words)
    assert code == 1
    assert message in text
    assert "Traceback" not in text
