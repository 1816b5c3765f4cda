"""Leads: people who gave the company a way to reach them, from the first form to the sale."""
