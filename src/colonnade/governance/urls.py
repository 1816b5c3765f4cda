"""Addresses of governance's pages."""

from django.urls import path

from colonnade.governance import views

app_name = "governance"
urlpatterns = [path("audit/", views.audit, name="audit")]
