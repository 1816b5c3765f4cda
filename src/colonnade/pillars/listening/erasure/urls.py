"""Addresses of this feature's pages."""

from django.urls import URLPattern, path

from colonnade.pillars.listening.erasure import views

app_name = "erasure"
urlpatterns: list[URLPattern] = [
    path("", views.erasures, name="list"),
    path("<int:number>/", views.one, name="one"),
    path("<int:number>/confirm/", views.confirm, name="confirm"),
    path("<int:number>/discard/", views.discard, name="discard"),
]
