"""From a personal data server that we did not write to the stored post, and out of the store again."""

from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

import httpx2
import pytest
from pytest_django import Settings

from colonnade.channels import jobs
from colonnade.channels.discovery import connectors
from colonnade.channels.models import Channel
from colonnade.channels.operations import sources
from colonnade.channels.operations.wanted import wanted
from colonnade.core.jobs.inline import run_here
from colonnade.organization.tests.factories import make_organization
from colonnade.pillars.listening.erasure.jobs import erase
from colonnade.pillars.listening.erasure.models import Erasure
from colonnade.pillars.listening.erasure.states import ErasureState
from colonnade.pillars.listening.tests.factories import facts_of, import_posts

from .peer import Peer, Person

pytestmark = [pytest.mark.xdist_group("bluesky"), pytest.mark.django_db]


class Ear:
    """A source that hears the server's stream, and rounds of it."""

    def __init__(self, peer: Peer, bell: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        self.word = f"crane{token_hex(4)}"
        self.organization = make_organization()
        self._peer, self._bell = peer, bell
        self._now = datetime.now(tz=UTC)
        monkeypatch.setattr(jobs, "system_clock", lambda: self._now)
        bluesky = connectors().get("bluesky")
        said = wanted(
            organization=self.organization,
            connector=bluesky,
            kind=bluesky.manifest.kind("firehose"),
            configuration={"words": [self.word], "host": peer.stream},
            now=self._now,
        )
        source = sources.add_source(organization=self.organization, wanted=said, actor=None, now=self._now)
        Channel.objects.filter(pk=source.pk).update(cursor="0")

    def round(self) -> Channel:
        """Hear what was written up to now; a later post marks where that is."""
        self._now = datetime.now(tz=UTC)
        self._peer.write(self._bell, "It is now")
        channel = Channel.objects.get()
        kwargs = {"organization_id": self.organization.pk, "channel_id": channel.pk, "number": channel.round}
        run_here(jobs.hear_source, kwargs=kwargs, on_progress=lambda progress: None)
        channel.refresh_from_db()
        assert channel.problem == ""
        return channel

    def texts(self) -> list[str]:
        facts = facts_of(self.organization)
        return sorted(facts.run(facts.mentions)["text"].to_pylist())


@pytest.fixture
def ear(peer: Peer, bell: Person, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Ear:
    settings.ALLOWED_PEERS = ["127.0.0.1", "localhost"]
    return Ear(peer, bell, monkeypatch)


def test_a_post_comes_is_edited_and_goes(ear: Ear, peer: Peer, hydra: Person) -> None:
    uri = peer.write(hydra, f"The {ear.word} is bad")
    kept = peer.write(hydra, f"Any {ear.word} will do")
    assert ear.round().posts_new == 2
    peer.write(hydra, "It is the best", key=uri.rpartition("/")[2])
    assert ear.round().posts_edited == 1
    assert ear.texts() == [f"Any {ear.word} will do", "It is the best"]
    peer.delete(hydra, uri)
    assert ear.round().posts_gone == 1
    assert ear.texts() == [f"Any {ear.word} will do"]
    facts = facts_of(ear.organization)
    assert facts.run(facts.mentions)["external_id"].to_pylist() == [kept]


def test_what_was_deleted_is_erased_with_a_receipt_and_does_not_come_back(
    ear: Ear, peer: Peer, hydra: Person
) -> None:
    peer.delete(hydra, peer.write(hydra, f"A {ear.word}"))
    ear.round()
    erasure = Erasure.objects.get()
    kwargs = {"organization_id": ear.organization.pk, "erasure_id": erasure.pk}
    run_here(erase, kwargs=kwargs, on_progress=lambda progress: None)
    erasure.refresh_from_db()
    assert (erasure.state, erasure.receipt["posts"]) == (ErasureState.DONE, 1)
    Channel.objects.update(cursor="0")  # everything is told once more
    assert ear.round().posts_new == 1  # that of the first time
    assert ear.texts() == []


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("zero\u200bwidth \u200d\u2060joiners", "zero\u200bwidth \u200d\u2060joiners"),
        ("turned \u202egnp.exe\u202c round", "turned gnp.exe\u202c round"),
        ("half \ud83d a face", "half \ufffd a face"),
        ("<script>alert(1)</script> & <b>bold</b>", "<script>alert(1)</script> & <b>bold</b>"),
        ("bell \x07 and \x1b[31mred", "bell  and [31mred"),
        ("Z" + "\u0351" * 200, "Z" + "\u0351" * 200),
        ("مرحبا \u2067abc\u2069 👨\u200d👩\u200d👧", "مرحبا \u2067abc\u2069 👨\u200d👩\u200d👧"),
    ],
    ids=["zero width", "override", "surrogate", "markup", "controls", "combining", "bidi"],
)
def test_hostile_words_are_stored_safely(ear: Ear, peer: Peer, hydra: Person, said: str, stored: str) -> None:
    peer.write(hydra, f"{ear.word} {said}", validate=False)
    ear.round()
    assert ear.texts() == [f"{ear.word} {stored}"]


def test_a_post_beyond_all_measure_is_passed_over_and_the_rest_is_heard(
    ear: Ear, peer: Peer, hydra: Person
) -> None:
    peer.write(hydra, f"{ear.word} {'x' * 120_000}", validate=False)
    peer.write(hydra, f"Another {ear.word}")
    after = ear.round()
    assert ear.texts() == [f"Another {ear.word}"]
    assert after.skipped == 1
    assert "the most is 100,000" in after.skipped_last[0]


def test_a_repository_that_was_downloaded_is_the_same_posts(
    ear: Ear, peer: Peer, hydra: Person, tmp_path: Path
) -> None:
    for number in range(3):
        peer.write(hydra, f"{ear.word} {number}", createdAt="2026-10-01T09:00:00Z")
    ear.round()
    path = tmp_path / "repo.car"
    address = f"{peer.address}/xrpc/com.atproto.sync.getRepo"
    path.write_bytes(httpx2.get(address, params={"did": hydra.did}, trust_env=False).content)
    imported = import_posts(ear.organization, path)
    assert (imported.rows_new, imported.rows_known) == (0, 3)
    assert facts_of(ear.organization).count() == 3
