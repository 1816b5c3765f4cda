"""Addresses of this feature's pages."""

from django.urls import URLPattern, path

from colonnade.pillars.listening.alerts import views

app_name = "alerts"
urlpatterns: list[URLPattern] = [
    path("", views.alerts, name="list"),
    path("subscribe/", views.subscribe, name="subscribe"),
    path("rules/", views.rules, name="rules"),
    path("rules/add/", views.add_rule, name="add_rule"),
    path("rules/standard/", views.add_standard, name="add_standard"),
    path("rules/try/", views.try_rule, name="try_rule"),
    path("rules/<int:rule>/", views.rule, name="rule"),
    path("rules/<int:rule>/remove/", views.remove_rule, name="remove_rule"),
    path("<int:alert>/", views.alert, name="alert"),
    path("<int:alert>/behind/", views.behind, name="behind"),
    path("<int:alert>/move/", views.move, name="move"),
]
