"""Why the plan is as it is: the value of a little more, why methods lost, what would fit, what to test."""
