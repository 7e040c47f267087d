"""All banks side by side: model → decided for each risk, and which bank to inspect first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from reviews import reads as reviews_reads
from reviews.reads import Standing
from reviews.roles import READERS
from studies.risk import inspection
from studies.risk import scores as reads
from studies.risk.inspection import USUAL, Weights
from ui import controls
from ui.charts import review as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Open, Part, Table
from ui.form import File
from ui.review import figures, gauges, words
from ui.review.desk import Seat, file_address, kinds
from ui.review.people import Person
from ui.risk.words import risk_name
from ui.rows import each_row
from ui.words import (
    MISSING,
    N_,
    _,
    labelled,
    localised,
    month_name,
    month_of,
    ngettext,
    number,
    signed,
)

_FEWEST_PEERS: Final = 5
_SIZES: Final = {"large": N_("large"), "medium": N_("medium"), "small": N_("small")}
CAPACITY: Final = 120.0
_PARTS: Final = {"risk": N_("risk"), "time": N_("time since the last inspection"), "gaps": N_("data gaps")}


@dataclass(frozen=True)
class Horizon:
    """``tiles`` : bank, risk, model, decided of the banks that the person sees; ``banks`` : their rows of
    :func:`studies.risk.inspection.order`, the first to inspect first; ``scores`` : bank, risk, score of all
    banks, for quartiles; ``capacity`` : person-days that a year has for inspections."""

    seat: Seat
    month: str
    tiles: pd.DataFrame
    banks: pd.DataFrame
    scores: pd.DataFrame
    names: dict[str, str]
    weights: Weights = USUAL
    capacity: float = CAPACITY

    @property
    def person(self) -> Person:
        """Whose view it is."""
        return self.seat.person


def pick_month() -> str:
    """A menu of the months that have scores, the latest first."""
    months = list(reversed(figures.months(figures.snapshot())))
    return controls.choose("month", months)


def argued(person: Person) -> dict[str, tuple[str, int, float]]:
    """What makes the order of inspection, for whoever reads cases to argue: key → name, most and start."""
    if person.role not in READERS:
        return {}
    return {
        "review weight risk": (_("Weight of risk"), 100, USUAL.risk),
        "review weight time": (_("Weight of time since the last inspection"), 100, USUAL.time),
        "review weight gaps": (_("Weight of data gaps"), 100, USUAL.gaps),
        "review capacity": (_("Person-days in a year"), 400, CAPACITY),
    }


def weighed(chosen: Sequence[float]) -> tuple[Weights, float]:
    """Weights, and a year's person-days, of what was argued; the usual ones of nothing."""
    return (Weights(*chosen[:3]), chosen[3]) if chosen else (USUAL, CAPACITY)


def book(view: Horizon) -> list[File]:
    """The view of all banks as files, for whoever reads cases."""
    if view.person.role not in READERS or view.tiles.empty:
        return []
    asked = {
        "risk": f"{view.weights.risk:g}",
        "time": f"{view.weights.time:g}",
        "gaps": f"{view.weights.gaps:g}",
        "days": f"{view.capacity:g}",
    }
    return [
        File(
            label, file_address(f"api/book/{view.month}/{kind}", view.person, **asked), ":material/menu_book:"
        )
        for kind, label in (("pdf", _("Book (PDF)")), ("xlsx", _("Book (XLSX)")))
    ]


def horizon(
    seat: Seat,
    month: str,
    weights: Weights = USUAL,
    capacity: float = CAPACITY,
) -> Horizon:
    """All banks of a month as a person may see them, in the order that weights make."""
    data, names = figures.snapshot(), seat.names
    stands = reviews_reads.standings(seat.office, seat.actor)
    seen = _seen(seat.person, names)
    model = figures.table(data, month)
    rows = [
        {
            "bank": row.bank,
            "risk": row.risk,
            "model": int(row.grade),
            "decided": _decided(stands.get((row.bank, row.risk)), month, int(row.grade)),
        }
        for row in each_row(model)
        if row.risk in reads.RISKS and row.bank in seen
    ]
    tiles = pd.DataFrame(rows, columns=["bank", "risk", "model", "decided"])
    ordered = inspection.order(data, month, weights)
    ordered = ordered[ordered["bank"].isin(seen)].reset_index(drop=True)
    scores = model[["bank", "risk", "score"]]
    return Horizon(seat, month, tiles, ordered, scores, names, weights, capacity)


def _seen(person: Person, names: dict[str, str]) -> list[str]:
    if person.role not in READERS | {"respondent"}:
        return []
    return [bank for bank in names if not person.banks or bank in person.banks]


def _decided(standing: Standing | None, month: str, model: int) -> int:
    if standing is None or standing.until is None or standing.month > month:
        return model
    return standing.grade


