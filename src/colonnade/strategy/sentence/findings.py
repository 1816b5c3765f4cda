"""What to say of a sentence: the codes of the rules where they fit."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.measurement.declarations import METRICS
from colonnade.strategy.rules.findings import Finding, Report, Severity
from colonnade.strategy.rules.steps import step_of
from colonnade.strategy.rules.text_codes import TEXT_CODES
from colonnade.strategy.sentence.model import GoalRead, Part, SentenceKind, SentenceReading, Span

_LACKS: dict[Part, str] = {
    Part.GOAL: "CLA105",
    Part.TARGET: "CLA109",
    Part.DEADLINE: "CLA111",
    Part.METHOD: "CRE205",
    Part.TIME: "COL603",
    Part.MONEY: "COL604",
}


def judge(reading: SentenceReading) -> Report:
    """Return what is wrong with the sentence as a strategy.

    That it is none is an error. What a strategy still lacks is a warning: a sentence need not hold it all.
    """
    findings = [
        *_verdict(reading),
        *(_lack(reading, part) for part in _parts_to_ask_for(reading)),
        *_vanity(reading),
        *_viral(reading),
        *_vague_time(reading),
        *_unread(reading),
    ]
    return Report(findings=tuple(findings))


def _finding(
    reading: SentenceReading, code: str, severity: Severity, message: str, fix: str, span: Span | None = None
) -> Finding:
    start = span.start if span else 0
    before = reading.text[:start]
    return Finding(
        code=code,
        severity=severity,
        message=" ".join(message.split()),
        fix=fix,
        path=(),
        line=before.count("\n") + 1,
        column=start - (before.rfind("\n") + 1) + 1,
        step=step_of(code),
    )


def _verdict(reading: SentenceReading) -> Iterator[Finding]:
    """Say what it is, where it is no strategy."""
    goal_first = _("Say first what the business wants: sell, win leads, sell parts, help customers.")
    if reading.kind is SentenceKind.PLATFORM_LIST:
        names = ", ".join(named.name for named in reading.platforms)
        yield _finding(
            reading,
            "CLA101",
            Severity.ERROR,
            _("This is a list of platforms ({names}), not a strategy.").format(names=names),
            goal_first,
            reading.platforms[0].span,
        )
    elif reading.kind is SentenceKind.TACTICS:
        means = [named.name for named in reading.tactics] + [method.name for method in reading.methods]
        denied = [named.name for named in reading.excluded]
        yield _finding(
            reading,
            "CLA105",
            Severity.ERROR,
            _("These are tactics ({names}), not a strategy: nothing says what they are for.").format(
                names=", ".join(means or denied)
            ),
            goal_first,
        )
    elif reading.kind is SentenceKind.RESOURCES:
        yield _finding(
            reading,
            "CLA105",
            Severity.ERROR,
            _("These are limits without a goal: nothing says what the time and money are for."),
            goal_first,
        )
    elif reading.kind is SentenceKind.NOT_UNDERSTOOD:
        yield _finding(
            reading,
            "TXT001",
            Severity.ERROR,
            _("Not understood: nothing in it could be read as a goal."),
            _("Try: 'win 65 qualified leads a month by 30 June with articles, one FTE and $1500 a month'."),
        )


def _parts_to_ask_for(reading: SentenceReading) -> list[Part]:
    """Return the missing parts that no verdict has told of already."""
    if reading.kind is SentenceKind.NOT_UNDERSTOOD:
        return []
    said = reading.kind in (SentenceKind.TACTICS, SentenceKind.RESOURCES)
    return [part for part in reading.missing if not (said and part is Part.GOAL)]


def _lack(reading: SentenceReading, part: Part) -> Finding:
    messages = {
        Part.GOAL: (_("It has no goal."), _("Say what the business wants of it.")),
        Part.TARGET: (_("It has no number to reach."), _("Add a target, such as 'from 40 to 65 a month'.")),
        Part.DEADLINE: (_("It has no deadline."), _("Add by when, such as 'by 30 June'.")),
        Part.METHOD: (_("It has no method."), _("Say by what kind of work, such as 'with expert articles'.")),
        Part.TIME: (_("It does not say whose time there is."), _("Add it, such as 'with one FTE'.")),
        Part.MONEY: (
            _("It does not say what money there is."),
            _("Add it, such as '$1500 a month' or 'no budget'."),
        ),
    }
    message, fix = messages[part]
    return _finding(reading, _LACKS[part], Severity.WARNING, message, fix)


def _is_vanity(goal: GoalRead) -> bool:
    return goal.metric is not None and METRICS.get(goal.metric).vanity


def _vanity(reading: SentenceReading) -> Iterator[Finding]:
    if not reading.goals or not all(_is_vanity(goal) for goal in reading.goals):
        return
    for goal in reading.goals:
        yield _finding(
            reading,
            "CLA118",
            Severity.ERROR,
            _("'{words}' alone says nothing of the business.").format(words=goal.span.text),
            _("Say what it shall lead to: visits, leads, orders, answers given."),
            goal.span,
        )


def _viral(reading: SentenceReading) -> Iterator[Finding]:
    spans = [tactic.span for tactic in reading.tactics] + [method.span for method in reading.methods]
    for span in spans:
        if "viral" in span.text.lower():
            yield _finding(
                reading,
                "CRE212",
                Severity.WARNING,
                _("'{words}' counts on going viral, which nobody can plan.").format(words=span.text),
                _("Say what is made and for whom, and expect its usual reach."),
                span,
            )


def _vague_time(reading: SentenceReading) -> Iterator[Finding]:
    for who in reading.people:
        if who.assumed and who.fte is not None:
            yield _finding(
                reading,
                "TXT003",
                Severity.INFO,
                _("The time of '{role}' is vague and was read as {fte:g} FTE.").format(
                    role=who.role, fte=who.fte
                ),
                _("Say it in FTE or hours a week."),
            )


def _unread(reading: SentenceReading) -> Iterator[Finding]:
    for span in reading.not_understood:
        yield _finding(
            reading,
            "TXT002",
            Severity.INFO,
            _("Not understood: '{words}'.").format(words=span.text),
            _("It was left out; say it in other words if it matters."),
            span,
        )


def too_long(message: str) -> Report:
    """Return the report of a text that was not read because of its length."""
    finding = Finding("TXT004", Severity.ERROR, message, TEXT_CODES["TXT004"] + ".", (), 1, 1, None)
    return Report(findings=(finding,))
