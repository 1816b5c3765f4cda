"""The store of facts: ``open_store().facts(organization_id)`` gives those of one organisation."""

from colonnade.warehouse.store.adding import Added
from colonnade.warehouse.store.facts import Facts
from colonnade.warehouse.store.opening import Store, close_store, embedded, open_store
from colonnade.warehouse.store.removing import ErasureIncomplete, Receipt

__all__ = [
    "Added",
    "ErasureIncomplete",
    "Facts",
    "Receipt",
    "Store",
    "close_store",
    "embedded",
    "open_store",
]
