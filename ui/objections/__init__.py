"""What could be challenged: for each figure the objections that we think strongest, and our answers."""
