"""Addresses for partners outside, who have no account: the signed token says what they may read."""

from django.urls import URLPattern, path

from colonnade.governance.approvals import outside_views

app_name = "outside"
urlpatterns: list[URLPattern] = [
    path("<str:token>/", outside_views.review, name="review"),
    path("<str:token>/pictures/<str:key>", outside_views.picture, name="picture"),
]
