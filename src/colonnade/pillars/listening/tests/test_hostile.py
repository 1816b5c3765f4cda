"""Hostile words are stored the same and safely whichever way they come, and shown as words."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from colonnade.channels.contract import Heard
from colonnade.channels.hearing import hand_over
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization
from colonnade.pillars.listening.importing import aside
from colonnade.pillars.listening.importing.run import aside_path
from colonnade.pillars.listening.tests.factories import facts_of, import_posts

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=x>"
SAID = {
    "zero width": ("a\u200bb \u200c\u200d\u2060 c", "a\u200bb \u200c\u200d\u2060 c"),
    "override": ("good \u202egnp.exe\u202d news", "good gnp.exe news"),
    "isolates": ("see \u2066abc\u2069 there", "see \u2066abc\u2069 there"),
    "lone surrogate": ("a\ud83d b\ude00 c", "a\ufffd b\ufffd c"),
    "pair": ("a \ud83d\ude9c c", "a \U0001f69c c"),
    "markup": (MARKUP, MARKUP),
    "controls": ("a\x1b[31mc\x08\x7fd\u2028e", "a[31mcd\ne"),
    "combining": ("Z" + "\u0351" * 5_000, "Z" + "\u0351" * 5_000),
    "formula": ('=HYPERLINK("https://x.example")', '=HYPERLINK("https://x.example")'),
    "long": ("lorem " * 16_000, ("lorem " * 16_000).strip()),
}
Way = Callable[[Organization, str, Path], None]


def heard(organization: Organization, text: str, _folder: Path) -> None:
    post = Heard.model_validate(
        {
            "network": "x",
            "external_id": "1",
            "text": text,
            "published_at": datetime(2026, 10, 1, tzinfo=UTC),
            "author": {"handle": "ann", "name": text},
        }
    )
    hand_over(organization_id=organization.pk, posts=[post], now=NOW)


ROW = {"id": "1", "created_at": "2026-10-01T00:00:00Z", "username": "ann", "channel": "x"}


def as_json_lines(organization: Organization, text: str, folder: Path) -> None:
    path = folder / "posts.jsonl"
    path.write_text(json.dumps(ROW | {"name": text, "text": text}) + "\n")
    import_posts(organization, path)


def as_csv(organization: Organization, text: str, folder: Path) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[*ROW, "text"], [*ROW.values(), text]])
    path = folder / "posts.csv"
    path.write_bytes(out.getvalue().encode("utf-8", "surrogatepass"))
    import_posts(organization, path)


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


# Octets that are no characters are read as Windows-1252 in a table: see ``reading/tests/test_reading.py``.
CASES = [
    pytest.param(way, *texts, id=f"{way.__name__}-{name}")
    for way in (heard, as_json_lines, as_csv)
    for name, texts in SAID.items()
    if way is not as_csv or name not in {"lone surrogate", "pair"}
]


@pytest.mark.parametrize(("way", "said", "stored"), CASES)
def test_it_is_stored_the_same_whichever_way_it_comes(
    hydra: Organization, tmp_path: Path, way: Way, said: str, stored: str
) -> None:
    way(hydra, said, tmp_path)
    facts = facts_of(hydra)
    [row] = facts.run(facts.mentions).to_pylist()
    assert row["text"] == stored
    assert row["language"] is not None
    assert row["sentiment"] is not None
    name = row["author_name"] or ""
    assert len(name) <= 500
    assert not set(name) & {"\u202e", "\u2066", "\x1b", "\n"}


def test_a_post_of_ten_megabytes_is_kept_aside_and_the_others_are_stored(
    hydra: Organization, tmp_path: Path
) -> None:
    path = tmp_path / "posts.jsonl"
    texts = ("First words", "x" * 10_000_000, "Last words")
    rows = (ROW | {"id": str(number), "text": text} for number, text in enumerate(texts))
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    imported = import_posts(hydra, path)
    assert (imported.rows_new, imported.rows_aside) == (2, 1)
    [kept] = aside.read(aside_path(imported), certain_bytes=imported.aside_bytes)
    assert "the most is 100,000" in kept.reason


def test_it_is_shown_as_words(hydra: Organization, client: Client) -> None:
    heard(hydra, MARKUP, Path())
    client.force_login(make_member(hydra, Role.ADMINISTRATOR).user)
    page = client.get(f"/o/{hydra.slug}/listen/posts/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
