"""Addresses before an organisation is chosen."""

from django.urls import path

from colonnade.organization.views import entry

urlpatterns = [
    path("", entry.front_door, name="front_door"),
    path("welcome/", entry.found, name="found_organization"),
    path("profile/", entry.profile, name="profile"),
]
