"""Addresses in mails, for people who may have no account: the token in them says who they are."""

from django.urls import URLPattern, path

from colonnade.pillars.listening.reports import views

app_name = "reports_public"
urlpatterns: list[URLPattern] = [
    path("<str:token>/agree/", views.confirm, name="confirm"),
    path("<str:token>/stop/", views.stop, name="stop"),
]
