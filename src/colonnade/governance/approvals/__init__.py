"""Approvals: what was approved by another person is what goes out."""
