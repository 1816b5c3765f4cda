"""The checker's rules, as their docstrings tell them."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.roles import Permission
from colonnade.strategy.document.problems import CODES
from colonnade.strategy.rules import Step, all_rules
from colonnade.strategy.rules.cases import cases_of
from colonnade.strategy.rules.reference import sections


@member_page(Permission.VIEW)
def rules(request: MemberRequest) -> HttpResponse:
    """List every rule by step."""
    everything = all_rules()
    steps = [(step, [item for item in everything if item.step is step]) for step in Step]
    return render(request, "strategy/rules.html", {"steps": steps, "form_codes": sorted(CODES.items())})


@member_page(Permission.VIEW)
def rule(request: MemberRequest, code: str) -> HttpResponse:
    """Show one rule: what it finds, why it matters, how to repair it, and an example of each."""
    wanted = code.upper()
    found = next((item for item in all_rules() if item.code == wanted), None)
    if found is not None:
        wrong, right = cases_of(found)[:2]
        context = {
            "code": found.code,
            "title": found.title,
            "rule": found,
            "sections": sections(found),
            "wrong": wrong,
            "right": right,
        }
        return render(request, "strategy/rule.html", context)
    if wanted not in CODES:
        raise Http404("There is no such rule.")
    return render(request, "strategy/rule.html", {"code": wanted, "title": CODES[wanted]})
