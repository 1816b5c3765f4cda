"""A browser has an id after consent alone, another in each organisation, and none where it refuses."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from colonnade.audience.touches.visitors import COOKIE, agree, visitor_of, withdraw
from colonnade.organization.models import Organization

HYDRA, OTHER = Organization(pk=1), Organization(pk=2)


def test_an_id_is_given_kept_and_taken_away() -> None:
    fresh = RequestFactory().get("/")
    assert visitor_of(fresh, HYDRA) == ""
    response = HttpResponse()
    given = agree(fresh, response, HYDRA)
    cookie = response.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    again = RequestFactory().get("/")
    again.COOKIES[COOKIE] = cookie.value
    assert visitor_of(again, HYDRA) == given == agree(again, HttpResponse(), HYDRA)
    assert visitor_of(again, OTHER) not in ("", given)
    withdraw(response)
    assert response.cookies[COOKIE].value == ""


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_who_refuses_to_be_tracked_has_none(header: str) -> None:
    request = RequestFactory().get("/", headers={header: "1"})
    request.COOKIES[COOKIE] = "a" * 22
    response = HttpResponse()
    assert visitor_of(request, HYDRA) == agree(request, response, HYDRA) == ""
    assert COOKIE not in response.cookies


def test_a_cookie_that_is_none_of_ours_is_no_id() -> None:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = "<script>" * 3
    assert visitor_of(request, HYDRA) == ""
