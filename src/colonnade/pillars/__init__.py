"""The four pillars: listening below; promotion, leadership and support beside each other above it."""
