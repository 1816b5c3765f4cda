"""Landing pages and forms: where a click becomes a lead."""
