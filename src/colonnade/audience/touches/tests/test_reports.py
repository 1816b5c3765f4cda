"""Exports of other systems are understood, once each; what cannot be read is kept aside with its reason."""

from datetime import date
from decimal import Decimal

import pytest

from colonnade.audience.touches.counting import Days
from colonnade.audience.touches.kinds import Measure, System
from colonnade.audience.touches.models import ReportedDay
from colonnade.audience.touches.reporting import ImportedReport, import_report, reported
from colonnade.core.table_files import UnreadableFile
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization

MARCH = Days(first=date(2026, 3, 1), last=date(2026, 3, 31))
GA4 = b"""# ----------------------------------------
# Traffic acquisition
# Start date: 20260301
# ----------------------------------------

Date,Session source / medium,Session campaign,Sessions,Total users,Key events
20260302,linkedin / social,spring,120,100,4
20260302,google / organic,(not set),80,70,0
"""
GOOGLE_ADS = (
    b"Campaign report\nMarch 1, 2026 - March 31, 2026\n"
    b"Day,Campaign,Currency code,Clicks,Impr.,Cost\n"
    b'2026-03-02,spring,USD,10,"1,200",12.50\n2026-03-02,spring,USD,5,800,7.5\n'
    b"2026-03-02,spring,EUR,5,800,7.5\nTotal: Account,,,20,2000,27.5\n"
)
META = (
    b"Reporting starts,Campaign name,Impressions,Link clicks,Amount spent (USD)\n"
    b"2026-03-02,spring,900,9,4.20\n"
)
LINKEDIN = (
    "Campaign Performance\r\n\r\n"
    "Start Date (in UTC)\tCampaign Name\tImpressions\tClicks\tTotal Spent\r\n"
    "03/02/2026\tspring\t50\t2\t9.90\r\n"
).encode("utf-16")
MATOMO = b"date;campaign;nb_visits;nb_uniq_visitors\n2026-03-02;spring;44;40\n"


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


def bring_in(organization: Organization, data: bytes, system: System) -> ImportedReport:
    return import_report(
        organization=organization, system=system, data=data, name="export.csv", actor=None, now=NOW
    )


@pytest.mark.parametrize(
    ("data", "system", "campaign", "said"),
    [
        (GA4, System.GA4, "spring", {"visits": "120", "visitors": "100", "conversions": "4"}),
        (GA4, System.GA4, "", {"visits": "80", "visitors": "70", "conversions": "0"}),
        (GOOGLE_ADS, System.GOOGLE_ADS, "spring", {"clicks": "15", "impressions": "2000", "spend": "20"}),
        (META, System.META_ADS, "spring", {"impressions": "900", "clicks": "9", "spend": "4.2"}),
        (LINKEDIN, System.LINKEDIN_ADS, "spring", {"impressions": "50", "clicks": "2", "spend": "9.9"}),
        (MATOMO, System.MATOMO, "spring", {"visits": "44", "visitors": "40"}),
    ],
)
def test_an_export_is_understood(
    hydra: Organization, data: bytes, system: System, campaign: str, said: dict[str, str]
) -> None:
    bring_in(hydra, data, system)
    assert reported(organization=hydra, days=MARCH)[campaign] == {
        Measure(name): Decimal(value) for name, value in said.items()
    }


def test_the_same_file_again_changes_nothing_and_a_newer_one_replaces(hydra: Organization) -> None:
    bring_in(hydra, META, System.META_ADS)
    bring_in(hydra, META, System.META_ADS)
    assert ReportedDay.objects.count() == 3
    bring_in(hydra, META.replace(b"4.20", b"5.00"), System.META_ADS)
    assert reported(organization=hydra, days=MARCH)["spring"][Measure.SPEND] == 5


def test_what_cannot_be_read_is_kept_aside(hydra: Organization) -> None:
    done = bring_in(hydra, GOOGLE_ADS, System.GOOGLE_ADS)
    assert [row["reason"] for row in done.aside] == [
        "the amount is in EUR; yours are in USD",
        "“Total: Account” is not a day; write it as 2026-03-31",
    ]
    done = bring_in(hydra, b"date,visits\n2026-03-02,-5\n2026-03-02,many\n2026-03-02,\n", System.OTHER)
    assert [row["reason"] for row in done.aside] == [
        "“-5” cannot be a count or an amount",
        "“many” is not a number",
        "the row counts nothing that is known here",
    ]


def test_amounts_of_another_currency_are_not_taken_for_ours(hydra: Organization) -> None:
    done = bring_in(hydra, META.replace(b"(USD)", b"(EUR)"), System.META_ADS)
    assert done.figures == 2
    assert Measure.SPEND not in reported(organization=hydra, days=MARCH)["spring"]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00\xd8", b"name,visits\na,1\n", b"\x89PNG\x00"])
def test_what_is_no_export_is_refused(hydra: Organization, data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        bring_in(hydra, data, System.OTHER)
