"""What the search page shows: whether search engines find a bank, and what better ranks are worth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from analytics.marketing.search import PAGE, Visibility, page_threshold
from studies import core
from studies.marketing import search as reads
from ui.charts import search as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Open, Part, Table
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.rows import each_row, row_of
from ui.words import _, elided, interval, month_of, number, percent, signed

_SHOWN_MOVES: Final = 10
_ROUNDED_AWAY: Final = 0.5
_SPARK: Final = 13
_PAIR: Final = 2


@dataclass(frozen=True)
class Found:
    """How one bank is found in a month.

    ``middle``, ``low`` and ``high``: its visibility on each curve of clicks; ``banks``: name,
    engine, value, low, high (%), own; ``moves``: engine, keyword, rank, goal, clicks, low, high, worth (MAD);
    ``standings``: the engines together, by bank, the most visible first: name, value, low, high (%), own,
    place, place_best, place_worst.
    """

    reader: Reader
    bank: str
    name: str
    month: str
    engine: str
    middle: Visibility
    low: Visibility
    high: Visibility
    banks: pd.DataFrame
    moves: pd.DataFrame
    standings: pd.DataFrame
    kinds: tuple[str, ...]


def months(reader: Reader, bank: str) -> tuple[str, ...]:
    """The months with positions of the bank, the latest first. Raises ``Refused`` where there are none."""
    known = reads.months(reader.snapshot, bank)
    if not known:
        raise Refused(
            _("This bank has no position in search engines yet. Load a file on the import page."),
            "search_rank",
        )
    return known


def engines(reader: Reader, bank: str) -> dict[str, str]:
    """Code → name of the engines with positions of the bank, all of them first."""
    known = reads.engines(reader.snapshot, bank)
    return {reads.ALL: _("All engines")} | {engine: engine_name(engine) for engine in known}


def engine_name(engine: str) -> str:
    """The name of an engine, whose code is its name in small letters."""
    return engine[:1].upper() + engine[1:]


def found(reader: Reader) -> Found:
    """How the bank asked about is found. Raises ``Refused``, with the reason, where that cannot be said."""
    snapshot, scenario, (bank, name) = reader.snapshot, reader.scenario, reader.bank()
    month = reader.chosen("month", months(reader, bank))
    engine = reader.chosen("search_engine", list(engines(reader, bank)))
    try:
        middle, low, high = (
            reads.visible(snapshot, bank, month, engine, end) for end in ("value", "low", "high")
        )
        table, standings = (read(snapshot, month, engine) for read in (reads.by_bank, reads.standings))
    except ValueError:
        raise Refused(
            _(
                "These positions cannot be read: a rank below 1, a relevance above 1, or no row for this "
                "month and engine. Load the file again on the import page."
            ),
            "search_rank",
        ) from None
    names = core.banks(snapshot).set_index("bank")["name"]
    banks = pd.DataFrame(
        {
            "name": table["bank"].map(names),
            "engine": [engine_name(one) for one in table["engine"]],
            "value": 100.0 * table["visibility"],
            "low": 100.0 * table["visibility_low"],
            "high": 100.0 * table["visibility_high"],
            "own": table["bank"] == bank,
            "searches": table.groupby("engine")["volume"].transform("sum"),
        }
    )
    banks = banks.dropna().sort_values("searches", ascending=False, kind="stable")
    rows = reads.search_ranks(snapshot)
    own = rows[(rows["bank"] == bank) & (rows["month"] == pd.Timestamp(f"{month}-01"))]
    standings = standings.assign(
        **{end: 100.0 * standings[end] for end in ("value", "low", "high")},
        name=names.reindex(standings.index),
        own=standings.index == bank,
    )
    return Found(
        reader,
        bank,
        name,
        month,
        engine,
        middle,
        low,
        high,
        banks,
        _moves((middle, low, high), reader.display.keyword_move, scenario.click_worth),
        standings.dropna(subset=["name"]),
        (*own["kind"].drop_duplicates(), "assumed"),
    )


def _moves(ways: tuple[Visibility, Visibility, Visibility], move: str, worth: float) -> pd.DataFrame:
    middle, low, high = (way.keywords[f"gain_{move}"] for way in ways)
    keywords = ways[0].keywords
    rank = keywords["rank"]
    goal = {
        "one_up": (rank - 1).clip(lower=1),
        "first_page": rank.fillna(PAGE).clip(upper=PAGE),
        "first": rank.fillna(1).clip(upper=1),
    }[move]
    both = pd.DataFrame({"low": low, "high": high})
    table = pd.DataFrame(
        {
            "engine": keywords["engine"],
            "keyword": keywords["keyword"],
            "volume": keywords["volume"],
            "relevance": keywords["relevance"],
            "rank": rank,
            "now": keywords["clicks"],
            "goal": goal,
            "clicks": middle,
            # The curve on which all is seen less is the one on which rising is worth more.
            "low": both.min(axis=1),
            "high": both.max(axis=1),
            "worth": worth * middle,
        }
    )
    return table.sort_values("clicks", ascending=False, kind="stable", ignore_index=True)


def sentence(view: Found) -> str:
    """How much of what could be caught is caught, and which keyword to work on first."""
    if view.middle.visibility is None or view.low.visibility is None or view.high.visibility is None:
        return _("Nobody searches for the keywords followed for {name}.").format(name=view.name)
    told = (
        _("{name} would catch {visibility} ({range}) of possible clicks.")
        if view.reader.stands_in("search_rank", view.bank)
        else _("{name} catches {visibility} ({range}) of possible clicks, rank {place} of {count}.")
    ).format(
        name=view.name,
        visibility=percent(view.middle.visibility),
        range=interval(100 * view.low.visibility, 100 * view.high.visibility, 0, "%"),
        place=view.standings.loc[view.bank, "place"],
        count=len(view.standings),
    )
    best = _worthwhile(view).head(1)
    if best.empty:
        return f"{told} " + _("The move chosen gains nothing.")
    first = best.iloc[0]
    move = (
        _("Next: “{keyword}” to rank {goal}, {clicks} clicks a month.")
        if pd.isna(first["rank"])
        else _("Next: “{keyword}” from rank {rank} to {goal}, {clicks} clicks a month.")
    )
    return f"{told} " + move.format(
        keyword=first["keyword"],
        rank=number(first["rank"], 0),
        goal=number(first["goal"], 0),
        clicks=signed(first["clicks"], 0),
    )


def finding(view: Found) -> str:
    """Who leads, and by how much, as the title of the picture."""
    rows = view.standings
    invented = view.reader.stands_in("search_rank", view.bank)
    if invented or len(rows) < _PAIR or view.bank not in rows.index:
        return _("Clicks caught, of those possible")
    own, others = rows.loc[view.bank, "value"], rows.drop(index=view.bank)
    rival, best = others["name"].iloc[0], others["value"].iloc[0]
    apart = number(abs(own - best), 0)
    if own >= best:
        return _("{name} leads {rival}, by {points} points").format(name=view.name, rival=rival, points=apart)
    return _("{rival} leads, {points} points ahead of {name}").format(
        name=view.name, rival=rival, points=apart
    )


def more(view: Found) -> str:
    """The month, and the move that is worth most."""
    best = _worthwhile(view).head(1)
    if best.empty:
        return elided(_("Positions of {month}.").format(month=month_of(view.month)))
    row = best.iloc[0]
    told = _(
        "Positions of {month}. The move worth most is “{keyword}” on {engine}, {ranks}: {clicks} clicks a "
        "month ({range}), {worth}."
    ).format(
        month=month_of(view.month),
        keyword=row["keyword"],
        engine=engine_name(row["engine"]),
        ranks=ranks(row),
        clicks=number(row["clicks"], 0),
        range=(
            interval(row["low"], row["high"], 0)
            if round(row["low"]) != round(row["high"])
            else _("the same on every published curve")
        ),
        worth=number(row["worth"], 0, "MAD"),
    )
    return elided(told)


def _worthwhile(view: Found) -> pd.DataFrame:
    return view.moves[view.moves["clicks"] >= _ROUNDED_AWAY]


def ranks(row: pd.Series) -> str:
    """From which rank to which: "12 → 10"."""
    return _("{start} → {end}").format(
        start=_("not found") if pd.isna(row["rank"]) else number(row["rank"], 0),
        end=number(row["goal"], 0),
    )


def caution(view: Found) -> str:
    """That the figures are invented, where they are."""
    return _("These positions are invented, to show the method") if "synthetic" in view.kinds else ""


def bank_order(view: Found) -> list[str]:
    """Names of the banks, the most visible first."""
    return list(view.banks.groupby("name")["value"].max().sort_values(ascending=False).index)


def described(view: Found) -> str:
    """The chart of the banks in words."""
    return ". ".join(
        _("{name}: {value} ({range})").format(
            name=row.name, value=number(row.value, 1, "%"), range=interval(row.low, row.high, 1, "%")
        )
        for row in each_row(view.standings)
    )


def by_engine_described(view: Found) -> str:
    """The chart of banks and engines in words."""
    return ". ".join(
        _("{name}, {engine}: {value} ({range})").format(
            name=row["name"],
            engine=row["engine"],
            value=number(row["value"], 1, "%"),
            range=interval(row["low"], row["high"], 1, "%"),
        )
        for _index, row in view.banks.sort_values("value", ascending=False).iterrows()
    )


def move_chart(view: Found) -> pd.DataFrame:
    """The moves worth most, ready to be drawn: label, value, low, high, text."""
    rows = _worthwhile(view).head(_SHOWN_MOVES)
    many = len(set(view.moves["engine"])) > 1
    labels = [
        f"{row['keyword']} · {engine_name(row['engine'])}" if many else str(row["keyword"])
        for _index, row in rows.iterrows()
    ]
    texts = [ranks(row) for _index, row in rows.iterrows()]
    return pd.DataFrame(
        {"label": labels, "value": rows["clicks"], "low": rows["low"], "high": rows["high"], "text": texts}
    )


def moves_described(view: Found) -> str:
    """The chart of the moves in words."""
    return ". ".join(
        _("{label}, {ranks}: {clicks} clicks a month").format(
            label=row["label"], ranks=row["text"], clicks=number(row["value"], 0)
        )
        for _index, row in move_chart(view).iterrows()
    )


def threshold_moves() -> pd.DataFrame:
    """The two moves of the page threshold, as the curve has them: start, end, before, after, text, "
    "text_at."""
    shares = reads.curve().set_index("rank")["value"]
    gains = page_threshold()
    rows = [(PAGE + 1, PAGE, gains.onto_page, (10.7, 3.4)), (9, 7, gains.on_page, (10.3, 6.0))]
    return pd.DataFrame(
        [
            {
                "start": start,
                "end": end,
                "before": shares[start],
                "after": shares[end],
                "text": _("{start} → {end}: +{points} points").format(
                    start=start, end=end, points=number(100 * gain, 1)
                ),
                "text_x": at[0],
                "text_y": at[1],
            }
            for start, end, gain, at in rows
        ]
    )


