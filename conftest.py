"""Fixtures that every test of the project shares."""

pytest_plugins = ["colonnade.warehouse.tests.fixtures"]
