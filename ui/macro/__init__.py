"""The pages on the economy: money, reserves and capital under e-banking, and a tax on currency trades."""