def threshold_sentence() -> str:
    """Crossing the page beside climbing on it."""
    gains = page_threshold()
    return _(
        "From rank 11 to 10 the share of searches that click rises by {onto} points ({range}), from 9 to "
        "7 by {within}: one rank across the end of the page is worth {times} times two ranks on it."
    ).format(
        onto=number(100 * gains.onto_page, 1),
        range=interval(100 * gains.onto_page_low, 100 * gains.onto_page_high, 1),
        within=number(100 * gains.on_page, 1),
        times=number(gains.onto_page / gains.on_page, 1),
    )


def engine_table(view: Found) -> pd.DataFrame:
    """The three criteria and visibility, by bank and engine."""
    snapshot = view.reader.snapshot
    rows = reads.by_bank(snapshot, view.month, view.engine)
    names = core.banks(snapshot).set_index("bank")["name"]
    rows = rows.assign(own=rows["bank"] == view.bank).sort_values(
        ["own", "visibility"], ascending=False, kind="stable"
    )
    return pd.DataFrame(
        {
            _("Bank"): rows["bank"].map(names),
            _("Engine"): [engine_name(engine) for engine in rows["engine"]],
            _("Keywords"): rows["keywords"].astype(int),
            _("Coverage (% of searches)"): 100.0 * rows["coverage"],
            _("Relevance (0–1)"): rows["relevance"],
            _("Mean rank"): rows["ranking"],
            _("On the first page (% of searches)"): 100.0 * rows["page_one"],
            _("Visibility (%)"): 100.0 * rows["visibility"],
            _("Low"): 100.0 * rows["visibility_low"],
            _("High"): 100.0 * rows["visibility_high"],
            _("Clicks a month"): rows["clicks"].round(0),
        }
    )


