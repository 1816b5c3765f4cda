"""The rules' pages: from their docstrings, with the first two cases of each as its example."""

from colonnade.strategy.document.problems import CODES
from colonnade.strategy.rules.cases import cases_of
from colonnade.strategy.rules.registry import Rule, all_rules
from colonnade.strategy.rules.steps import Step
from colonnade.strategy.rules.text_codes import TEXT_CODES

_INTRODUCTION = """\
# Rules

`colonnade check FILE` reads a strategy document and says what keeps it from being a strategy. Each finding
has a code; its letters and first digit name the step of the 8C framework that it belongs to. An *error* stops
the strategy (the command ends with 1), a *warning* will cost it, an *info* may help it.
"""


def render() -> str:
    """Return the reference page of all rules as Markdown."""
    rules = all_rules()
    parts = [_INTRODUCTION, _index(rules)]
    for step in Step:
        parts.append(f"## {step.capitalize()}\n")
        parts.extend(_linked(item) for item in rules if item.step is step)
    parts.append("## The form of the document\n")
    parts.append("These are found before any rule is asked; all are errors.\n")
    parts.append(_list(CODES))
    parts.append("## A plain sentence\n")
    parts.append("`colonnade check --text` uses the codes above where they fit, and these.\n")
    parts.append(_list(TEXT_CODES))
    return "\n".join(parts)


def _list(codes: dict[str, str]) -> str:
    return "\n".join(f"- `{code}` {title}." for code, title in sorted(codes.items())) + "\n"


def _index(rules: tuple[Rule, ...]) -> str:
    rows = [
        f"| [{item.code}](#{item.code.lower()}) | {item.severity} | {item.step} | {item.title} |"
        for item in rules
    ]
    return "\n".join(["| code | weight | step | rule |", "|---|---|---|---|", *rows, ""])


def _linked(item: Rule) -> str:
    return f'<a id="{item.code.lower()}"></a>\n\n##{page(item)}'


def page(item: Rule) -> str:
    """Return one rule's page as Markdown."""
    wrong, right = cases_of(item)[:2]
    parts = [f"# {item.code} {item.title} ({item.severity})\n"]
    parts.extend(f"**{title}.** {text}\n" for title, text in sections(item).items())
    parts.append(f"For example, this is found:\n\n```yaml\n{wrong.document}```\n")
    parts.append(f"and this is not:\n\n```yaml\n{right.document}```\n")
    return "\n".join(parts)


def sections(item: Rule) -> dict[str, str]:
    """Return the docstring's sections by heading, each as one paragraph."""
    found: dict[str, str] = {}
    heading = ""
    for line in item.doc.splitlines():
        if line and not line.startswith(" "):
            heading = line.rstrip(":")
            found[heading] = ""
        elif line.strip():
            found[heading] = f"{found[heading]} {line.strip()}".strip()
    return found


def explain(code: str) -> str | None:
    """Return what ``code`` means, as Markdown; None where there is no such code."""
    wanted = code.upper()
    for item in all_rules():
        if item.code == wanted:
            return page(item)
    title = CODES.get(wanted) or TEXT_CODES.get(wanted)
    return f"# {wanted}\n\n{title}.\n" if title else None
