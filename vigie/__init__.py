"""The product at the command line: what needs its pages, not its data or its reviews alone."""
