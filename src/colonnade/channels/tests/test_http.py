"""The way out leads only where it may, and never costs more than it should."""

import gzip
import logging
import socket
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Literal

import httpx2
import pytest

from colonnade.channels.contract import (
    Answer,
    BadContent,
    ChannelError,
    Limits,
    RateHeaders,
    RateLimited,
    Retry,
    by_status,
)
from colonnade.channels.http import AddressPolicy, AddressRefused, Bounds, Bucket, Client, Rates
from colonnade.channels.http.redaction import shown
from colonnade.channels.tests.replay import answered
from colonnade.channels.tests.server import Reply, Site, site

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LIMITS = Limits(requests=100, per=timedelta(seconds=1), page=10)
LOOPBACK = AddressPolicy.allowing(["127.0.0.0/8"])
CLOSED = AddressPolicy()


def client(
    *,
    policy: AddressPolicy = LOOPBACK,
    bounds: Bounds | None = None,
    transport: httpx2.BaseTransport | None = None,
    limits: Limits = LIMITS,
    slept: list[float] | None = None,
) -> Client:
    """Return a client whose connector knows HTTP's own statuses only."""

    def classify(answer: Answer) -> ChannelError | None:
        return by_status(answer, limits=limits)

    return Client(
        policy=policy,
        rates=Rates(limits=limits),
        classify=classify,
        bounds=bounds or Bounds(seconds=5.0),
        transport=transport,
        sleep=(slept if slept is not None else []).append,
    )


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[str, Mapping[str, str]], Reply]], Site]]:
    """Start sites that end with the test."""
    with_blocks = []

    def start(answer: Callable[[str, Mapping[str, str]], Reply]) -> Site:
        block = site(answer)
        with_blocks.append(block)
        return block.__enter__()

    yield start
    for block in with_blocks:
        block.__exit__(None, None, None)


Serve = Callable[[Callable[[str, Mapping[str, str]], Reply]], Site]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "fe80::1",
        "fd00:ec2::254",
        "168.63.129.16",
        "100.100.100.200",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "localhost",
    ],
)
def test_what_is_not_on_the_public_internet_is_refused(host: str) -> None:
    with pytest.raises(AddressRefused):
        CLOSED.resolve(host, 80)


@pytest.mark.parametrize("host", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111"])
def test_public_addresses_are_allowed(host: str) -> None:
    assert CLOSED.resolve(host, 443) == [host]


def answers_with(*addresses: str) -> Callable[..., list[object]]:
    """Return a resolver that answers with ``addresses``."""

    def resolve(_host: str, port: int, *_kinds: object, **_more: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return resolve


def test_one_inner_address_among_public_ones_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answers_with("93.184.216.34", "10.0.0.7"))
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.7"):
        CLOSED.resolve("both.example", 443)


def test_an_administrator_can_allow_a_name_or_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answers_with("10.0.5.9"))
    assert AddressPolicy.allowing(["Feeds.Intranet"]).resolve("feeds.intranet", 80) == ["10.0.5.9"]
    assert AddressPolicy.allowing(["10.0.5.0/24"]).resolve("other.intranet", 80) == ["10.0.5.9"]
    with pytest.raises(AddressRefused, match="COLONNADE_ALLOWED_PEERS"):
        AddressPolicy.allowing(["10.0.6.0/24", "feeds.intranet"]).resolve("other.intranet", 80)


