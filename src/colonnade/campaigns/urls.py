"""Addresses of the marketing calendar."""

from django.urls import path

from colonnade.campaigns.views import activities, calendar, campaigns, files, setting_up

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
    path("calendar/csv/", files.activities_csv, name="activities_csv"),
    path("calendar/ics/", files.calendar_ics, name="calendar_ics"),
    path("calendar/import/", files.import_file, name="import"),
    path("tags/", setting_up.tags, name="tags"),
    path("tags/keep/", setting_up.keep_preset, name="keep_preset"),
    path("tags/<int:preset>/remove/", setting_up.remove_preset, name="remove_preset"),
    path("silences/", setting_up.silences, name="silences"),
    path("silences/<int:silence>/remove/", setting_up.remove_silence, name="remove_silence"),
    path("feeds/", setting_up.feeds, name="feeds"),
    path("feeds/<int:feed>/remove/", setting_up.remove_feed, name="remove_feed"),
    path("budget/", campaigns.budget, name="budget"),
]