def keyword_table(view: Found) -> pd.DataFrame:
    """Every keyword of the bank: where it stands, what it brings, what the move is worth."""
    rows = view.moves
    return pd.DataFrame(
        {
            _("Keyword"): rows["keyword"],
            _("Engine"): [engine_name(engine) for engine in rows["engine"]],
            _("Searches a month"): rows["volume"],
            _("Relevance (0–1)"): rows["relevance"],
            _("Rank"): rows["rank"],
            _("Clicks a month"): rows["now"],
            _("Rank after the move"): rows["goal"],
            _("Clicks gained a month"): rows["clicks"],
            _("Low"): rows["low"],
            _("High"): rows["high"],
            _("Worth (MAD a month)"): rows["worth"],
        }
    )


def method() -> Method:
    """How visibility is computed, for the foot of the page."""
    return Method.of(
        formula=r"\text{clicks}=\sum_{e}\sum_{k}\;c_{ek}\,v_{ek}\,\rho_{k}\,\mathrm{CTR}(r_{ek}),\qquad "
        r"\text{visibility}=\frac{\text{clicks}}{\sum_{e,k}v_{ek}\,\rho_k\,\mathrm{CTR}(1)}",
        words=[
            _(
                "Three criteria: coverage (share of searches in which the site is listed), relevance (how "
                "well the keyword fits the offer, 0 to 1), ranking (mean rank by searches)."
            ),
            _(
                "Share that clicks by rank 1 to 10: .285 .157 .110 .080 .072 .051 .040 .032 .028 .025 "
                "(SISTRIX 2020, 80 million keywords); on the second page under .01 each: the middle, "
                ".005, is used. The interval runs over 0 to .01 there, and over .137 to .469 at rank 1 "
                "with the layout of the page."
            ),
            _(
                "These shares are not Moroccan, and results pages have changed since: compare banks and "
                "moves with them, not with what a counter on the site says."
            ),
            _(
                "What a click is worth is the reader’s own assumption. A keyword that is not found has no "
                "rank above it: one rank higher is unknown for it, not zero."
            ),
        ],
        proof=_(
            "From rank 11 to 10: between .015 and .025; from 9 to 7: .012. Both follow from the curve, "
            "and the tests hold the page to them."
        ),
    )