def test_a_name_is_looked_up_once_and_the_checked_address_is_connected_to(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = serve(lambda path, headers: (200, {}, b"reached"))
    looked: list[str] = []

    def resolve(host: str, port: int, *_kinds: object, **_more: object) -> list[object]:
        looked.append(host)
        literal = host == "127.0.0.1"  # the connection asks for the address it was given
        return answers_with("127.0.0.1" if literal or len(looked) == 1 else "10.0.0.7")(host, port)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with client() as http:
        assert http.get(f"http://rebinding.example:{here.port}/").text == "reached"
    assert looked.count("rebinding.example") == 1
    assert here.asked[0][1]["host"] == f"rebinding.example:{here.port}"


def test_a_refused_address_is_said_without_a_request(serve: Serve) -> None:
    here = serve(lambda path, headers: (200, {}, b""))
    with client(policy=CLOSED) as http, pytest.raises(BadContent, match="not on the public internet"):
        http.get(here.address)
    assert here.asked == []


def test_a_redirect_inwards_is_refused(monkeypatch: pytest.MonkeyPatch, serve: Serve) -> None:
    inner = serve(lambda path, headers: (200, {}, b"secret of the cloud"))
    monkeypatch.setattr(socket, "getaddrinfo", answers_with("127.0.0.1"))
    outer = serve(
        lambda path, headers: (302, {"Location": f"http://inner.example:{inner.port}/latest/meta-data"}, b"")
    )
    policy = AddressPolicy.allowing(["outer.example"])
    with client(policy=policy) as http, pytest.raises(BadContent, match=r"inner\.example leads to 127"):
        http.get(f"http://outer.example:{outer.port}/")
    assert inner.asked == []


def test_endless_redirects_end(serve: Serve) -> None:
    here = serve(lambda path, headers: (301, {"Location": f"{path}x"}, b""))
    with client() as http, pytest.raises(BadContent, match="redirects more than 5 times"):
        http.get(f"{here.address}/a")
    assert len(here.asked) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/"])
def test_a_redirect_to_another_protocol_is_refused(serve: Serve, target: str) -> None:
    here = serve(lambda path, headers: (302, {"Location": target}, b""))
    with client() as http, pytest.raises(BadContent):
        http.get(here.address)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "unix:/run/x", "http://", "", "http://[", "//x\0y"])
def test_other_addresses_are_refused_in_words(url: str) -> None:
    with client() as http, pytest.raises((BadContent, Retry)):
        http.get(url)


def test_secrets_do_not_follow_a_redirect_to_another_host(serve: Serve) -> None:
    other = serve(lambda path, headers: (200, {}, b"ok"))
    here = serve(lambda path, headers: (307, {"Location": f"{other.address}/"}, b""))
    headers = {"authorization": "Bearer s3cret", "x-api-key": "s3cret", "accept": "text/plain"}
    with client() as http:
        # Plain HTTP besides: a signed request goes nowhere else at all.
        with pytest.raises(BadContent, match="unprotected"):
            http.get(here.address, headers=headers)
        assert http.get(here.address, headers={"accept": "text/plain"}).text == "ok"
    assert [said for _path, said in other.asked if "authorization" in said or "x-api-key" in said] == []
    assert other.asked[0][1]["accept"] == "text/plain"


def test_cookies_are_not_kept(serve: Serve) -> None:
    here = serve(lambda path, headers: (200, {"Set-Cookie": "id=7"}, b""))
    with client() as http:
        http.get(here.address)
        http.get(here.address)
    assert "cookie" not in here.asked[1][1]


def test_a_body_beyond_the_limit_is_not_read(serve: Serve) -> None:
    here = serve(lambda path, headers: (200, {}, b"x" * 3_000_000))
    with (
        client(bounds=Bounds(body_bytes=1_000_000)) as http,
        pytest.raises(Retry, match="larger than"),
    ):
        http.get(here.address)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_packed_bodies_are_unpacked_only_so_far(serve: Serve, pack: Callable[[bytes], bytes]) -> None:
    encoding = "gzip" if pack is gzip.compress else "deflate"
    bodies = {"/small": pack(b"hello " * 10), "/bomb": pack(b"\0" * 50_000_000)}
    here = serve(lambda path, headers: (200, {"Content-Encoding": encoding}, bodies[path]))
    assert len(bodies["/bomb"]) < 60_000
    with client(bounds=Bounds(body_bytes=1_000_000)) as http:
        assert http.get(f"{here.address}/small").text == "hello " * 10
        with pytest.raises(Retry, match="larger than"):
            http.get(f"{here.address}/bomb")


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_a_packing_that_was_not_asked_for_is_refused(serve: Serve, encoding: str) -> None:
    here = serve(lambda path, headers: (200, {"Content-Encoding": encoding}, b"xxxx"))
    with client() as http, pytest.raises(Retry, match="not asked for"):
        http.get(here.address)
    assert here.asked[0][1]["accept-encoding"] == "gzip, deflate"


