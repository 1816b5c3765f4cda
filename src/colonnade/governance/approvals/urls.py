"""Addresses of the approval pages."""

from django.urls import path

from colonnade.governance.approvals import stage_views, views

app_name = "approvals"
urlpatterns = [
    path("", views.reviews, name="list"),
    path("stages/", stage_views.stages, name="stages"),
    path("stages/who/", stage_views.who, name="who"),
    path("stages/add/", stage_views.add_stage, name="add_stage"),
    path("stages/<int:stage>/", stage_views.change_stage, name="change_stage"),
    path("stages/<int:stage>/remove/", stage_views.remove_stage, name="remove_stage"),
    path("stages/units/<int:unit>/", stage_views.unit_reviewers, name="unit_reviewers"),
    path("<int:review>/", views.review, name="review"),
    path("<int:review>/decide/", views.decide, name="decide"),
    path("<int:review>/comment/", views.comment, name="comment"),
    path("<int:review>/invite/", views.invite, name="invite"),
    path("<int:review>/invite/<int:invitation>/revoke/", views.revoke, name="revoke"),
    path("<int:review>/again/", views.again, name="again"),
    path("<int:review>/pictures/<str:key>", views.picture, name="picture"),
]
