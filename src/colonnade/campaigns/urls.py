"""Addresses of the marketing calendar."""

from django.urls import path

from colonnade.campaigns.views import activities, calendar, campaigns

app_name = "campaigns"
urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/entry/", calendar.entry, name="entry"),
    path("calendar/move/", calendar.move, name="move"),
    path("calendar/clashes/", calendar.clashes, name="clashes"),
    path("calendar/activities/add/", activities.add_activity, name="add_activity"),
    path("calendar/activities/<int:activity>/", activities.activity, name="activity"),
    path("calendar/activities/<int:activity>/step/", activities.step_activity, name="step_activity"),
    path("calendar/activities/<int:activity>/remove/", activities.remove_activity, name="remove_activity"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/add/", campaigns.add_campaign, name="add_campaign"),
    path("campaigns/<int:campaign>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:campaign>/change/", campaigns.change_campaign, name="change_campaign"),
    path("campaigns/<int:campaign>/step/", campaigns.step_campaign, name="step_campaign"),
    path("campaigns/<int:campaign>/remove/", campaigns.remove_campaign, name="remove_campaign"),
    path("campaigns/<int:campaign>/plan/", campaigns.take_plan, name="take_plan"),
    path("budget/", campaigns.budget, name="budget"),
]
