"""Any page beside another bank, or beside a year earlier: the choice, the sentence and the table.

Nothing is computed here: both sides are the figures of the page's own value, asked for each bank, or for the
month a year before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from analytics.display import A_YEAR_EARLIER, NOTHING
from data.snapshots import DEMO, Snapshot
from studies import core
from ui import link
from ui.content import Content, Metric
from ui.contents import CONTENTS
from ui.kinds import kind_names
from ui.reader import Reader
from ui.registry import PageEntry
from ui.review import desk
from ui.words import MISSING, _, clauses, interval, listing, signed

_SAID: Final = 2
_MONTHS: Final = 12
_OF_A_BANK: Final = ("risk-scores", "overview", "channels-activity")
"""The pages that say of a bank in general how it stands: for those that have no figure to compare."""
_SEVERAL: Final = ("scenarios", "overview")
"""Pages whose figures are not one bank's: of several scenarios, or taken from the pages that they lead to."""
Figures = Mapping[str, Metric]


@dataclass(frozen=True)
class Beside:
    """What a page shows, and what it is set against: names, and figures by their code.

    ``general`` : the page has no figure to compare; these say how the bank stands
    """

    here: str
    there: str
    ours: Figures
    theirs: Figures
    bank_kind: str
    other_bank: str
    general: bool = False

    @property
    def shared(self) -> list[str]:
        """Codes of the figures that both sides have, measured alike, the page's own first."""
        return [code for code in self.ours if code in self.theirs and self._alike(code)]

    @property
    def unlike(self) -> list[str]:
        """Names of the figures that only one side has, or that do not measure the same on both."""
        every = {**self.theirs, **self.ours}
        apart = [code for code in self.ours if code in self.theirs and not self._alike(code)]
        apart += [code for code in every if not (code in self.ours and code in self.theirs)]
        return list(dict.fromkeys(every[code].called for code in apart))

    def _alike(self, code: str) -> bool:
        ours, theirs = self.ours[code], self.theirs[code]
        measured = ours.comparable and theirs.comparable and ours.called == theirs.called
        return measured and (bool(self.other_bank) or ours.unbroken)


def peers(data: Snapshot) -> dict[str, str]:
    """Code → name of the banks that whoever looks may set a page against.

    An invented bank is anybody's to see. A real one is named to who signed in with a grant to read it, and
    where nobody signs in to nobody: the server cannot tell then for which bank a reader works.
    """
    banks = core.banks(data)
    return {
        bank: name
        for bank, name, kind in zip(banks["bank"], banks["name"], banks["kind"], strict=True)
        if data.workspace == DEMO or kind == "synthetic" or desk.sees(data, bank)
    }


def found(entry: PageEntry) -> Beside | None:
    """The comparison asked for; None where none is, where a bank would be set against itself, and where the
    other bank is not the reader's to see: a link may name any."""
    reader = link.reader()
    wanted = reader.display.beside
    banks = core.banks(reader.snapshot).set_index("bank")
    if banks.empty:
        return None
    bank = reader.bank().code
    other = wanted if wanted in peers(reader.snapshot) else ""
    if other == bank or not (other or wanted == A_YEAR_EARLIER):
        return None
    kind = str(banks.loc[bank, "kind"])
    names = str(banks.loc[bank, "name"]), str(banks.loc[other, "name"]) if other else ""

    def set_against(slugs: Sequence[str], *, general: bool) -> Beside:
        if other:
            ours, theirs = (_of_bank(reader, slugs, code) for code in (bank, other))
            return Beside(*names, ours, theirs, kind, other, general)
        ours, theirs = _now_and_then(reader, slugs)
        return Beside(_("latest"), _("a year earlier"), ours, theirs, kind, "", general)

    if entry.slug in CONTENTS and entry.slug not in _SEVERAL:
        own = set_against([entry.slug], general=False)
        if own.shared or own.unlike:
            return own
    return set_against(_OF_A_BANK, general=entry.slug != "overview")


def _content(reader: Reader, slug: str) -> Content | None:
    made = CONTENTS[slug](reader)
    # The page says why it has nothing to show; here there is nothing to compare.
    return made if isinstance(made, Content) else None


def _of_bank(reader: Reader, slugs: Sequence[str], bank: str) -> Figures:
    """The figures of some pages that speak of one bank: the first page's first."""
    asked = replace(reader, scenario=reader.scenario.change(bank=bank))
    stated: dict[str, Metric] = {}
    for slug in slugs:
        if made := _content(asked, slug):
            own = {code: each for code, each in made.stated().items() if not each.of_all}
            stated |= {code: each for code, each in own.items() if code not in stated}
    return stated


