"""Addresses of the workbook's pages."""

from django.urls import path

from colonnade.workbook import views

app_name = "workbook"
urlpatterns = [
    path("", views.home, name="home"),
    path("strategy/", views.strategy, name="strategy"),
    path("strategy/choose/", views.choose, name="choose"),
    path("strategy/choose/cite/", views.cite, name="cite"),
]
