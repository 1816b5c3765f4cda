"""Rules come in and go out by pages, files, API and command line; each door says what it refuses."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from colonnade.governance.models import AuditEntry
from colonnade.governance.policies import commands, operations, queries
from colonnade.governance.policies.checking import Context, Finding, Rule, RuleKind, Severity, check
from colonnade.governance.policies.files import UnreadablePolicies, read_rules, write_rules
from colonnade.governance.policies.marking import Piece, marked
from colonnade.governance.policies.models import PolicyRule
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.organization.operations import add_unit
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user

pytestmark = pytest.mark.django_db

CLAIMS = Rule(
    name="Claims", kind=RuleKind.BANNED, phrases=("risk free", "best price"), why="Nobody can prove it."
)
LINKS = Rule(name="Ours", kind=RuleKind.LINKS, phrases=("hydra.example",), severity=Severity.WARN)


@pytest.fixture
def hydra() -> Organization:
    return make_organization()


@pytest.fixture
def page(client: Client, hydra: Organization) -> Client:
    client.force_login(hydra.memberships.get().user)
    return client


def keep(organization: Organization, rule: Rule = CLAIMS) -> PolicyRule:
    return operations.add_rule(organization=organization, rule=rule, actor=None, now=NOW)


def filled(rule: Rule, **more: object) -> dict[str, object]:
    """Return a rule as its form is sent."""
    return {
        "kind": rule.kind,
        "name": rule.name,
        "phrases": "\r\n".join(rule.phrases),
        "when": "",
        "severity": rule.severity,
        "why": rule.why,
        "active": "on",
        **more,
    }


def test_a_rule_is_added_changed_and_removed_and_each_is_written_down(
    page: Client, hydra: Organization
) -> None:
    page.post(org_reverse("policies:add", hydra), filled(CLAIMS))
    kept = PolicyRule.objects.get()
    assert kept.as_rule() == CLAIMS
    address = org_reverse("policies:change", hydra, rule=kept.pk)
    assert "risk free" in page.get(address).content.decode()
    page.post(address, filled(CLAIMS, phrases="cheap", active=""))
    kept.refresh_from_db()
    assert (kept.phrases, kept.active) == (["cheap"], False)
    assert queries.active_rules(organization=hydra) == []
    page.post(org_reverse("policies:remove", hydra, rule=kept.pk))
    assert not PolicyRule.objects.exists()
    actions = AuditEntry.objects.filter(action__startswith="policy.").values_list("action", flat=True)
    assert sorted(actions) == ["policy.added", "policy.changed", "policy.removed"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Rule(name="", kind=RuleKind.BANNED, phrases=("a",)), "name"),
        (Rule(name="a", kind=RuleKind.BANNED), "at least one phrase"),
        (Rule(name="a", kind=RuleKind.BANNED, phrases=("\u200b",)), "cannot be looked for"),
        (Rule(name="a", kind=RuleKind.BANNED, phrases=("x" * 201,)), "cannot be looked for"),
        (Rule(name="a", kind=RuleKind.LINKS, phrases=("hydra",)), "no domain"),
        (Rule(name="a", kind=RuleKind.READING), "difficult"),
        (Rule(name="a", kind=RuleKind.READING, limit=500), "difficult"),
        (CLAIMS, "already"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(hydra: Organization, rule: Rule, said: str) -> None:
    keep(hydra)
    with pytest.raises(ValidationError, match=said):
        operations.add_rule(organization=hydra, rule=rule, actor=None, now=NOW)


def test_the_page_says_what_is_refused_and_keeps_what_was_typed(page: Client, hydra: Organization) -> None:
    keep(hydra)
    answer = page.post(org_reverse("policies:add", hydra), filled(CLAIMS))
    assert "already a rule" in answer.content.decode()
    assert "best price" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_rules_as_for_one(
    page: Client, hydra: Organization, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    unit = add_unit(organization=hydra, name="Quarry", actor=None, now=NOW)
    for index in range(number):
        keep(hydra, Rule(name=f"Rule {index}", kind=RuleKind.BANNED, phrases=("a",), unit=unit.pk))
    with django_assert_num_queries(6):
        page.get(org_reverse("policies:rules", hydra))


def test_the_try_out_marks_the_text_and_escapes_it(page: Client, hydra: Organization) -> None:
    keep(hydra)
    text = "<script>alert(1)</script> risk\u200b free & more"
    found = page.post(org_reverse("policies:try", hydra), {"try-text": text}).content.decode()
    assert "<script>" not in found
    assert "risk\u200b free</mark> &amp; more" in found
    assert "could not be submitted" in found
    clean = page.post(org_reverse("policies:try", hydra), {"try-text": "All is well"}).content.decode()
    assert "Nothing found" in clean
    assert "Write something" in page.post(org_reverse("policies:try", hydra), {}).content.decode()


def test_findings_that_overlap_are_marked_by_the_worst() -> None:
    rules = [
        Rule(name="a", kind=RuleKind.BANNED, phrases=("one two",), severity=Severity.WARN),
        Rule(name="b", kind=RuleKind.BANNED, phrases=("two three",)),
    ]
    text = "one two three"
    assert marked(text, check(text, context=Context(), rules=rules)) == [
        Piece(text="one ", severity="warn"),
        Piece(text="two three", severity="block"),
    ]


def test_who_may_not_approve_reads_the_rules_and_changes_none(client: Client, hydra: Organization) -> None:
    kept = keep(hydra)
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    assert client.get(org_reverse("policies:rules", hydra)).status_code == 200
    assert client.get(org_reverse("policies:export", hydra)).status_code == 200
    for name, more in (("add", {}), ("import", {}), ("change", {"rule": kept.pk})):
        assert client.get(org_reverse(f"policies:{name}", hydra, **more)).status_code == 403
    assert client.post(org_reverse("policies:remove", hydra, rule=kept.pk)).status_code == 403


def test_another_organisations_rules_are_not_there(page: Client, hydra: Organization) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    theirs = keep(rival)
    assert "Claims" not in page.get(org_reverse("policies:rules", hydra)).content.decode()
    assert page.get(org_reverse("policies:change", hydra, rule=theirs.pk)).status_code == 404
    assert page.post(org_reverse("policies:remove", hydra, rule=theirs.pk)).status_code == 404
    assert queries.check_text(organization=hydra, text="risk free", context=Context()) == []


RULES = [
    CLAIMS,
    LINKS,
    Rule(name="Paid: ü", kind=RuleKind.DISCLOSURE, phrases=("#ad", "yes", "1e3"), channel="x", campaign=4),
    Rule(name="Plain", kind=RuleKind.READING, limit=50, remedy="Shorter."),
    Rule(name="Credit", kind=RuleKind.REQUIRED, phrases=("terms apply",), when=("APR",), unit=7),
]


def test_a_file_brings_back_what_was_written() -> None:
    written = write_rules(RULES, units={"quarry": 7})
    assert read_rules(written.encode(), units={"quarry": 7}) == RULES
    assert read_rules(b"\xef\xbb\xbf" + written.encode(), units={"quarry": 7}) == RULES


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"rules: [", "no YAML"),
        (b"\xff\xfe", "UTF-8"),
        (b"- 1", "valid"),
        (b"colonnade_policies: 1\nrules: [{name: a, kind: shout}]", "rules.0.kind"),
        (b"colonnade_policies: 1\nrules: [{name: a, kind: banned, colour: red}]", "rules.0.colour"),
        (b"colonnade_policies: 1\nrules: [{name: a, kind: banned, unit: moon}]", "moon"),
        (b"colonnade_policies: 2\nrules: []", "colonnade_policies"),
        (b"!!python/object/apply:os.system [ls]", "no YAML"),
        (b" " * 1_000_001, "1 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(data: bytes, said: str) -> None:
    with pytest.raises(UnreadablePolicies, match=said):
        read_rules(data, units={})


def test_an_imported_file_replaces_rules_by_name(page: Client, hydra: Organization) -> None:
    keep(hydra, Rule(name="Claims", kind=RuleKind.BANNED, phrases=("old",)))
    upload = SimpleUploadedFile("rules.yaml", write_rules([CLAIMS, LINKS], units={}).encode())
    answer = page.post(org_reverse("policies:import", hydra), {"file": upload}, follow=True)
    assert "1 rules are new, 1 were replaced" in answer.content.decode()
    assert {rule.name: tuple(rule.phrases) for rule in PolicyRule.objects.all()} == {
        "Claims": CLAIMS.phrases, "Ours": LINKS.phrases,
    }  # fmt: skip
    exported = page.get(org_reverse("policies:export", hydra))
    assert exported.headers["Content-Disposition"].startswith("attachment")
    assert read_rules(exported.content, units={}) == [CLAIMS, LINKS]


def test_an_import_is_whole_or_nothing(page: Client, hydra: Organization) -> None:
    bad = write_rules([LINKS, Rule(name="Empty", kind=RuleKind.BANNED)], units={})
    upload = SimpleUploadedFile("rules.yaml", bad.encode())
    answer = page.post(org_reverse("policies:import", hydra), {"file": upload})
    assert "at least one phrase" in answer.content.decode()
    assert not PolicyRule.objects.exists()


def test_programs_check_a_text(page: Client, hydra: Organization) -> None:
    keep(hydra)
    address = f"/api/v1/o/{hydra.slug}/policies/check"
    answer = page.post(address, json.dumps({"text": "A risk free loan"}), content_type="application/json")
    [found] = answer.json()
    assert (found["start"], found["end"], found["severity"]) == (2, 11, "block")
    wrong = page.post(address, json.dumps({"text": "a", "unit": "moon"}), content_type="application/json")
    assert wrong.status_code == 422


def test_the_command_checks_exports_and_imports(hydra: Organization, tmp_path: Path) -> None:
    run = CliRunner()
    keep(hydra)
    blocked = run.invoke(commands.policies, ["check"], input="a risk free loan")
    assert blocked.exit_code == 1
    assert "block  2-11" in blocked.output
    clean = run.invoke(commands.policies, ["check"], input="a loan")
    assert (clean.exit_code, clean.output) == (0, "Nothing found.\n")
    assert run.invoke(commands.policies, ["check", "--unit", "moon"], input="a").exit_code == 1
    exported = run.invoke(commands.policies, ["export"]).output
    assert read_rules(exported.encode(), units={}) == [CLAIMS]
    file = tmp_path / "rules.yaml"
    file.write_text(exported, encoding="utf-8")
    imported = run.invoke(commands.policies, ["import", str(file)])
    assert "0 rules are new, 1 were replaced" in imported.output
    file.write_text("rules: [", encoding="utf-8")
    refused = run.invoke(commands.policies, ["import", str(file)])
    assert refused.exit_code == 1
    assert "Nothing was imported" in refused.output


def test_a_finding_is_a_value() -> None:
    [finding] = check("risk free", context=Context(), rules=[CLAIMS])
    assert finding == Finding(
        rule="Claims",
        kind=RuleKind.BANNED,
        severity=Severity.BLOCK,
        what="“risk free” may not be used.",
        why="Nobody can prove it.",
        remedy="Leave it out or say it in other words.",
        start=0,
        end=9,
        found="risk free",
    )
