"""The API's door: documents, checks, steps, versions, goals."""

import json
from typing import Any

import pytest
from django.test import Client

from colonnade.organization.models import Membership, Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_member, make_organization
from colonnade.strategy import queries
from colonnade.strategy.tests.factories import SMALL, make_draft, make_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def hydra() -> Organization:
    return make_organization()


class Caller:
    """Calls the API as one member."""

    def __init__(self, member: Membership) -> None:
        self._client = Client()
        self._client.force_login(member.user)
        self._root = f"/api/v1/o/{member.organization.slug}/strategy"

    def __call__(self, method: str, path: str, body: object | None = None) -> tuple[int, Any]:
        answer = self._client.generic(
            method, self._root + path, json.dumps(body or {}), content_type="application/json"
        )
        return answer.status_code, answer.json()


@pytest.fixture
def writer(hydra: Organization) -> Caller:
    return Caller(make_member(hydra, Role.STRATEGIST, "writer@hydra.example"))


@pytest.fixture
def approver(hydra: Organization) -> Caller:
    return Caller(make_member(hydra, Role.APPROVER, "approver@hydra.example"))


def test_a_document_is_put_and_got(hydra: Organization, writer: Caller) -> None:
    assert writer("GET", "/document")[0] == 404
    status, stored = writer("PUT", "/document", {"text": "title: One\n"})
    assert (status, stored["number"], stored["state"]) == (200, 1, "draft")
    assert stored["changed_by"] == "writer@hydra.example"
    assert writer("GET", "/document") == (200, stored)
    status, again = writer("PUT", "/document", {"text": "title: Two\n", "base": stored["digest"]})
    assert (status, again["number"], again["text"]) == (200, 1, "title: Two\n")


def test_a_conflict_says_what_to_compare_with(hydra: Organization, writer: Caller) -> None:
    first = writer("PUT", "/document", {"text": "title: One\n"})[1]
    second = writer("PUT", "/document", {"text": "title: Two\n"})[1]
    status, problem = writer("PUT", "/document", {"text": "title: Mine\n", "base": first["digest"]})
    assert (status, problem["digest"]) == (409, second["digest"])
    assert "not saved" in problem["detail"]


def test_a_text_that_is_none_is_refused(hydra: Organization, writer: Caller) -> None:
    status, problem = writer("PUT", "/document", {"text": "x" * 1_100_000})
    assert status == 422
    assert "1.1 MB" in problem["detail"]


def test_who_may_only_look_does_not_write(hydra: Organization) -> None:
    reader = Caller(make_member(hydra, Role.AUTHOR))
    assert reader("PUT", "/document", {"text": "title: x"})[0] == 403


def test_a_check_gives_findings_with_places(hydra: Organization, writer: Caller) -> None:
    status, report = writer("POST", "/check", {"text": "title: x\ngoals: 3\n"})
    assert (status, report["ok"]) == (200, False)
    (finding,) = report["findings"]
    assert (finding["code"], finding["line"], finding["column"], finding["path"]) == (
        "DOC022",
        2,
        8,
        ["goals"],
    )
    assert queries.current_version(hydra) is None


def test_steps_are_taken_by_those_who_may(hydra: Organization, writer: Caller, approver: Caller) -> None:
    make_draft(hydra)
    assert writer("POST", "/versions/1/steps/approve")[0] == 409
    assert writer("POST", "/versions/1/steps/propose")[1]["state"] == "proposed"
    assert writer("POST", "/versions/1/steps/approve")[0] == 403
    assert approver("POST", "/versions/1/steps/send_back", {"why": "More tests"})[1]["note"] == "More tests"
    assert writer("POST", "/versions/1/steps/propose")[0] == 200
    for verb, state in (("approve", "approved"), ("start", "running"), ("conclude", "concluded")):
        status, version = approver("POST", f"/versions/1/steps/{verb}", {"why": "x"})
        assert (status, version["state"]) == (200, state)
    assert approver("POST", "/versions/1/steps/burn")[0] == 404
    assert approver("POST", "/versions/9/steps/approve")[0] == 404


def test_a_document_with_errors_is_not_proposed(hydra: Organization, writer: Caller) -> None:
    make_draft(hydra, text="goals: 3\n")
    status, problem = writer("POST", "/versions/1/steps/propose")
    assert (status, problem["findings"][0]["code"]) == (422, "DOC022")


def test_versions_are_listed_copied_and_compared(hydra: Organization, writer: Caller) -> None:
    make_running(hydra)
    status, draft = writer("POST", "/versions/1/copy")
    assert (status, draft["number"]) == (200, 2)
    assert writer("POST", "/versions/1/copy")[0] == 409
    changed = draft["text"].replace("target: 60", "target: 80").replace("fte: 1}", "fte: 1.5}")
    writer("PUT", "/document", {"text": changed, "base": draft["digest"]})
    status, versions = writer("GET", "/versions")
    assert [(version["number"], version["state"]) for version in versions] == [(2, "draft"), (1, "running")]
    assert writer("GET", "/versions/1")[1]["text"] == draft["text"]
    assert writer("GET", "/versions/2/changes?since=1") == (
        200,
        [
            {"where": "goals.leads.target", "before": "60", "after": "80"},
            {"where": "limits.roles.writer.fte", "before": "1", "after": "1.5"},
        ],
    )


def test_the_schema_is_served(hydra: Organization, writer: Caller) -> None:
    assert writer("GET", "/schema")[1]["$id"] == "urn:colonnade:strategy:1", writer("GET", "/schema")


def test_the_goal_tree_is_served_with_its_orphans(hydra: Organization, writer: Caller) -> None:
    assert writer("GET", "/goals")[0] == 404
    make_draft(hydra, text=SMALL)
    tree = writer("GET", "/goals")[1]
    (objective,) = tree["objectives"]
    assert objective["goals"][0]["methods"] == ["articles"]
    assert [goal["id"] for goal in tree["goals_without_objective"]] == ["loose"]
    assert tree["methods_without_goal"] == ["posts"]
