"""The document that a new strategy begins with: small, complete, and commented."""

from datetime import date, timedelta
from importlib.resources import files
from string import Template

WEEKS = 24


def starter_text(*, today: date, currency: str = "USD") -> str:
    """Return a made-up company's strategy that the checker accepts, from the Monday after ``today``."""
    start = today + timedelta(days=7 - today.weekday())
    text = files(__package__).joinpath("starter.yaml").read_text(encoding="utf-8")
    return Template(text).substitute(
        currency=currency,
        start=start,
        deadline=start + timedelta(weeks=WEEKS, days=-1),
        observed=today - timedelta(days=30),
    )
