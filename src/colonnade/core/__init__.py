"""Building blocks that know nothing of the domain: ids, time, text, state machines, jobs, features."""
