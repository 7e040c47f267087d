"""Any page beside another bank, or beside a year earlier: the choice, the sentence and the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from studies import core
from ui import link
from ui.kinds import kind_names
from ui.registry import PageEntry
from ui.views.comparison_choice import A_YEAR_EARLIER
from ui.views.comparison_figures import BETTER, HIGHER, MEASURES, OF_THE_COUNTRY, SCORES, YEAR, figures
from ui.views.scenario_results import Figure
from ui.words import MISSING, _, clauses, interval, listing, number, signed

_SAID: Final = 2


@dataclass(frozen=True)
class Beside:
    """What a page shows, and what it is set against: names, and figures by their code."""

    here: str
    there: str
    ours: dict[str, Figure]
    theirs: dict[str, Figure]
    bank_kind: str
    other_bank: str

    @property
    def shared(self) -> list[str]:
        """Codes of the figures that both sides have."""
        return [code for code in self.ours if code in self.theirs]


def found(entry: PageEntry) -> Beside | None:
    """The comparison asked for; None where none is, or where a bank would be set against itself."""
    scenario, snapshot = link.scenario(), link.shown()
    banks = core.banks(snapshot).set_index("bank")
    if banks.empty:
        return None
    bank = scenario.bank if scenario.bank in banks.index else str(banks.index[0])
    other = scenario.beside if scenario.beside in banks.index else ""
    if other == bank or not (other or scenario.beside == A_YEAR_EARLIER):
        return None
    asked = snapshot, scenario, entry.slug, entry.group
    ours = figures(*asked, bank, 0)
    theirs = figures(*asked, other, 0) if other else figures(*asked, bank, YEAR)
    if other:
        ours = {code: figure for code, figure in ours.items() if code not in OF_THE_COUNTRY}
    names = (
        (banks.loc[bank, "name"], banks.loc[other, "name"]) if other else (_("latest"), _("a year earlier"))
    )
    return Beside(*map(str, names), ours, theirs, str(banks.loc[bank, "kind"]), other)


def sentence(beside: Beside) -> str:
    """The page's own figure on both sides, then where the first side is worse and where better.

    The largest differences first; scores that are not measured alike are named, never compared.
    """
    if not beside.shared:
        return _nothing_shared(beside)
    lead, *_others = beside.shared
    parts = [_against(beside, lead)]
    ordered = [code for code in by_difference(beside) if code != lead]
    for word, side in ((_("worse: {list}"), -1), (_("better: {list}"), 1)):
        codes = [code for code in ordered if _side(beside, code) == side][:_SAID]
        if codes:
            parts.append(word.format(list=listing([_against(beside, code) for code in codes])))
    if len(parts) == 1 and ordered:
        parts.append(_("most apart: {list}").format(list=_against(beside, ordered[0])))
    said = clauses([*parts, *_unlike(beside)])
    if beside.other_bank:
        return _("**{here} beside {there}:** {parts}.").format(
            here=beside.here, there=beside.there, parts=said
        )
    return _("**Latest beside a year earlier:** {parts}.").format(parts=said)


def _nothing_shared(beside: Beside) -> str:
    said = (
        _("Nothing that this page compares is known of both {here} and {there}.").format(
            here=beside.here, there=beside.there
        )
        if beside.other_bank
        else _("Nothing that this page compares is known of a year earlier.")
    )
    unlike = clauses(_unlike(beside))
    return f"{said} {unlike[:1].upper()}{unlike[1:]}." if unlike else said


def _unlike(beside: Beside) -> list[str]:
    """Scores that only one side has, as too little is measured or other indicators are."""
    names = [_(MEASURES[code].label) for code in SCORES if (code in beside.ours) != (code in beside.theirs)]
    if not names:
        return []
    return [_("not measured alike on both sides: {list}").format(list=listing(names))]


def _against(beside: Beside, code: str) -> str:
    measure, ours, theirs = MEASURES[code], beside.ours[code], beside.theirs[code]
    return _("{measure} {ours} against {theirs} ({difference})").format(
        measure=_(measure.label),
        ours=_written(code, ours.value),
        theirs=_written(code, theirs.value),
        difference=signed(ours.value - theirs.value, measure.digits, _apart(code)),
    )


def by_difference(beside: Beside) -> list[str]:
    """The figures that both sides have, the largest difference first.

    In comparable terms: as a share of the larger of the two, whatever their units.
    """

    def apart(code: str) -> float:
        ours, theirs = beside.ours[code].value, beside.theirs[code].value
        largest = max(abs(ours), abs(theirs))
        return abs(ours - theirs) / largest if largest else 0.0

    return sorted(beside.shared, key=apart, reverse=True)


def _side(beside: Beside, code: str) -> int:
    """1 where the first side is better, -1 where it is worse, 0 where neither or as printed the same."""
    apart = round(beside.ours[code].value - beside.theirs[code].value, MEASURES[code].digits)
    wanted = BETTER.get(code)
    if not apart or wanted is None:
        return 0
    return 1 if (apart > 0) == (wanted == HIGHER) else -1


def table(beside: Beside) -> pd.DataFrame:
    """Every figure that both sides have, most apart first: values with intervals, the difference, for which
    side it speaks, and whether it is beyond doubt."""
    rows, kinds = [], kind_names()
    sides = {1: _("better"), -1: _("worse"), 0: MISSING}
    for code in by_difference(beside):
        measure, ours, theirs = MEASURES[code], beside.ours[code], beside.theirs[code]
        kind = "observed" if code in OF_THE_COUNTRY else beside.bank_kind
        rows.append(
            {
                _("Measure"): _(measure.label),
                beside.here: _with_interval(code, ours),
                beside.there: _with_interval(code, theirs),
                _("Difference"): signed(ours.value - theirs.value, measure.digits, _apart(code)),
                _("For {bank}").format(bank=beside.here): sides[_side(beside, code)],
                _("Intervals"): _overlap(ours, theirs),
                _("Kind of the data"): kinds.get(kind, kind),
            }
        )
    return pd.DataFrame(rows)


def _unit(code: str) -> str:
    unit = MEASURES[code].unit
    return unit if unit in ("", "%") else _(unit)


def _apart(code: str) -> str:
    return _("points") if _unit(code) == "%" else _unit(code)


def _written(code: str, value: float) -> str:
    return number(value, MEASURES[code].digits, _unit(code))


def _with_interval(code: str, figure: Figure) -> str:
    if figure.low is None:
        return _written(code, figure.value)
    span = interval(figure.low, figure.high, MEASURES[code].digits)
    return f"{_written(code, figure.value)} ({span})"


def _overlap(ours: Figure, theirs: Figure) -> str:
    if None in (ours.low, theirs.low) or ours.low is None or theirs.low is None:
        return MISSING
    apart = ours.low > (theirs.high or 0.0) or theirs.low > (ours.high or 0.0)
    return _("apart") if apart else _("overlap")


def show(entry: PageEntry) -> tuple[str, pd.DataFrame] | None:
    """Sentence and table of the comparison asked for; None where there is none.

    Where the workspace does not allow one, the sentence says so and the table is empty.
    """
    if core.banks(link.shown()).empty:
        return _("There is no bank in this workspace to set beside another."), pd.DataFrame()
    beside = found(entry)
    return None if beside is None else (sentence(beside), table(beside))
