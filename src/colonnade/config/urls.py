"""All addresses: each feature's pages under its organisation, the API beside them."""

from django.urls import include, path

from colonnade.config.api import api

feature_pages = [
    path("", include("colonnade.workbook.urls")),
    path("listen/sources/", include("colonnade.channels.urls")),
    path("listen/people/", include("colonnade.audience.urls")),
    path("listen/reports/", include("colonnade.pillars.listening.reports.urls")),
    path("listen/alerts/", include("colonnade.pillars.listening.alerts.urls")),
    path("listen/", include("colonnade.pillars.listening.explorer.urls")),
    path("listen/", include("colonnade.pillars.listening.urls")),
    path("promote/posts/", include("colonnade.pillars.promotion.composer.urls")),
    path("promote/ideas/", include("colonnade.pillars.promotion.ideas.urls")),
    path("promote/briefs/", include("colonnade.pillars.promotion.briefs.urls")),
    path("promote/library/", include("colonnade.pillars.promotion.library.urls")),
    path("promote/outbox/", include("colonnade.publishing.urls")),
    path("promote/", include("colonnade.pillars.promotion.links.urls")),
    path("promote/leads/", include("colonnade.audience.leads.urls")),
    path("promote/pages/", include("colonnade.pillars.promotion.pages.urls")),
    path("promote/", include("colonnade.campaigns.urls")),
    path("settings/erasures/", include("colonnade.pillars.listening.erasure.urls")),
    path("settings/retention/", include("colonnade.pillars.listening.retention.urls")),
    path("strategy/", include("colonnade.strategy.urls")),
    path("measure/", include("colonnade.measurement.urls")),
    path("settings/", include("colonnade.organization.urls")),
    path("promote/approvals/", include("colonnade.governance.approvals.urls")),
    path("promote/policies/", include("colonnade.governance.policies.urls")),
    path("settings/", include("colonnade.governance.urls")),
    path("settings/", include("colonnade.governance.jobs.urls")),
]

urlpatterns = [
    path("", include("colonnade.organization.entry_urls")),
    path("", include("colonnade.ui.urls")),
    path("account/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("mail/", include("colonnade.pillars.listening.reports.public_urls")),
    path("review/", include("colonnade.governance.approvals.public_urls")),
    path("l/", include("colonnade.pillars.promotion.links.public_urls")),
    path("", include("colonnade.pillars.promotion.pages.public_urls")),
    path("calendar/", include("colonnade.campaigns.public_urls")),
    path("demo/", include("colonnade.simulation.urls")),
    path("o/<slug:organization>/", include(feature_pages)),
]
