"""A published reference case, and the check of our functions against it.

The functions are looked up in their modules when a case is checked, so that what is checked is what the pages
run.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SUBJECTS: Final = ("risk", "adoption", "channels", "macro", "marketing")
Answer = float | str


@dataclass(frozen=True)
class Case:
    """A table or figure in print, with the call that must give it.

    Parameters
    ----------
    subject : one of ``SUBJECTS``
    name : what is computed, in English, to be translated
    source : publication, as cited
    inputs : what goes in, in symbols
    published : name of each figure → figure or verdict in print
    compute : gives our figures in the same order
    tolerance : largest difference allowed, absolute or, with ``relative``, over the published figure
    rounding : half of the last place in print, where it exceeds the tolerance of small figures
    outside : others computed and printed the figures; else they follow from a closed form or our own search
    why : why the tolerance is what it is, in English, to be translated; empty where it is the print's own
    """

    subject: str
    name: str
    source: str
    inputs: str
    published: Mapping[str, Answer]
    compute: Callable[[], Sequence[object]]
    tolerance: float = 0.0
    relative: bool = False
    rounding: float = 0.0
    outside: bool = False
    why: str = ""

    @property
    def publication(self) -> str:
        """Who printed it, and when: what stands before the title or the place in it."""
        return self.source.partition(")")[0] if "(" in self.source else self.source.partition(",")[0]

    def allowed(self, published: float) -> float:
        """The largest absolute difference from a published figure that agrees."""
        return self.rounding + self.tolerance * (abs(published) if self.relative else 1.0)


@dataclass(frozen=True)
class Check:
    """One published figure against ours; ``ours`` is None where our function failed, as ``problem`` says."""

    case: Case
    item: str
    published: Answer
    ours: Answer | None
    agrees: bool
    problem: str = ""


def check(case: Case) -> list[Check]:
    """Compute a case and compare it, figure by figure. A function that fails makes its figures disagree."""
    try:
        ours = list(case.compute())
    except Exception as error:
        # Whatever breaks a function is what this page is there to show.
        problem = f"{type(error).__name__}: {error}"[:200]
        return [Check(case, item, value, None, False, problem) for item, value in case.published.items()]
    if len(ours) != len(case.published):
        problem = f"{len(ours)} / {len(case.published)}"
        return [Check(case, item, value, None, False, problem) for item, value in case.published.items()]
    return [
        _compare(case, item, value, found)
        for (item, value), found in zip(case.published.items(), ours, strict=True)
    ]


def _compare(case: Case, item: str, published: Answer, found: object) -> Check:
    if isinstance(published, str):
        return Check(case, item, published, str(found), published == str(found))
    ours = float(found)  # type: ignore[arg-type]
    # A last place of the machine's own arithmetic is no disagreement.
    near = abs(ours - published) <= case.allowed(published) + 1e-12 * max(1.0, abs(published))
    return Check(case, item, published, ours, math.isfinite(ours) and near)
