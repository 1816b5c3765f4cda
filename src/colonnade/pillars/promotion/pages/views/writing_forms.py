"""Pages on which forms are written, and where what was kept apart is looked at."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.promotion.pages import operations, queries
from colonnade.pillars.promotion.pages.doubts import Doubt
from colonnade.pillars.promotion.pages.forms import FormForm, question_rows
from colonnade.pillars.promotion.pages.jobs import plan_taking
from colonnade.pillars.promotion.pages.models import Form

PAGE = 50


@member_page(Permission.VIEW)
def forms(request: MemberRequest) -> HttpResponse:
    """List the forms."""
    context = {
        "found": queries.forms_of(organization=request.organization),
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
        "may_work": request.membership.may(Permission.WORK_LEADS),
    }
    return render(request, "pages/forms.html", context)


@member_page(Permission.CREATE_CONTENT)
def form(request: MemberRequest, form: int = 0) -> HttpResponse:
    """Add or change a form."""
    known = get_object_or_404(queries.forms_of(organization=request.organization), pk=form) if form else None
    asked = FormForm(request.POST or None, organization=request.organization, known=known)
    rows = question_rows(request.POST or None, version=known.shown if known else None)
    if request.method == "POST" and asked.is_valid() and rows.is_valid():
        questions = [one for one in (row.question() for row in rows) if one is not None]
        kept = asked.put(known or Form(organization=request.organization))
        try:
            version = operations.save_form(
                form=kept, questions=questions, text=asked.text(), actor=request.user, now=timezone.now()
            )
        except ValidationError as error:
            asked.add_error(None, error.messages)
        else:
            messages.success(request, _("Saved as version %(n)d.") % {"n": version.number})
            return redirect(org_reverse("pages:form", request.organization, form=kept.pk))
    base = settings.PUBLIC_URL.rstrip("/") or f"{request.scheme}://{request.get_host()}"
    context: dict[str, object] = {"known": known, "form": asked, "rows": rows}
    if known:
        address = reverse("pages_public:fill", kwargs={"key": known.key})
        context |= {"address": f"{base}{address}", "script": f"{base}{static('pages/embed.js')}"}
    return render(request, "pages/edit_form.html", context)


@member_page(Permission.WORK_LEADS)
def kept_apart(request: MemberRequest) -> HttpResponse:
    """List the submissions that a person should look at."""
    found = queries.kept_apart(organization=request.organization)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(one, [_words(doubt) for doubt in one.doubts]) for one in page]
    return render(request, "pages/kept_apart.html", {"page": page, "rows": rows})


def _words(doubt: str) -> str:
    return str(Doubt(doubt).label) if doubt in Doubt.values else doubt


@require_POST
@member_page(Permission.WORK_LEADS)
def decide(request: MemberRequest, submission: int) -> HttpResponse:
    """Let a submission through, or hold it for spam."""
    kept = get_object_or_404(queries.kept_apart(organization=request.organization), pk=submission)
    now = timezone.now()
    if request.POST.get("accept"):
        operations.accept(submission=kept, actor=request.user, now=now)
        plan_taking(organization_id=request.organization.pk, now=now)
        messages.success(request, _("It becomes a lead in a moment."))
    else:
        operations.dismiss(submission=kept, actor=request.user, now=now)
        messages.success(request, _("Dismissed. It is kept, and never becomes a lead."))
    return redirect(org_reverse("pages:kept_apart", request.organization))
