"""Readings come in once, changed ones are replaced, and what cannot be read is kept aside with the reason."""

import json
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from colonnade.core.table_files import UnreadableFile
from colonnade.governance.models import AuditEntry
from colonnade.measurement import queries
from colonnade.measurement.models import Reading
from colonnade.measurement.operations import import_readings
from colonnade.measurement.reading_table import read_table
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization

CSV = (
    b"\xef\xbb\xbfDate,KPI,Value,Channel\r\n"
    b"2026-10-05,MQLs,12,\r\n2026-10-12,MQLs,15,\r\n2026-10-12,MQLs,15.5,x\r\n"
)


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


def brought_in(organization: Organization, data: bytes) -> tuple[int, int, int, int]:
    file = import_readings(organization=organization, data=data, name="crm.csv", actor=None, now=NOW)
    return file.new, file.changed, file.known, len(file.aside)


def test_a_byte_order_mark_and_other_headings_are_understood() -> None:
    table = read_table(CSV)
    assert [(row.metric, row.on, row.value, row.channel) for row in table.rows.values()] == [
        ("mql", date(2026, 10, 5), 12.0, ""),
        ("mql", date(2026, 10, 12), 15.0, ""),
        ("mql", date(2026, 10, 12), 15.5, "x"),
    ]
    assert table.aside == []


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,234", 1234.0),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("12,5", 12.5),
        ("-3", -3.0),
        ("45 %", 45.0),
        ("0", 0.0),
        ("1 234", 1234.0),
    ],
)
def test_numbers_as_people_write_them(written: str, value: float) -> None:
    table = read_table(f"date;metric;value\n2026-01-31;mql;{written}\n".encode())
    assert [row.value for row in table.rows.values()] == [value]


@pytest.mark.parametrize("written", ["NaN", "inf", "-Infinity", "twelve", "", "1e999"])
def test_what_is_no_number_is_kept_aside_with_the_row(written: str) -> None:
    table = read_table(f"date,metric,value\n2026-01-31,mql,3\n2026-02-28,mql,{written}\n".encode())
    assert len(table.rows) == 1
    assert table.aside[0]["row"] == 2
    assert "not a number" in str(table.aside[0]["reason"])


@pytest.mark.parametrize("day", ["31.12.2026", "2026-12-31", "2026/12/31", "20261231", "2026-12-31T10:00:00"])
def test_days_as_systems_write_them(day: str) -> None:
    (row,) = read_table(f"date,metric,value\n{day},mql,3\n".encode()).rows.values()
    assert row.on == date(2026, 12, 31)


def test_json_lines_with_a_broken_line() -> None:
    data = json.dumps({"date": "2026-01-31", "metric": "mql", "value": 0}).encode() + b"\n{broken\n"
    table = read_table(data)
    assert [row.value for row in table.rows.values()] == [0.0]
    assert len(table.aside) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"\x89PNG\x00\x01", "no text file"),
        ("naïve".encode("latin-1"), "not UTF-8"),
        (b"a,b\n1,2\n", "no column for"),
        (b"date,metric,value\n", "no rows"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read_table(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    with suppress(UnreadableFile):
        table = read_table(data)
        assert table.rows or table.aside


def test_a_second_import_adds_nothing_and_a_change_replaces(hydra: Organization) -> None:
    assert brought_in(hydra, CSV) == (3, 0, 0, 0)
    assert brought_in(hydra, CSV) == (0, 0, 3, 0)
    assert brought_in(hydra, CSV.replace(b"12,\r\n", b"13,\r\n", 1)) == (0, 1, 2, 0)
    assert Reading.objects.get(on=date(2026, 10, 5)).value == 13
    replaced = AuditEntry.objects.filter(action="readings.imported").first()
    assert replaced is not None
    assert replaced.details["replaced"] == [{"reading": "mql 2026-10-05", "was": 12.0, "is": 13.0}]


def test_channels_are_summed_only_where_there_is_no_whole(hydra: Organization) -> None:
    data = (
        b"date,metric,value,channel\n2026-01-31,mql,3,x\n2026-01-31,mql,4,youtube\n"
        b"2026-02-28,mql,9,\n2026-02-28,mql,1,x\n"
    )
    brought_in(hydra, data)
    (found,) = queries.series(hydra)
    assert found.values == (7.0, 9.0)


def test_another_company_sees_nothing(hydra: Organization) -> None:
    brought_in(hydra, CSV)
    other = make_organization("Rival", founder=make_member(hydra, Role.AUTHOR).user)
    assert queries.series(other) == []
    assert queries.measured_metrics(other) == {}


def test_the_page_shows_takes_and_hands_back(client: Client, hydra: Organization) -> None:
    client.force_login(hydra.memberships.get().user)
    page = f"/o/{hydra.slug}/measure/"
    assert "There is no reading yet" in client.get(page).content.decode()
    data = CSV + b"2026-10-19,MQLs,=1+1,\r\n"
    answer = client.post(f"{page}import/", {"file": SimpleUploadedFile("crm.csv", data)}, follow=True)
    assert "3 readings added" in answer.content.decode()
    aside = client.get(f"{page}files/{hydra.reading_files.get().pk}/aside.csv").content.decode()
    assert "'=1+1" in aside
    assert "is not a number" in aside


def test_an_author_may_not_import(client: Client, hydra: Organization) -> None:
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    assert client.post(f"/o/{hydra.slug}/measure/import/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_many_files(
    client: Client, hydra: Organization, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(hydra.memberships.get().user)
    for number in range(count):
        brought_in(hydra, f"date,metric,value\n2026-01-3{number % 2},m{number},3\n".encode())
    with django_assert_max_num_queries(9):
        client.get(f"/o/{hydra.slug}/measure/")


def measured(days: list[date], values: list[float]) -> queries.MetricSeries:
    return queries.MetricSeries(id="mql", name="mql", metric=None, days=tuple(days), values=tuple(values))


def test_a_weekly_count_is_spread_over_the_days_it_covers() -> None:
    weeks = [date(2026, 10, 4) + timedelta(weeks=week) for week in range(6)]
    recent = queries.recently(measured(weeks, [70, 70, 14, 14, 14, 14]), standing=False)
    assert recent == queries.Recent(value=2.0, first=date(2026, 10, 12), last=date(2026, 11, 8), readings=4)


def test_the_first_reading_speaks_for_as_long_as_readings_usually_do() -> None:
    recent = queries.recently(measured([date(2026, 9, 30), date(2026, 10, 31)], [31.0, 62.0]), standing=False)
    assert recent is not None
    assert (recent.value, recent.first, recent.readings) == (2.0, date(2026, 10, 1), 1)
    both = queries.recently(measured([date(2026, 10, 30), date(2026, 10, 31)], [3.0, 5.0]), standing=False)
    assert both is not None
    assert (both.value, both.first) == (4.0, date(2026, 10, 30))


def test_a_standing_figure_is_averaged_and_a_lone_count_says_nothing() -> None:
    lone = measured([date(2026, 10, 31)], [90.0])
    recent = queries.recently(lone, standing=True)
    assert recent == queries.Recent(value=90.0, first=date(2026, 10, 31), last=date(2026, 10, 31), readings=1)
    assert queries.recently(lone, standing=False) is None
