"""The store of facts: one query layer over the warehouse engine."""
