"""Addresses of this feature's pages."""

from django.urls import URLPattern, path

from colonnade.publishing import views

app_name = "publishing"
urlpatterns: list[URLPattern] = [
    path("", views.outbox, name="outbox"),
    path("pause/", views.pause, name="pause"),
    path("resume/", views.resume, name="resume"),
    path("profiles/", views.profiles, name="profiles"),
    path("profiles/find/<int:account>/", views.find_profiles, name="find_profiles"),
    path("profiles/<int:profile>/switch/", views.switch_profile, name="switch_profile"),
    path("<int:publication>/", views.publication, name="publication"),
    path("<int:publication>/schedule/", views.schedule, name="schedule"),
    path("<int:publication>/unschedule/", views.unschedule, name="unschedule"),
    path("<int:publication>/retry/", views.retry, name="retry"),
    path("<int:publication>/look/", views.look_again, name="look_again"),
    path("<int:publication>/seen/", views.seen, name="seen"),
    path("<int:publication>/absent/", views.absent, name="absent"),
    path("<int:publication>/release/", views.release, name="release"),
    path("<int:publication>/withdraw/", views.withdraw, name="withdraw"),
]
