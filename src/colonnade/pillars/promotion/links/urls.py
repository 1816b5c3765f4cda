"""Addresses of this feature's pages."""

from django.urls import URLPattern, path

from colonnade.pillars.promotion.links import funnel_views, reported_views, views

app_name = "links"
urlpatterns: list[URLPattern] = [
    path("links/", views.links, name="list"),
    path("links/add/", views.add, name="add"),
    path("links/<int:link>/", views.one, name="one"),
    path("links/<int:link>/change/", views.change, name="change"),
    path("links/<int:link>/close/", views.close, name="close"),
    path("links/<int:link>/qr.svg", views.qr, name="qr"),
    path("channels/", reported_views.other_channels, name="reported"),
    path("channels/import/", reported_views.import_file, name="import"),
    path("funnel/", funnel_views.funnel, name="funnel"),
    path("funnel/rows/", funnel_views.rows, name="funnel_rows"),
]
