"""Addresses of ideas."""

from django.urls import path

from colonnade.pillars.promotion.ideas import views

app_name = "ideas"
urlpatterns = [
    path("", views.ideas, name="list"),
    path("brief/", views.brief, name="brief"),
    path("aside/", views.aside, name="aside"),
]
