"""The pages of the workbench: data, proofs, scenarios."""
