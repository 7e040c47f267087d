"""The assumptions of the one scenario, a module a subject."""
