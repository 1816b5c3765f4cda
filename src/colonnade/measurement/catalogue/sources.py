"""What metrics refer to: publications, parts of the funnel, and the systems that figures come from."""

from colonnade.measurement.declarations import FunnelStage

MRC = "Media Rating Council, Social Media Measurement Guidelines (2015)"
AMEC = "AMEC, Integrated Evaluation Framework"
FARRIS = "Farris, Bendle, Pfeifer and Reibstein, Marketing Metrics (4th ed., 2020)"
WATERFALL = "SiriusDecisions, Demand Waterfall (2012)"
GA4 = "Google Analytics 4, metric definitions"
MASB = "MASB, Common Language Marketing Dictionary"
ISO = "ISO 18295-1:2017, Customer contact centres"
EMAIL = "Data & Marketing Association, e-mail benchmarking definitions"

TOP = frozenset({FunnelStage.AWARENESS})
MIDDLE = frozenset({FunnelStage.CONSIDERATION})
UPPER = TOP | MIDDLE
LEAD = frozenset({FunnelStage.LEAD})
SALE = frozenset({FunnelStage.SALE})
SERVICE = frozenset({FunnelStage.SERVICE})

NETWORK = ("network statistics",)
LISTENING = ("listening",)
WEB = ("web analytics",)
CRM = ("CRM",)
DESK = ("customer interaction centre",)
SURVEY = ("survey",)
BOOKS = ("ERP", "finance")
