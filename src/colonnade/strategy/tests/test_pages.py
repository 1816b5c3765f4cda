"""The pages, without a browser: what they show, what they save, who may."""

import json
from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from colonnade.organization.models import Membership, Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user
from colonnade.strategy import operations, queries
from colonnade.strategy.models import StrategyVersion
from colonnade.strategy.states import State
from colonnade.strategy.tests.factories import SMALL, make_draft, make_running

pytestmark = pytest.mark.django_db
ROOT = "/o/hydra-machines/strategy"


@pytest.fixture
def hydra() -> Organization:
    return make_organization()


@pytest.fixture
def writer(hydra: Organization, client: Client) -> Membership:
    member = make_member(hydra, Role.STRATEGIST, "writer@hydra.example")
    client.force_login(member.user)
    return member


def current(hydra: Organization) -> StrategyVersion:
    version = queries.current_version(hydra)
    assert version is not None
    return version


def test_without_a_strategy_each_page_says_how_to_begin(client: Client, writer: Membership) -> None:
    assert "Begin with the example" in client.get(f"{ROOT}/document/").content.decode()
    for page in ("goals", "versions"):
        assert "Begin the strategy" in client.get(f"{ROOT}/{page}/").content.decode()


def test_who_may_not_write_is_told_who_can(client: Client, hydra: Organization) -> None:
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    page = client.get(f"{ROOT}/document/").content.decode()
    assert "Your role may not write one" in page
    assert "Begin with the example" not in page
    assert client.post(f"{ROOT}/document/begin/starter/").status_code == 403


def test_the_example_is_in_the_organisations_currency_and_is_a_strategy(
    client: Client, hydra: Organization, writer: Membership
) -> None:
    hydra.currency = "EUR"
    hydra.save()
    answer = client.post(f"{ROOT}/document/begin/starter/", follow=True)
    assert "Nothing to repair" in answer.content.decode()
    assert "currency: EUR" in current(hydra).text
    again = client.post(f"{ROOT}/document/begin/starter/", follow=True)
    assert "has a strategy already" in again.content.decode()


SENTENCE = (
    "Our strategy is to generate marketing qualified leads using social media "
    "with one FTE and $1500 in hard dollars a month"
)


def test_a_sentence_is_read_back_before_it_begins_a_strategy(
    client: Client, hydra: Organization, writer: Membership
) -> None:
    address = f"{ROOT}/document/begin/sentence/"
    page = client.post(address, {"sentence": SENTENCE}).content.decode()
    assert "1,500 USD a month" in page
    assert "Begin with what was understood" in page
    assert queries.current_version(hydra) is None
    client.post(address, {"sentence": SENTENCE, "begin": "yes"})
    limits = queries.read_version(current(hydra)).strategy.limits  # type: ignore[union-attr]  # it can be read
    assert limits is not None
    assert (limits.money_per_month, limits.roles[0].fte) == (1500, 1)


def test_a_list_of_platforms_is_called_one(client: Client, hydra: Organization, writer: Membership) -> None:
    address = f"{ROOT}/document/begin/sentence/"
    page = client.post(address, {"sentence": "Facebook! Twitter! Snapchat! Instagram!"}).content.decode()
    assert "list of platforms" in page
    client.post(address, {"sentence": "Facebook! Twitter! Snapchat! Instagram!", "begin": "yes"})
    assert "CLA1" in client.get(f"{ROOT}/document/").content.decode()


@pytest.mark.parametrize("sentence", ["", "Lorem ipsum dolor sit amet", "x" * 6000])
def test_what_is_not_understood_begins_nothing(
    client: Client, hydra: Organization, writer: Membership, sentence: str
) -> None:
    answer = client.post(f"{ROOT}/document/begin/sentence/", {"sentence": sentence, "begin": "yes"})
    assert answer.status_code in {200, 422}
    assert queries.current_version(hydra) is None


def test_a_file_is_taken_as_it_is(client: Client, hydra: Organization, writer: Membership) -> None:
    file = BytesIO(b"title: [half")
    file.name = "strategy.yaml"
    answer = client.post(f"{ROOT}/document/begin/file/", {"file": file}, follow=True)
    assert "DOC005" in answer.content.decode()
    assert current(hydra).text == "title: [half\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"x" * 1_000_001, "at most 1 MB"), ("title: Größe".encode("latin-1"), "Latin-1"), (b"a\0", "NUL")],
)
def test_a_file_that_is_no_text_is_refused_with_the_reason(
    client: Client, hydra: Organization, writer: Membership, content: bytes, said: str
) -> None:
    file = BytesIO(content)
    file.name = "strategy.yaml"
    answer = client.post(f"{ROOT}/document/begin/file/", {"file": file})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert queries.current_version(hydra) is None


