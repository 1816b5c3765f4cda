"""Tells features above that a source is about to be removed, while it is still there to be asked."""

from django.dispatch import Signal

source_leaves = Signal()
"""Sent inside the transaction that removes it, with ``channel`` and ``now``."""
