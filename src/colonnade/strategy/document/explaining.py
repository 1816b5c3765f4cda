"""Turns what pydantic found into problems that a marketer understands."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from colonnade.strategy.document.problems import Path, Problem
from colonnade.strategy.document.shape import homes_of_keys, part_at
from colonnade.strategy.document.source import Lines
from colonnade.strategy.document.tree import Node, empty_entries, locate

Words = tuple[str, str, str]
"""Code, message and fix."""


def _shown(value: object) -> str:
    text = str(value)
    return f"'{text[:40]}…'" if len(text) > 40 else f"'{text}'"


def _name(path: Path) -> str:
    named = [step for step in path if isinstance(step, str)]
    if not named:
        return "the document"
    return f"an item of '{named[-1]}'" if isinstance(path[-1], int) else f"'{named[-1]}'"


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _kind(value: object) -> str:
    names = {bool: "true or false", dict: "a group of keys", list: "a list", str: "a text"}
    return "nothing" if value is None else names.get(type(value), "a number")


def _unknown_key(error: ErrorDetails) -> Words:
    return _unknown(error["loc"])


def _unknown(path: Path) -> Words:
    key, parent = str(path[-1]), part_at(path[:-1])
    known = list(parent.model_fields) if parent is not None else []
    where = _name(path[:-1])
    close = get_close_matches(key.lower().replace(" ", "_"), known, n=1, cutoff=0.6)
    if close:
        return "DOC020", f"There is no key '{key}' in {where}.", f"Did you mean '{close[0]}'?"
    homes = homes_of_keys().get(key)
    if homes:
        return "DOC020", f"There is no key '{key}' in {where}.", f"It belongs in {', '.join(homes[:3])}."
    return "DOC020", f"There is no key '{key}' in {where}.", f"Known keys: {', '.join(known)}."


def _missing(error: ErrorDetails) -> Words:
    path = error["loc"]
    return "DOC021", f"{_first_up(_name(path[:-1]))} needs '{path[-1]}'.", f"Add '{path[-1]}: ...'."


def _number(error: ErrorDetails) -> Words:
    value = error["input"]
    message = f"{_first_up(_name(error['loc']))} must be a number, and is {_kind(value)}: {_shown(value)}."
    digits = re.sub(r"[^0-9.]", "", str(value).replace(",", "")) if isinstance(value, str) else ""
    if re.fullmatch(r"\d+(\.\d+)?", digits):
        return (
            "DOC022",
            message,
            f"Write the bare number, such as {digits}; currency and units stand elsewhere.",
        )
    return "DOC022", message, "Write a number without quotes, units or thousands separators."


def _whole_number(error: ErrorDetails) -> Words:
    if isinstance(error["input"], float):
        return (
            "DOC022",
            f"{_first_up(_name(error['loc']))} must be a whole number.",
            "Leave out the decimals.",
        )
    return _number(error)


def _text(error: ErrorDetails) -> Words:
    value = error["input"]
    message = f"{_first_up(_name(error['loc']))} must be a text, and is {_kind(value)}."
    fix = "Write one line of text."
    if isinstance(value, (int, float)):
        fix = f'Put it in quotes: "{value}".'
    return "DOC022", message, fix


def _list(error: ErrorDetails) -> Words:
    message = f"{_first_up(_name(error['loc']))} must be a list, and is {_kind(error['input'])}."
    return "DOC022", message, "Write each item on a line of its own that begins with '- '."


def _group(error: ErrorDetails) -> Words:
    path = error["loc"]
    part = part_at(path)
    message = f"{_first_up(_name(path))} must be a group of keys, and is {_kind(error['input'])}."
    example = f" such as '{next(iter(part.model_fields))}: ...'" if part is not None else ""
    return "DOC022", message, f"Write keys with values below it,{example} each on a line of its own."


def _truth(error: ErrorDetails) -> Words:
    return "DOC022", f"{_first_up(_name(error['loc']))} must be true or false.", "Write true or false."


def _infinite(error: ErrorDetails) -> Words:
    message = f"{_first_up(_name(error['loc']))} must be a finite number, and is {_shown(error['input'])}."
    return "DOC023", message, "Write a number, or leave the key out where the figure is not known."


_BOUNDS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}


def _bounds(error: ErrorDetails) -> Words:
    sign, bound = next((sign, value) for sign, value in error.get("ctx", {}).items() if sign in _BOUNDS)
    limit = f"{_BOUNDS[sign]} {bound:,.0f}" if float(bound) == int(bound) else f"{_BOUNDS[sign]} {bound}"
    message = f"{_first_up(_name(error['loc']))} must be {limit}, and is {_shown(error['input'])}."
    return "DOC024", message, f"Write a number that is {limit}."


def _choice(error: ErrorDetails) -> Words:
    if error["loc"] == ("colonnade",):
        return (
            "DOC029",
            f"This document is of version {_shown(error['input'])}; version 1 is known here.",
            "Write 'colonnade: 1', or use a newer Colonnade.",
        )
    expected = str(error.get("ctx", {}).get("expected", ""))
    choices = re.findall(r"'([^']*)'", expected)
    message = f"{_first_up(_name(error['loc']))} cannot be {_shown(error['input'])}."
    close = get_close_matches(str(error["input"]).lower(), choices, n=1, cutoff=0.6)
    if close:
        return "DOC025", message, f"Did you mean '{close[0]}'?"
    return "DOC025", message, f"Choose one of: {', '.join(choices)}."


def _date(error: ErrorDetails) -> Words:
    message = f"{_first_up(_name(error['loc']))} is not a calendar date: {_shown(error['input'])}."
    return "DOC026", message, "Write year-month-day, such as 2027-06-30."


def _form(error: ErrorDetails) -> Words:
    path = error["loc"]
    value = str(error["input"])
    wanted = str(error.get("ctx", {}).get("pattern", ""))
    if "A-Z" in wanted:
        return (
            "DOC027",
            f"{_shown(value)} is not a currency code.",
            "Write three capitals, such as USD or EUR.",
        )
    if r"\d{4}" in wanted:
        return "DOC027", f"{_shown(value)} is not a month.", "Write year-month, such as 2027-04."
    proposal = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")[:60]
    name = "The key" if path and path[-1] == "[key]" else _first_up(_name(path))
    message = (
        f"{name} must be an id of small letters, digits, '-' and '_' (60 at most), and is {_shown(value)}."
    )
    return "DOC027", message, f"Write {proposal}." if proposal else "Write a short word."


def _long(error: ErrorDetails) -> Words:
    limit = error.get("ctx", {}).get("max_length", "")
    return "DOC028", f"{_first_up(_name(error['loc']))} has more than {limit} characters.", "Shorten it."


_EXPLAINERS: dict[str, Callable[[ErrorDetails], Words]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "float_type": _number,
    "float_parsing": _number,
    "int_type": _whole_number,
    "int_parsing": _whole_number,
    "int_from_float": _whole_number,
    "string_type": _text,
    "list_type": _list,
    "dict_type": _group,
    "model_type": _group,
    "model_attributes_type": _group,
    "bool_type": _truth,
    "bool_parsing": _truth,
    "finite_number": _infinite,
    "greater_than_equal": _bounds,
    "greater_than": _bounds,
    "less_than_equal": _bounds,
    "less_than": _bounds,
    "enum": _choice,
    "literal_error": _choice,
    "calendar_date": _date,
    "string_pattern_mismatch": _form,
    "string_too_long": _long,
}


def _other(error: ErrorDetails) -> Words:
    return "DOC022", f"{_first_up(_name(error['loc']))}: {error['msg']}.", "Correct the value."


def unknown_empty_keys(root: Node, lines: Lines) -> list[Problem]:
    """Return the unknown keys without a value: as they count as absent, nothing else would miss them."""
    found: list[Problem] = []
    for path, entry in empty_entries(root):
        parent = part_at(path[:-1])
        if parent is not None and entry.key.text not in parent.model_fields:
            code, message, fix = _unknown(path)
            line, column = lines.position(entry.key.start)
            found.append(Problem(line, column, path, message, fix, code))
    return found


def explain(error: ValidationError, *, root: Node, lines: Lines) -> list[Problem]:
    """Return one problem for each thing pydantic found, with its place in the text."""
    found: list[Problem] = []
    for detail in error.errors(include_url=False):
        code, message, fix = _EXPLAINERS.get(detail["type"], _other)(detail)
        path: tuple[Any, ...] = tuple(step for step in detail["loc"] if step != "[key]")
        of_key = code == "DOC020" or "[key]" in detail["loc"]
        line, column = lines.position(locate(root, path, of_key=of_key))
        found.append(Problem(line, column, path, message, fix, code))
    return found
