"""Addresses of the design page, on which the tests see every part of the design system."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from colonnade.ui.tests import design


def _elsewhere(request: HttpRequest, organization: str = "") -> HttpResponse:
    return HttpResponse("elsewhere")


sections = (
    [
        path("", design.page, name="page"),
        path("forms/", design.form_page, name="forms"),
        path("detail/", design.page, name="detail"),
        path("other/", _elsewhere, name="other"),
    ],
    "design",
)

urlpatterns = [
    path("", _elsewhere, name="front_door"),
    path("welcome/", _elsewhere, name="found_organization"),
    path("profile/", _elsewhere, name="profile"),
    path("", include("colonnade.ui.urls")),
    path("account/", include("allauth.urls")),
    path("o/<slug:organization>/", include(sections)),
]
