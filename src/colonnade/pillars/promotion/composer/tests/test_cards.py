"""What a page says of itself, and the addresses that are never asked."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from colonnade.channels.contract import Answer, Http, Retry
from colonnade.organization.tests.factories import NOW
from colonnade.pillars.promotion.composer.cards import NoCard, read_card

PAGE = b"""<!doctype html><html><head><title>Plain &amp; simple</title>
<meta property="og:title" content="The crane"><meta name="description" content="Lifts
 a lot"></head><body><title>Not this</title></body></html>"""


class Pages:
    """A way out on which one page stands."""

    def __init__(self, body: bytes, kind: str = "text/html; charset=utf-8") -> None:
        self.body, self.kind = body, kind

    def get(self, url: str, **_more: object) -> Answer:
        if not self.body:
            raise Retry("cut off")
        return Answer(status=200, at=NOW, url=url, headers={"content-type": self.kind}, body=self.body)


def read(body: bytes, kind: str = "text/html") -> dict[str, str]:
    @contextmanager
    def open_http() -> Iterator[Http]:
        yield Pages(body, kind)  # type: ignore[misc]  # as much of the way out as is used here

    return read_card("https://hydra.example/", open_http=open_http)


def test_title_and_description_are_what_the_page_tells() -> None:
    assert read(PAGE) == {"url": "https://hydra.example/", "title": "The crane", "description": "Lifts a lot"}
    assert read(b"<title>Plain &amp; simple</title>")["title"] == "Plain & simple"


@pytest.mark.parametrize(
    ("body", "kind"), [(b"", "text/html"), (b"\x89PNG", "image/png"), (b"<p>no title", "text/html")]
)
def test_what_tells_nothing_is_said_to(body: bytes, kind: str) -> None:
    with pytest.raises(NoCard):
        read(body, kind)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/",
        "http://[::1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://10.0.0.1/",
        "http://100.100.100.200/",
        "file:///etc/passwd",
        "gopher://hydra.example/",
        "",
    ],
)
def test_addresses_inside_the_house_are_never_asked(address: str) -> None:
    with pytest.raises(NoCard):
        read_card(address)
