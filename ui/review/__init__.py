"""The desk on which the demonstration's supervisors, heads and banks work through their cases."""
