"""Peers: a bank in the bands of banks like it, none of them named, and what was published beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from analytics.plan.peers import LEAST
from data import queries
from studies.macro.country import source_names
from studies.plan import peers as reads
from ui.charts import plan as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Open, Part, Plot, Slide, Table
from ui.kinds import kind_names
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.rows import each_row
from ui.words import N_, _, clauses, interval, labelled, language, ngettext, number, within

CONTROLS: Final = ("bank", "peer_group", "power")
_FIRST: Final = ("active_share", "online_share", "unit_cost", "cost_to_income")


@dataclass(frozen=True)
class _Told:
    """How a measure is called, in which unit, with how many decimals, and the page that it comes from."""

    label: str
    unit: str
    digits: int
    page: str


MEASURES: Final[Mapping[str, _Told]] = {
    "active_share": _Told(N_("Active customers"), N_("% of customers"), 0, "adoption-forecast"),
    "online_share": _Told(N_("Done online"), N_("% of operations"), 0, "channels-activity"),
    "services_online": _Told(N_("Services online"), N_("% of the catalogue"), 0, "adoption-services"),
    "unit_cost": _Told(N_("Cost of a transaction"), "MAD", 2, "channels-costs"),
    "branch_cost": _Told(N_("Cost at the branch"), "MAD", 1, "channels-costs"),
    "cost_to_income": _Told(N_("Cost over income"), "%", 0, "risk-losses"),
    "customers_per_branch": _Told(N_("Customers a branch"), "", 0, "channels-staffing"),
    "customers_per_machine": _Told(N_("Customers a cash machine"), "", 0, "channels-costs"),
    "operational": _Told(N_("Operational risk, score"), "", 0, "risk-scores"),
    "reputational": _Told(N_("Reputational risk, score"), "", 0, "risk-scores"),
    "incidents": _Told(N_("Incidents in a year"), N_("per 100,000 customers"), 1, "risk-incidents"),
    "liquidity": _Told(N_("Liquidity ratio (LCR)"), "%", 0, "plan-shocks"),
    "capital": _Told(N_("Capital ratio"), "%", 1, "plan-shocks"),
}
PLACES: Final[Mapping[str, str]] = {
    "better": N_("In the better quarter"),
    "middle": N_("In the middle half"),
    "worse": N_("In the worse quarter"),
}
# What a published figure counts, where it is not what the bank's own figure counts.
DEFINITIONS: Final[Mapping[tuple[str, ...], str]] = {
    ("online_service_users_banked",): N_(
        "Of people with a bank account, those who use one online service or more (survey)"
    ),
    ("internet_users_anrt",): N_("Of the population, Internet users: who could be reached"),
    ("bank_cost_to_income_bam",): N_("Operating cost of the groups over their net banking income"),
    ("active_account_holders", "bank_branches"): N_(
        "Individuals with an active account, over all bank branches"
    ),
    ("active_account_holders", "cash_machines"): N_(
        "Individuals with an active account, over all cash machines"
    ),
}


@dataclass(frozen=True)
class PeersView:
    """A bank among its peers, ready to be shown."""

    reader: Reader
    bank: str
    name: str
    found: reads.Peers

    def of(self, place: str) -> tuple[reads.Compared, ...]:
        """The figures that stand there."""
        return tuple(each for each in self.found.figures if each.place == place)

    @property
    def peers(self) -> int:
        """Banks that it is compared with."""
        return self.found.alike if self.found.group == "size" else self.found.everyone


def peers(reader: Reader) -> PeersView:
    """The peers of the bank asked about. Raises ``Refused`` where there are too few to hide one among."""
    (bank, name), given = reader.bank(), reader.scenario
    found = reads.compared(reader.snapshot, bank, given.peer_group, given.power)
    view = PeersView(reader, bank, name, found)
    if all(each.peers is None for each in found.figures):
        raise Refused(
            _("Fewer than {least} other banks have figures: a band would tell of single banks.").format(
                least=LEAST
            ),
            "bank",
        )
    return view


def written(code: str, value: float) -> str:
    """A figure of a measure with its unit."""
    told = MEASURES[code]
    return number(value, told.digits, _(told.unit) if told.unit else "") if np.isfinite(value) else "–"


def _row(code: str) -> str:
    """How the row of a measure is called: with its unit where that is words, which have no room at a mark."""
    told = MEASURES[code]
    return f"{_(told.label)}, {_(told.unit)}" if " " in told.unit else _(told.label)


def _at_mark(code: str, value: float) -> str:
    """A figure as it stands at its mark, with no more of its unit than a sign."""
    told = MEASURES[code]
    if " " not in told.unit:
        return written(code, value)
    return number(value, told.digits, "%" if told.unit.startswith("%") else "")


def _span(each: reads.Compared) -> str:
    told = MEASURES[each.measure.code]
    return interval(each.peers.low, each.peers.high, told.digits) if each.peers else "–"


def sentence(view: PeersView) -> str:
    """How many figures stand in the better and in the worse quarter, and among whom."""
    among = (
        ngettext("{count} bank of like size", "{count} banks of like size", view.peers)
        if view.found.group == "size"
        else ngettext("{count} other bank", "{count} other banks", view.peers)
    ).format(count=view.peers)
    placed = [each for each in view.found.figures if each.place]
    return _(
        "{name}, among {among}: of {all} figures {better} stand in the better quarter, {worse} in the worse."
    ).format(
        name=view.name,
        among=among,
        all=len(placed),
        better=len(view.of("better")),
        worse=len(view.of("worse")),
    )


def _beside(each: reads.Compared) -> str:
    code = each.measure.code
    return _("{figure} {own}, peers {median} ({span})").format(
        figure=within(_(MEASURES[code].label)),
        own=written(code, each.own),
        median=written(code, each.peers.middle if each.peers else np.nan),
        span=_span(each),
    )


def more(view: PeersView) -> str:
    """The figure furthest behind and the one furthest ahead."""
    placed = sorted((each for each in view.found.figures if each.place), key=lambda each: each.distance)
    parts = []
    if placed and placed[0].distance < 0:
        parts.append(_("Furthest behind: {beside}.").format(beside=_beside(placed[0])))
    if placed and placed[-1].distance > 0:
        parts.append(_("Furthest ahead: {beside}.").format(beside=_beside(placed[-1])))
    return " ".join(parts)


def caution(view: PeersView) -> str:
    """What weakens the answer; empty when nothing does."""
    found, parts = view.found, []
    if view.reader.scenario.peer_group == "size" and found.group == "all":
        parts.append(
            _("Only {count} other banks of its size, fewer than {least}: all others are taken").format(
                count=found.alike, least=LEAST
            )
        )
    if found.kinds[1:] and set(found.kinds[1:]) <= {"synthetic", "derived"}:
        parts.append(_("The peers are fictional"))
    return " · ".join(parts)


def _first(view: PeersView) -> list[str]:
    """The figures that stand for the page: those asked for first, where bank and peers have them."""
    placed = {each.measure.code: each.place is not None for each in view.found.figures}
    asked = {code: place for place, code in enumerate(_FIRST)}
    return sorted(placed, key=lambda code: (not placed[code], asked.get(code, len(asked))))[: len(asked)]


def _metric(view: PeersView, code: str) -> Metric:
    each = next(each for each in view.found.figures if each.measure.code == code)
    told = MEASURES[code]
    better = {True: "higher", False: "lower", None: ""}[each.measure.higher]
    measured = np.isfinite(each.own)
    said = (
        _("Peers {median} ({span}). Measured, no interval")
        if measured
        else _("Peers {median} ({span}). Not measured here")
    )
    why = (
        said.format(median=number(each.peers.middle, told.digits), span=_span(each))
        if each.peers
        else _("Fewer than {least} peers have it").format(least=LEAST)
    )
    return Metric(
        f"peers_{code}",
        _(told.label),
        each.own if measured else None,
        _(told.unit) if told.unit else "",
        told.digits,
        better=better,  # type: ignore[arg-type]
        opens=Open(told.page, {"bank": view.bank}),
        why=why,
        name=_("Peers: {figure}").format(figure=within(_(told.label))),
    )


def band_frame(view: PeersView) -> pd.DataFrame:
    """The figures with a place, worst first, as marks; in widths of the middle half from the median."""
    rows = []
    for each in sorted(view.found.figures, key=lambda each: each.distance):
        if each.place is None or each.peers is None:
            continue
        width = each.peers.high - each.peers.low
        ends = (each.peers.low, each.peers.high)
        low, high = sorted(
            (end - each.peers.middle) * (1 if each.measure.higher else -1) / width if width > 0 else 0.0
            for end in ends
        )
        rows.append(
            {
                "label": _row(each.measure.code),
                "low": low,
                "high": high,
                # Further away than this nothing is told apart any more; the text has the figure.
                "value": float(np.clip(each.distance, -2.5, 2.5)),
                "state": _(PLACES[each.place]),
                "text": _at_mark(each.measure.code, each.own),
                "peers": _("{median} ({span})").format(
                    median=_at_mark(each.measure.code, each.peers.middle), span=_span(each)
                ),
            }
        )
    return pd.DataFrame(rows, columns=["label", "low", "high", "value", "state", "text", "peers"])


def band_table(view: PeersView) -> pd.DataFrame:
    """Every figure of the bank with its peers' quartiles; a dash where too few peers have it."""
    rows = []
    for each in view.found.figures:
        told, held = MEASURES[each.measure.code], each.peers
        rows.append(
            {
                _("Figure"): _(told.label),
                _("Unit"): _(told.unit) if told.unit else "–",
                _("Own bank"): round(each.own, 2),
                _("First quartile"): round(held.low, 2) if held else np.nan,
                _("Median"): round(held.middle, 2) if held else np.nan,
                _("Third quartile"): round(held.high, 2) if held else np.nan,
                _("Peers"): held.count if held else 0,
                _("Where"): _where(each),
            }
        )
    return pd.DataFrame(rows)


