"""The pages on which people see and steer background jobs; the machinery is ``core.jobs``."""
