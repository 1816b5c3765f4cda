"""The posts behind a figure."""

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.corrections.models import Judgement
from colonnade.pillars.listening.corrections.queries import corrections_of
from colonnade.pillars.listening.questions.posts import PAGE, PAGES, Order, posts_csv, posts_page
from colonnade.pillars.listening.views.questions import (
    bar_of,
    busy_page,
    canonical,
    read_request,
    wants_part,
)
from colonnade.warehouse.ownership import OwnedElsewhere


@member_page(Permission.VIEW)
def posts(request: MemberRequest) -> HttpResponseBase:
    """List posts under filters, fifty to a page."""
    try:
        asked = read_request(request)
    except OwnedElsewhere:
        return busy_page(request)
    total = asked.corpus.extent.posts
    page: Page[int] = Paginator(range(min(total, PAGE * PAGES)), PAGE).get_page(request.GET.get("page"))
    order: Order = "reactions" if request.GET.get("order") == "reactions" else "newest"
    rest = [f"order={order}"] if order != "newest" else []
    rest += [f"page={page.number}"] if page.number > 1 else []
    address = canonical(request, asked, "&".join(rest))
    if not asked.problem and not wants_part(request) and request.get_full_path() != address:
        return redirect(address)
    found = posts_page(asked.corpus, page=page.number, order=order)
    context = {
        **bar_of(asked),
        "page": page,
        "total": total,
        "reachable": PAGE * PAGES,
        "order": order,
        "posts": found,
        "corrected": corrections_of(
            organization=request.organization, mention_ids=[post.id for post in found]
        ),
        "may_correct": request.membership.may(Permission.IMPORT_POSTS),
        "judgements": Judgement.choices,
        "subject": asked.corpus.subject,
    }
    part = "list" if wants_part(request) else "posts"
    response = render(request, f"listening/questions/{part}.html", context)
    if wants_part(request):
        response["HX-Push-Url"] = address
    return response


@member_page(Permission.VIEW)
def posts_file(request: MemberRequest) -> HttpResponseBase:
    """Send all posts under the filters as CSV."""
    try:
        asked = read_request(request)
    except OwnedElsewhere:
        return busy_page(request)
    if asked.problem:
        return HttpResponse(asked.problem, status=400, content_type="text/plain; charset=utf-8")
    response = StreamingHttpResponse(posts_csv(asked.corpus), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="posts-{request.organization.slug}.csv"'
    return response
