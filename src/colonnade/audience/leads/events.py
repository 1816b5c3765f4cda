"""What operations tell those who plan the work that follows: jobs listen, for they stand above operations."""

from django.dispatch import Signal

lead_came = Signal()
"""Sent with ``organization_id`` and ``now`` when somebody became a lead."""

set_out = Signal()
"""Sent with ``row`` (a ``HandOver``) and ``now`` when a hand-over is to be carried."""
