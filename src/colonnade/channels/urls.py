"""Addresses of this feature's pages."""

from django.urls import URLPattern, path

from colonnade.channels import views

app_name = "channels"
urlpatterns: list[URLPattern] = [
    path("", views.sources, name="sources"),
    path("add/", views.networks, name="networks"),
    path("add/<slug:network>/<slug:kind>/", views.add, name="add_source"),
    path("<int:source>/", views.source, name="source"),
    path("<int:source>/change/", views.change, name="change_source"),
    path("<int:source>/pause/", views.pause, name="pause_source"),
    path("<int:source>/resume/", views.resume, name="resume_source"),
    path("<int:source>/remove/", views.remove, name="remove_source"),
    path("accounts/add/<slug:network>/", views.add_account, name="add_account"),
    path("accounts/<int:account>/renew/", views.renew_account, name="renew_account"),
    path("accounts/<int:account>/remove/", views.remove_account, name="remove_account"),
]