def metrics(view: Found) -> tuple[Metric, ...]:
    """How much is caught, how it moved, and what there is to gain."""
    seen = view.middle.visibility
    if seen is None:
        return ()
    known = [month for month in months(view.reader, view.bank) if month <= view.month][:_SPARK]
    read = partial(reads.visible, view.reader.snapshot, view.bank, engine=view.engine)
    read_all = (read(month, end="value") for month in reversed(known))
    history = [each for each in read_all if each.visibility is not None]
    past, caught = [float(each.visibility or 0.0) for each in history], [each.clicks for each in history]
    since = _("over {count} months").format(count=len(past) - 1) if len(past) > 1 else ""
    place = row_of(view.standings, view.bank)
    steady = place["place_best"] == place["place_worst"]
    clicks = view.middle.clicks
    fewest, most = (read(view.month, end=end).clicks for end in ("few", "many"))
    best = _worthwhile(view)
    found = [
        Metric(
            "visibility",
            _("Share of possible clicks"),
            100 * seen,
            "%",
            low=None if view.low.visibility is None else 100 * view.low.visibility,
            high=None if view.high.visibility is None else 100 * view.high.visibility,
            better="higher",
            change=100 * (past[-1] - past[0]) if len(past) > 1 else None,
            since=since,
            spark=tuple(100 * each for each in past),
            months_of=("search_rank",),
        ),
        Metric(
            "clicks",
            _("Clicks a month"),
            clicks,
            digits=0,
            low=fewest,
            high=most,
            better="higher",
            change=caught[-1] - caught[0] if len(caught) > 1 else None,
            since=since,
            spark=tuple(caught),
            months_of=("search_rank",),
        ),
    ]
    if not view.reader.stands_in("search_rank", view.bank):
        found.append(
            Metric(
                "place",
                _("Rank among the banks"),
                float(place["place"]),
                digits=0,
                low=None if steady else float(place["place_best"]),
                high=None if steady else float(place["place_worst"]),
                better="lower",
                why=(
                    _("of {count} banks, on every published curve")
                    if steady
                    else _("of {count} banks, by the curve of clicks")
                ).format(count=len(view.standings)),
            )
        )
    if len(best):
        row = best.iloc[0]
        # Published curves part at the first place and on the second page: between, they say the same.
        apart = round(row["low"]) != round(row["high"])
        found.append(
            Metric(
                "best_move",
                _("Best move, clicks a month"),
                float(row["clicks"]),
                digits=0,
                low=float(row["low"]) if apart else None,
                high=float(row["high"]) if apart else None,
                why=str(row["keyword"])
                if apart
                else _("{keyword}; the same on every published curve").format(keyword=row["keyword"]),
            )
        )
    return tuple(found)


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Search"."""
    view = found(reader)
    told = described(view)
    figures = {
        _("Relevance (0–1)"): partial(number, digits=2),
        _("Clicks a month"): partial(number, digits=0),
    }
    return Content(
        slug="marketing-search",
        answer=Answer(sentence(view), caution(view), more(view)),
        metrics=metrics(view),
        month=view.month,
        picture=Chart(
            "visibility",
            finding(view),
            charts.standings(_standing_rows(view), title=_("Clicks caught, % of those possible")),
            told,
            view.kinds,
            note=_(
                "Possible: what first places for all keywords followed would bring. Lines run over the "
                "published ranges of clicks at rank 1 and on the second page, the same for all banks."
            ),
            figures=(
                Table(
                    "engines",
                    _("Visibility by bank and engine"),
                    engine_table(view),
                    told,
                    view.kinds,
                    figures,
                ),
            ),
            opened_by="name",
            opens={
                str(name): Open("marketing-search", {"bank": str(code)})
                for code, name in view.standings["name"].items()
            },
        ),
        details=(
            Detail("moves", _("Keywords to work on"), partial(_moving, view)),
            *(
                (Detail("engines", _("By engine"), partial(_by_engine, view)),)
                if len(set(view.banks["engine"])) > 1
                else ()
            ),
            Detail("threshold", _("First page or second"), _threshold),
        ),
        method=method(),
    )


