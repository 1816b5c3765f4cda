"""Addresses of this feature's pages."""

from django.urls import URLPattern, path

from colonnade.pillars.listening.reports import views

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("", views.reports, name="list"),
    path("add/", views.add, name="add"),
    path("<int:report>/", views.one, name="one"),
    path("<int:report>/change/", views.change, name="change"),
    path("<int:report>/send/", views.send, name="send"),
    path("<int:report>/remove/", views.remove, name="remove"),
    path("<int:report>/subscribe/", views.subscribe, name="subscribe"),
    path("<int:report>/recipients/", views.add_recipient, name="add_recipient"),
    path("<int:report>/recipients/<int:recipient>/remove/", views.remove_recipient, name="remove_recipient"),
]
