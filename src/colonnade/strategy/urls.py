"""Addresses of this feature's pages."""

from django.urls import path

from colonnade.strategy.views import beginning, document, goals, plan, rules, versions

app_name = "strategy"
urlpatterns = [
    path("document/", document.document, name="document"),
    path("document/check/", document.check, name="check"),
    path("document/edit/", document.edit, name="edit"),
    path("document/begin/starter/", beginning.begin_with_starter, name="begin_with_starter"),
    path("document/begin/sentence/", beginning.begin_with_sentence, name="begin_with_sentence"),
    path("document/begin/file/", beginning.begin_with_file, name="begin_with_file"),
    path("goals/", goals.goals, name="goals"),
    path("plan/", plan.plan, name="plan"),
    path("plan/make/", plan.make_plan, name="make_plan"),
    path("plan/limits/", plan.try_limits, name="try_limits"),
    path("plan/limits/<uuid:job>/", plan.what_if, name="what_if"),
    path("plan/plan.json", plan.plan_json, name="plan_json"),
    path("versions/", versions.versions, name="versions"),
    path("versions/<int:before>/<int:after>/", versions.compare, name="compare"),
    path("versions/<int:number>/strategy.yaml", document.download, name="download"),
    path("versions/<int:number>/copy/", document.copy, name="copy"),
    path("versions/<int:number>/<slug:verb>/", document.take_step, name="step"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<slug:code>/", rules.rule, name="rule"),
]
