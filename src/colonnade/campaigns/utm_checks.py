"""What is wrong with the tags of an address: each finding with what to do."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from django.utils.translation import gettext as _

from colonnade.campaigns.models import Campaign, UtmPreset
from colonnade.campaigns.utm import FIELDS, MEDIUMS, PLACES, is_word, word
from colonnade.organization.models import Organization

NEEDED = ("source", "medium", "campaign")
"""Tags without which analytics cannot say where a visit came from and what brought it."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something wrong with an address, as a badge's level, a sentence, and what to do."""

    level: str
    message: str
    advice: str


def check_address(url: str, *, organization: Organization) -> list[Finding]:
    """Return what is wrong with the tags of ``url``, given the organisation's presets and campaigns."""
    presets = list(UtmPreset.objects.filter(organization=organization))
    campaigns = set(Campaign.objects.filter(organization=organization).values_list("slug", flat=True))
    return findings(url, mediums=_allowed(presets, "medium", MEDIUMS.values()), campaigns=campaigns)


def findings(url: str, *, mediums: Collection[str], campaigns: Collection[str]) -> list[Finding]:
    """Return what is wrong with the tags of ``url``.

    Args:
        mediums: values that ``utm_medium`` may have.
        campaigns: names of the campaigns in addresses.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        host = None
    if host is None or parts.scheme.lower() not in {"http", "https"}:
        return [
            Finding(
                level="error",
                message=_("This is no address of a web page."),
                advice=_("Copy it whole, with https:// in front."),
            )
        ]
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    tags = {name.lower(): value for name, value in reversed(pairs) if name.lower().startswith("utm_")}
    return [
        *_in_fragment(parts.fragment),
        *_doubled(pairs),
        *_missing(tags),
        *_misspelt(pairs),
        *_unknown(tags, mediums, campaigns),
    ]


def _allowed(presets: Collection[UtmPreset], name: str, ours: Collection[str]) -> set[str]:
    own = {str(getattr(preset, name)) for preset in presets}
    return {
        *ours,
        *(value for value in own if value and not any(f"{{{place}}}" in value for place in PLACES)),
    }


def _in_fragment(fragment: str) -> list[Finding]:
    if "utm_" not in fragment.lower():
        return []
    return [
        Finding(
            level="error",
            message=_("A tag stands behind the #, where no server and few analytics see it."),
            advice=_("Put the tags in front of the #."),
        )
    ]


def _doubled(pairs: Collection[tuple[str, str]]) -> list[Finding]:
    times = Counter(name.lower() for name, _value in pairs if name.lower().startswith("utm_"))
    return [
        Finding(
            level="error",
            message=_("{name} stands there {count} times.").format(name=name, count=count),
            advice=_("Leave one: each analytics tool believes another."),
        )
        for name, count in times.items()
        if count > 1
    ]


def _missing(tags: Mapping[str, str]) -> list[Finding]:
    return [
        Finding(
            level="warning",
            message=_("utm_{name} is missing.").format(name=name),
            advice=_("Links that go out from here are tagged without being asked; tag this one below."),
        )
        for name in NEEDED
        if not tags.get(f"utm_{name}")
    ]


def _misspelt(pairs: Collection[tuple[str, str]]) -> list[Finding]:
    found = []
    for name, value in pairs:
        if not name.lower().startswith("utm_"):
            continue
        if name != name.lower() or name.removeprefix("utm_") not in FIELDS:
            found.append(
                Finding(
                    level="error",
                    message=_("“{name}” is no tag that analytics read.").format(name=name),
                    advice=_("Write one of: {known}.").format(
                        known=", ".join(f"utm_{one}" for one in FIELDS)
                    ),
                )
            )
        elif value and not is_word(value):
            found.append(
                Finding(
                    level="warning",
                    message=_("{name}={value} has capitals, spaces or signs: it is counted apart.").format(
                        name=name, value=value
                    ),
                    advice=_("Write {value}.").format(value=word(value) or _("a word of a-z and 0-9")),
                )
            )
    return found


def _unknown(tags: Mapping[str, str], mediums: Collection[str], campaigns: Collection[str]) -> list[Finding]:
    found = []
    medium, campaign = tags.get("utm_medium", ""), tags.get("utm_campaign", "")
    if medium and medium not in mediums:
        found.append(
            Finding(
                level="warning",
                message=_("“{value}” is no medium of the organisation.").format(value=medium),
                advice=_("Use one of: {known}.").format(known=", ".join(sorted(mediums))),
            )
        )
    if campaign and campaign not in campaigns:
        found.append(
            Finding(
                level="info",
                message=_("No campaign is called “{value}” in addresses.").format(value=campaign),
                advice=_("Clicks on it belong to no goal until a campaign is called so."),
            )
        )
    return found
