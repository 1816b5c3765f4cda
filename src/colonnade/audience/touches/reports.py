"""Reads what other systems export: a day, its tags, and what was counted or spent.

The names of columns are those of the exports of Google Analytics 4, Matomo, Plausible, Umami, Google Ads,
Meta Ads Manager and LinkedIn Campaign Manager.
"""

import io
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from colonnade.audience.touches.kinds import Measure, System
from colonnade.audience.touches.origins import Origin
from colonnade.core.table_files import Aside, Headings, read_records

MOST_PREAMBLE = 20
"""Lines above the heading, in which advertisement exports say what they are."""
DAY_FORMATS = ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%b %d, %Y")
LARGEST = Decimal(10) ** 13
_BY_DEFAULT: Mapping[System, Origin] = {
    System.GOOGLE_ADS: Origin(channel="ppc", source="google", medium="cpc"),
    System.META_ADS: Origin(channel="ppc", source="facebook", medium="cpc"),
    System.LINKEDIN_ADS: Origin(channel="ppc", source="linkedin", medium="cpc"),
}
_DAY = ("date", "day", "reporting starts", "start date (in utc)", "start date", "label")


@dataclass(frozen=True, kw_only=True)
class ReportedRow:
    """A row that was understood."""

    day: date
    origin: Origin
    values: Mapping[Measure, Decimal]


def headings_of(currency: str) -> Headings:
    """Return the names that columns may have; amounts in another currency are not among them."""
    money = currency.casefold()
    return {
        "day": _DAY,
        "source": ("source", "utm_source", "session source", "utm source", "referrer name"),
        "medium": ("medium", "utm_medium", "session medium", "utm medium"),
        "both": ("session source / medium", "source / medium"),
        "campaign": (
            "campaign",
            "utm_campaign",
            "session campaign",
            "campaign name",
            "utm campaign",
            "campaign group name",
        ),
        "content": ("content", "utm_content", "session manual ad content", "ad name"),
        "term": ("term", "utm_term", "keyword", "session manual term"),
        "currency": ("currency", "currency code"),
        Measure.IMPRESSIONS: ("impressions", "impr."),
        Measure.CLICKS: ("clicks", "link clicks", "clicks (all)"),
        Measure.VISITS: ("visits", "sessions", "nb_visits"),
        Measure.VISITORS: ("visitors", "users", "total users", "unique visitors", "nb_uniq_visitors"),
        Measure.CONVERSIONS: ("conversions", "key events", "goal conversions", "nb_conversions", "results"),
        Measure.SPEND: (
            "spend",
            "cost",
            f"cost ({money})",
            "amount spent",
            f"amount spent ({money})",
            f"total spent ({money})",
            "total spent",
        ),
    }


def read_report(
    data: bytes, *, system: System, currency: str
) -> tuple[dict[tuple[date, Origin, Measure], Decimal], list[Aside]]:
    """Return what a file reports, its rows of one day and the same tags added up, and what was kept aside.

    Raises:
        UnreadableFile: where no row can be read at all.
    """
    headings = headings_of(currency)

    def read(cells: Mapping[str, str]) -> ReportedRow:
        return _row(cells, system, currency)

    rows, aside = read_records(_below_preamble(data, headings), headings=headings, needed=("day",), read=read)
    added: dict[tuple[date, Origin, Measure], Decimal] = defaultdict(Decimal)
    for row in rows:
        for measure, value in row.values.items():
            added[row.day, row.origin, measure] += value
    return dict(added), aside


def _below_preamble(data: bytes, headings: Headings) -> bytes:
    """Return the file from its heading on: the first line of which two cells are names that are known."""
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        return data  # whoever reads it says what is wrong
    known = {name for names in headings.values() for name in names}
    lines = io.StringIO(text, newline="")
    for _line in range(MOST_PREAMBLE):
        begin = lines.tell()
        cells = lines.readline().strip().translate(_DELIMITERS).split("\t")
        if len({cell.strip(' "').casefold().replace("-", " ") for cell in cells} & known) >= 2:
            return text[begin:].encode()
    return text.encode()


_DELIMITERS = str.maketrans({",": "\t", ";": "\t", "|": "\t"})


def _row(cells: Mapping[str, str], system: System, currency: str) -> ReportedRow:
    written = cells.get("currency", "").upper()
    if written and written != currency.upper():
        raise ValueError(
            _("the amount is in {written}; yours are in {currency}").format(
                written=written, currency=currency
            )
        )
    values = {
        measure: _number(cells[measure])
        for measure in Measure
        if cells.get(measure, "").strip(" -\N{EN DASH}") != ""
    }
    if not values:
        raise ValueError(_("the row counts nothing that is known here"))
    return ReportedRow(day=_day(cells["day"]), origin=_origin(cells, system), values=values)


def _origin(cells: Mapping[str, str], system: System) -> Origin:
    said = {name: _tag(cells.get(name, "")) for name in ("source", "medium", "campaign", "content", "term")}
    source, _slash, medium = cells.get("both", "").partition("/")
    said["source"], said["medium"] = said["source"] or _tag(source), said["medium"] or _tag(medium)
    base = _BY_DEFAULT.get(system, Origin(channel="web"))
    return replace(base, **{name: value for name, value in said.items() if value}).bounded


def _tag(written: str) -> str:
    bare = written.strip()
    return "" if bare.casefold() in ("(not set)", "(none)", "(direct)", "(organic)", "--") else bare


def _day(written: str) -> date:
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(written.strip().split("T")[0], form).date()  # noqa: DTZ007  # a day
        except ValueError:
            continue
    raise ValueError(_("“{day}” is not a day; write it as 2026-03-31").format(day=written))


def _number(written: str) -> Decimal:
    bare = written.strip().strip("$€£").replace("\u00a0", "").replace(" ", "").replace("'", "")
    if "," in bare and "." in bare:
        mark = max(bare.rfind(","), bare.rfind("."))
        bare = bare[:mark].replace(",", "").replace(".", "") + "." + bare[mark + 1 :]
    elif bare.count(",") == 1 and len(bare.rpartition(",")[2]) != 3:
        bare = bare.replace(",", ".")
    else:
        bare = bare.replace(",", "")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        raise ValueError(_("“{value}” is not a number").format(value=written)) from None
    if not value.is_finite() or not 0 <= value < LARGEST:
        raise ValueError(_("“{value}” cannot be a count or an amount").format(value=written))
    return value
