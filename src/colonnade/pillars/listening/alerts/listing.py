"""An alert as it is listed: here, at home, and wherever else it is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from colonnade.pillars.listening.alerts.models import Alert
from colonnade.pillars.listening.alerts.states import AlertState
from colonnade.pillars.listening.alerts.wording import sentence

LEVELS: Mapping[AlertState, str] = {
    AlertState.NEW: "warning",
    AlertState.SEEN: "info",
    AlertState.WORKING: "info",
    AlertState.CLOSED: "good",
    AlertState.MUTED: "plain",
}


@dataclass(frozen=True)
class Told:
    """An alert with its sentence, and the level of its badge (see ``ui``'s ``severity``)."""

    alert: Alert
    sentence: str
    level: str


def tell(alert: Alert) -> Told:
    """Return an alert with its sentence, in its organisation's time zone."""
    said = sentence(
        alert.rule,
        alert.read_figures,
        began_at=alert.began_at,
        until_at=alert.until_at,
        zone=ZoneInfo(alert.organization.time_zone),
    )
    return Told(alert, said, LEVELS[AlertState(alert.state)])
