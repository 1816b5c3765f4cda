"""Rules as a YAML file, to keep beside other policies or to hand to another organisation."""

from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from colonnade.governance.policies.checking import Rule, RuleKind, Severity

LARGEST = 1_000_000
"""Bytes of a file."""
_Phrase = Annotated[str, Field(min_length=1, max_length=200)]


class UnreadablePolicies(Exception):
    """A file of rules that cannot be read; the message says where and why. Nothing was imported."""


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=80)
    kind: RuleKind
    severity: Severity = Severity.BLOCK
    phrases: list[_Phrase] = []
    when: list[_Phrase] = []
    limit: int | None = None
    unit: str = ""
    channel: str = Field(default="", max_length=40)
    campaign: int | None = None
    why: str = Field(default="", max_length=300)
    remedy: str = Field(default="", max_length=300)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    colonnade_policies: Literal[1]
    rules: list[_Rule] = Field(max_length=1000)


def read_rules(data: bytes, *, units: Mapping[str, int]) -> list[Rule]:
    """Return the rules of a YAML file.

    Args:
        units: ids of the organisation's units by slug, as the file names them.

    Raises:
        UnreadablePolicies: where the file is not what ``write_rules`` writes, or names an unknown unit.
    """
    if len(data) > LARGEST:
        raise UnreadablePolicies(_("The file is larger than 1 MB."))
    try:
        found = _File.model_validate(YAML(typ="safe", pure=True).load(data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise UnreadablePolicies(_("The file is not UTF-8 text.")) from None
    except YAMLError as error:
        raise UnreadablePolicies(_("The file is no YAML: %(why)s") % {"why": str(error)}) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UnreadablePolicies(f"{place}: {first['msg']}") from error
    return [_rule(one, units) for one in found.rules]


def _rule(written: _Rule, units: Mapping[str, int]) -> Rule:
    if written.unit and written.unit not in units:
        said = _("The rule “%(name)s” is for the unit “%(unit)s”, which is unknown here.")
        raise UnreadablePolicies(said % {"name": written.name, "unit": written.unit})
    return Rule(
        name=written.name,
        kind=written.kind,
        severity=written.severity,
        phrases=tuple(written.phrases),
        when=tuple(written.when),
        limit=written.limit,
        unit=units[written.unit] if written.unit else None,
        channel=written.channel,
        campaign=written.campaign,
        why=written.why,
        remedy=written.remedy,
    )


def write_rules(rules: Iterable[Rule], *, units: Mapping[str, int]) -> str:
    """Return rules as a YAML file that ``read_rules`` reads; what is empty is left out."""
    slugs = {number: slug for slug, number in units.items()}
    document = {"colonnade_policies": 1, "rules": [_written(rule, slugs) for rule in rules]}
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # ruamel types it as None
    out = StringIO()
    yaml.dump(document, out)
    return out.getvalue()


def _written(rule: Rule, slugs: Mapping[int, str]) -> dict[str, object]:
    fields: dict[str, object] = {
        "name": rule.name,
        "kind": rule.kind.value,
        "severity": rule.severity.value,
        "phrases": list(rule.phrases),
        "when": list(rule.when),
        "limit": rule.limit,
        "unit": slugs.get(rule.unit, "") if rule.unit else "",
        "channel": rule.channel,
        "campaign": rule.campaign,
        "why": rule.why,
        "remedy": rule.remedy,
    }
    return {key: value for key, value in fields.items() if value not in ("", None, [])}
