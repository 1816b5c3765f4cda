"""The metrics that come with the product."""

from colonnade.measurement.catalogue import attention, awareness, leads, sales, service
from colonnade.measurement.declarations import METRICS

CATALOGUE = (*awareness.METRICS, *attention.METRICS, *leads.METRICS, *sales.METRICS, *service.METRICS)

for _metric in CATALOGUE:
    METRICS.add(_metric.id, _metric)
