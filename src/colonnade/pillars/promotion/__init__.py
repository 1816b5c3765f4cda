"""Promotion: engaging content that leads to a call to action, to a form, to a lead."""
