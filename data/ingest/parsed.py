"""What a column's texts turned out to mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data.ingest.problems import Mask, Notice

ValueParameters = Mapping[str, object] | Callable[[str], Mapping[str, object]]


@dataclass
class Parsed:
    """Values of the texts of a column, and the rules they break.

    ``values`` has one entry a text, meaningless where the text is missing or wrong. A text
    breaks at most one rule: the first that was noted.
    """

    values: npt.NDArray[Any]
    missing: Mask
    wrong: dict[str, Mask] = field(default_factory=dict)
    parameters: dict[str, ValueParameters] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    texts: pa.StringArray | None = None
    """For free text, the texts themselves; ``values`` are then numbers that tell them apart."""
    percent: Mask | None = None
    """Texts that carried a % sign, for a column whose unit depends on the row."""
    created: dict[str, str] = field(default_factory=dict)
    """Codes that do not exist yet, with the names they were written by."""

    def note(self, rule: str, mask: Mask, parameters: ValueParameters | None = None) -> None:
        """Note that the texts in ``mask`` break a rule, unless they are missing or wrong already."""
        fresh = mask & ~self.missing & ~self.bad
        if fresh.any():
            self.wrong[rule] = self.wrong.get(rule, np.zeros_like(fresh)) | fresh
            self.parameters[rule] = parameters or {}

    @property
    def bad(self) -> Mask:
        """Texts that break a rule."""
        bad = np.zeros(self.missing.shape, dtype=bool)
        for mask in self.wrong.values():
            bad |= mask
        return bad
