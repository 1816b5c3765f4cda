"""Addresses of this feature's pages."""

from django.urls import URLPattern, path

from colonnade.pillars.listening.retention import views

app_name = "retention"
urlpatterns: list[URLPattern] = [
    path("", views.overview, name="list"),
    path("<str:origin>/<int:number>/", views.one, name="one"),
]
