"""No page and no endpoint shows an organisation to somebody who is not in it."""

import re
from collections.abc import Iterable, Iterator
from functools import partial

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from colonnade.config.api import api
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import make_organization, make_user

SAMPLES = {"int": "1", "slug": "x", "str": "x", "path": "x/y", "uuid": "00000000-0000-0000-0000-000000000000"}


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield each page's route with its pattern."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        else:
            yield route, entry


def filled(route: str, organization: str) -> str:
    """Return ``route`` with the organisation put in and samples for all else."""
    route = route.replace("<slug:organization>", organization)
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda match: SAMPLES[match[1] or "str"], route)


PAGES = {
    route: pattern
    for route, pattern in addresses(get_resolver())
    if route.startswith("o/<slug:organization>/")
}
ENDPOINTS = [
    (method.upper(), path)
    for path, operations in api.get_openapi_schema()["paths"].items()
    for method in operations
]


def areas(paths: Iterable[str], depth: int) -> list[str]:
    """Return the beginnings of paths, so that one test walks what lies behind each."""
    return sorted({"/".join(path.strip("/").split("/")[:depth]) for path in paths})


def within(area: str, path: str) -> bool:
    return f"{path.strip('/')}/".startswith(f"{area}/")


PAGE_AREAS = areas(PAGES, 3)
ENDPOINT_AREAS = areas((path for _method, path in ENDPOINTS), 5)


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def stranger(db: None, client: Client) -> Client:
    other = make_organization("Rival", founder=make_user("rita@rival.example"))
    client.force_login(other.memberships.get().user)
    return client


def test_there_are_pages_and_endpoints_to_test() -> None:
    assert len(PAGE_AREAS) > 4
    assert len(ENDPOINT_AREAS) > 4
    assert {route for area in PAGE_AREAS for route in PAGES if within(area, route)} == set(PAGES)
    assert {one for area in ENDPOINT_AREAS for one in ENDPOINTS if within(area, one[1])} == set(ENDPOINTS)


def test_every_page_has_a_gate() -> None:
    ungated = [
        route
        for route, pattern in PAGES.items()
        if not hasattr(pattern.callback, "needs") and "needs" not in str(vars(pattern.callback))
    ]
    assert not ungated, "pages are declared with @member_page, outermost or under a method check"


def both_ways(client: Client, address: str) -> list[HttpResponse]:
    """Return what a page answers to a GET and to a POST."""
    return [client.get(address), client.post(address)]


@pytest.mark.parametrize("area", PAGE_AREAS)
def test_pages_hide_the_organisation(area: str, hydra: Organization, stranger: Client) -> None:
    shown = []
    for route in filter(partial(within, area), PAGES):
        codes = {answer.status_code for answer in both_ways(stranger, filled(route, hydra.slug))}
        if not codes <= {404, 405} or 404 not in codes:
            shown.append((route, codes))
    assert shown == []


@pytest.mark.parametrize("area", PAGE_AREAS)
def test_pages_ask_who_is_there(area: str, hydra: Organization, client: Client) -> None:
    open_to_all = []
    for route in filter(partial(within, area), PAGES):
        answers = both_ways(client, filled(route, hydra.slug))
        asked = [answer.status_code == 302 and "/account/login/" in answer["Location"] for answer in answers]
        if not any(asked) or any(answer.status_code not in {302, 405} for answer in answers):
            open_to_all.append((route, [answer.status_code for answer in answers]))
    assert open_to_all == []


def endpoint_address(path: str, organization: str) -> str:
    known = path.replace("{organization}", organization).replace("{job}", SAMPLES["uuid"])
    return re.sub(r"\{\w+\}", "1", known)


def otherwise_answered(
    client: Client, area: str, organization: str, wanted: int
) -> list[tuple[str, str, int]]:
    """Return the endpoints of an area that answer with another status than the one wanted."""
    found = []
    for method, path in ENDPOINTS:
        if within(area, path):
            address = endpoint_address(path, organization)
            answer = client.generic(method, address, "{}", content_type="application/json")
            found.append((method, path, answer.status_code))
    return [one for one in found if one[2] != wanted]


@pytest.mark.parametrize("area", ENDPOINT_AREAS)
def test_endpoints_hide_the_organisation(area: str, hydra: Organization, stranger: Client) -> None:
    assert otherwise_answered(stranger, area, hydra.slug, 404) == []


@pytest.mark.parametrize("area", ENDPOINT_AREAS)
def test_endpoints_ask_who_is_there(area: str, hydra: Organization, client: Client) -> None:
    assert otherwise_answered(client, area, hydra.slug, 401) == []
