"""Addresses of the organisation's settings."""

from django.urls import path

from colonnade.organization.views import settings

app_name = "organization"
urlpatterns = [
    path("", settings.settings, name="settings"),
    path("units/", settings.units, name="units"),
    path("units/<int:unit>/remove/", settings.remove_unit, name="remove_unit"),
    path("members/", settings.members, name="members"),
    path("members/<int:member>/dismiss/", settings.dismiss_member, name="dismiss_member"),
    path("tokens/", settings.tokens, name="tokens"),
    path("tokens/<int:token>/revoke/", settings.revoke_token, name="revoke_token"),
]
