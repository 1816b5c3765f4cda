"""Addresses of briefs."""

from django.urls import path

from colonnade.pillars.promotion.briefs import views

app_name = "briefs"
urlpatterns = [
    path("", views.briefs, name="list"),
    path("add/", views.add, name="add"),
    path("<int:brief>/", views.brief, name="brief"),
    path("<int:brief>/change/", views.change, name="change"),
    path("<int:brief>/step/", views.step, name="step"),
    path("<int:brief>/template/", views.keep_template, name="keep_template"),
    path("templates/<int:template>/remove/", views.remove_template, name="remove_template"),
]
