"""Tags of addresses (``utm_*``): put on without being asked, never twice, and nothing else is changed.

The names are those of the Urchin Tracking Module, which web analytics have read ever since: ``utm_source``
(where), ``utm_medium`` (by what kind of channel), ``utm_campaign``, ``utm_term`` and ``utm_content``.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from string import Formatter
from urllib.parse import unquote_plus

from django.utils.translation import gettext as _

from colonnade.campaigns.models import Campaign, Channel, UtmPreset
from colonnade.organization.models import Organization

FIELDS = UtmPreset.FIELDS
PLACES = ("campaign", "channel", "content", "unit")
"""What a preset may leave open, to be filled in for each address."""
LONGEST = 100
MEDIUMS: dict[str, str] = {
    Channel.SOCIAL: "social",
    Channel.WEB: "referral",
    Channel.SEARCH: "cpc",
    Channel.EMAIL: "email",
    Channel.EVENT: "event",
    Channel.OFFLINE: "offline",
    Channel.PHONE: "phone",
}
"""``utm_medium`` by kind of channel where no preset says otherwise: words that web analytics group by."""
STANDARD: Mapping[str, str] = {
    "source": "{channel}",
    "medium": "",
    "campaign": "{campaign}",
    "term": "",
    "content": "{content}",
}
_WORD = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
_ADDRESS = re.compile(
    r"(?P<page>https?://[^?#\s]+)(?:\?(?P<query>[^#\s]*))?(?P<fragment>#\S*)?", re.IGNORECASE
)


def word(text: str) -> str:
    """Return ``text`` as a tag can carry it: lower case, without accents, hyphens for all else."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9._-]+", "-", plain)[:LONGEST].strip("-._")


def is_word(text: str) -> bool:
    """Return whether ``text`` can stand in a tag as it is: ``a-z 0-9 . _ -``, no sign at its ends."""
    return len(text) <= LONGEST and _WORD.fullmatch(text) is not None


def checked_template(template: str) -> str:
    """Return a preset's value. Raises ``ValueError``, with the reason, where no address could carry it."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise ValueError(_("The curly brackets in “{value}” do not match.").format(value=template)) from error
    for literal, place, form, conversion in parts:
        if place is not None and (place not in PLACES or form or conversion):
            known = ", ".join(f"{{{name}}}" for name in PLACES)
            raise ValueError(_("“{value}” can only leave open: {known}.").format(value=template, known=known))
        if not re.fullmatch(r"[a-z0-9._-]*", literal):
            raise ValueError(
                _(
                    "“{value}” can only hold a-z, 0-9, dots, hyphens and underscores: no spaces, no capitals."
                ).format(value=template)
            )
    return template


def values_of(preset: Mapping[str, str], filled: Mapping[str, str]) -> dict[str, str]:
    """Return the tags that a preset's templates give, those that are not empty.

    Args:
        preset: templates by name, as in ``FIELDS``.
        filled: what stands in the open places, by name; each is made a word.
    """
    words = {place: word(filled.get(place, "")) for place in PLACES}
    found = {name: word(preset[name].format(**words)) for name in FIELDS if preset.get(name)}
    return {name: value for name, value in found.items() if value}


def tagged(url: str, values: Mapping[str, str]) -> str:
    """Return ``url`` with those tags that it does not have yet; all else stays, byte for byte.

    An address that is no web page (``mailto:``, a relative one) is returned as it is. A tag that somebody
    wrote into it is theirs and stays. Tagging twice gives what tagging once gives.
    """
    parts = _ADDRESS.fullmatch(url)
    if parts is None:
        return url
    query = parts["query"] or ""
    has = set(_names(query))
    new = [f"utm_{name}={values[name]}" for name in FIELDS if values.get(name) and f"utm_{name}" not in has]
    if not new:
        return url
    whole = "&".join([*([query.rstrip("&")] if query.rstrip("&") else []), *new])
    return f"{parts['page']}?{whole}{parts['fragment'] or ''}"


def tag(
    url: str,
    *,
    organization: Organization,
    channel: str,
    kind: str = Channel.SOCIAL,
    campaign: Campaign | None = None,
    content: str = "",
    unit: str = "",
) -> str:
    """Return ``url`` tagged as the organisation does it for this channel.

    Args:
        channel: name of the channel, such as ``linkedin``.
        kind: a value of ``Channel``.
        content: what tells two links of one campaign apart, such as the post's name or variant.
        unit: slug of the business unit; empty for the campaign's.
    """
    if not unit and campaign is not None and campaign.unit is not None:
        unit = campaign.unit.slug
    filled = {
        "campaign": campaign.slug if campaign else "",
        "channel": channel or kind,
        "content": content,
        "unit": unit,
    }
    presets = UtmPreset.objects.filter(organization=organization)
    return tagged(url, values_of(templates_for(presets, kind=kind, channel=channel), filled))


def templates_for(presets: Iterable[UtmPreset], *, kind: str, channel: str) -> dict[str, str]:
    """Return the templates for a channel: its own preset's, else its kind's, else everything's, else ours."""
    by_place = {(preset.kind, preset.channel): preset for preset in presets}
    wanted = ((kind, channel.strip().casefold()), (kind, ""), ("", ""))
    found = next((by_place[place] for place in wanted if place in by_place), None)
    templates = {name: str(getattr(found, name)) for name in FIELDS} if found is not None else dict(STANDARD)
    templates["medium"] = templates["medium"] or MEDIUMS.get(kind, "referral")
    return templates


def _names(query: str) -> list[str]:
    """Return the names in a query, in lower case, as analytics read them."""
    return [unquote_plus(pair.partition("=")[0]).strip().lower() for pair in query.split("&")]
