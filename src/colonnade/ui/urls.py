"""Addresses of the design system's own pages."""

from django.urls import path

from colonnade.ui import views

app_name = "ui"
urlpatterns = [path("glossary/", views.glossary, name="glossary")]
