"""Addresses of posts."""

from django.urls import path

from colonnade.pillars.promotion.composer import views

app_name = "composer"
urlpatterns = [
    path("", views.posts, name="posts"),
    path("new/", views.new, name="new"),
    path("import/", views.import_file, name="import"),
    path("<int:post>/", views.post, name="post"),
    path("<int:post>/save/", views.save, name="save"),
    path("<int:post>/media/", views.media, name="media"),
    path("<int:post>/card/", views.card, name="card"),
    path("<int:post>/hand-in/", views.hand_in, name="hand_in"),
    path("<int:post>/remove/", views.remove, name="remove"),
]
