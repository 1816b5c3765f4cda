"""Which connectors are installed: entry points of the group ``colonnade.connectors``, none known by name."""

import logging
from functools import cache
from importlib.metadata import entry_points

from colonnade.channels.contract import Connector, Listens, SourceKind, Streams
from colonnade.core.registry import Registry

logger = logging.getLogger(__name__)

GROUP = "colonnade.connectors"
CAPABILITIES = {"listens": Listens, "streams": Streams}


class NotAConnector(Exception):
    """An entry point leads to something that breaks the contract."""


@cache
def connectors() -> Registry[Connector]:
    """Return the connectors by id, loaded once.

    One that does not load is left out with a line in the log: a broken package must not silence the others.
    """
    found: Registry[Connector] = Registry("connector")
    for entry in entry_points(group=GROUP):
        try:
            found.add(entry.name, checked(entry.name, entry.load()))
        except (ImportError, AttributeError, NotAConnector, ValueError) as error:
            logger.error("The connector '%s' is left out: %s", entry.name, error)  # noqa: TRY400  no trace helps
    return found


def checked(name: str, loaded: object) -> Connector:
    """Return what an entry point gave. Raises ``NotAConnector`` with what is wrong."""
    if not isinstance(loaded, Connector):
        raise NotAConnector("it has no manifest or no classify()")
    if loaded.manifest.id != name:
        raise NotAConnector(f"its entry point is '{name}', its manifest says '{loaded.manifest.id}'")
    for kind in loaded.manifest.kinds:
        require_capability(loaded, kind)
    return loaded


def require_capability(connector: Connector, kind: SourceKind) -> None:
    """Raise ``NotAConnector`` where ``connector`` cannot do what its ``kind`` of source needs."""
    if not isinstance(connector, CAPABILITIES[kind.by]):
        raise NotAConnector(f"its '{kind.id}' needs the capability '{kind.by}', which it lacks")
