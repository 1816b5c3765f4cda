"""What a post wants: ask, complain, praise, buy, get help, or advertise where nobody asked."""

from colonnade.pillars.listening.understanding.intents.names import INTENTS
from colonnade.pillars.listening.understanding.intents.reading import IntentReader

__all__ = ["INTENTS", "IntentReader"]
