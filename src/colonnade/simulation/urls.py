"""The address by which the demo is entered."""

from django.urls import path

from colonnade.simulation.entering import enter

urlpatterns = [path("enter/<int:user>/<str:token>/", enter, name="enter_demo")]
