"""The states of a source and the steps between them."""

from enum import StrEnum

from colonnade.core.states import StateTable


class ChannelState(StrEnum):
    """Whether a source is heard."""

    ACTIVE = "active"
    FAILING = "failing"
    PAUSED = "paused"
    DISCONNECTED = "disconnected"


CHANNEL_STATES = StateTable(
    initial=ChannelState.ACTIVE,
    steps={
        ChannelState.ACTIVE: frozenset(
            {ChannelState.FAILING, ChannelState.PAUSED, ChannelState.DISCONNECTED}
        ),
        ChannelState.FAILING: frozenset(
            {ChannelState.ACTIVE, ChannelState.PAUSED, ChannelState.DISCONNECTED}
        ),
        ChannelState.PAUSED: frozenset({ChannelState.ACTIVE}),
        # Only a person ends this, with credentials that work.
        ChannelState.DISCONNECTED: frozenset({ChannelState.ACTIVE, ChannelState.PAUSED}),
    },
)
