"""Addresses of this feature's pages; the list of posts itself is ``listening:posts``."""

from django.urls import URLPattern, path

from colonnade.pillars.listening.explorer.views import bulk, posts, saved, tags

app_name = "explorer"
urlpatterns: list[URLPattern] = [
    path("explore/", posts.start, name="start"),
    path("posts/count/", posts.count, name="count"),
    path("posts/act/", bulk.act, name="act"),
    path("posts/<slug:mention>/untag/", bulk.untag, name="untag"),
    path("actions/<int:number>/", bulk.action, name="action"),
    path("actions/<int:number>/progress/", bulk.progress, name="progress"),
    path("actions/<int:number>/undo/", bulk.undo, name="undo"),
    path("actions/<int:number>/cancel/", bulk.cancel, name="cancel"),
    path("views/", saved.views, name="views"),
    path("views/save/", saved.save, name="save_view"),
    path("views/<int:view>/", posts.view, name="view"),
    path("views/<int:view>/change/", saved.change, name="change_view"),
    path("views/<int:view>/search/", saved.take_search, name="take_search"),
    path("views/<int:view>/choose/", saved.choose, name="choose_view"),
    path("views/<int:view>/remove/", saved.remove, name="remove_view"),
    path("tags/", tags.tags, name="tags"),
    path("tags/<int:tag>/", tags.tag, name="tag"),
    path("tags/<int:tag>/remove/", tags.remove, name="remove_tag"),
]
