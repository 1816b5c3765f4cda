"""Addresses of the library."""

from django.urls import path

from colonnade.pillars.promotion.library import views

app_name = "library"
urlpatterns = [
    path("", views.items, name="items"),
    path("add/", views.add, name="add"),
    path("<int:item>/", views.item, name="item"),
    path("<int:item>/retire/", views.retire, name="retire"),
    path("<int:item>/delete/", views.delete, name="delete"),
    path("<int:item>/file/", views.file, name="file"),
    path("<int:item>/cut/<slug:shape>/", views.cutting, name="cutting"),
]