def test_a_server_that_trickles_is_left_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        started = time.monotonic()
        with client(bounds=Bounds(seconds=0.5)) as http, pytest.raises(Retry, match="no answer"):
            http.get(f"http://127.0.0.1:{port}/")  # it accepts, and never says a word
        assert time.monotonic() - started < 3


def test_trouble_names_no_secret(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    here = serve(lambda path, headers: (200, {}, b"ok"))
    with caplog.at_level(logging.DEBUG), client() as http:
        answer = http.get(
            f"{here.address}/x",
            params={"api_key": "s3cret", "q": "loader"},
            headers={"authorization": "Bearer s3cret"},
        )
        with pytest.raises(Retry) as trouble:
            http.get("http://127.0.0.1:1/", params={"token": "s3cret"})
    assert "s3cret" not in caplog.text + repr(answer) + str(trouble.value)
    assert "q=loader" in caplog.text


def test_an_address_is_shown_without_user_and_secrets() -> None:
    url = "https://me:pw@api.example/v3/search?key=AIza&q=a+b&access_token=t&pageToken=x#frag"
    assert shown(url) == "https://api.example/v3/search?key=***&q=a+b&access_token=***&pageToken=***"
    assert shown(f"https://api.example/bot12:{'AAH-x_' * 6}/send") == "https://api.example/bot12:***/send"
    assert shown("https://api.example/posts/urn:li:share:12") == "https://api.example/posts/urn:li:share:12"


def limited(**headers: str) -> httpx2.MockTransport:
    return httpx2.MockTransport(lambda _request: answered(200, b"{}", headers))


def test_a_spent_limit_is_not_asked_against() -> None:
    limits = Limits(
        requests=100,
        per=timedelta(minutes=1),
        page=10,
        headers=RateHeaders(limit="x-limit", remaining="x-left", reset="x-reset", reset_as="seconds"),
    )
    transport = limited(**{"x-limit": "100", "x-left": "0", "x-reset": "60"})
    with client(transport=transport, limits=limits) as http:
        http.get("https://api.example/a")
        with pytest.raises(RateLimited):
            http.get("https://api.example/b")


def test_requests_are_spaced_where_no_header_tells() -> None:
    slept: list[float] = []
    limits = Limits(requests=1, per=timedelta(seconds=2), page=10)
    with client(transport=limited(), limits=limits, slept=slept) as http:
        http.get("https://api.example/a")
        http.get("https://api.example/b")
        http.get("https://other.example/")
    assert len(slept) == 1
    assert 1.5 < slept[0] <= 2


def test_a_long_wait_puts_the_work_off() -> None:
    rates = Rates(limits=Limits(requests=1, per=timedelta(minutes=1), page=1))
    rates.buckets["api.example"] = Bucket(last_at=NOW)
    with pytest.raises(RateLimited):
        rates.pause_before("api.example", NOW + timedelta(seconds=1))
    assert rates.pause_before("api.example", NOW + timedelta(seconds=58)) == timedelta(seconds=2)


@pytest.mark.parametrize(
    ("written", "value"),
    [("epoch", "1795338120"), ("iso", "2026-11-22T09:02:00.000Z"), ("seconds", "120")],
)
def test_resets_are_read_as_each_network_writes_them(
    written: Literal["epoch", "iso", "seconds"], value: str
) -> None:
    headers = RateHeaders(limit="l", remaining="r", reset="x-reset", reset_as=written)
    rates = Rates(limits=Limits(requests=10, per=timedelta(minutes=1), page=1, headers=headers))
    rates.note("h", Answer(status=200, at=NOW, headers={"l": "300, 300;w=300", "r": "299", "x-reset": value}))
    assert rates.buckets["h"] == Bucket(
        limit=300, remaining=299, resets_at=NOW + timedelta(minutes=2), last_at=NOW
    )
