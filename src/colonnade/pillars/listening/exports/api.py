"""API door of exports: the posts behind a figure as a file."""

from http import HTTPStatus
from typing import Literal

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router
from ninja.errors import HttpError

from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.exports.files import TooManyPosts, export
from colonnade.pillars.listening.questions.asking import corpus_of
from colonnade.pillars.listening.questions.filters import WrongFilter
from colonnade.pillars.listening.questions.posts import posts_csv
from colonnade.pillars.listening.questions_api import FiltersIn
from colonnade.warehouse.store import open_store

router = Router()


@router.get("/posts/export", summary="The posts behind a figure, as a file")
def export_posts(
    request: HttpRequest,
    organization: OrganizationSlug,
    filters: Query[FiltersIn],
    shape: Literal["csv", "xlsx", "parquet"] = "csv",
) -> HttpResponseBase:
    """Return all posts under the same filters as a question; a workbook holds 200,000 at most."""
    member = acting_member(request, Permission.VIEW)
    facts = open_store().facts(member.organization.pk)
    try:
        corpus = corpus_of(organization=member.organization, facts=facts, filters=filters.filters())
        if shape == "csv":
            return StreamingHttpResponse(posts_csv(corpus), content_type="text/csv; charset=utf-8")
        made = export(corpus, shape)
    except (WrongFilter, TooManyPosts) as error:
        raise HttpError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
    return FileResponse(made.file, content_type=made.content_type)