def _standing_rows(view: Found) -> pd.DataFrame:
    rows = view.standings
    written = [
        _("{value} ({range})").format(
            value=number(row.value, 0, "%"), range=interval(row.low, row.high, 0, "%")
        )
        for row in each_row(rows)
    ]
    return rows[["name", "value", "low", "high", "own"]].assign(
        text=written, brief=[number(value, 0, "%") for value in rows["value"]]
    )


def _by_engine(view: Found) -> tuple[Part, ...]:
    drawn = charts.by_bank(view.banks, order=bank_order(view), title=_("Clicks caught, % of those possible"))
    note = _("Filled: {name}. Lines as in the picture above.").format(name=view.name)
    told = by_engine_described(view)
    return (Chart("by-engine", _("Each bank on each engine"), drawn, told, view.kinds, note=note),)


def _moving(view: Found) -> tuple[Part, ...]:
    rows = move_chart(view)
    counts = (
        *(_("Searches a month"), _("Rank"), _("Clicks a month"), _("Rank after the move")),
        *(_("Clicks gained a month"), _("Low"), _("High"), _("Worth (MAD a month)")),
    )
    table = Table(
        "keywords",
        _("Keywords to work on"),
        keyword_table(view),
        more(view),
        view.kinds,
        {_("Relevance (0–1)"): partial(number, digits=2)} | dict.fromkeys(counts, partial(number, digits=0)),
        height=420,
    )
    own = Note(
        _(
            "The keywords are a bank’s own file: engine, keyword, searches, relevance, rank. "
            "Load it under Import."
        ),
        "aside",
    )
    if rows.empty:
        none = _("The move chosen gains nothing: every keyword followed stands there already.")
        return Note(none, "empty"), table, own
    drawn = Chart(
        "moves",
        _("“{keyword}” gains most: {clicks} clicks a month").format(
            keyword=view.moves["keyword"].iloc[0], clicks=number(view.moves["clicks"].iloc[0], 0)
        ),
        charts.gains(rows, title=_("Clicks gained a month")),
        moves_described(view),
        view.kinds,
        note=_("The ten keywords that gain most; beside each bar its rank now and after the move."),
        figures=(table,),
    )
    return drawn, own


def _threshold() -> tuple[Part, ...]:
    told, gains = threshold_sentence(), page_threshold()
    return (
        Chart(
            "threshold",
            _("One rank across the end of the page is worth {times} times two on it").format(
                times=number(gains.onto_page / gains.on_page, 1)
            ),
            charts.click_curve(
                reads.curve(),
                threshold_moves(),
                x_title=_("Rank"),
                y_title=_("Share of searches that click (%)"),
                page_end=_("end of the first page"),
            ),
            told,
            ("observed", "assumed"),
            note=told,
        ),
    )