def test_a_save_keeps_the_text(client: Client, hydra: Organization, writer: Membership) -> None:
    version = make_draft(hydra, text=SMALL)
    answer = client.post(
        f"{ROOT}/document/", {"text": SMALL.replace("\n", "\r\n") + "# mine\r\n", "base": version.digest}
    )
    assert answer.status_code == 302
    assert current(hydra).text == SMALL + "# mine\n"


@pytest.mark.parametrize("text", ["title: Mine", "title: [broken", "x" * 1_100_000, "a\0b"])
def test_a_save_that_is_refused_keeps_the_text_on_the_page(
    client: Client, hydra: Organization, writer: Membership, text: str
) -> None:
    version = make_draft(hydra, text=SMALL)
    stale = version.digest
    operations.save_draft(version=version, text="title: Theirs", base=stale, actor=None, now=NOW)
    answer = client.post(f"{ROOT}/document/", {"text": text, "base": stale})
    assert answer.status_code in {409, 422}
    assert answer.context["text"].rstrip("\n") == text
    assert "not saved" in answer.context["problem"] or "Nothing was saved" in answer.context["problem"]
    assert current(hydra).text == "title: Theirs\n"


def test_a_decided_text_is_shown_and_not_saved(
    client: Client, hydra: Organization, writer: Membership
) -> None:
    version = operations.propose(version=make_draft(hydra), member=writer, now=NOW)
    page = client.get(f"{ROOT}/document/").content.decode()
    assert "readonly" in page
    answer = client.post(f"{ROOT}/document/", {"text": "title: x", "base": version.digest})
    assert (answer.status_code, "final" in answer.context["problem"]) == (409, True)


def test_a_reader_does_not_save(client: Client, hydra: Organization) -> None:
    version = make_draft(hydra, text=SMALL)
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    assert "readonly" in client.get(f"{ROOT}/document/").content.decode()
    assert client.post(f"{ROOT}/document/", {"text": "title: x", "base": version.digest}).status_code == 403
    assert current(hydra).text == SMALL


def test_the_checker_answers_while_one_writes(client: Client, writer: Membership) -> None:
    answer = client.post(f"{ROOT}/document/check/", {"text": "title: x\r\ngoals: 3\r\n"}).json()
    assert answer["marks"][0] == {
        "line": 2,
        "column": 8,
        "severity": "error",
        "message": "DOC022 'goals' must be a list, and is a number.",
    }
    assert 'data-line="2"' in answer["findings"]
    assert 'id="f-title"' in answer["form"]


def test_what_is_written_is_shown_as_text_and_never_as_markup(client: Client, writer: Membership) -> None:
    evil = "<script>alert(1)</script>"
    answer = client.post(f"{ROOT}/document/check/", {"text": f'title: "{evil}"\n"{evil}": 1\n'}).json()
    assert evil not in answer["form"] + answer["findings"]
    assert "&lt;script&gt;" in answer["form"]
    assert "&lt;script&gt;" in answer["findings"]


def edit(
    client: Client, text: str, action: str, path: list[str | int], *values: str
) -> tuple[int, dict[str, str]]:
    answer = client.post(
        f"{ROOT}/document/edit/",
        {"text": text, "action": action, "path": json.dumps(path), "value": list(values)},
    )
    return answer.status_code, answer.json()


def test_the_form_changes_the_text(client: Client, writer: Membership) -> None:
    status, answer = edit(client, SMALL, "set", ["goals", 0, "target"], "70")
    assert status == 200
    assert answer["text"] == SMALL.replace("target: 65", "target: 70")
    status, answer = edit(client, SMALL, "add", ["goals"])
    assert answer["text"].count("goal-3") == 1
    status, answer = edit(client, SMALL, "remove", ["goals", 1])
    assert "loose" not in answer["text"]


def test_a_change_that_cannot_be_made_says_why(client: Client, writer: Membership) -> None:
    assert edit(client, SMALL, "set", ["goals", 0, "target"], "many")[0] == 422
    assert edit(client, "title: [", "set", ["title"], "x")[0] == 409
    assert edit(client, SMALL, "burn", ["title"], "x")[0] == 400
    assert edit(client, SMALL, "set", ["nope"], "x")[0] == 400


