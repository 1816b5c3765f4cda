"""Addresses before an organisation is chosen."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
