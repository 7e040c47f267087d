"""Models of a bank's yearly plan: shares moved between channels, and shocks told from end to end."""