def sentence(view: Horizon) -> str:
    """How many grades were decided otherwise than the model's, and which bank to inspect first."""
    if view.tiles.empty:
        return _("{person} has no bank to see here.").format(person=view.person.name)
    better = int((view.tiles["decided"] < view.tiles["model"]).sum())
    worse = int((view.tiles["decided"] > view.tiles["model"]).sum())
    head = ngettext(
        "{month}: {count} grade of {all} stands otherwise than the model’s ({better} better, {worse} worse)",
        "{month}: {count} grades of {all} stand otherwise than the model’s ({better} better, {worse} worse)",
        better + worse,
    ).format(
        month=month_of(view.month).capitalize(),
        count=better + worse,
        all=len(view.tiles),
        better=better,
        worse=worse,
    )
    if view.person.role == "respondent":
        return f"{head}. {_peers(view)}"
    first = view.banks.iloc[0]
    return head + _("; to inspect first: {bank}, mostly for its {reason}.").format(
        bank=view.names[first["bank"]], reason=_part(str(first["first"]))
    )


def _part(code: str) -> str:
    return _(_PARTS[code])


def _peers(view: Horizon) -> str:
    rows = quartiles(view)
    own = view.banks["score"]
    if rows.empty or own.empty:
        return _("Peers are too few for their quartiles to be shown.")
    low, middle, high = _quartiles(view, "overall")
    return _("Overall score {own} out of 100; quartiles of {count} peers {low}, {middle}, {high}.").format(
        own=number(float(own.iloc[0]), 0),
        count=len(_others(view, "overall")),
        low=number(low, 0),
        middle=number(middle, 0),
        high=number(high, 0),
    )


def _others(view: Horizon, risk: str) -> pd.Series:
    """Scores of a risk, without the person's own bank where the person is a bank."""
    rows = view.scores[view.scores["risk"] == risk]
    if view.person.role == "respondent":
        rows = rows[~rows["bank"].isin(view.banks["bank"])]
    scores: pd.Series = rows["score"].dropna()
    return scores


def _quartiles(view: Horizon, risk: str) -> tuple[float, float, float]:
    low, middle, high = np.quantile(_others(view, risk), [0.25, 0.5, 0.75])
    return float(low), float(middle), float(high)


def quartiles(view: Horizon) -> pd.DataFrame:
    """Quartiles of each risk over the system, nobody named; fewer than five scores are left out."""
    own = view.person.role == "respondent"
    rows = []
    for risk in ("overall", *reads.RISKS):
        others = _others(view, risk)
        if len(others) < _FEWEST_PEERS or view.tiles.empty:
            continue
        low, middle, high = _quartiles(view, risk)
        row = {
            _("Risk"): risk_name(risk),
            _("Peers") if own else _("Banks"): len(others),
            _("First quartile"): low,
            _("Median"): middle,
            _("Third quartile"): high,
        }
        if own:
            mine = view.scores[(view.scores["risk"] == risk) & view.scores["bank"].isin(view.banks["bank"])][
                "score"
            ]
            row[_("Own score")] = float(mine.iloc[0]) if len(mine) else None
        rows.append(row)
    return pd.DataFrame(rows)


def moved(view: Horizon) -> pd.DataFrame:
    """Grades and red flags of the model that changed since the month before."""
    rows = inspection.moved(figures.snapshot(), view.month)
    rows = rows[rows["bank"].isin(view.banks["bank"])]
    flags = {1: _("raised"), -1: _("lifted"), 0: MISSING}
    return pd.DataFrame(
        {
            _("Bank"): rows["bank"].map(view.names),
            _("Risk"): rows["risk"].map(risk_name),
            _("Model’s grade"): [
                words.move(before, after) for before, after in zip(rows["before"], rows["after"], strict=True)
            ],
            _("Change in points"): rows["points"],
            _("Red flag"): rows["flag"].map(flags),
        }
    )


def gaps(view: Horizon) -> pd.DataFrame:
    """What the banks did not report in the month, indicator by indicator."""
    data = figures.snapshot()
    rows = inspection.gaps(data, view.month)
    rows = rows[rows["bank"].isin(view.banks["bank"])]
    known = {row.indicator: localised(row, "label") for row in each_row(reads.catalogue(data))}
    return pd.DataFrame(
        {
            _("Bank"): rows["bank"].map(view.names),
            _("Risk"): rows["risk"].map(risk_name),
            _("Indicator"): rows["indicator"].map(known),
        }
    )


def trend(view: Horizon) -> pd.DataFrame:
    """The overall score of twelve months: bank, month, grade, said."""
    rows = inspection.trend(figures.snapshot(), view.month)
    rows = rows[rows["bank"].isin(view.banks["bank"])]
    return pd.DataFrame(
        {
            "bank": rows["bank"].map(view.names),
            "month": [month_name(value, "short") for value in rows["month"]],
            "order": rows["month"].rank(method="dense").astype(int),
            "grade": rows["grade"],
            "said": [number(value, 0) for value in rows["score"]],
        }
    )


