"""The board pack: what pages show, as documents to take along."""
