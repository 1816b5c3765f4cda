"""Pages of the strategy: the editor, the goal tree, versions, rules, and the plan."""
