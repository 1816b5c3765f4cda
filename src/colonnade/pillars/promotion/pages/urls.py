"""Addresses of the pages on which forms and landing pages are written."""

from django.urls import URLPattern, path

from colonnade.pillars.promotion.pages.views import writing_forms, writing_pages

app_name = "pages"
urlpatterns: list[URLPattern] = [
    path("", writing_pages.pages, name="pages"),
    path("add/", writing_pages.add, name="add"),
    path("<int:page>/", writing_pages.page, name="page"),
    path("<int:page>/write/", writing_pages.edit, name="edit"),
    path("<int:page>/withdraw/", writing_pages.withdraw, name="withdraw"),
    path("versions/<int:version>/", writing_pages.preview, name="preview"),
    path("versions/<int:version>/publish/", writing_pages.publish, name="publish"),
    path("versions/<int:version>/try/", writing_pages.try_against, name="try"),
    path("forms/", writing_forms.forms, name="forms"),
    path("forms/add/", writing_forms.form, name="add_form"),
    path("forms/<int:form>/", writing_forms.form, name="form"),
    path("forms/kept-apart/", writing_forms.kept_apart, name="kept_apart"),
    path("forms/kept-apart/<int:submission>/", writing_forms.decide, name="decide"),
]
