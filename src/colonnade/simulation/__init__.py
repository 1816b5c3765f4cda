"""A simulated market with known truth, written as the files that users import."""
