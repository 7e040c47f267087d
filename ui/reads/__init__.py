"""What pages read, one module a subject; each answer is computed once per snapshot."""
