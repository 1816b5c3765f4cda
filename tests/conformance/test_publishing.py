"""What every connector that publishes must bear; pure, so that nothing is asked of any network."""

import pytest

from colonnade.channels.contract import (
    Connector,
    Deletes,
    Draft,
    Media,
    MediaKind,
    Part,
    Posting,
    Publisher,
    Publishes,
    Visibility,
)

from .test_connectors import NOW


def publisher(connector: Connector) -> tuple[Publisher, Posting]:
    """Return a connector with its rules; one that only listens is passed over."""
    if not isinstance(connector, Publisher) or connector.manifest.posting is None:
        pytest.skip("it only listens")
    return connector, connector.manifest.posting


def fitting(posting: Posting, text: str = "Grease it", **more: object) -> Draft:
    """Return a draft that has what the network cannot do without."""
    return Draft.of(text, **({"title": "Grease"} if posting.titles else {}), **more)


def errors(found: Publisher, draft: Draft, posting: Posting) -> set[str]:
    return {one.field for one in found.validate(draft, posting) if one.severity == "error"}


def image(posting: Posting, **said: object) -> Media:
    assert posting.images is not None
    fields = {
        "source": "test:1",
        "media_type": posting.images.types[0],
        "size": 1_000,
        "sha256": "0" * 64,
        "alt": "A loader",
        "width": 1_000,
        "height": 1_000,
    }
    return Media.model_validate(fields | said)


def test_who_publishes_says_what_can_be_published(connector: Connector) -> None:
    assert isinstance(connector, Publishes) == (connector.manifest.posting is not None)


def test_keys_are_short_and_never_the_same(connector: Connector) -> None:
    found, _posting = publisher(connector)
    keys = [found.new_key(NOW) for _number in range(500)]
    assert len(set(keys)) == len(keys)
    assert all(0 < len(key) <= 100 for key in keys)


def test_texts_are_counted_and_the_longest_is_refused(connector: Connector) -> None:
    found, posting = publisher(connector)
    for text in ("", "Hello", "e\u0301 \U0001f468\u200d\U0001f469\u200d\U0001f467", "\u202e<b>&amp;"):
        counted = found.count(text, posting)
        assert counted
        assert all(0 <= one.used <= one.limit for one in counted)
    most = max(limit.most for limit in posting.text)
    over = fitting(posting, "word " * min(most, 19_999))
    if any(one.over for one in found.count(over.text, posting)):
        assert "text" in errors(found, over, posting)


def test_an_ordinary_draft_has_no_errors_and_an_empty_one_has(connector: Connector) -> None:
    found, posting = publisher(connector)
    assert errors(found, fitting(posting), posting) == set()
    assert "text" in errors(found, fitting(posting, ""), posting)


def test_files_are_held_against_the_rules(connector: Connector) -> None:
    found, posting = publisher(connector)
    if posting.images is None:
        pytest.skip("it takes no images")
    rules = posting.images
    assert errors(found, fitting(posting, media=(image(posting),)), posting) == set()
    for wrong in (
        (image(posting, media_type="application/x-msdownload"),),
        (image(posting, size=rules.bytes + 1),),
        (image(posting),) * (rules.most + 1),
    ):
        assert errors(found, fitting(posting, media=wrong), posting) & {"media", "alt"}


def test_what_the_network_does_not_do_is_refused(connector: Connector) -> None:
    found, posting = publisher(connector)
    thread = fitting(posting).model_copy(update={"parts": (Part(text="One"), Part(text="Two"))})
    assert posting.threads or "parts" in errors(found, thread, posting)
    warned = fitting(posting, warning="Loud")
    assert ("warning" in errors(found, warned, posting)) is not posting.warnings
    for visibility in Visibility:
        hidden = fitting(posting, visibility=visibility)
        assert ("visibility" in errors(found, hidden, posting)) is (visibility not in posting.visibilities)
    if posting.videos is None and posting.images is not None:
        film = image(posting, kind=MediaKind.VIDEO, media_type="video/mp4")
        assert "media" in errors(found, fitting(posting, media=(film,)), posting)


def test_nothing_is_deleted_by_those_who_cannot_publish(connector: Connector) -> None:
    assert isinstance(connector, Publishes) or not isinstance(connector, Deletes)
