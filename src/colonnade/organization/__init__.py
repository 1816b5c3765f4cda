"""The company: its organisation, business units, members and what each may do."""
