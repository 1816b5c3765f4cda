"""Addresses of the people we know."""

from django.urls import path

from colonnade.audience import views

app_name = "audience"
urlpatterns = [
    path("", views.people, name="people"),
    path("add/", views.add, name="add"),
    path("import/", views.import_file, name="import"),
    path("<int:person>/forget/", views.forget, name="forget"),
]
