"""The 8C guide: a module per step, each step's state computed from evidence."""
