"""Tags, views and bulk actions for programs."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from colonnade.organization.roles import Role
from colonnade.pillars.listening.explorer.models import TaggedPost
from colonnade.pillars.listening.explorer.tests.factories import Explorer

pytestmark = pytest.mark.django_db


class Program:
    """A client of the API of one organisation."""

    def __init__(self, explorer: Explorer, client: Client) -> None:
        self._root, self._client = f"/api/v1/o/{explorer.organization.slug}/", client

    def __call__(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        answer = self._client.generic(
            method, self._root + path, "" if body is None else _json(body), content_type="application/json"
        )
        return answer.status_code, answer.json() if answer.content else None


def _json(body: object) -> str:
    return json.dumps(body)


@pytest.fixture
def explorer() -> Explorer:
    cache.clear()
    return Explorer()


@pytest.fixture
def call(explorer: Explorer, client: Client) -> Program:
    client.force_login(explorer.owner.user)
    return Program(explorer, client)


def test_posts_are_searched_counted_and_tagged(call: Program) -> None:
    made = call("POST", "explorer/tags", {"name": "Case", "colour": "rust"})
    assert (made[0], made[1]["key"]) == (201, "case")
    assert call("POST", "explorer/tags", {"name": "case"})[0] == 422
    search = {"q": "leak* NOT 30"}
    status, action = call("POST", "explorer/actions", {"kind": "tag", "value": "case", "posts": ["m0", "m3"]})
    assert (status, action["state"], action["changed"]) == (201, "done", 2)
    status, told = call("POST", "explorer/actions", {"kind": "tag", "value": "case", "search": search})
    assert (status, told["state"], told["total"]) == (201, "running", None)
    assert call("GET", f"explorer/actions/{told['id']}")[1]["done"] == 0
    found = call("GET", "listening/posts?q=leak*+NOT+30&tag=case")[1]
    assert [(post["id"], post["tags"]) for post in found["posts"]] == [("m3", ["case"]), ("m0", ["case"])]
    assert call("GET", "listening/posts/count?q=leak*+NOT+30")[1]["posts"] == 19
    assert call("GET", "explorer/tags")[1][0]["used"] == 2
    assert call("POST", f"explorer/actions/{action['id']}/undo")[1]["state"] == "undone"
    assert call("POST", f"explorer/actions/{action['id']}/undo")[0] == 409
    assert not TaggedPost.objects.exists()
    number = made[1]["id"]
    assert call("PUT", f"explorer/tags/{number}", {"name": "Urgent"})[1]["key"] == "case"
    assert call("DELETE", f"explorer/tags/{number}")[0] == 204


def test_views_are_kept_changed_and_removed(call: Program) -> None:
    said = {
        "name": "Leaks",
        "shared": True,
        "search": {"q": "leak*", "order": "reach", "since": "2026-03-01"},
    }
    status, view = call("POST", "explorer/views", said)
    assert (status, view["search"]) == (201, {"since": "2026-03-01", "q": "leak*", "order": "reach"})
    assert call("POST", "explorer/views", said)[0] == 422
    changed = call("PUT", f"explorer/views/{view['id']}", {"name": "Oil", "search": {"q": "oil"}})[1]
    assert (changed["name"], changed["shared"], changed["search"]) == ("Oil", False, {"q": "oil"})
    assert [one["name"] for one in call("GET", "explorer/views")[1]] == ["Oil"]
    assert call("DELETE", f"explorer/views/{view['id']}")[0] == 204
    assert call("GET", "explorer/views")[1] == []


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "tag", "value": "case"},
        {"kind": "tag", "value": "nothing", "posts": ["m1"]},
        {"kind": "correct", "value": "angry", "posts": ["m1"]},
        {"kind": "dance", "value": "case", "posts": ["m1"]},
        {"kind": "tag", "value": "case", "search": {"q": "leak AND )"}},
        {"kind": "tag", "value": "case", "search": {"order": "best"}},
    ],
)
def test_what_cannot_be_done_is_refused(body: dict[str, object], call: Program, explorer: Explorer) -> None:
    explorer.tag("Case")
    assert call("POST", "explorer/actions", body)[0] == 422


def test_a_reader_may_read_and_keep_views(explorer: Explorer, client: Client) -> None:
    client.force_login(explorer.member(Role.AUTHOR).user)
    call = Program(explorer, client)
    explorer.tag("Case")
    assert call("GET", "explorer/tags")[0] == 200
    assert call("POST", "explorer/tags", {"name": "Mine"})[0] == 403
    assert call("POST", "explorer/actions", {"kind": "tag", "value": "case", "posts": ["m1"]})[0] == 403
    assert call("POST", "explorer/views", {"name": "Mine"})[0] == 201
    assert call("POST", "explorer/views", {"name": "Ours", "shared": True})[0] == 403
