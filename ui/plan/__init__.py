"""The pages of the plan, as values."""
