"""What every connector must bear, run on each that is registered."""

import ast
import json
import logging
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import httpcore2
import httpx2
import pytest

from colonnade.channels.configuration import ConfigurationRefused, read_configuration
from colonnade.channels.contract import (
    KINDS,
    Answer,
    ChannelError,
    Connector,
    Heard,
    Page,
    RateLimited,
    Retry,
)
from colonnade.channels.discovery import GROUP
from colonnade.channels.tests.replay import (
    Recording,
    answer_of,
    answered,
    call_of,
    client_of,
    heard_in,
    pages_of,
)

from . import mutations
from .conftest import Subject, errors_of, folder_of, payloads_of

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PASSING = (408, 500, 502, 503, 504)
LONGEST_CURSOR = 64_000
README_SAYS = ("regist", "scope", "cost", "limit", "verified")


def test_the_entry_points_are_those_of_this_checkout() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = set(project["entry-points"][GROUP])
    assert declared <= {entry.name for entry in entry_points(group=GROUP)}, "install the checkout again"
    folders = {
        path.name
        for path in (ROOT / "src/colonnade/connectors").iterdir()
        if (path / "connector.py").is_file()
    }
    assert folders == declared


def test_it_knows_the_contract_and_nothing_else_of_the_house(connector: Connector) -> None:
    own = type(connector).__module__.rpartition(".")[0]
    for path in folder_of(connector).glob("*.py"):
        for name in imported(path.read_text()):
            allowed = name.startswith(("colonnade.channels.contract", own)) or not name.startswith(
                "colonnade"
            )
            assert allowed, f"{path} imports {name}"


