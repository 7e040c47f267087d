"""What the README's speed table is printed by; never part of the tests."""
