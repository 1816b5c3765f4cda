"""Pages of measurement: what was measured, and files coming in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.core.spreadsheet import csv_line
from colonnade.measurement import queries
from colonnade.measurement.charts import chart_of
from colonnade.measurement.forms import ReadingFileForm
from colonnade.measurement.operations import import_readings
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.organization.uploads import imported


def _page(request: MemberRequest, form: ReadingFileForm) -> HttpResponse:
    context = {
        "charts": [chart_of(found) for found in queries.series(request.organization)],
        "files": queries.files(request.organization)[:20],
        "form": form,
        "may_import": request.membership.may(Permission.IMPORT_POSTS),
    }
    return render(request, "measurement/readings.html", context)


@member_page(Permission.VIEW)
def readings(request: MemberRequest) -> HttpResponse:
    """Show each metric's readings over time, and the files that they came in."""
    return _page(request, ReadingFileForm())


@require_POST
@member_page(Permission.IMPORT_POSTS)
def import_file(request: MemberRequest) -> HttpResponse:
    """Import an uploaded file of readings."""
    form = ReadingFileForm(request.POST, request.FILES)
    file = imported(request, form, import_readings)
    if file is None:
        return _page(request, form)
    said = _(
        "{new} readings added, {changed} replaced, {known} known already, {aside} rows kept aside."
    ).format(new=file.new, changed=file.changed, known=file.known, aside=len(file.aside))
    messages.success(request, said)
    return redirect(org_reverse("measurement:readings", request.organization))


@member_page(Permission.VIEW)
def aside(request: MemberRequest, file: int) -> HttpResponse:
    """Hand out the rows that could not be read, with the reason, as CSV to mend and import again."""
    found = get_object_or_404(queries.files(request.organization), pk=file)
    names = sorted({name for row in found.aside for name in row["cells"]})
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rows-aside-{found.pk}.csv"'
    response.write(csv_line([*names, "row", "reason"]))
    for row in found.aside:
        response.write(csv_line([*(row["cells"].get(name, "") for name in names), row["row"], row["reason"]]))
    return response
