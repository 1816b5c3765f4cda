"""Addresses of the pages of jobs."""

from django.urls import path

from colonnade.governance.jobs import views

app_name = "jobs"
urlpatterns = [
    path("jobs/", views.job_list, name="list"),
    path("jobs/<uuid:job>/", views.progress, name="progress"),
    path("jobs/<uuid:job>/cancel/", views.cancel, name="cancel"),
    path("jobs/<uuid:job>/retry/", views.retry, name="retry"),
]
