"""The API's door to the strategy: the same reads and writes as the pages."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from colonnade.core.states import TransitionRefused
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Membership, Organization
from colonnade.organization.roles import Permission
from colonnade.strategy import goal_tree, operations, plan_api, queries
from colonnade.strategy.document import schema
from colonnade.strategy.document.reading import read
from colonnade.strategy.document.source import Refused
from colonnade.strategy.models import StrategyVersion
from colonnade.strategy.rules.findings import Finding, Report
from colonnade.strategy.states import State, Step, step_named

router = Router()
router.add_router("", plan_api.router)


class VersionOut(Schema):
    """A version without its text."""

    number: int
    state: State
    digest: str
    note: str
    made_at: datetime
    changed_at: datetime
    changed_by: str | None

    @staticmethod
    def of(version: StrategyVersion) -> "dict[str, Any]":
        """Return the version as plain data."""
        who = version.changed_by
        return {
            "number": version.number,
            "state": version.present,
            "digest": version.digest,
            "note": version.note,
            "made_at": version.made_at,
            "changed_at": version.changed_at,
            "changed_by": who.email if who is not None else None,
        }


class DocumentOut(VersionOut):
    """A version with its text."""

    text: str


class DocumentIn(Schema):
    """A text to store."""

    text: str
    base: str | None = Field(
        default=None,
        description="Digest of the text that was edited; left out, the text replaces the draft.",
    )


class TextIn(Schema):
    """A text to judge; nothing is stored."""

    text: str


class FindingOut(Schema):
    """What the checker found."""

    code: str
    severity: str
    message: str
    fix: str
    path: list[str | int]
    line: int
    column: int
    step: str | None


class ReportOut(Schema):
    """All that the checker found; ``ok`` where none of it is an error."""

    ok: bool
    findings: list[FindingOut]


class StepIn(Schema):
    """Why the step is taken; kept in the audit trail of a version that is sent back or concluded."""

    why: str = ""


class ProblemOut(Schema):
    """Why something was refused; with the findings where the document's errors are the reason."""

    detail: str
    digest: str | None = None
    findings: list[FindingOut] = []


class ChangeOut(Schema):
    """A value that differs between two versions."""

    where: str
    before: str | None
    after: str | None


class GoalOut(Schema):
    """A goal with what works for it."""

    id: str
    name: str
    methods: list[str]
    work: list[str]
    feeds: list[str]
    fed_by: list[str]
    idle: bool


class ObjectiveOut(Schema):
    """An objective with the goals that serve it."""

    id: str
    name: str
    unit: str | None
    goals: list[GoalOut]


class GoalTreeOut(Schema):
    """Objectives with their goals, and what hangs on none of them."""

    objectives: list[ObjectiveOut]
    goals_without_objective: list[GoalOut]
    methods_without_goal: list[str]
    work_without_goal: list[str]


def _document(version: StrategyVersion) -> dict[str, Any]:
    return {**VersionOut.of(version), "text": version.text}


def _found(version: StrategyVersion | None) -> StrategyVersion:
    if version is None:
        raise Http404("There is no such version.")
    return version