def _now_and_then(reader: Reader, slugs: Sequence[str]) -> tuple[Figures, Figures]:
    """The figures of some pages, and the same a year before where they are known."""
    now: dict[str, Metric] = {}
    then: dict[str, Metric] = {}
    for slug in slugs:
        made = _content(reader, slug)
        if made is None:
            continue
        stated = made.stated()
        past = _a_year_before(reader, slug, made) | {
            code: replace(each, value=each.earlier, low=None, high=None)
            for code, each in stated.items()
            if each.earlier is not None
        }
        # What was not known a year before is not compared; what was known otherwise is named.
        known = [code for code, each in stated.items() if code in past or not each.unbroken]
        now |= {code: stated[code] for code in known if code not in now}
        then |= {code: past[code] for code in known if code in past and code not in then}
    return now, then


def _a_year_before(reader: Reader, slug: str, made: Content) -> dict[str, Metric]:
    """The figures of a page in the month a year before; none where that is not known."""
    if not made.month:
        return {}
    month = f"{pd.Timestamp(f'{made.month}-01') - pd.DateOffset(months=_MONTHS):%Y-%m}"
    past = _content(replace(reader, scenario=reader.scenario.change(month=month)), slug)
    return past.stated() if past is not None and past.month == month else {}


def sentence(beside: Beside) -> str:
    """The page's own figure on both sides, then where the first side is worse and where better.

    The largest differences first; what is not measured alike is named, never compared.
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
    names = beside.unlike
    return [_("not measured alike on both sides: {list}").format(list=listing(names))] if names else []


def _against(beside: Beside, code: str) -> str:
    ours, theirs = beside.ours[code], beside.theirs[code]
    return _("{measure}: {ours} against {theirs} ({difference})").format(
        measure=ours.called, ours=ours.written, theirs=theirs.written, difference=_difference(ours, theirs)
    )


def _difference(ours: Metric, theirs: Metric) -> str:
    unit = _("points") if ours.unit == "%" else ours.unit
    return signed(_value(ours) - _value(theirs), ours.digits, unit)


def _value(metric: Metric) -> float:
    return float("nan") if metric.value is None else metric.value


def by_difference(beside: Beside) -> list[str]:
    """The figures that both sides have, the largest difference first.

    In comparable terms: as a share of the larger of the two, whatever their units.
    """

    def apart(code: str) -> float:
        ours, theirs = _value(beside.ours[code]), _value(beside.theirs[code])
        largest = max(abs(ours), abs(theirs))
        return abs(ours - theirs) / largest if largest else 0.0

    return sorted(beside.shared, key=apart, reverse=True)


def _side(beside: Beside, code: str) -> int:
    """1 where the first side is better, -1 where it is worse, 0 where neither or as printed the same."""
    ours, theirs = beside.ours[code], beside.theirs[code]
    apart = round(_value(ours) - _value(theirs), ours.digits)
    if not apart or not ours.better:
        return 0
    return 1 if (apart > 0) == (ours.better == "higher") else -1


def table(beside: Beside) -> pd.DataFrame:
    """Every figure that both sides have, most apart first: values with intervals, the difference, for which
    side it speaks, and whether it is beyond doubt."""
    rows, kinds = [], kind_names()
    sides = {1: _("better"), -1: _("worse"), 0: MISSING}
    for code in by_difference(beside):
        ours, theirs = beside.ours[code], beside.theirs[code]
        kind = "derived" if ours.of_all else beside.bank_kind
        rows.append(
            {
                _("Measure"): ours.called,
                beside.here: _with_interval(ours),
                beside.there: _with_interval(theirs),
                _("Difference"): _difference(ours, theirs),
                _("For {bank}").format(bank=beside.here): sides[_side(beside, code)],
                _("Intervals"): _overlap(ours, theirs),
                _("Kind of the data"): kinds.get(kind, kind),
            }
        )
    return pd.DataFrame(rows)


def _with_interval(figure: Metric) -> str:
    if figure.low is None or figure.high is None:
        return figure.written
    return f"{figure.written} ({interval(figure.low, figure.high, figure.digits)})"


def _overlap(ours: Metric, theirs: Metric) -> str:
    if None in (ours.low, ours.high, theirs.low, theirs.high):
        return MISSING
    apart = _end(ours.low) > _end(theirs.high) or _end(theirs.low) > _end(ours.high)
    return _("apart") if apart else _("overlap")


def _end(value: float | None) -> float:
    return float("nan") if value is None else value


def show(entry: PageEntry) -> tuple[str, pd.DataFrame] | None:
    """Sentence and table of the comparison asked for; None where there is none.

    Where the workspace does not allow one, the sentence says so and the table is empty.
    """
    if link.display().beside == NOTHING:
        return None
    if core.banks(link.shown()).empty:
        return _("There is no bank in this workspace to set beside another."), pd.DataFrame()
    beside = found(entry)
    if beside is None:
        return None
    said = sentence(beside)
    if beside.general and beside.shared:
        said = _("Of what this page shows, nothing compares; the bank in general: {said}").format(said=said)
    return said, table(beside)
