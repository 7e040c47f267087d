"""Campaigns of `make attack` beside single files: kills, swaps, dialects, and what neighbours notice."""

from __future__ import annotations

from collections.abc import Iterator

Rows = Iterator[tuple[str, str, bool]]
"""Name of a row of the table, what came of it, and whether it held."""