def _findings(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    return [
        {
            "code": finding.code,
            "severity": str(finding.severity),
            "message": finding.message,
            "fix": finding.fix,
            "path": list(finding.path),
            "line": finding.line,
            "column": finding.column,
            "step": str(finding.step) if finding.step is not None else None,
        }
        for finding in findings
    ]


def report_data(report: Report) -> dict[str, Any]:
    """Return a report as plain data."""
    return {"ok": report.ok, "findings": _findings(report.findings)}


@router.get("/schema", response=dict[str, Any], summary="JSON Schema of the document")
def get_schema(request: HttpRequest, organization: OrganizationSlug) -> dict[str, Any]:
    """Return the JSON Schema that a strategy document follows."""
    acting_member(request, Permission.VIEW)
    return schema.json_schema()


@router.get("/document", response=DocumentOut, summary="The newest version")
def get_document(request: HttpRequest, organization: OrganizationSlug) -> dict[str, Any]:
    """Return the newest version with its text."""
    member = acting_member(request, Permission.VIEW)
    return _document(_found(queries.current_version(member.organization)))


@router.put(
    "/document",
    response={200: DocumentOut, 409: ProblemOut, 422: ProblemOut},
    summary="Store a text as the draft",
)
def put_document(
    request: HttpRequest, organization: OrganizationSlug, payload: DocumentIn
) -> dict[str, Any] | Status[dict[str, Any]]:
    """Store a text as the draft: the first, the open one, or a new one beside a decided version."""
    member = acting_member(request, Permission.EDIT_STRATEGY)
    try:
        saved = operations.put_document(
            organization=member.organization,
            text=payload.text,
            base=payload.base,
            actor=member.user,
            now=timezone.now(),
        )
    except operations.Conflict as error:
        return Status(409, {"detail": str(error), "digest": error.stored.digest})
    except operations.StrategyRefused as error:
        return Status(409, {"detail": str(error)})
    except Refused as error:
        return Status(422, {"detail": f"{error.problem.message} {error.problem.fix}"})
    return _document(saved.version)


@router.post("/check", response=ReportOut, summary="Judge a text")
def check_text(request: HttpRequest, organization: OrganizationSlug, payload: TextIn) -> dict[str, Any]:
    """Return what the checker says of a text, given what the organisation knows; nothing is stored."""
    member = acting_member(request, Permission.VIEW)
    reading = read(payload.text, name="strategy.yaml")
    return report_data(queries.check_reading(member.organization, reading, today=timezone.localdate()))


@router.get("/versions", response=list[VersionOut], summary="All versions")
def list_versions(request: HttpRequest, organization: OrganizationSlug) -> list[dict[str, Any]]:
    """Return all versions, newest first."""
    member = acting_member(request, Permission.VIEW)
    return [VersionOut.of(version) for version in queries.versions(member.organization)]


@router.get("/versions/{number}", response=DocumentOut, summary="One version")
def get_version(request: HttpRequest, organization: OrganizationSlug, number: int) -> dict[str, Any]:
    """Return a version with its text."""
    member = acting_member(request, Permission.VIEW)
    return _document(_found(queries.version_numbered(member.organization, number)))


@router.get("/versions/{number}/changes", response=list[ChangeOut], summary="What changed")
def get_changes(
    request: HttpRequest, organization: OrganizationSlug, number: int, since: int
) -> list[dict[str, Any]]:
    """Return the values that differ between version ``since`` and version ``number``."""
    member = acting_member(request, Permission.VIEW)
    before = _found(queries.version_numbered(member.organization, since))
    after = _found(queries.version_numbered(member.organization, number))
    changes = queries.diff(before, after).changes
    return [{"where": change.where, "before": change.before, "after": change.after} for change in changes]


def _step(verb: str) -> Step:
    try:
        return step_named(verb)
    except KeyError:
        raise Http404("There is no such step.") from None


@router.post(
    "/versions/{number}/steps/{verb}",
    response={200: VersionOut, 403: ProblemOut, 409: ProblemOut, 422: ProblemOut},
    summary="Propose, send back, approve, start or conclude",
)
def take_step(
    request: HttpRequest, organization: OrganizationSlug, number: int, verb: str, payload: StepIn
) -> dict[str, Any] | Status[dict[str, Any]]:
    """Take a version to its next state: propose, send_back, approve, start, conclude."""
    member = acting_member(request, Permission.VIEW)
    step = _step(verb)
    version = _found(queries.version_numbered(member.organization, number))
    try:
        taken = operations.take_step(
            step=step, version=version, member=member, now=timezone.now(), why=payload.why
        )
    except operations.HasErrors as error:
        return Status(422, {"detail": str(error), "findings": _findings(error.findings)})
    except operations.NotAllowed as error:
        return Status(403, {"detail": str(error)})
    except TransitionRefused as error:
        return Status(409, {"detail": str(error)})
    return VersionOut.of(taken)


@router.post(
    "/versions/{number}/copy", response={200: DocumentOut, 409: ProblemOut}, summary="Begin a new draft"
)
def copy_version(
    request: HttpRequest, organization: OrganizationSlug, number: int
) -> dict[str, Any] | Status[dict[str, Any]]:
    """Begin a new draft with the text of a version."""
    member = acting_member(request, Permission.EDIT_STRATEGY)
    version = _found(queries.version_numbered(member.organization, number))
    try:
        draft = operations.copy_to_new_draft(version=version, actor=member.user, now=timezone.now())
    except operations.DraftExists as error:
        return Status(409, {"detail": str(error)})
    return _document(draft)


def _goal(branch: goal_tree.GoalBranch) -> dict[str, Any]:
    return {
        "id": branch.goal.id,
        "name": branch.goal.name,
        "methods": [leaf.method.id for leaf in branch.methods],
        "work": [item.title for item in branch.work],
        "feeds": [other.id for other in branch.feeds],
        "fed_by": [other.id for other in branch.fed_by],
        "idle": branch.idle,
    }


def _objective(branch: goal_tree.ObjectiveBranch) -> dict[str, Any]:
    objective = branch.objective
    return {
        "id": objective.id,
        "name": objective.name,
        "unit": objective.unit,
        "goals": [_goal(goal) for goal in branch.goals],
    }


@router.get("/goals", response=GoalTreeOut, summary="The goal tree")
def get_goals(request: HttpRequest, organization: OrganizationSlug) -> dict[str, Any]:
    """Return units' objectives, the goals that serve them, what works for those, and what serves nothing."""
    member: Membership = acting_member(request, Permission.VIEW)
    tree = _tree(member.organization)
    under_units = [branch for unit in tree.units for branch in unit.objectives]
    return {
        "objectives": [_objective(branch) for branch in (*under_units, *tree.objectives_without_unit)],
        "goals_without_objective": [_goal(branch) for branch in tree.goals_without_objective],
        "methods_without_goal": [method.id for method in tree.methods_without_goal],
        "work_without_goal": [item.title for item in tree.work_without_goal],
    }


def _tree(organization: Organization) -> goal_tree.GoalTree:
    tree = queries.goal_tree(organization)
    if tree is None:
        raise Http404("There is no strategy that can be read.")
    return tree
