"""Addresses of the pages about leads."""

from django.urls import URLPattern, path

from colonnade.audience.leads.views import board, lead, rules

app_name = "leads"
urlpatterns: list[URLPattern] = [
    path("", board.board, name="board"),
    path("file/", board.export, name="export"),
    path("outcomes/", board.outcomes, name="outcomes"),
    path("rules/", rules.rules, name="rules"),
    path("rules/propose/", rules.propose, name="propose"),
    path("rules/rule/", rules.rule, name="add_rule"),
    path("rules/rule/<int:rule>/", rules.rule, name="rule"),
    path("rules/agreement/", rules.agreement, name="add_agreement"),
    path("rules/agreement/<int:agreement>/", rules.agreement, name="agreement"),
    path("rules/destination/", rules.destination, name="add_destination"),
    path("rules/destination/<int:destination>/", rules.destination, name="destination"),
    path("rules/remove/<slug:kind>/<int:number>/", rules.remove, name="remove"),
    path("<int:lead>/", lead.lead, name="lead"),
    path("<int:lead>/step/", lead.step, name="step"),
    path("<int:lead>/assign/", lead.assign, name="assign"),
    path("<int:lead>/note/", lead.note, name="note"),
    path("<int:lead>/correct/", lead.correct, name="correct"),
    path("<int:lead>/hand-over/", lead.hand_over, name="hand_over"),
    path("<int:lead>/erase/", lead.erase, name="erase"),
    path("hand-overs/<int:hand_over>/retry/", lead.retry, name="retry"),
    path("consents/<int:consent>/withdraw/", lead.withdraw, name="withdraw"),
]