def imported(source: str) -> Iterator[str]:
    """Yield the modules that a source text imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_it_says_what_it_is(connector: Connector) -> None:
    manifest = connector.manifest
    assert manifest.documentation.startswith("https://")
    assert all(str(kind.hears) and str(kind.misses) for kind in manifest.kinds)
    assert all(kind.every >= timedelta(minutes=1) for kind in manifest.kinds)
    assert manifest.unverified
    readme = (folder_of(connector) / "README.md").read_text().lower()
    assert [word for word in README_SAYS if word not in readme] == []


def test_each_kind_of_source_is_recorded(connector: Connector) -> None:
    recorded = {recording.content["kind"] for recording in payloads_of(connector)}
    assert recorded == {kind.id for kind in connector.manifest.kinds}


def test_a_recording_is_heard_as_it_says(subject: Subject) -> None:
    expected = subject.recording.content["heard"]
    assert expected, "a recording that hears nothing shows nothing"
    heard = heard_in(subject.connector, subject.recording)
    assert len(heard) == len(expected)
    for post, wanted in zip(heard, expected, strict=True):
        said = json.loads(post.model_dump_json())
        assert _part(said, wanted) == _normal(wanted)


def test_what_is_taken_back_is_told_as_it_says(subject: Subject) -> None:
    pages = [page for _cursor, page in pages_of(subject.connector, subject.recording)]
    gone = [json.loads(one.model_dump_json()) for page in pages for one in page.gone]
    expected = subject.recording.content.get("gone", [])
    assert len(gone) == len(expected)
    assert [_part(one, wanted) for one, wanted in zip(gone, expected, strict=True)] == expected


def _part(said: Any, wanted: Any) -> Any:
    if isinstance(wanted, dict):
        return {name: _part(said[name], value) for name, value in wanted.items()}
    return _normal(said)


def _normal(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _normal(item) for name, item in value.items()}
    if isinstance(value, str) and value[:4].isdigit() and "T" in value:
        return datetime.fromisoformat(value.replace("Z", "+00:00"))
    return value


def keys(posts: list[Heard]) -> set[tuple[str, str]]:
    return {(post.network, post.external_id) for post in posts}


def test_a_crash_before_any_cursor_is_saved_loses_nothing(subject: Subject) -> None:
    whole = heard_in(subject.connector, subject.recording)
    before: list[Heard] = []
    for cursor, page in pages_of(subject.connector, subject.recording):
        again = heard_in(subject.connector, subject.fresh(), cursor=cursor)
        assert keys(before) | keys(again) >= keys(whole)
        before += page.items


def test_cursors_are_small_texts_that_survive_storage(subject: Subject) -> None:
    for _cursor, page in pages_of(subject.connector, subject.recording):
        if page.next_cursor is not None:
            assert len(page.next_cursor) <= LONGEST_CURSOR
            assert "\0" not in page.next_cursor
            assert json.loads(json.dumps(page.next_cursor)) == page.next_cursor


@pytest.mark.parametrize(
    "cursor", ["", "x", "{}", "[]", "null", '{"seen": 1, "at": [], "top": {}}', "9" * 400]
)
def test_a_cursor_of_another_version_is_no_accident(subject: Subject, cursor: str) -> None:
    _bears(subject, subject.recording, cursor=cursor)


def test_the_second_round_hands_nothing_over_twice_without_end(subject: Subject) -> None:
    cursor = None
    for _before, page in pages_of(subject.connector, subject.recording):
        cursor = page.next_cursor or cursor
    second = heard_in(subject.connector, subject.fresh(), cursor=cursor)
    assert keys(second) <= keys(heard_in(subject.connector, subject.fresh()))


def test_each_error_is_classified_as_its_table_says(connector: Connector) -> None:
    table = errors_of(connector)
    assert {case["becomes"] for case in table} >= {"RateLimited", "Retry"}
    for case in table:
        error = connector.classify(answer_of(case, at=NOW))
        assert type(error).__name__ == case["becomes"], case["about"]
        if "wait" in case:
            assert _wait(error) == timedelta(seconds=case["wait"]), case["about"]
        if "field" in case:
            assert getattr(error, "field", None) == case["field"], case["about"]


def _wait(error: ChannelError | None) -> timedelta | None:
    if isinstance(error, RateLimited):
        return error.until - NOW
    return error.after if isinstance(error, Retry) else None


def test_every_status_is_classified_within_the_closed_set(connector: Connector) -> None:
    bodies = (
        b"",
        b"{}",
        b"[]",
        b'"x"',
        b"<html>",
        b"\xff\x00",
        b'{"error": 7, "errors": [null], "code": []}',
    )
    for status in range(200, 600):
        for body in bodies:
            error = connector.classify(Answer(status=status, body=body, at=NOW))
            assert error is None or type(error) in KINDS
            assert (error is None) <= (status < 400)
    assert connector.classify(Answer(status=200, at=NOW)) is None


def test_a_passing_trouble_never_disconnects(connector: Connector) -> None:
    for status in PASSING:
        assert type(connector.classify(Answer(status=status, at=NOW))) is Retry
    assert type(connector.classify(Answer(status=429, at=NOW))) is RateLimited


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"retry-after": "x"},
        {"retry-after": "-5"},
        {"retry-after": "9" * 30},
        {"retry-after": "Sun, 99 Zzz 0"},
    ],
)
def test_a_limit_ends_within_a_day_whatever_is_said(connector: Connector, headers: dict[str, str]) -> None:
    declared = connector.manifest.limits.headers
    if declared is not None:
        headers = headers | {declared.reset: "9" * 30, declared.remaining: "x", declared.limit: "-"}
    error = connector.classify(Answer(status=429, headers=headers, at=NOW))
    assert isinstance(error, RateLimited)
    assert NOW < error.until <= NOW + timedelta(days=1)


def schemas(connector: Connector) -> Iterator[tuple[type[Any], dict[str, Any]]]:
    """Yield each schema of the connector with a valid example."""
    for recording in payloads_of(connector):
        yield connector.manifest.kind(recording.content["kind"]).schema, recording.content["configuration"]
        if connector.manifest.credentials is not None and "credentials" in recording.content:
            yield connector.manifest.credentials, recording.content["credentials"]


def test_a_wrong_configuration_is_refused_in_words(connector: Connector) -> None:
    for schema, valid in schemas(connector):
        for field in valid:
            for wrong in (7, None, [], {}, "", "\0", "x" * 100_000, "\ud800"):
                said = _refusal(schema, valid | {field: wrong})
                assert "x" * 300 not in said
        with pytest.raises(ConfigurationRefused, match="There is no such setting"):
            read_configuration(schema, valid | {"nonsense": 1})


def _refusal(schema: type[Any], said: dict[str, Any]) -> str:
    """Return why a configuration is refused, or an empty text where it is not."""
    try:
        read_configuration(schema, said)
    except ConfigurationRefused as refused:
        return str(refused) if all(problem.message for problem in refused.problems) else "x" * 300
    return ""


def test_a_form_can_be_made_of_each_schema(connector: Connector) -> None:
    for schema, valid in schemas(connector):
        fields = schema.model_fields
        assert all(field.title for field in fields.values()), "each field has a title for the form"
        assert read_configuration(schema, valid).model_dump()


def test_a_source_has_a_name_for_people(connector: Connector) -> None:
    for recording in payloads_of(connector):
        schema = connector.manifest.kind(recording.content["kind"]).schema
        label = read_configuration(schema, recording.content["configuration"]).label()
        assert 0 < len(label) <= 200


def test_no_secret_is_logged_shown_or_raised(subject: Subject, caplog: pytest.LogCaptureFixture) -> None:
    recording, connector = subject.recording, subject.connector
    with caplog.at_level(logging.DEBUG):
        pages = list(pages_of(connector, recording))
        said = [_said_of(connector, recording, transport) for transport in TROUBLES]
    with client_of(connector, recording) as client:
        said.append(repr(call_of(connector, recording, client)))
    told = "\n".join([caplog.text, repr(pages), *said])
    assert [secret for secret in recording.secrets() if secret in told] == []


def _refuse(_request: httpx2.Request) -> httpx2.Response:
    raise httpcore2.ConnectError("no route")


TROUBLES = (
    httpx2.MockTransport(_refuse),
    httpx2.MockTransport(lambda request: answered(401, str(request.url).encode())),
    httpx2.MockTransport(lambda request: answered(500, str(request.headers).encode())),
    httpx2.MockTransport(lambda _request: answered(200, b"not what was asked for")),
)


def _said_of(connector: Connector, recording: Recording, transport: httpx2.BaseTransport) -> str:
    try:
        return repr(list(pages_of(connector, recording, transport=transport)))
    except ChannelError as error:
        return f"{error} {error!r}"


def _bears(subject: Subject, recording: Recording, *, cursor: str | None = None) -> list[Heard]:
    """Return what is heard; an error of the contract hears nothing, any other fails the test."""
    heard: list[Heard] = []
    recording.forgiving = True
    try:
        for _before, page in pages_of(subject.connector, recording, cursor=cursor):
            assert isinstance(page, Page)
            heard += page.items
    except KINDS:
        return heard
    return heard


def _answers(content: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield what holds a JSON answer, and under which name."""
    for exchange in content.get("exchanges", []):
        if "json" in exchange["response"]:
            yield exchange["response"], "json"
    for place, message in enumerate(content.get("messages", [])):
        if isinstance(message, dict):
            yield content["messages"], place  # type: ignore[misc]  # a list is asked by its place


