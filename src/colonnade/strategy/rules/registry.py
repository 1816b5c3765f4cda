"""The rules there are: each declares itself with ``@rule`` in a file of its own."""

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from colonnade.core.registry import Registry
from colonnade.strategy.rules.findings import Path, Severity
from colonnade.strategy.rules.steps import Step, step_of
from colonnade.strategy.rules.subject import Subject

_CODE = re.compile(r"[A-Z]{3}[1-8]\d\d")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a rule is broken: where, what, and what to do."""

    path: Path
    message: str
    fix: str


Examine = Callable[[Subject], Iterable[Hit]]
Condition = Callable[[Subject], bool]


def _always(_subject: Subject) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the checker.

    Attributes:
        title: the first line of the docstring, without its full stop.
        doc: the rest of the docstring, which is the rule's page in the reference.
        once: says when the rule may speak; asking for a crisis plan before there is a goal would be noise.
        module: where it is written; its cases lie beside it.
    """

    code: str
    severity: Severity
    step: Step
    title: str
    doc: str
    examine: Examine
    once: Condition
    module: str


RULES: Registry[Rule] = Registry("rule")


def rule(code: str, severity: Severity, *, once: Condition = _always) -> Callable[[Examine], Examine]:
    """Declare the decorated function as the rule ``code``.

    Raises:
        ValueError: if the code has no step, is taken, or the function has no docstring.
    """

    step = step_of(code)
    if step is None or not _CODE.fullmatch(code):
        raise ValueError(f"'{code}' is not a code of one of the eight steps")

    def declare(examine: Examine) -> Examine:
        title, _, doc = (inspect.getdoc(examine) or "").partition("\n")
        if not title:
            raise ValueError(f"rule {code} has no docstring")
        RULES.add(
            code,
            Rule(
                code=code,
                severity=severity,
                step=step,
                title=title.rstrip("."),
                doc=doc.strip(),
                examine=examine,
                once=once,
                module=examine.__module__,
            ),
        )
        return examine

    return declare


def all_rules() -> tuple[Rule, ...]:
    """Return every rule in the order of the steps, then of the codes."""
    _load()
    return tuple(sorted(RULES, key=lambda item: (item.code[3:], item.code)))


@cache
def _load() -> None:
    """Import every rule's module: a file in a step's folder is a rule, with no list to keep."""
    package = import_module("colonnade.strategy.rules")
    for step in Step:
        folder = import_module(f"{package.__name__}.{step}")
        for module in walk_packages(folder.__path__, f"{folder.__name__}."):
            import_module(module.name)
