"""Links lead to web pages alone, the same is shortened once, and what they led to stays known."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from pytest_django import Settings

from colonnade.audience.touches.origins import Origin
from colonnade.campaigns.models import Campaign
from colonnade.campaigns.operations import CampaignPlan, add_campaign
from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization, make_user
from colonnade.pillars.promotion.links import operations
from colonnade.pillars.promotion.links.codes import ALPHABET, LENGTH, random_code
from colonnade.pillars.promotion.links.models import ShortLink
from colonnade.pillars.promotion.links.operations import add_link, lead_elsewhere, shorten
from colonnade.pillars.promotion.links.plans import LinkPlan
from colonnade.pillars.promotion.links.tests.factories import PAGE, make_link


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


def spring(organization: Organization) -> Campaign:
    plan = CampaignPlan(name="Spring fair", starts_on=NOW.date(), ends_on=NOW.date())
    return add_campaign(organization=organization, plan=plan, actor=None, now=NOW)


def test_a_link_is_tagged_as_its_campaign_and_channel_say(hydra: Organization) -> None:
    campaign = spring(hydra)
    plan = LinkPlan(url=f"{PAGE}?id=7#prices", channel="LinkedIn", campaign=campaign, content="first")
    link = add_link(organization=hydra, plan=plan, actor=None, now=NOW)
    assert link.target == (
        f"{PAGE}?id=7&utm_source=linkedin&utm_medium=social&utm_campaign=spring-fair&utm_content=first#prices"
    )
    assert link.origin == Origin(
        channel="linkedin",
        source="linkedin",
        medium="social",
        campaign="spring-fair",
        content="first",
        work=f"campaign:{campaign.pk}",
        link=f"link:{link.pk}",
    )
    assert AuditEntry.objects.filter(action="link.added", subject=link.code).exists()


def test_the_same_is_shortened_once(hydra: Organization) -> None:
    def short(publication: str) -> ShortLink:
        return shorten(
            organization=hydra, plan=LinkPlan(url=PAGE, publication=publication), actor=None, now=NOW
        )

    first = short("post:1")
    assert short("post:1") == first
    assert short("post:2") != first
    other = make_organization("Other", founder=make_user("o@other.example"))
    assert shorten(organization=other, plan=LinkPlan(url=PAGE), actor=None, now=NOW).organization == other
    assert ShortLink.objects.count() == 3


def test_two_who_shorten_the_same_at_once_get_one_link(
    hydra: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = operations._of

    def late(*arguments: object) -> ShortLink:
        monkeypatch.setattr(operations, "_of", real)
        shorten(organization=hydra, plan=LinkPlan(url=PAGE), actor=None, now=NOW)
        return real(*arguments)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(operations, "_of", late)
    link = shorten(organization=hydra, plan=LinkPlan(url=PAGE), actor=None, now=NOW)
    assert ShortLink.objects.get() == link


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example/path",
        "ftp://files.example/a",
        "https://bank.example@evil.example/",
        "https://evil.example\\@bank.example/",
        "https://a.example/\r\nSet-Cookie: a=b",
        "https://a.example/a b",
        "https://[::1",
        "https://" + "a" * 2000 + ".example/",
        "/o/hydra/",
        "",
    ],
)
def test_what_is_no_plain_web_page_is_refused(hydra: Organization, url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make_link(hydra, url=url)
    assert "url" in refused.value.message_dict
    link = make_link(hydra)
    with pytest.raises(ValidationError):
        lead_elsewhere(link=link, url=url, actor=None, now=NOW)


def test_a_short_link_cannot_lead_to_a_short_link(hydra: Organization, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://go.hydra.example"
    link = make_link(hydra)
    assert link.address == f"https://go.hydra.example/l/{link.code}"
    with pytest.raises(ValidationError):
        make_link(hydra, url=link.address)


def test_an_address_in_other_scripts_is_sent_as_browsers_read_it(hydra: Organization) -> None:
    link = make_link(hydra, url="https://hydra.example/größe?q=é")
    assert link.target.startswith("https://hydra.example/gr%C3%B6%C3%9Fe?q=%C3%A9&utm_source=")


def test_codes_have_no_sign_that_is_taken_for_another(hydra: Organization) -> None:
    assert not set(ALPHABET) & set("01ilo")
    made = {random_code() for _code in range(500)}
    assert len(made) == 500
    assert {len(code) for code in made} == {LENGTH}


@pytest.mark.parametrize("code", ["ab", "-abc", "a--b", "größe", "a/b", "a.b", "x" * 61])
def test_a_code_that_no_address_could_carry_is_refused(hydra: Organization, code: str) -> None:
    with pytest.raises(ValidationError):
        make_link(hydra, code=code)


def test_a_chosen_code_is_one_links_alone(hydra: Organization) -> None:
    assert make_link(hydra, code="Spring-Fair").code == "spring-fair"
    with pytest.raises(ValidationError, match="another"):
        make_link(hydra, code="spring-fair")


def test_a_code_that_is_taken_by_chance_is_drawn_again(
    hydra: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["bcdfghj", "bcdfghj", "kmnpqrs"])
    monkeypatch.setattr(operations, "random_code", lambda: next(drawn))
    assert [make_link(hydra).code for _link in range(2)] == ["bcdfghj", "kmnpqrs"]


def test_what_a_link_led_to_stays_known(hydra: Organization) -> None:
    link = make_link(hydra)
    before = link.target
    link = lead_elsewhere(link=link, url="https://hydra.example/new", actor=None, now=NOW)
    link = lead_elsewhere(link=link, url="https://hydra.example/new", actor=None, now=NOW)
    change = link.changes.get()
    assert (change.before, change.after) == (before, link.target)
    assert AuditEntry.objects.get(action="link.led_elsewhere").details["before"] == before


def test_a_link_is_open_until_it_expires_or_is_closed(hydra: Organization) -> None:
    link = make_link(hydra)
    assert link.is_open(NOW)
    link = operations.describe(link=link, title="Fair", expires_at=NOW, actor=None, now=NOW)
    assert not link.is_open(NOW)
    assert link.is_open(NOW - timedelta(seconds=1))
    link = operations.close(link=link, actor=None, now=NOW - timedelta(days=1))
    assert not link.is_open(NOW - timedelta(seconds=1))
    assert operations.reopen(link=link, actor=None, now=NOW).closed_at is None


def test_the_campaign_of_another_organisation_is_unknown(hydra: Organization) -> None:
    other = make_organization("Other", founder=make_user("o@other.example"))
    plan = LinkPlan(url=PAGE, campaign=spring(other))
    with pytest.raises(ValidationError):
        add_link(organization=hydra, plan=plan, actor=None, now=NOW)
