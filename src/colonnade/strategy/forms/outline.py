"""A text's form: every part of the document's shape as fields, in the order of the eight steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, get_args, get_origin

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic.fields import FieldInfo

from colonnade.strategy.document.model import Part, Strategy
from colonnade.strategy.document.problems import Path
from colonnade.strategy.document.reading import ReadResult
from colonnade.strategy.document.shape import bare
from colonnade.strategy.document.tree import plain
from colonnade.strategy.document.vocabulary import Day
from colonnade.strategy.forms.parts import Field, Group, ItemList, Placed
from colonnade.strategy.forms.wording import AREAS, ONE, REFERENCES, label_of
from colonnade.strategy.rules.findings import Finding

SECTIONS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    (
        "clarify",
        gettext_lazy("Clarify: goals"),
        ("title", "summary", "currency", "horizon", "units", "objectives", "goals", "funnel"),
    ),
    ("create", gettext_lazy("Create: content"), ("audiences", "methods")),
    ("choose", gettext_lazy("Choose: channels"), ("channels",)),
    ("connect", gettext_lazy("Connect: people"), ("relationships", "listening")),
    ("coordinate", gettext_lazy("Coordinate: the rest of marketing"), ("coordination",)),
    ("collaborate", gettext_lazy("Collaborate: colleagues"), ("collaboration",)),
    ("communicate", gettext_lazy("Communicate: conversation and crisis"), ("communication",)),
    ("limits", gettext_lazy("Limits: time and resources"), ("limits",)),
    ("conclude", gettext_lazy("Conclude: what happened"), ("review", "evidence")),
)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A step of the strategy with its fields."""

    key: str
    title: str
    entries: tuple[Field | Group | ItemList, ...]


@dataclass(frozen=True)
class _Outliner:
    data: Mapping[str, Any]
    findings: Mapping[Path, Sequence[Finding]] = field(default_factory=dict)

    def placed(self, path: Path, key: str) -> dict[str, Any]:
        return {"path": path, "label": label_of(key), "findings": tuple(self.findings.get(path, ()))}

    def at(self, path: Path) -> Any:
        here: Any = self.data
        for step in path:
            if isinstance(here, dict):
                here = here.get(step)
            elif isinstance(here, list) and isinstance(step, int) and step < len(here):
                here = here[step]
            else:
                return None
        return here

    def ids(self, collection: tuple[str, ...]) -> list[str]:
        items = self.at(collection)
        known = (
            [item.get("id") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        )
        return [str(name) for name in known if name is not None]

    def entry(self, owner: type[Part], key: str, info: FieldInfo, path: Path) -> Field | Group | ItemList:
        """Return what the form shows for one key of a part."""
        kind: Any = Day if info.annotation is Day else bare(info.annotation)
        inner = bare(get_args(kind)[-1]) if get_origin(kind) in (list, dict) else None
        if isinstance(kind, type) and issubclass(kind, Part):
            return self.group(kind, path, key, info.description or "")
        if get_origin(kind) is list and isinstance(inner, type) and issubclass(inner, Part):
            return self.items(inner, path, key, info.description or "")
        if get_origin(kind) is dict and (owner.__name__, key) in REFERENCES:
            return self.by_role(owner, key, path, info.description or "")
        return self.single(owner, key, kind, path, info.description or "")

    def group(self, part: type[Part], path: Path, key: str, text: str) -> Group:
        return Group(
            **self.placed(path, key),
            help=text,
            entries=self.entries(part, path),
            filled=bool(self.at(path)),
            inline=set(part.model_fields) == {"low", "likely", "high"},
        )

    def entries(self, part: type[Part], path: Path) -> tuple[Field | Group | ItemList, ...]:
        return tuple(
            self.entry(part, key, info, (*path, key))
            for key, info in part.model_fields.items()
            if key != "colonnade"
        )

    def items(self, part: type[Part], path: Path, key: str, text: str) -> ItemList:
        held = self.at(path)
        count = len(held) if isinstance(held, list) else 0
        one = str(ONE.get(key, key))
        groups = [
            Group(
                **{**self.placed((*path, index), key), "label": self.item_name((*path, index), one)},
                entries=self.entries(part, (*path, index)),
                removable=True,
                filled=True,
            )
            for index in range(count)
        ]
        return ItemList(**self.placed(path, key), items=tuple(groups), one=one, help=text)

    def item_name(self, path: Path, one: str) -> str:
        item = self.at(path)
        held = item if isinstance(item, dict) else {}
        for key in ("name", "claim", "what", "id", "goal"):
            if held.get(key):
                return str(held[key])
        if "source" in held and "target" in held:
            return f"{held['source']} → {held['target']}"
        return _("{one} without a name").format(one=one).capitalize()

    def by_role(self, owner: type[Part], key: str, path: Path, text: str) -> Group:
        held = self.at(path)
        named = list(held) if isinstance(held, dict) else []
        roles = self.ids(REFERENCES[owner.__name__, key])
        everyone = dict.fromkeys([*roles, *(str(name) for name in named)])
        return Group(
            **self.placed(path, key),
            help=text,
            entries=tuple(
                Field(
                    **{**self.placed((*path, role), role), "label": role},
                    kind="number",
                    value=_shown(self.at((*path, role))),
                )
                for role in everyone
            ),
            filled=bool(named),
            inline=True,
        )

    def single(self, owner: type[Part], key: str, kind: Any, path: Path, text: str) -> Field:
        value = self.at(path)
        placed = {**self.placed(path, key), "help": text, "value": _shown(value)}
        reference = REFERENCES.get((owner.__name__, key))
        if get_origin(kind) is list:
            chosen = [str(item) for item in value] if isinstance(value, list) else []
            if reference is None:
                return Field(**{**placed, "value": "\n".join(chosen)}, kind="lines")
            known = dict.fromkeys([*self.ids(reference), *chosen])
            pairs = tuple((name, name) for name in known)
            return Field(**placed, kind="ids", choices=pairs, chosen=frozenset(chosen))
        if get_origin(kind) is dict:
            return Field(**{**placed, "value": _pairs(value)}, kind="pairs")
        if reference is not None:
            return Field(**placed, kind="choice", choices=self.choices(reference, key, placed["value"]))
        return _plain_field(key, kind, placed)

    def choices(self, reference: tuple[str, ...], key: str, present: str) -> tuple[tuple[str, str], ...]:
        known = dict.fromkeys([*self.ids(reference), *([present] if present else [])])
        known.pop("choose", None)
        first = ("choose", _("leave it to the evidence")) if key == "channel" else ("", "—")
        return (first, *((name, self.named(reference, name)) for name in known))

    def named(self, collection: tuple[str, ...], name: str) -> str:
        items = self.at(collection)
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict) and item.get("id") == name and item.get("name"):
                return str(item["name"])
        return name


