"""Effects that nobody has stated: wide pooled beliefs, marked *assumed* wherever they show.

These figures are assumptions of this program, not findings. They exist so that a first plan can be made and
can say what to test first; one measured result should replace them.

- The middle is a count per unit of work at each funnel stage, for one short post: people reached, visits,
  leads, sales, or questions answered. Each stage is roughly a fiftieth of the one above, as a company that
  sells to companies might guess.
- The format scales it by about the work that goes in: a webinar is worth several posts.
- The pillar tilts it: thought leadership reaches more and sells less; promotion the reverse; support answers.
- The 10 and 90% points lie a factor of 4 below and above, a 16-fold range: programmes of the same kind
  differ that much between companies, and so nothing that rests on them alone will look certain.

Standing figures (shares, times), scores and money have no natural scale, so no prior is offered for them.
"""

from types import MappingProxyType

from colonnade.measurement.declarations import Unit, find_metric
from colonnade.strategy.document.model import Goal, Kpi, Method, Per, Pillar, Range, Stage

WIDTH = 4.0
PER_POST = MappingProxyType(
    {
        Stage.AWARENESS: 600.0,
        Stage.CONSIDERATION: 12.0,
        Stage.LEAD: 0.25,
        Stage.SALE: 0.02,
        Stage.SERVICE: 1.0,
    }
)
FORMAT_SCALE = MappingProxyType(
    {
        "webinar": 8.0,
        "event": 8.0,
        "whitepaper": 6.0,
        "guide": 5.0,
        "case-study": 4.0,
        "video": 3.0,
        "newsletter": 3.0,
        "podcast": 3.0,
        "article": 2.5,
        "blog": 2.5,
        "ad": 2.0,
    }
)
PILLAR_TILT = MappingProxyType(
    {
        (Pillar.LEADERSHIP, Stage.AWARENESS): 1.5,
        (Pillar.LEADERSHIP, Stage.LEAD): 0.7,
        (Pillar.LEADERSHIP, Stage.SALE): 0.5,
        (Pillar.PROMOTION, Stage.LEAD): 1.3,
        (Pillar.PROMOTION, Stage.SALE): 1.3,
        (Pillar.SUPPORT, Stage.SERVICE): 2.0,
        (Pillar.SUPPORT, Stage.LEAD): 0.3,
        (Pillar.SUPPORT, Stage.SALE): 0.3,
        (Pillar.LISTENING, Stage.LEAD): 0.3,
        (Pillar.LISTENING, Stage.SALE): 0.3,
    }
)


def prior(method: Method, goal: Goal) -> Range | None:
    """Return the assumed effect of one unit of ``method`` on ``goal``, or None where there is no basis."""
    if goal.stage is None or goal.kpi is None or not _is_count(goal.kpi):
        return None
    scale = next((scale for word, scale in FORMAT_SCALE.items() if _names(method.format, word)), 1.0)
    tilt = PILLAR_TILT.get((method.pillar, goal.stage), 1.0) if method.pillar else 1.0
    middle = PER_POST[goal.stage] * scale * tilt
    return Range(low=middle / WIDTH, likely=middle, high=middle * WIDTH)


def _is_count(kpi: Kpi) -> bool:
    metric = find_metric(kpi.metric)
    return kpi.per is not Per.LEVEL and (metric is None or metric.unit is Unit.COUNT)


def _names(text: str, word: str) -> bool:
    dashed = "-" + "-".join(text.lower().replace("_", " ").replace("-", " ").split()) + "-"
    return f"-{word}-" in dashed or f"-{word}s-" in dashed
