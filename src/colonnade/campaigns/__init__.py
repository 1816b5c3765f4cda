"""The marketing calendar over all channels: campaigns, activities, clashes, budget, tags of addresses."""
