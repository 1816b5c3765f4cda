"""Addresses of this feature's pages."""

from django.urls import URLPattern, path

from colonnade.pillars.listening.corrections import views as corrections
from colonnade.pillars.listening.explorer.views import posts
from colonnade.pillars.listening.exports import views as exports
from colonnade.pillars.listening.questions.asking import KEYS
from colonnade.pillars.listening.topics import views as topics
from colonnade.pillars.listening.views import brands, imports, queries, questions, reading

app_name = "listening"
urlpatterns: list[URLPattern] = [
    path("", questions.overview, name="overview"),
    path("who/", questions.question_page("who"), name="who"),
    path("what/", questions.question_page("what"), name="what"),
    path("where/", questions.question_page("where"), name="where"),
    path("competitors/", questions.question_page("competitors"), name="competitors"),
    path("influencers/", questions.question_page("influencers"), name="influencers"),
    path("sentiment/", questions.question_page("sentiment"), name="sentiment"),
    *(path(f"{key}.xlsx", exports.workbook_of(key), name=f"{key}_xlsx") for key in KEYS),
    path("cards/<slug:question>/", questions.card, name="card"),
    path("topics/", topics.topics, name="topics"),
    path("posts/", posts.posts, name="posts"),
    path("posts/<slug:mention>/judge/", corrections.judge, name="judge"),
    path("posts.csv", posts.posts_file, name="posts_csv"),
    path("posts.xlsx", posts.posts_in("xlsx"), name="posts_xlsx"),
    path("posts.parquet", posts.posts_in("parquet"), name="posts_parquet"),
    path("reading/", reading.reading, name="reading"),
    path("reading/choose/", reading.choose, name="choose_tier"),
    path("reading/again/", reading.again, name="read_again"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:number>/", imports.one_import, name="import"),
    path("imports/<int:number>/progress/", imports.progress, name="import_progress"),
    path("imports/<int:number>/cancel/", imports.cancel, name="cancel_import"),
    path("imports/<int:number>/resume/", imports.resume, name="resume_import"),
    path("imports/<int:number>/aside.csv", imports.aside_csv, name="aside_csv"),
    path("brands/", brands.brands, name="brands"),
    path("brands/add/", brands.add, name="add_brand"),
    path("brands/<int:brand>/", brands.change, name="change_brand"),
    path("brands/<int:brand>/remove/", brands.remove, name="remove_brand"),
    path("brands/<int:brand>/query/", queries.saved, name="query"),
    path("brands/<int:brand>/match/", queries.match_again, name="match_again"),
    path("brands/<int:brand>/versions/<int:number>/restore/", queries.restore, name="restore_version"),
    path("queries/", queries.new, name="new_query"),
    path("queries/read/", queries.read, name="read_query"),
    path("queries/try/", queries.attempt, name="try_query"),
]
