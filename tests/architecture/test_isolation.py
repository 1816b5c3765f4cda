"""No page and no endpoint shows an organisation to somebody who is not in it."""

import re
from collections.abc import Iterator

import pytest
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


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def stranger(db: None, client: Client) -> Client:
    other = make_organization("Rival", founder=make_user("rita@rival.example"))
    client.force_login(other.memberships.get().user)
    return client


def test_there_are_pages_and_endpoints_to_test() -> None:
    assert len(PAGES) > 8
    assert ENDPOINTS


@pytest.mark.parametrize("route", sorted(PAGES))
def test_a_page_has_a_gate_and_hides_the_organisation(
    route: str, hydra: Organization, stranger: Client
) -> None:
    assert hasattr(PAGES[route].callback, "needs") or "needs" in str(vars(PAGES[route].callback)), (
        "pages are declared with @member_page, outermost or under a method check"
    )
    address = filled(route, hydra.slug)
    for method in (stranger.get, stranger.post):
        assert method(address).status_code in {404, 405}
    assert {stranger.get(address).status_code, stranger.post(address).status_code} & {404}


@pytest.mark.parametrize("route", sorted(PAGES))
def test_a_page_asks_who_is_there(route: str, hydra: Organization, client: Client) -> None:
    answers = [client.get(filled(route, hydra.slug)), client.post(filled(route, hydra.slug))]
    assert any(answer.status_code == 302 and "/account/login/" in answer["Location"] for answer in answers)
    assert all(answer.status_code in {302, 405} for answer in answers)


def endpoint_address(path: str, organization: str) -> str:
    known = path.replace("{organization}", organization).replace("{job}", SAMPLES["uuid"])
    return re.sub(r"\{\w+\}", "1", known)


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_an_endpoint_hides_the_organisation(
    method: str, path: str, hydra: Organization, stranger: Client
) -> None:
    address = endpoint_address(path, hydra.slug)
    answer = stranger.generic(method, address, "{}", content_type="application/json")
    assert answer.status_code == 404


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_an_endpoint_asks_who_is_there(method: str, path: str, hydra: Organization, client: Client) -> None:
    address = endpoint_address(path, hydra.slug)
    answer = client.generic(method, address, "{}", content_type="application/json")
    assert answer.status_code == 401
