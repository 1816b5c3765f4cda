"""Posts under the filters of the page, as a file."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.exports.files import Shape, TooManyPosts, export
from colonnade.pillars.listening.views.questions import busy_page, read_request
from colonnade.warehouse.ownership import OwnedElsewhere


def posts_in(shape: Shape) -> Callable[..., HttpResponseBase]:
    """Return the view that sends the posts in this shape."""

    @member_page(Permission.VIEW)
    def file(request: MemberRequest) -> HttpResponseBase:
        try:
            asked = read_request(request)
            if asked.problem:
                return _said(asked.problem)
            made = export(asked.corpus, shape)
        except OwnedElsewhere:
            return busy_page(request)
        except TooManyPosts as error:
            return _said(str(error))
        return FileResponse(
            made.file,
            as_attachment=True,
            filename=f"posts-{request.organization.slug}.{shape}",
            content_type=made.content_type,
        )

    return file


def _said(problem: str) -> HttpResponse:
    return HttpResponse(problem, status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8")
