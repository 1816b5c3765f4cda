"""Addresses for everybody."""

from django.urls import URLPattern, path

from colonnade.pillars.promotion.pages.views import public

app_name = "pages_public"
urlpatterns: list[URLPattern] = [
    path("f/<slug:key>/", public.fill, name="fill"),
    path("f/<slug:key>/thanks/", public.thanks, name="thanks"),
    path("p/<slug:organization>/<slug:slug>/", public.page, name="page"),
    path("p/<slug:organization>/<slug:slug>/image/<int:number>/", public.image, name="image"),
]
