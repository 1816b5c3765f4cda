"""Addresses of the policy pages."""

from django.urls import path

from colonnade.governance.policies import views

app_name = "policies"
urlpatterns = [
    path("", views.rules, name="rules"),
    path("try/", views.try_text, name="try"),
    path("add/", views.add, name="add"),
    path("import/", views.import_file, name="import"),
    path("export.yaml", views.export, name="export"),
    path("<int:rule>/", views.change, name="change"),
    path("<int:rule>/remove/", views.remove, name="remove"),
]
