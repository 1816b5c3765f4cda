"""Addresses are tagged once, and nothing else of them is changed."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from colonnade.campaigns import utm
from colonnade.campaigns.models import UtmPreset
from colonnade.organization.tests.factories import make_organization

WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=8)
PAIRS = st.one_of(
    st.just(""),
    WORDS,
    st.tuples(WORDS, st.text("abcXYZ0-._~%20+/?:@!$'()*,;=é ü".replace(" ", ""), max_size=10)).map("=".join),
    st.sampled_from(["utm_source=own", "UTM_Medium=mine", "utm_campaign=", "utm%5Fcontent=x"]),
)
ADDRESSES = st.builds(
    lambda scheme, host, path, pairs, fragment: f"{scheme}://{host}.example{path}{pairs}{fragment}",
    st.sampled_from(["http", "https", "HTTPS"]),
    WORDS,
    st.lists(WORDS, max_size=3).map(lambda parts: "".join(f"/{part}" for part in parts)),
    st.one_of(st.just(""), st.lists(PAIRS, max_size=5).map(lambda pairs: "?" + "&".join(pairs))),
    st.one_of(st.just(""), WORDS.map("#{}".format), st.just("#a?b=c&utm_source=d")),
)
VALUES = st.dictionaries(st.sampled_from(utm.FIELDS), WORDS)


@given(ADDRESSES, VALUES)
def test_tagging_twice_is_tagging_once(url: str, values: dict[str, str]) -> None:
    once = utm.tagged(url, values)
    assert utm.tagged(once, values) == once


@given(ADDRESSES, VALUES)
def test_all_else_stays_byte_for_byte(url: str, values: dict[str, str]) -> None:
    page, _, rest = url.partition("?") if "?" in url.split("#")[0] else (url.split("#")[0], "", "")
    found = utm.tagged(url, values)
    assert found.startswith(page)
    assert found.endswith(f"#{url.partition('#')[2]}" if "#" in url else "")
    assert urlsplit(found).query.startswith(rest.split("#")[0].rstrip("&"))


@given(ADDRESSES, VALUES)
def test_each_tag_stands_once_and_an_own_one_wins(url: str, values: dict[str, str]) -> None:
    def names(address: str) -> list[str]:
        query = urlsplit(address).query
        return [name.lower() for name, _ in parse_qsl(query, keep_blank_values=True)]

    before, after = names(url), names(utm.tagged(url, values))
    for name in (f"utm_{field}" for field in values):
        assert after.count(name) == max(before.count(name), 1)


@given(st.text())
def test_a_word_can_stand_in_a_tag(text: str) -> None:
    found = utm.word(text)
    assert found == "" or utm.is_word(found)
    assert utm.word(found) == found


@pytest.mark.parametrize(
    "url", ["mailto:a@b.example", "/page", "tel:+1", "javascript:alert(1)", "", "https://a b"]
)
def test_what_is_no_web_page_stays(url: str) -> None:
    assert utm.tagged(url, {"source": "x"}) == url


@pytest.mark.parametrize(
    "template", ["{campaign", "{nothing}", "{campaign!r}", "{campaign:>9}", "Two words", "a&b"]
)
def test_a_template_that_no_address_can_carry_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="“"):
        utm.checked_template(template)


@pytest.mark.django_db
def test_the_nearest_preset_is_used() -> None:
    hydra = make_organization()

    def tagged() -> dict[str, str]:
        url = utm.tag("https://h.example/", organization=hydra, channel="LinkedIn", content="Reel 1")
        return dict(parse_qsl(urlsplit(url).query))

    assert tagged() == {"utm_source": "linkedin", "utm_medium": "social", "utm_content": "reel-1"}
    for kind, channel, source in (
        ("", "", "all"),
        ("social", "", "social-all"),
        ("social", "linkedin", "li"),
    ):
        UtmPreset.objects.create(
            organization=hydra,
            kind=kind,
            channel=channel,
            source=source,
            medium="m",
            changed_at=timezone.now(),
        )
        assert tagged()["utm_source"] == source
