"""Addresses for other calendars, which know a secret and sign in nowhere."""

from django.urls import URLPattern, path

from colonnade.campaigns.views.setting_up import feed

app_name = "calendar_public"
urlpatterns: list[URLPattern] = [path("<str:token>.ics", feed, name="feed")]
