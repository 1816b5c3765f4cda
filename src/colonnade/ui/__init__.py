"""The design system: base templates, components, static files."""