def described_trend(view: Horizon) -> str:
    """The trend in words: the first and the last score of each bank."""
    rows = trend(view).sort_values("order")
    return " ".join(
        labelled(str(bank), f"{part['said'].iloc[0]} → {part['said'].iloc[-1]}.")
        for bank, part in rows.groupby("bank", sort=False)
    )


def tiles(view: Horizon) -> pd.DataFrame:
    """The heat map: bank, risk, grade, said; opens: what a tile leads to, by a key of its own."""
    return pd.DataFrame(
        {
            "bank": view.tiles["bank"].map(view.names),
            "risk": view.tiles["risk"].map(risk_name),
            "grade": view.tiles["decided"],
            "said": [
                f"{row.model} → {row.decided}" if row.model != row.decided else f"{row.model}"
                for row in each_row(view.tiles)
            ],
            "opens": view.tiles["bank"] + " " + view.tiles["risk"],
        }
    )


def orders(view: Horizon) -> tuple[list[str], list[str]]:
    """Banks, the first to inspect first, and risks, as the heat map has them."""
    return [view.names[bank] for bank in view.banks["bank"]], [risk_name(risk) for risk in reads.RISKS]


def finding(view: Horizon) -> str:
    """What the heat map finds, and how it is read."""
    changed = int((view.tiles["decided"] != view.tiles["model"]).sum())
    return _("Model → decided differ in {count} of {all} tiles; first to inspect on top").format(
        count=changed, all=len(view.tiles)
    )


def described(view: Horizon) -> str:
    """The heat map in words."""
    shown = tiles(view)
    return " ".join(
        labelled(
            str(bank),
            ", ".join(f"{risk} {said}" for risk, said in zip(rows["risk"], rows["said"], strict=True)) + ".",
        )
        for bank, rows in shown.groupby("bank", sort=False)
    )


def plan(view: Horizon) -> pd.DataFrame:
    """The order of inspection with what makes it, and how far a year's person-days reach."""
    rows = view.banks
    reached = rows["days"].cumsum() <= view.capacity
    return pd.DataFrame(
        {
            _("Order"): range(1, len(rows) + 1),
            _("Bank"): rows["bank"].map(view.names),
            _("Size"): [_(_SIZES[size]) for size in rows["size"]],
            _("Overall score (0–100)"): rows["score"],
            _("Change in twelve months"): rows["change"],
            _("Indicators not reported"): rows["gaps"],
            _("Months since the last inspection"): rows["months"],
            _("Priority"): rows["priority"],
            _("of it risk"): rows["risk"],
            _("of it time"): rows["time"],
            _("of it data gaps"): rows["waiting"],
            _("Mostly for its"): [_part(part) for part in rows["first"]],
            _("Person-days"): rows["days"],
            _("Within the year’s days"): [_("yes") if each else _("no") for each in reached],
        }
    )


def _written() -> dict[str, Callable[[Any], str]]:
    """How the figures of the tables are written that have other digits than one."""
    written: dict[str, Callable[[Any], str]] = {}
    for name in (_("Change in twelve months"), _("Change in points")):
        written[name] = partial(signed, digits=1)
    for name in (_("Indicators not reported"), _("Months since the last inspection"), _("Person-days")):
        written[name] = partial(number, digits=0)
    for name in (_("Priority"), _("of it risk"), _("of it time"), _("of it data gaps")):
        written[name] = partial(number, digits=2)
    return written


def sheets(view: Horizon) -> list[Table]:
    """Every table of the view, as the book has them."""
    said = sentence(view)
    return [
        *(
            Table(name, title, frame, said, kinds(*figures.kinds(), "derived", "assumed"), _written())
            for name, title, frame in (
                ("tiles", _("Model → decided"), _grid(view)),
                ("plan", _("Order of inspection, and what makes it"), plan(view)),
                ("moved", _("What moved since the month before"), moved(view)),
                ("quartiles", _("Quartiles of the system"), quartiles(view)),
                ("gaps", _("What was not reported"), gaps(view)),
            )
        ),
        *gauges.tables(gauges.gauges(view.seat)),
    ]


def _case_of(view: Horizon, bank: str, risk: str) -> Open:
    return Open("review-case", {"bank": bank, "month": view.month, "risk": risk})


def _heat(view: Horizon) -> Chart:
    banks, risks = orders(view)
    pairs = zip(view.tiles["bank"], view.tiles["risk"], strict=True)
    return Chart(
        "horizontal",
        finding(view),
        charts.heat(tiles(view), banks=banks, risks=risks),
        described(view),
        kinds(*figures.kinds(), "derived", "assumed"),
        opened_by="opens",
        opens={f"{bank} {risk}": _case_of(view, bank, risk) for bank, risk in pairs},
    )


