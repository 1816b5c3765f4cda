"""Presets of tags, the check of an address, and silences, by their pages and operations."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from colonnade.campaigns.models import Blackout, UtmPreset
from colonnade.campaigns.operations import keep_preset
from colonnade.campaigns.queries import blackout_at
from colonnade.campaigns.tests.factories import make_campaign
from colonnade.campaigns.utm import tag
from colonnade.campaigns.utm_checks import findings
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def hydra() -> Organization:
    return make_organization()


@pytest.fixture
def ana(hydra: Organization, client: Client) -> Client:
    client.force_login(hydra.memberships.get().user)
    return client


def test_a_preset_is_kept_changed_and_removed(hydra: Organization, ana: Client) -> None:
    page, campaign = org_reverse("campaigns:keep_preset", hydra), make_campaign(hydra)
    said = {"kind": "social", "channel": "LinkedIn", "source": "li", "medium": "paid-{unit}social"}
    said |= {"campaign": "{campaign}", "content": "{content}"}
    ana.post(page, said)
    preset = UtmPreset.objects.get()
    assert tag("https://h.example", organization=hydra, channel="linkedin", campaign=campaign) == (
        "https://h.example?utm_source=li&utm_medium=paid-social&utm_campaign=winter-hoses"
    )
    assert 'value="paid-{unit}social"' in ana.get(f"{page}?preset={preset.pk}").text
    ana.post(page, {**said, "medium": ""})
    assert UtmPreset.objects.get().medium == ""
    assert "utm_source=li&amp;utm_medium=social" in ana.get(org_reverse("campaigns:tags", hydra)).text
    ana.post(org_reverse("campaigns:remove_preset", hydra, preset=preset.pk))
    assert not UtmPreset.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"source": "Two words"}, {"medium": "{kind}"}, {"kind": "", "channel": "x"}, {"source": ""}]
)
def test_a_preset_that_no_address_could_carry_is_refused(
    wrong: dict[str, str], hydra: Organization, ana: Client
) -> None:
    said = {"kind": "social", "channel": "", "source": "x", "medium": "m", **wrong}
    assert ana.post(org_reverse("campaigns:keep_preset", hydra), said).status_code == 200
    with pytest.raises(ValidationError):
        keep_preset(
            organization=hydra,
            kind=said["kind"],
            channel=said["channel"],
            templates=said,
            actor=None,
            now=NOW,
        )
    assert not UtmPreset.objects.exists()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("utm_source=li&utm_medium=social&utm_campaign=spring", []),
        ("", ["utm_source is missing", "utm_medium is missing", "utm_campaign is missing"]),
        ("utm_source=a&utm_source=b&utm_medium=social&utm_campaign=spring", ["2 times"]),
        ("utm_source=Big%20One&utm_medium=social&utm_campaign=spring", ["capitals"]),
        ("utm_source=a&utm_medium=fax&utm_campaign=spring", ["no medium"]),
        ("utm_source=a&utm_medium=social&utm_campaign=autumn", ["No campaign"]),
        ("UTM_Source=a&utm_medium=social&utm_campaign=spring", ["no tag"]),
        ("utm_sauce=a&utm_source=a&utm_medium=social&utm_campaign=spring", ["no tag"]),
        ("a=b#utm_source=x", ["behind the #", "missing", "missing", "missing"]),
    ],
)
def test_an_address_is_checked(query: str, said: list[str]) -> None:
    found = findings(f"https://h.example/?{query}", mediums={"social"}, campaigns={"spring"})
    assert len(found) == len(said), found
    assert all(word in one.message for word, one in zip(said, found, strict=True))


@pytest.mark.parametrize("address", ["h.example", "javascript:alert(1)", "https://", "https://[::1", ""])
def test_what_is_no_address_is_said_to_be_none(address: str) -> None:
    assert [one.level for one in findings(address, mediums=(), campaigns=())] == ["error"]


def test_the_page_checks_an_address_and_shows_it_as_text(hydra: Organization, ana: Client) -> None:
    page = org_reverse("campaigns:tags", hydra)
    shown = ana.get(page, {"address": "https://h.example/<script>alert(1)</script>"}).text
    assert "utm_source is missing" in shown
    assert "<script>alert" not in shown


def test_a_silence_holds_its_unit_and_its_hours(hydra: Organization, ana: Client) -> None:
    parts = hydra.units.create(name="Parts", slug="parts")
    page = org_reverse("campaigns:silences", hydra)
    said = {"reason": "Sad day", "unit": parts.pk, "day": "2026-11-10", "until_day": "2026-11-11"}
    assert "ends before" in ana.post(page, {**said, "until_day": "2026-11-09"}).text
    ana.post(page, {**said, "until": "12:00"})
    silence = Blackout.objects.get()
    noon = silence.ends_at
    assert (silence.starts_at.hour, noon.hour) == (0, 12)
    for moment, unit, held in (
        (silence.starts_at, parts.pk, True),
        (noon, parts.pk, False),
        (noon - timedelta(seconds=1), parts.pk, True),
        (silence.starts_at, None, False),
    ):
        assert (blackout_at(organization=hydra, moment=moment, unit=unit) is not None) == held
        assert silence.holds(moment, unit=unit) == held
    assert "Sad day" in ana.get(page).text
    ana.post(org_reverse("campaigns:remove_silence", hydra, silence=silence.pk))
    assert not Blackout.objects.exists()


def test_who_may_not_publish_may_not_silence(hydra: Organization, client: Client) -> None:
    client.force_login(make_member(hydra, Role.EXPERT).user)
    said = {"reason": "x", "day": "2026-11-10", "until_day": "2026-11-11"}
    page = org_reverse("campaigns:silences", hydra)
    assert client.get(page).status_code == 200
    client.post(page, said)
    assert not Blackout.objects.exists()