def _where(each: reads.Compared) -> str:
    if each.peers is None:
        return _("Fewer than {least} peers have it").format(least=LEAST)
    if each.place:
        return _(PLACES[each.place])
    if not np.isfinite(each.own):
        return _("Not known of this bank")
    return _("Neither more nor less is better")


def benchmark_table(view: PeersView) -> pd.DataFrame:
    """Published figures of Morocco beside the bank's own, each with its year and what it counts."""
    named = source_names(view.reader.snapshot)
    labels = queries.indicators(view.reader.snapshot).set_index("indicator")[f"label_{language()}"]
    own = {each.measure.code: each.own for each in view.found.figures}
    rows = []
    for each in view.found.benchmarks:
        told = MEASURES[each.code]
        counts = DEFINITIONS.get(each.indicators)
        rows.append(
            {
                _("Figure"): _(told.label),
                _("Own bank"): written(each.code, own[each.code]),
                _("Published"): written(each.code, each.value),
                _("Year"): each.period,
                _("What it counts"): _(counts)
                if counts
                else " / ".join(labels[name] for name in each.indicators),
                _("Kind"): kind_names()[each.kind],
                _("Source"): "; ".join(named.get(code, code) for code in each.sources),
            }
        )
    return pd.DataFrame(rows)


def said_bands(view: PeersView) -> str:
    """The bands in words."""
    return _("Peers’ middle half and the bank’s own figure. {figures}.").format(
        figures=clauses(labelled(row.label, f"{row.text}, {row.peers}") for row in each_row(band_frame(view)))
    )


