"""The pages of a source, whichever way it is heard."""

from collections.abc import Generator

from colonnade.channels.contract import Call, Connector, Listens, Page, Source, SourceKind, Streams


def pages(
    connector: Connector, kind: SourceKind, *, source: Source, cursor: str | None, call: Call, most: int
) -> Generator[Page]:
    """Yield pages from ``cursor`` until there are no more for now or ``most`` came.

    Raises:
        ChannelError: what the network said.
    """
    if kind.by == "streams" and isinstance(connector, Streams):
        yield from connector.stream(source, cursor, call)
    elif isinstance(connector, Listens):
        for _number in range(most):
            page = connector.fetch(source, cursor, call)
            yield page
            cursor = page.next_cursor or cursor
            if not page.more:
                return
