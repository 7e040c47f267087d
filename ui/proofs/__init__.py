"""Published reference cases of every subject, and what our functions make of them."""
