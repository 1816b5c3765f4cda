"""Collects the situation: the one place where the workbook reads all rooms below it."""

from datetime import date

from colonnade.measurement.queries import measured_metrics
from colonnade.organization.models import Organization
from colonnade.organization.queries import members_of
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.summary import heard_in_short
from colonnade.strategy import queries as strategy_queries
from colonnade.strategy.models import StrategyVersion
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.solver.result import Plan
from colonnade.workbook.situation import Crack, Situation


def _cracks(version: StrategyVersion, today: date) -> dict[str, tuple[Crack, ...]]:
    found: dict[str, list[Crack]] = {}
    for finding in strategy_queries.check_version(version, today=today):
        if finding.step is not None and finding.severity is not Severity.INFO:
            crack = Crack(code=finding.code, message=finding.message, line=finding.line)
            found.setdefault(str(finding.step), []).append(crack)
    return {step: tuple(cracks) for step, cracks in found.items()}


def present_plan(version: StrategyVersion) -> Plan | None:
    """Return the newest plan of the version's present text; None where the text has none."""
    stored = strategy_queries.plans(version).first()
    if stored is None or not stored.is_current:
        return None
    return Plan.model_validate(stored.result)


def gather(organization: Organization, *, today: date) -> Situation:
    """Return the organisation's situation as of ``today``."""
    version = strategy_queries.current_version(organization)
    members = list(members_of(organization=organization))
    measured = measured_metrics(organization)
    plan = present_plan(version) if version else None
    document = strategy_queries.read_version(version).strategy if version else None
    return Situation(
        strategy=document,
        version_state=str(version.state) if version else "",
        cracks=_cracks(version, today) if version else {},
        plan=plan,
        members=len(members),
        approvers=sum(member.may(Permission.APPROVE_STRATEGY) for member in members),
        readings=sum(measured.values()),
        measured=frozenset(measured),
        heard=heard_in_short(organization),
    )