def said_benchmarks(view: PeersView) -> str:
    """How many published figures there are, and that they count otherwise."""
    count = len(view.found.benchmarks)
    return ngettext(
        "{count} published figure of Morocco. What it counts stands beside it: it is near, not the same.",
        "{count} published figures of Morocco. What each counts stands beside it: it is near, not the same.",
        count,
    ).format(count=count)


def method() -> Method:
    """How a bank is placed."""
    return Method.of(
        formula=r"d=\pm\frac{x-Q_2}{Q_3-Q_1}",
        words=[
            _(
                "x is the bank’s figure, Q the quartiles of the other banks; d is drawn so that better "
                "stands to the right."
            ),
            _(
                "The bank itself is not in the band. Fewer than {least} banks with a figure give no band, "
                "so that none can be guessed."
            ).format(least=LEAST),
            _(
                "Size class as stated with the bank. Each figure is the one of the page that it opens, for "
                "the latest twelve months or the latest year."
            ),
            _("The middle half is what the peers are; it is no interval of the bank’s own figure."),
        ],
        proof=_(
            "Of 1, 2, 3, 4 and 5 the quartiles are 2, 3 and 4: a cost of 1 lies one width better than the "
            "median, and a cost of 4 is still in the middle half."
        ),
    )


def _plot(view: PeersView) -> Plot:
    rows = band_frame(view)[["label", "value"]]
    name = _("Widths of the middle half from the median")
    return Plot("bar", rows.rename(columns={"value": name}), name)


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Peers"."""
    view = peers(reader)
    told, rows, kinds = said_bands(view), band_table(view), view.found.kinds
    opens = {
        _row(each.measure.code): Open(MEASURES[each.measure.code].page, {"bank": view.bank})
        for each in view.found.figures
    }
    return Content(
        slug="plan-peers",
        answer=Answer(sentence(view), caution(view), more(view)),
        metrics=tuple(_metric(view, code) for code in _first(view)),
        picture=Chart(
            "bands",
            _("Own bank in the middle half of its peers"),
            charts.bands(
                band_frame(view),
                states=[_(name) for name in PLACES.values()],
                names=[_("Peers"), _("Own bank")],
                title=_("worse ← median of the peers → better"),
            ),
            told,
            kinds,
            note=_(
                "Grey: from the first to the third quartile of the peers, each figure on its own scale. "
                "In writing: the bank’s own figure."
            ),
            figures=(Table("bands", _("Figures and quartiles"), rows, told, kinds),),
            plot=partial(_plot, view),
            opened_by="label",
            opens=opens,
        ),
        details=(
            Detail("published", _("Published in Morocco"), partial(_published, view)),
            Detail("figures", _("Every figure"), partial(_figures, view)),
        ),
        method=method(),
        board=Slide(("bands",), ("bands", *(("published",) if view.found.benchmarks else ())), (more(view),)),
    )


def _published(view: PeersView) -> tuple[Part, ...]:
    if not view.found.benchmarks:
        return (Note(_("The base has none of the published figures."), "empty"),)
    told, title = said_benchmarks(view), _("Published figures beside the bank’s own")
    kinds = (*view.found.kinds[:1], *(each.kind for each in view.found.benchmarks))
    rows = benchmark_table(view)
    return (Table("published", title, rows, told, tuple(dict.fromkeys(kinds))),)


def _figures(view: PeersView) -> tuple[Part, ...]:
    title = _("Every figure and its quartiles among the peers")
    opens = tuple(Open(MEASURES[each.measure.code].page, {"bank": view.bank}) for each in view.found.figures)
    rows = band_table(view)
    return (Table("figures", title, rows, said_bands(view), view.found.kinds, opens=opens),)
