"""A page with every part of the design system, for the tests and for the eye."""

from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines

from colonnade.ui.charts import Chart, Series
from colonnade.ui.colonnade import Base, Colonnade, Column

HERE = Path(__file__).parent
STEPS = ("Clarify", "Create", "Choose", "Connect", "Coordinate", "Collaborate", "Communicate", "Conclude")


def picture(*, over: bool = False) -> Colonnade:
    """Return a strategy half-way: some steps full, some cracked, the last ones closed."""
    fills = (1.0, 0.82, 0.65, 0.5, 0.4, 0.25, 0.0, 0.0)
    cracks = (0, 1, 3, 0, 2, 0, 0, 0)
    return Colonnade(
        columns=tuple(
            Column(
                key=label.lower(),
                label=label,
                fill=fill,
                cracks=found,
                closed=label in {"Communicate", "Conclude"},
                href=f"#{label.lower()}",
                summary="Six goals have a number; one has no owner.",
            )
            for label, fill, found in zip(STEPS, fills, cracks, strict=True)
        ),
        base=Base(
            hours_used=46 if over else 31,
            hours_limit=40,
            money_used=1180,
            money_limit=1500,
            currency="USD",
            hours_period="a week",
            money_period="a month",
        ),
        entablature=(
            "65 marketing qualified leads a month by 30 June",
            "Parts sales of $2.4 million from owners who never ordered online",
            "Answer 95% of service questions within four hours",
        ),
    )


MONTHS = tuple(f"2026-{month:02}-01" for month in range(1, 11))

CHARTS = (
    Chart(
        key="leads",
        question="Will we reach 65 leads a month by the end of June?",
        answer="71% likely: 65 leads expected, 80% interval 58 to 74, from 4,000 simulated draws.",
        kind="line",
        categories=MONTHS,
        series=(
            Series(
                name="Leads",
                values=(21, 24, 30, None, 41, 47, 52, 57, 61, 65),
                low=(19, 21, 26, None, 36, 41, 45, 50, 54, 58),
                high=(23, 27, 34, None, 46, 53, 60, 65, 69, 74),
                tone="own",
            ),
            Series(name="Target", values=(65,) * 10, tone="limit"),
        ),
        unit="leads",
        time_axis=True,
    ),
    Chart(
        key="sentiment",
        question="What is the sentiment?",
        answer="Delays are spoken of worst: 71% negative (66 to 75), n = 1,204 posts.",
        kind="hstacked",
        categories=("Delays", "Baggage", "Staff", "Booking", "Food"),
        series=(
            Series(name="Positive", values=(9, 12, 41, 22, 30), tone="positive"),
            Series(name="Neutral", values=(20, 25, 24, 33, 40), tone="neutral"),
            Series(name="Negative", values=(71, 63, 35, 45, 30), tone="negative"),
        ),
        unit="%",
        links=tuple(f"#rows-{at}" for at in range(5)),
    ),
    Chart(
        key="voice",
        question="What are competitors doing?",
        answer="You hold 34% (31 to 37) of 3,310 mentions; Northfield leads with 41%.",
        kind="bar",
        categories=("January", "February", "March"),
        series=(
            Series(name="Us", values=(31, 33, 34), low=(28, 30, 31), high=(34, 36, 37), tone="own"),
            Series(name="Northfield", values=(43, 42, 41), low=(40, 39, 38), high=(46, 45, 44), tone="rival"),
            Series(name="Brandt", values=(26, 25, 25), low=(23, 22, 22), high=(29, 28, 28), tone="rival"),
        ),
        unit="%",
    ),
    Chart(
        key="hours",
        question="Does the work fit the hours?",
        answer="March needs 46 of 40 hours a week: 6 too many.",
        kind="stacked",
        categories=("January", "February", "March", "April"),
        series=(
            Series(name="Articles", values=(12, 14, 18, 12)),
            Series(name="Answers", values=(10, 12, 16, 14)),
            Series(name="Events", values=(4, 6, 12, 5)),
            Series(name="Limit", values=(40, 40, 40, 40), tone="limit"),
        ),
        unit="h",
    ),
    Chart(
        key="methods",
        question="What does each method bring?",
        answer="How-to articles bring most: 12 leads a month, 80% interval 8 to 17.",
        kind="hbar",
        categories=("How-to articles", "Owner stories", "Webinars with the service experts", "Paid posts"),
        series=(
            Series(name="Leads", values=(12, 7, 5, 3), low=(8, 4, 1, 2), high=(17, 11, 11, 4), tone="own"),
        ),
        unit="leads",
    ),
    Chart(
        key="rates",
        question="Where do they answer best?",
        answer="Forums, though the intervals overlap.",
        kind="scatter",
        categories=("Forums", "Video", "News", "Reviews"),
        series=(
            Series(name="Answer rate", values=(18, 11, 9, 14), low=(12, 8, 5, 7), high=(25, 15, 14, 22)),
        ),
        unit="%",
    ),
    Chart(
        key="nothing",
        question="Who are the key influencers?",
        answer="Insufficient evidence: 12 posts, at least 50 are needed.",
        kind="hbar",
        categories=("None",),
        series=(Series(name="Reach", values=(None,)),),
    ),
)

PAGE = (HERE / "design.html").read_text()

FORM_PAGE = (HERE / "design_form.html").read_text()


class GoalForm(forms.Form):
    """A field of every kind."""

    name = forms.CharField(label="Name", help_text="As the board would say it.")
    deadline = forms.DateField(label="Deadline", required=False)
    amount = forms.DecimalField(label="Target", min_value=0)
    unit = forms.ChoiceField(label="Business unit", choices=[("parts", "Parts"), ("sales", "Sales")])
    stage = forms.ChoiceField(
        label="Stage", choices=[("top", "Awareness"), ("mid", "Consideration")], widget=forms.RadioSelect
    )
    why = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    plan = forms.FileField(label="File", required=False)
    shared = forms.BooleanField(label="Shared with all units", required=False, help_text="They may read it.")


def _render(request: HttpRequest, source: str, context: dict[str, object]) -> HttpResponse:
    company = SimpleNamespace(name="Harrow Machinery", slug="harrow", currency="USD")
    frame = {
        "organization": company,
        "organizations": [company, SimpleNamespace(name="Northfield", slug="northfield")],
        "units": [
            SimpleNamespace(name="Parts", slug="parts"),
            SimpleNamespace(name="Service", slug="service"),
        ],
        "unit_scope": True,
    }
    return HttpResponse(engines["django"].from_string(source).render({**frame, **context}, request))


def page(request: HttpRequest, organization: str) -> HttpResponse:
    """Show every part."""
    messages.success(request, "Saved.")
    messages.error(request, "Two rows of the file were kept aside.")
    context: dict[str, object] = {
        "picture": picture(over="over" in request.GET),
        "charts": CHARTS,
        "page": Paginator(range(1, 200), 5).get_page(request.GET.get("page")),
        "path": [
            ("Parts", "#unit"),
            ("Sell more parts", "#objective"),
            ("65 leads a month", "#goal"),
            ("Home", ""),
        ],
    }
    return _render(request, PAGE, context)


def form_page(request: HttpRequest, organization: str) -> HttpResponse:
    """Show a form; sent empty, it comes back with its errors."""
    form = GoalForm(request.POST if request.method == "POST" else None)
    return _render(request, FORM_PAGE, {"form": form})
