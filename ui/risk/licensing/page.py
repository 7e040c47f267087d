"""The page "Licensing": the outcome, the map of countries, and what stands behind both."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import pandas as pd

from ui.charts.tile_map import PLACES, tile_map
from ui.content import Answer, Chart, Content, Detail, Metric, Note, Open, Part, Plot, Slide, Table
from ui.reader import Reader, kept, page_content
from ui.risk.licensing import customers, tables
from ui.risk.licensing.answer import (
    OUTCOME_NAMES,
    QUESTIONS,
    LicensingAnswer,
    alike,
    answer,
    decisive_ids,
    disclaimer,
    elsewhere,
    outcome_name,
    reasons,
    sentence,
    unclear,
)
from ui.risk.licensing.customers import Customers
from ui.words import MISSING, _, listing

SLUG: Final = "risk-licensing"
# Places in the palette, the same whichever outcomes there are.
_COLOURS: Final = {"EXEMPT": 5, "NOTIFY": 0, "LICENCE": 2, "BRANCH": 7, "SUBSIDIARY": 8, "PROHIBITED": 1}
_NEUTRAL: Final = 9
_TALL: Final = 320


def map_frame(view: LicensingAnswer, living: pd.Series) -> pd.DataFrame:
    """One row a country, for the map, with the customers who live there."""
    rows = [
        {
            "country": code,
            "name": view.names[code],
            "category": outcome_name(found.outcome),
            "letter": outcome_name(found.outcome)[0],
            "detail": ", ".join(decisive_ids(found)) or MISSING,
            "chosen": code == view.case.host,
            "customers": int(living.get(code, 0)),
        }
        for code, found in view.by_country.items()
        if code in PLACES
    ]
    return pd.DataFrame(rows)


def outcome_places(view: LicensingAnswer) -> dict[str, int]:
    """Name of each outcome on the map → its place in the palette, in the order of the outcomes."""
    present = {found.outcome for found in view.by_country.values()}
    return {
        outcome_name(outcome): _COLOURS.get(outcome, _NEUTRAL)
        for outcome in OUTCOME_NAMES
        if outcome in present
    }


def map_note() -> str:
    """How the map is read."""
    return _("One tile a country, roughly where it lies; the thick border marks the country of the case.")


def described_map(view: LicensingAnswer) -> str:
    """The map in words."""
    found = {
        outcome: [view.names[code] for code, other in view.by_country.items() if other.outcome == outcome]
        for outcome in OUTCOME_NAMES
    }
    return " ".join(
        _("{outcome}: {count} countries ({names}).").format(
            outcome=outcome_name(outcome), count=len(names), names=listing(names)
        )
        for outcome, names in found.items()
        if names
    )


def _opens(code: str) -> Open:
    return Open(SLUG, {"case_host": code})


def _metrics(view: LicensingAnswer, living: Customers) -> tuple[Metric, ...]:
    counted = _("of {all} countries, same facts").format(all=len(view.by_country))
    unsure = _("Countries without a clear answer")
    abroad = None if living.reason else float(living.abroad.sum())
    return (
        Metric("countries_alike", _("Countries with the same answer"), alike(view), digits=0, why=counted),
        Metric("countries_unclear", unsure, unclear(view), digits=0, why=counted),
        Metric(
            "facts_open",
            _("Facts open that could change it"),
            len(view.decision.undetermined),
            digits=0,
            why=_("of {all} questions").format(all=len(QUESTIONS)),
        ),
        Metric(
            "customers_abroad",
            _("Customers abroad"),
            abroad,
            digits=0,
            why=living.reason
            or (
                _("assumed from fictional banks")
                if view.reader.stands_in("bank_customer")
                else _("as {bank} states them").format(bank=living.name)
            ),
        ),
    )


def _map(view: LicensingAnswer, living: Customers, kinds: tuple[str, ...]) -> Chart:
    where, tiles = customers.sentence(living), map_frame(view, living.abroad)
    told, rows = described_map(view), tables.country_table(view)
    return Chart(
        "countries",
        _("Answer alike: {alike} of {all} countries; unclear: {unclear} (no legal advice)").format(
            alike=alike(view), all=len(view.by_country), unclear=unclear(view)
        ),
        tile_map(tiles, order=outcome_places(view), title=_("Outcome")),
        f"{where} {told}",
        kinds,
        note=f"{where} {map_note()}",
        figures=(
            Table(
                "countries",
                _("The same facts in every country"),
                rows,
                told,
                view.kinds,
                height=_TALL,
                opens=tuple(_opens(code) for code in tables.country_order(view)),
            ),
        ),
        plot=partial(_plot, tiles),
        opened_by="country",
        opens={code: _opens(code) for code in tiles["country"]},
    )


def _plot(tiles: pd.DataFrame) -> Plot:
    counted = tiles.groupby("category", sort=False).size().rename(_("Countries")).reset_index()
    return Plot("bar", counted.rename(columns={"category": _("Outcome")}), _("Countries"))


def _why(view: LicensingAnswer) -> Sequence[Part]:
    rules = Table(
        "applied",
        _("The rules applied to the case"),
        tables.applied_table(view),
        sentence(view),
        view.kinds,
        lines=5,
        columns={
            _("Why it applies (no legal advice)"): {"width": 250},
            _("What it says"): {"width": 340},
            _("Source"): {"width": 170},
            _("Holds"): {"width": 210},
        },
    )
    return (*(Note(reason) for reason in reasons(view)), rules)


def _facts(view: LicensingAnswer) -> Sequence[Part]:
    return (
        Table(
            "facts",
            _("The facts of the case"),
            tables.fact_table(view),
            _("Each question with its answer, and whether it could still change the outcome"),
            ("assumed",),
        ),
        Table(
            "signals",
            _("Signals that a site targets a country"),
            tables.signal_table(view),
            _("Each targeting signal, where it points, and whether it is present"),
            ("assumed",),
        ),
    )


def _days(view: LicensingAnswer) -> Sequence[Part]:
    return (
        Table(
            "days",
            _("When the answer changes"),
            tables.day_table(view),
            _("From which day to which each outcome holds, on the same facts"),
            view.kinds,
        ),
    )


def _abroad(view: LicensingAnswer, living: Customers, kinds: tuple[str, ...]) -> Sequence[Part]:
    snapshot = view.reader.snapshot
    where, rows = customers.sentence(living), customers.table(view, living)
    title = _("Customers abroad, and what could be asked for them")
    parts: list[Part] = [
        Note(where) if rows.empty else Table("customers", title, rows, where, kinds),
    ]
    reported = tables.evidence_table(snapshot)
    if reported.empty:
        told = _("No bank has reported its customers abroad yet. Load a file on the import page.")
        return [*parts, Note(told, "empty")]
    parts.append(
        Table(
            "reported",
            _("What the banks report on customers abroad"),
            reported,
            _("Latest reported shares and counts of each bank"),
            tables.evidence_kinds(snapshot),
            tables.evidence_formats(snapshot, reported),
        )
    )
    if doubt := customers.unexplained(snapshot):
        parts.append(Note(doubt, "warning"))
    return parts


def _cases(view: LicensingAnswer) -> Sequence[Part]:
    cases, told = tables.case_table(view.reader.snapshot), _("Each case, expected and found")
    return (Table("cases", _("Our 15 worked cases"), cases, told, ("derived",)),)


def _rules(view: LicensingAnswer) -> Sequence[Part]:
    snapshot = view.reader.snapshot
    return (
        Table(
            "rules",
            _("All the rules, with the days on which they hold"),
            tables.rule_table(snapshot),
            _("Every rule, with days"),
            ("observed", "assumed"),
        ),
        Table(
            "readings",
            _("What was read of each law, and when"),
            tables.reading_table(snapshot),
            _("Each article with how and when it was read and the hash of its text, or why there is none"),
            ("observed",),
        ),
    )


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Licensing"."""
    view = answer(reader)
    living = customers.customers(view)
    kinds = (*view.kinds, *living.kinds)
    doubt = customers.unexplained(reader.snapshot)
    spoken = [disclaimer(), elsewhere(view), *(reason.replace("**", "") for reason in reasons(view)), doubt]
    return Content(
        slug=SLUG,
        answer=Answer(sentence(view), _("No legal advice"), elsewhere(view)),
        picture=_map(view, living, kinds),
        metrics=_metrics(view, living),
        before=(*([Note(view.problem, "warning")] if view.problem else []), Note(f"**{disclaimer()}**")),
        details=(
            Detail("why", _("Why"), partial(_why, view)),
            Detail("facts", _("The facts"), partial(_facts, view)),
            Detail("days", _("When the answer changes"), partial(_days, view)),
            Detail("abroad", _("Customers abroad"), partial(_abroad, view, living, kinds)),
            Detail("cases", _("Our 15 worked cases"), partial(_cases, view)),
            Detail("rules", _("All the rules"), partial(_rules, view)),
        ),
        method=tables.method(reader.snapshot),
        board=Slide(
            ("countries",),
            ("applied", "days", *(["customers"] if len(living.abroad) else [])),
            tuple(note for note in spoken if note),
        ),
    )
