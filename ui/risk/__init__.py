"""The pages on risk: how risky a bank is, what drives it, what losses cost, how all banks stand."""
