"""All banks side by side: model → decided for each risk, and which bank to inspect first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.scenario import Scenario
from reviews import reads as reviews_reads
from reviews.reads import Standing
from reviews.roles import READERS
from studies.risk import scores as reads
from ui import controls
from ui.content import Table
from ui.review import figures
from ui.review.desk import Seat
from ui.review.people import Person
from ui.risk.words import risk_name
from ui.views.choices import month_of
from ui.words import MISSING, N_, _, labelled, ngettext, number, percent, signed

KINDS: Final = ("synthetic", "derived", "assumed")
_INSPECTION: Final = "R8"
# A convention of ours: risk weighs half, time since the last inspection and silence the rest.
_WEIGHTS: Final = {"risk": 0.5, "time": 0.3, "gaps": 0.2}
_LONGEST_MONTHS: Final = 36.0
_FEWEST_PEERS: Final = 5
_PARTS: Final = {"risk": N_("risk"), "time": N_("time since the last inspection"), "gaps": N_("data gaps")}


@dataclass(frozen=True)
class Horizon:
    """``tiles`` : bank, risk, model, decided of the banks that the person sees; ``banks`` : bank, score,
    change (points in twelve months), gaps (indicators not reported), months (since the last inspection, NaN
    where not reported), priority (0 to 1), first (the part that weighs most), one row a bank, the first to
    inspect first; ``scores`` : overall scores of all banks, for quartiles."""

    seat: Seat
    month: str
    tiles: pd.DataFrame
    banks: pd.DataFrame
    scores: pd.Series
    names: dict[str, str]

    @property
    def person(self) -> Person:
        """Whose view it is."""
        return self.seat.person


def pick_month() -> str:
    """A menu of the months that have scores, the latest first."""
    months = list(reversed(figures.months(figures.snapshot())))
    return controls.choose("month", _("Month"), months, shown=month_of)


def horizon(seat: Seat, month: str) -> Horizon:
    """All banks of a month as a person may see them."""
    data, names = figures.snapshot(), seat.names
    stands = reviews_reads.standings(seat.office, seat.actor)
    seen = _seen(seat.person, names)
    model = figures.table(data, month)
    overall = model[model["risk"] == "overall"].set_index("bank")["score"]
    rows = [
        {
            "bank": row.bank,
            "risk": row.risk,
            "model": int(row.grade),
            "decided": _decided(stands.get((row.bank, row.risk)), month, int(row.grade)),
        }
        for row in model.itertuples()
        if row.risk in reads.RISKS and row.bank in seen
    ]
    tiles = pd.DataFrame(rows, columns=["bank", "risk", "model", "decided"])
    return Horizon(seat, month, tiles, _ordered(month, seen, overall), overall, names)


def _seen(person: Person, names: dict[str, str]) -> list[str]:
    if person.role not in READERS | {"respondent"}:
        return []
    return [bank for bank in names if not person.banks or bank in person.banks]


def _decided(standing: Standing | None, month: str, model: int) -> int:
    if standing is None or standing.until is None or standing.month > month:
        return model
    return standing.grade


def _ordered(month: str, seen: list[str], overall: pd.Series) -> pd.DataFrame:
    data, when = figures.snapshot(), pd.Timestamp(f"{month}-01")
    history = reads.risk_history(data, Scenario().power, reads.PUBLISHED)
    whole = history.risks[history.risks["risk"] == "overall"]
    now = whole[whole["month"] == when].set_index("bank")
    past = whole[whole["month"] == when - pd.DateOffset(years=1)].set_index("bank")["score"]
    whole_system = reads.system_position(data, month, Scenario().power, reads.PUBLISHED)
    known = pd.DataFrame(
        whole_system.values, index=list(whole_system.banks), columns=list(whole_system.catalogue.indicators)
    )
    found = known.get(_INSPECTION, pd.Series(index=known.index, dtype=float))
    table = pd.DataFrame({"bank": [bank for bank in seen if bank in overall.index]})
    table["score"] = table["bank"].map(overall)
    table["change"] = table["score"] - table["bank"].map(past)
    missing = (now["n_indicators"] - now["n_observed"]).astype(float)
    table["gaps"] = table["bank"].map(missing)
    table["months"] = table["bank"].map(found)
    share = table["gaps"] / table["bank"].map(now["n_indicators"].astype(float))
    # Not reported counts as the longest: silence improves nothing.
    waited = (table["months"].fillna(_LONGEST_MONTHS) / _LONGEST_MONTHS).clip(upper=1.0)
    parts = pd.DataFrame(
        {
            "risk": _WEIGHTS["risk"] * table["score"] / 100.0,
            "time": _WEIGHTS["time"] * waited,
            "gaps": _WEIGHTS["gaps"] * share,
        }
    )
    table["priority"] = parts.sum(axis=1)
    table["first"] = parts.idxmax(axis=1) if len(parts) else ""
    return table.sort_values(["priority", "bank"], ascending=[False, True], ignore_index=True)


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
    others = view.scores[~view.scores.index.isin(view.banks["bank"])].dropna()
    if len(others) < _FEWEST_PEERS:
        return _("Peers are too few for their quartiles to be shown.")
    low, middle, high = np.quantile(others, [0.25, 0.5, 0.75])
    return _("Overall score {own} out of 100; quartiles of {count} peers {low}, {middle}, {high}.").format(
        own=number(float(view.banks["score"].iloc[0]), 0),
        count=len(others),
        low=number(float(low), 0),
        middle=number(float(middle), 0),
        high=number(float(high), 0),
    )


def tiles(view: Horizon) -> pd.DataFrame:
    """The heat map: bank, risk, grade, said."""
    return pd.DataFrame(
        {
            "bank": view.tiles["bank"].map(view.names),
            "risk": view.tiles["risk"].map(risk_name),
            "grade": view.tiles["decided"],
            "said": [
                f"{row.model} → {row.decided}" if row.model != row.decided else f"{row.model}"
                for row in view.tiles.itertuples()
            ],
        }
    )


def orders(view: Horizon) -> tuple[list[str], list[str]]:
    """Banks, the first to inspect first, and risks, as the heat map has them."""
    return [view.names[bank] for bank in view.banks["bank"]], [risk_name(risk) for risk in reads.RISKS]


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
    """The order of inspection with what makes it."""
    rows = view.banks
    return pd.DataFrame(
        {
            _("Order"): [str(place + 1) for place in range(len(rows))],
            _("Bank"): rows["bank"].map(view.names),
            _("Overall score (0–100)"): [number(value, 1) for value in rows["score"]],
            _("Change in twelve months"): [signed(value, 1) for value in rows["change"]],
            _("Indicators not reported"): [number(value, 0) for value in rows["gaps"]],
            _("Months since the last inspection"): [number(value, 0) for value in rows["months"]],
            _("Priority"): [number(value, 2) for value in rows["priority"]],
            _("Mostly for its"): [_part(part) for part in rows["first"]],
        }
    )


def gauges(view: Horizon) -> pd.DataFrame:
    """Judgements approved, better and worse, by supervisor; only for those who read cases."""
    office, actor = view.seat.office, view.seat.actor
    rows = [row for row in reviews_reads.judgements(office, actor) if row["decided_at"] is not None]
    names = reviews_reads.people(office, actor)
    found = []
    for author in sorted({row["proposed_by"] for row in rows}):
        own = [row for row in rows if row["proposed_by"] == author]
        better = sum(row["to_grade"] < row["from_grade"] for row in own)
        days = [_days(row["proposed_at"], row["decided_at"]) for row in own]
        found.append(
            {
                _("Supervisor"): names.get(author, MISSING),
                _("Judgements approved"): len(own),
                _("Better than the model"): percent(better / len(own)),
                _("Worse than the model"): percent(1 - better / len(own)),
                _("Days to decision (median)"): number(float(np.median(days)), 1),
            }
        )
    return pd.DataFrame(found)


def sheets(view: Horizon) -> list[Table]:
    """Every table of the view, as the book has them."""
    return [
        Table(name, title, frame, {}, KINDS)
        for name, title, frame in (
            ("tiles", _("Model → decided"), _grid(view)),
            ("plan", _("Order of inspection, and what makes it"), plan(view)),
            ("gauges", _("Judgements, by supervisor"), gauges(view)),
        )
    ]


def _grid(view: Horizon) -> pd.DataFrame:
    banks, risks = orders(view)
    grid = tiles(view).pivot_table(index="bank", columns="risk", values="said", aggfunc="first")
    grid = grid.reindex(index=banks, columns=risks).fillna(MISSING)
    return grid.rename_axis(columns=None).reset_index(names=_("Bank"))


def _days(start: str, end: str) -> float:
    return (pd.Timestamp(end) - pd.Timestamp(start)).total_seconds() / 86_400


def method() -> dict[str, Any]:
    """How the order of inspection is made."""
    return {
        "formula": r"0.5\,\frac{S}{100} + 0.3\,\min\left(\frac{m}{36}, 1\right) + 0.2\,\frac{\text{gaps}}{n}",
        "words": [
            _("S is the overall score, m the months since the last inspection, n the indicators."),
            _("The weights are a convention of ours; months not reported count as 36."),
            _("A decided grade stands until its judgement lapses, is outdated or is revoked."),
            _("A bank sees its own grades, and peers as quartiles only where they are five or more."),
        ],
        "proof": _("Case 10: when a judgement lapses, the grade shown is the model’s again."),
    }
