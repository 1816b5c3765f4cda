"""The explorer from the command line."""

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result
from django.core.cache import cache

from colonnade.pillars.listening.commands import listen, posts
from colonnade.pillars.listening.explorer.models import BulkAction, TaggedPost
from colonnade.pillars.listening.explorer.tests.factories import Explorer

pytestmark = pytest.mark.django_db


@pytest.fixture
def explorer() -> Explorer:
    cache.clear()
    return Explorer()


def run(*words: str) -> Result:
    return CliRunner().invoke(listen, list(words))


def test_posts_are_listed_by_a_query_some_at_a_time(
    explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts, "AT_ONCE", 7)
    lines = run("posts", "--query", "leak* NOT 30", "--format", "jsonl", "--limit", "100").output.splitlines()
    assert [json.loads(line)["mention_id"] for line in lines] == [
        f"m{n}" for n in range(57, -1, -3) if n != 30
    ]
    rows = list(csv.DictReader(io.StringIO(run("posts", "--format", "csv", "--limit", "10").output)))
    assert [row["mention_id"] for row in rows] == [f"m{n}" for n in range(59, 49, -1)]
    assert "@author57" in run("posts", "--query", "leaks", "--limit", "1").output
    assert run("posts", "--query", "leaks", "--count").output == "20 posts\n"


def test_all_that_are_found_are_tagged_and_untagged(explorer: Explorer) -> None:
    assert "There is no tag yet" in run("tags").output
    assert (
        run("tags", "--add", "Service case", "--meaning", "To answer").output == "Tag service-case added.\n"
    )
    assert run("tag", "service-case", "--query", "leaks").output == "20 of 20 posts changed.\n"
    assert "service-case  Service case  20 posts  To answer" in run("tags").output
    assert run("tag", "service-case", "--query", "leaks", "--remove").output == "20 of 20 posts changed.\n"
    assert not TaggedPost.objects.exists()
    assert BulkAction.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("posts", "--query", "leak AND )"), "1:6"),
        (("posts", "--count", "--since", "never"), "is not a day"),
        (("posts", "--brand", "Nobody"), "There is no brand"),
        (("tag", "nothing", "--query", "leak"), "no such tag"),
        (("tags", "--add", "x" * 60), "at most 50"),
        (("posts", "--organization", "nobody"), "nobody"),
    ],
)
def test_a_mistake_is_told_in_a_line(words: tuple[str, ...], complaint: str, explorer: Explorer) -> None:
    told = run(*words)
    assert (told.exit_code, complaint in told.output) == (1, True), told.output
    assert told.output.startswith("Error: ")
