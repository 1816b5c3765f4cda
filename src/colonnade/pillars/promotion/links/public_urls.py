"""Addresses that people share; a plus sign behind one shows where it leads."""

from django.urls import URLPattern, path

from colonnade.pillars.promotion.links import public_views

app_name = "links_public"
urlpatterns: list[URLPattern] = [
    path("<slug:code>", public_views.follow, name="follow"),
    path("<slug:code>+", public_views.show, name="show"),
]
