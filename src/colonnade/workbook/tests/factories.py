"""Situations for tests: a strategy that holds, to be spoilt in one place at a time."""

import json
from datetime import date
from typing import Any

from colonnade.pillars.listening.summary import Heard, HeardChannel
from colonnade.strategy.document.model import Strategy
from colonnade.strategy.solver.result import Plan, Verdict
from colonnade.workbook.situation import Situation

WHOLE = Strategy.model_validate(
    {
        "units": [{"id": "parts", "name": "Parts"}],
        "objectives": [
            {
                "id": "orders",
                "unit": "parts",
                "kind": "parts",
                "metric": "orders",
                "baseline": 100,
                "target": 140,
                "deadline": date(2027, 6, 30),
                "owner": "Ben",
            }
        ],
        "goals": [
            {
                "id": "leads",
                "serves": "orders",
                "stage": "lead",
                "kpi": {"metric": "mql", "source": "CRM"},
                "baseline": 40,
                "target": 65,
                "deadline": date(2027, 6, 30),
                "owner": "Ana",
            }
        ],
        "audiences": [{"id": "fleet", "wants": ["maintenance"], "evidence": ["heard"]}],
        "methods": [
            {
                "id": "howto",
                "pillar": "leadership",
                "format": "video",
                "channel": "forum",
                "topics": ["maintenance"],
                "hours": {"maker": 4},
                "cost": 50,
                "replies": {"per_unit": 5},
                "effects": [{"goal": "leads", "per_unit": {"low": 0.5, "likely": 1, "high": 2}}],
            }
        ],
        "channels": [
            {"id": "forum", "evidence": ["heard"]},
            {"id": "site", "kind": "web", "shares_with": ["howto"]},
        ],
        "relationships": [{"id": "dana", "why": "answers most questions", "owner": "Ana"}],
        "limits": {"roles": [{"id": "maker", "fte": 1}], "money_per_month": 1500},
        "coordination": {"marketing_plan": "Plan 2027", "calendar": "shared"},
        "collaboration": {
            "sponsor": "Eva",
            "approvals": [{"what": "videos", "by": "Eva"}],
            "experts": ["Tom"],
        },
        "communication": {
            "response_minutes": 120,
            "hours": "weekdays 8-18",
            "crisis": {
                "owner": "Ana",
                "deputy": "Ben",
                "find": "alerts",
                "investigate": "unit head",
                "review": "legal",
                "engage": "one voice",
            },
        },
        "review": {
            "every_weeks": 4,
            "stop_when": "two reviews below half the plan",
            "lessons": ["video works"],
        },
        "evidence": [{"id": "heard", "kind": "listening", "claim": "mechanics talk in the forum"}],
    }
)

FITS: dict[str, Any] = {"verdict": Verdict.FITS}

HEARD = Heard(
    posts=500,
    about_us=200,
    brands=1,
    competitors=1,
    authors=150,
    questions=60,
    channels=(
        HeardChannel(channel="forum", posts=160, authors=90, questions=50, rivals=40),
        HeardChannel(channel="x", posts=40, authors=60, questions=10, rivals=60),
    ),
    topics=("maintenance", "hoses"),
)


def make_situation(**changes: object) -> Situation:
    """Return a situation in which everything holds, but for ``changes``."""
    whole: dict[str, object] = {
        "strategy": WHOLE,
        "version_state": "running",
        "cracks": {},
        "plan": Plan.model_construct(**FITS),
        "members": 3,
        "approvers": 2,
        "readings": 12,
        "measured": frozenset({"mql"}),
        "heard": HEARD,
    }
    return Situation(**(whole | changes))  # type: ignore[arg-type]  # the test's own spoiling


WHOLE_TEXT = json.dumps(WHOLE.model_dump(mode="json", exclude_defaults=True))
"""The same strategy as a document; JSON is YAML."""
