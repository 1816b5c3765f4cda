"""How keys are called in the form, and which of them refer to other parts of the document."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, str | Promise] = {
    "id": _("Short name"),
    "kpi": _("KPI"),
    "fte": _("Full-time people"),
    "n": _("Observations"),
    "per": _("Counted"),
    "by": _("By whom"),
    "serves": _("Serves the objective"),
    "value_per_unit": _("Worth of one unit"),
    "trend_per_month": _("Trend a month"),
    "half_at": _("Half the effect at (units a week)"),
    "hours_per_fte_week": _("Hours of a full-time week"),
    "money_per_month": _("Money a month"),
    "money_by_month": _("Money by month"),
    "hours": _("Hours"),
    "cost": _("Cost of one unit"),
    "per_unit": _("Per unit of work"),
    "open": _("Open today"),
    "agency": _("Works at an agency"),
    "shares_with": _("Works together with"),
    "lag_weeks": _("Weeks until it flows"),
    "every_weeks": _("Every so many weeks"),
    "response_minutes": _("Minutes to an answer"),
    "first_response_minutes": _("Minutes to the first word"),
    "low": _("Low"),
    "likely": _("Likely"),
    "high": _("High"),
}
ONE: dict[str, str | Promise] = {
    "units": _("business unit"),
    "objectives": _("objective"),
    "goals": _("goal"),
    "funnel": _("step of the funnel"),
    "audiences": _("audience"),
    "methods": _("method"),
    "channels": _("channel"),
    "relationships": _("relationship"),
    "roles": _("role"),
    "evidence": _("piece of evidence"),
    "effects": _("effect on a goal"),
    "approvals": _("approval"),
}
AREAS = frozenset(
    {"summary", "claim", "why", "find", "investigate", "review", "engage", "stop_when", "marketing_plan"}
)
REFERENCES: dict[tuple[str, str], tuple[str, ...]] = {
    ("Objective", "unit"): ("units",),
    ("Goal", "serves"): ("objectives",),
    ("Effect", "goal"): ("goals",),
    ("Flow", "source"): ("goals",),
    ("Flow", "target"): ("goals",),
    ("Method", "channel"): ("channels",),
    ("Replies", "role"): ("limits", "roles"),
    ("Effect", "evidence"): ("evidence",),
    ("Channel", "evidence"): ("evidence",),
    ("Audience", "evidence"): ("evidence",),
    ("Method", "hours"): ("limits", "roles"),
    ("Channel", "hours_per_week"): ("limits", "roles"),
    ("Channel", "setup_hours"): ("limits", "roles"),
}
"""(part, key) -> the list whose ids the key refers to."""


def label_of(key: str) -> str:
    """Return what ``key`` is called: its own word, or the key with blanks."""
    known = LABELS.get(key)
    return str(known) if known is not None else key.replace("_", " ").capitalize()
