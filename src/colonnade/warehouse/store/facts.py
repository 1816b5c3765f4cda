"""What every feature asks for mentions, matches, terms and follows."""

from colonnade.warehouse.store.changing import Changing
from colonnade.warehouse.store.removing import Removing


class Facts(Changing, Removing):
    """The facts of one organisation, and of no other.

    ``mentions``, ``matches``, ``namings``, ``terms`` and ``follows`` are unbound Ibis tables, filtered by the
    organisation; build an expression on them and hand it to ``run``. They know no engine and no thread,
    so an expression may be made once and run anywhere.
    """