def test_answers_with_missing_or_wrong_parts_are_borne(subject: Subject) -> None:
    recording = subject.fresh()
    for holder, name in _answers(recording.content):
        whole = holder[name]
        for wrong in mutations.broken(whole):
            holder[name] = wrong
            _bears(subject, recording)
        holder[name] = whole


@pytest.mark.parametrize("text", mutations.HOSTILE_TEXTS.values(), ids=mutations.HOSTILE_TEXTS.keys())
def test_hostile_texts_are_made_safe(subject: Subject, text: str) -> None:
    recording, checked = subject.fresh(), 0
    for holder, name in _answers(recording.content):
        hostile = mutations.with_text(holder[name], text)
        if hostile is None:
            continue
        holder[name] = hostile
        checked += 1
        for post in _bears(subject, recording):
            said = post.model_dump_json()
            said.encode()
            assert len(post.text) <= 100_000
            assert not set(post.text) & {"\0", "\x1b", "\u202e", "\u2028"}
        if checked == 2:  # a message or page more shows nothing new
            return


def test_damaged_bodies_are_borne(subject: Subject) -> None:
    recording = subject.fresh()
    for exchange in recording.content.get("exchanges", []):
        whole = exchange["response"]
        for body in mutations.damaged(recording.body(whole)):
            kept = {name: value for name, value in whole.items() if name not in {"json", "file"}}
            exchange["response"] = kept | {"text": body.decode("utf-8", "surrogateescape")}
            _bears(subject, recording)
        exchange["response"] = whole
