"""Answers as a file."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from colonnade.core.clock import system_clock
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.exports.answers import export_answer
from colonnade.pillars.listening.questions.asking import QUESTIONS, QuestionKey, answer_to
from colonnade.pillars.listening.views.questions import busy_page, read_request
from colonnade.warehouse.ownership import OwnedElsewhere


def workbook_of(key: QuestionKey) -> Callable[..., HttpResponseBase]:
    """Return the view that sends the answer to a question as a workbook."""

    @member_page(Permission.VIEW)
    def file(request: MemberRequest) -> HttpResponseBase:
        try:
            asked = read_request(request)
        except OwnedElsewhere:
            return busy_page(request)
        if asked.problem:
            return _said(asked.problem)
        organization = request.organization
        answer = answer_to(asked.corpus, key, now=system_clock())
        page = org_reverse(QUESTIONS[key].page, organization)
        made = export_answer(answer, address=request.build_absolute_uri(f"{page}?{asked.filters.query()}"))
        return FileResponse(
            made.file,
            as_attachment=True,
            filename=f"{key}-{organization.slug}.xlsx",
            content_type=made.content_type,
        )

    return file


def _said(problem: str) -> HttpResponse:
    return HttpResponse(problem, status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8")