def _plain_field(key: str, kind: Any, placed: dict[str, Any]) -> Field:
    if kind is bool:
        return Field(**placed, kind="check")
    if kind in (int, float):
        return Field(**placed, kind="number")
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        known = [(str(choice), str(choice)) for choice in kind]
        present = placed["value"]
        unknown = (
            [(present, present)] if present and present not in {value for value, _label in known} else []
        )
        return Field(**placed, kind="choice", choices=(("", "—"), *known, *unknown))
    if getattr(kind, "__name__", "") == "date":
        return Field(**placed, kind="date")
    return Field(**placed, kind="area" if key in AREAS else "text")


def _shown(value: object) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _pairs(value: object) -> str:
    return (
        "\n".join(f"{key}: {_shown(item)}" for key, item in value.items()) if isinstance(value, dict) else ""
    )


def _by_path(findings: Sequence[Finding]) -> dict[Path, list[Finding]]:
    found: dict[Path, list[Finding]] = {}
    for finding in findings:
        found.setdefault(tuple(finding.path), []).append(finding)
    return found


def outline(reading: ReadResult, findings: Sequence[Finding] = ()) -> tuple[Section, ...]:
    """Return the form of a text; nothing where the text is no YAML, so that no form can stand for it."""
    if reading.tree is None and reading.problems and reading.problems[0].code != "DOC008":
        return ()
    data = plain(reading.tree) if reading.tree is not None else {}
    outliner = _Outliner(data if isinstance(data, dict) else {}, _by_path(findings))
    fields = Strategy.model_fields
    return tuple(
        Section(
            key=key,
            title=str(title),
            entries=tuple(outliner.entry(Strategy, name, fields[name], (name,)) for name in names),
        )
        for key, title, names in SECTIONS
    )


def placed_entries(sections: Sequence[Section]) -> list[Placed]:
    """Return every part of a form, outer before inner."""
    found: list[Placed] = []
    waiting: list[Field | Group | ItemList] = [entry for section in sections for entry in section.entries]
    while waiting:
        part = waiting.pop(0)
        found.append(part)
        inner = part.entries if isinstance(part, Group) else part.items if isinstance(part, ItemList) else ()
        waiting = [*inner, *waiting]
    return found
