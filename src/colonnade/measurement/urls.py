"""Addresses of measurement's pages."""

from django.urls import path

from colonnade.measurement import views

app_name = "measurement"
urlpatterns = [
    path("", views.readings, name="readings"),
    path("import/", views.import_file, name="import"),
    path("files/<int:file>/aside.csv", views.aside, name="aside"),
]