def test_a_version_goes_through_its_life_by_buttons(
    client: Client, hydra: Organization, writer: Membership
) -> None:
    make_draft(hydra, by=writer)
    assert "Propose for approval" in client.get(f"{ROOT}/document/").content.decode()
    client.post(f"{ROOT}/versions/1/propose/")
    assert current(hydra).present is State.PROPOSED
    client.force_login(make_member(hydra, Role.APPROVER).user)
    page = client.get(f"{ROOT}/document/").content.decode()
    assert "Approve" in page
    assert "Send back" in page
    client.post(f"{ROOT}/versions/1/send_back/", {"why": "Add a test"})
    assert "Add a test" in client.get(f"{ROOT}/document/").content.decode()
    client.force_login(writer.user)
    answer = client.post(f"{ROOT}/versions/1/approve/", follow=True)
    assert "cannot go from" in answer.content.decode()
    assert client.post(f"{ROOT}/versions/1/burn/").status_code == 404
    assert client.post(f"{ROOT}/versions/9/propose/").status_code == 404


def test_a_running_version_is_copied_to_a_draft(
    client: Client, hydra: Organization, writer: Membership
) -> None:
    make_running(hydra)
    assert "Copy to a new draft" in client.get(f"{ROOT}/document/").content.decode()
    client.post(f"{ROOT}/versions/1/copy/")
    assert current(hydra).number == 2
    assert "go on with that one" in client.post(f"{ROOT}/versions/1/copy/", follow=True).content.decode()


def test_versions_are_compared(client: Client, hydra: Organization, writer: Membership) -> None:
    running = make_running(hydra)
    operations.put_document(
        organization=hydra,
        text=running.text.replace("target: 60", "target: 80"),
        base=None,
        actor=None,
        now=NOW,
    )
    assert "Changes since version 1" in client.get(f"{ROOT}/versions/").content.decode()
    page = client.get(f"{ROOT}/versions/1/2/").content.decode()
    assert "goals.leads.target" in page
    assert "lines that are the same" in page
    assert client.get(f"{ROOT}/versions/1/9/").status_code == 404
    text = client.get(f"{ROOT}/versions/1/strategy.yaml")
    assert (text.content.decode(), text["Content-Type"]) == (running.text, "application/yaml; charset=utf-8")


def test_the_goal_tree_flags_what_serves_nothing(
    client: Client, hydra: Organization, writer: Membership
) -> None:
    make_draft(hydra, text=SMALL)
    page = client.get(f"{ROOT}/goals/").content.decode()
    for said in (
        "Leads for parts",
        "method without a goal",
        "goal without an objective",
        "nothing works for it",
    ):
        assert said in page


def test_a_text_that_cannot_be_read_has_no_tree(
    client: Client, hydra: Organization, writer: Membership
) -> None:
    make_draft(hydra, text="title: [")
    assert "The strategy cannot be read" in client.get(f"{ROOT}/goals/").content.decode()


def test_each_rule_has_a_page(client: Client, writer: Membership) -> None:
    assert "CLA101" in client.get(f"{ROOT}/rules/").content.decode()
    assert "This is found" in client.get(f"{ROOT}/rules/cla101/").content.decode()
    assert "Unknown key" in client.get(f"{ROOT}/rules/doc020/").content.decode()
    assert client.get(f"{ROOT}/rules/xyz999/").status_code == 404


def test_another_organisations_strategy_is_not_there(client: Client, hydra: Organization) -> None:
    make_draft(hydra, text=SMALL)
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    client.force_login(rival.memberships.get().user)
    assert client.get(f"{ROOT}/document/").status_code == 404
    assert client.get("/o/rival/strategy/versions/1/strategy.yaml").status_code == 404
    assert "Leads for parts" not in client.get("/o/rival/strategy/goals/").content.decode()
    assert client.post("/o/rival/strategy/versions/1/propose/").status_code == 404


def query_count(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def many_versions(hydra: Organization, count: int) -> None:
    for _number in range(count):
        running = operations.copy_to_new_draft(version=current(hydra), actor=None, now=NOW)
        StrategyVersion.objects.filter(pk=running.pk).update(state=State.CONCLUDED)


def many_goals(hydra: Organization, count: int) -> None:
    goals = "".join(f"  - id: more-{number}\n    serves: sell-parts\n" for number in range(count))
    operations.put_document(
        organization=hydra, text=SMALL.replace("goals:\n", f"goals:\n{goals}"), base=None, actor=None, now=NOW
    )


@pytest.mark.parametrize(
    ("page", "more"),
    [
        ("versions", many_versions),
        ("goals", many_goals),
        ("document", many_goals),
        ("document", many_versions),
    ],
)
def test_a_page_asks_no_more_of_the_database_when_there_is_more(
    client: Client,
    hydra: Organization,
    writer: Membership,
    page: str,
    more: Callable[[Organization, int], None],
) -> None:
    make_draft(hydra, text=SMALL)
    if more is many_versions:
        StrategyVersion.objects.update(state=State.CONCLUDED)
        many_versions(hydra, 1)
    address = f"{ROOT}/{page}/"
    query_count(client, address)
    before = query_count(client, address)
    more(hydra, 3)
    assert query_count(client, address) == before <= 12