def metrics(view: Horizon) -> tuple[Metric, ...]:
    """Grades decided otherwise, what moved in the month, inspections, and how decisions stood a year on."""
    changed = view.tiles[view.tiles["decided"] != view.tiles["model"]]
    silent = int(view.banks["months"].isna().sum())
    waited = view.banks["months"].max()
    told = ngettext(
        "counted; {count} bank does not report it", "counted; {count} banks do not report it", silent
    ).format(count=silent)
    found: list[Metric | None] = [
        Metric(
            "review-changed",
            _("Grades decided otherwise than the model’s"),
            float(len(changed)),
            digits=0,
            why=_("of {all} in force; counted, so no interval").format(all=len(view.tiles)),
        ),
        Metric(
            "review-moved",
            _("Grades and red flags of the model that moved in the month"),
            float(len(moved(view))),
            digits=0,
            better="lower",
            why=_("since the month before; counted, so no interval"),
        ),
        Metric(
            "review-inspected",
            _("Longest time since an inspection"),
            None if pd.isna(waited) else float(waited),
            unit=_("months"),
            digits=0,
            better="lower",
            why=told if silent else _("as reported; counted, so no interval"),
        ),
    ]
    if view.person.role in READERS:
        found.append(gauges.metric(gauges.gauges(view.seat)))
    return tuple(each for each in found if each is not None)


def _plan(view: Horizon) -> tuple[Part, ...]:
    opens = tuple(Open("risk-scores", {"bank": bank, "month": view.month}) for bank in view.banks["bank"])
    return (
        Table(
            "plan",
            _("Order of inspection, and what makes it"),
            plan(view),
            sentence(view),
            kinds(*figures.kinds(), "derived", "assumed"),
            _written(),
            opens=opens,
        ),
    )


def _trend(view: Horizon) -> tuple[Part, ...]:
    banks, _risks = orders(view)
    return (
        Chart(
            "trend",
            _("Overall score of the last twelve months"),
            charts.months(trend(view), banks=banks),
            described_trend(view),
            kinds(*figures.kinds(), "derived", "assumed"),
        ),
        *_filled(view, "moved"),
    )


def _filled(view: Horizon, *names: str) -> tuple[Part, ...]:
    found = [table for table in sheets(view) if table.name in names and not table.frame.empty]
    return tuple(found) or (Note(_("There is nothing to show here yet."), "empty"),)


def content(view: Horizon, caution: str) -> Content:
    """The page "Horizontal", as a person may see it; ``caution`` : the mark of the desk."""
    if view.tiles.empty:
        return Content("review-horizontal", Answer(sentence(view), caution), None, Method.of(**method()))
    details = [
        Detail("plan", _("Order of inspection"), partial(_plan, view)),
        Detail("trend", _("Twelve months, and what moved"), partial(_trend, view)),
        Detail("peers", _("Quartiles and data gaps"), partial(_filled, view, "quartiles", "gaps")),
    ]
    if view.person.role in READERS:
        judged = Detail("judged", _("Judgements, a year on"), lambda: gauges.parts(gauges.gauges(view.seat)))
        details.append(judged)
    return Content(
        "review-horizontal",
        Answer(sentence(view), caution),
        _heat(view),
        Method.of(**method()),
        metrics(view),
        details=tuple(details),
    )


def _grid(view: Horizon) -> pd.DataFrame:
    banks, risks = orders(view)
    grid = tiles(view).pivot_table(index="bank", columns="risk", values="said", aggfunc="first")
    grid = grid.reindex(index=banks, columns=risks).fillna(MISSING)
    return grid.rename_axis(columns=None).reset_index(names=_("Bank"))


def method() -> dict[str, Any]:
    """How the order of inspection is made."""
    return {
        "formula": r"w_1\,\frac{S}{100} + w_2\,\min\left(\frac{m}{36}, 1\right) + w_3\,\frac{\text{gaps}}{n}",
        "words": [
            _("S is the overall score, m the months since the last inspection, n the indicators."),
            _("The weights 50, 30 and 20 are a convention of ours, to be argued with."),
            _("Months not reported count as 36: silence improves nothing."),
            _("Person-days: 40, 25 or 15 by size, times 0.6, 0.8, 1.2 or 1.6 by grade; a convention."),
            _("Larger and riskier takes more: proportionality after the Basel Committee (not verified)."),
            _("A decided grade stands until its judgement lapses, is outdated or is revoked."),
            _("A bank sees its own grades, and peers as quartiles only where they are five or more."),
            _("Better and worse, days and hits are counted by who proposed, and by bank, beside all others."),
            _("Back-test: the decided grade against the model’s of twelve months later, exact binomial."),
        ],
        "proof": _("Case 10: when a judgement lapses, the grade shown is the model’s again."),
    }
