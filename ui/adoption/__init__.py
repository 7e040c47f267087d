"""The pages on adoption: how many will use e-banking, what holds the others back, what is offered."""
