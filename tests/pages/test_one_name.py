"""One name, one figure: what is called alike on pages, in the pack, a comparison or the story is equal."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from numbers import Number
from typing import Any, NamedTuple

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics.display import STEPS
from analytics.scenario import Scenario
from data.snapshots import current
from studies import core
from tests.pages.conftest import Opener, behind
from ui import link
from ui.content import Content, Metric
from ui.contents import CONTENTS
from ui.link import LANGUAGE_STATE
from ui.reader import Reader
from ui.registry import PAGES
from ui.report.chosen import Asked
from ui.report.gather import SECTIONS, gather
from ui.workbench import scenarios

BEST, WORST, ANOTHER = "amandier", "caravane", "safran"
CHANNELS = ("channels_costs.py", "channels_activity.py", "channels_migration.py")
SOME = (
    "overview.py",
    "risk_scores.py",
    "risk_supervision.py",
    "risk_losses.py",
    "marketing_mix.py",
    *CHANNELS,
)
# The subject of these pages is not the bank: published cases, the catalogue, what several scenarios give.
APART = ("workbench_proofs.py", "workbench_data.py", "workbench_import.py", "workbench_scenarios.py")
# Columns that say where a figure comes from or when, and are none.
NO_FIGURE = {"year", "année", "unit", "unité", "source", "article", "since", "id"}
BOUNDS = {"low", "high", "bas", "haut"}
# What is counted a year, or for each customer, is another figure; percent and points of a scale are not.
UNITS = re.compile(r"\s*\((?:%|\d–\d+|MAD|(?:MAD )?million(?: MAD)?|millions (?:de )?MAD)\)|, MAD million$")
_NUMBER = r"[−-]?\d[\d,\u202f\u00a0 ]*(?:\.\d+)?"


class Said(NamedTuple):
    """A figure as one place states it: the number, how many digits of it are stated, and where."""

    value: float
    digits: int
    where: str


def read(cell: Any) -> tuple[float, int] | None:
    """The first number of a cell and its digits; None where it holds none."""
    if not isinstance(cell, (str, Number)) or isinstance(cell, bool):
        return None
    text = cell if isinstance(cell, str) else None if pd.isna(cell) else f"{float(cell):.12g}"
    found = re.search(_NUMBER, text.replace("\u202f", "").replace("\u00a0", "")) if text else None
    if found is None or (isinstance(cell, str) and "e" in text and re.search(r"\de[+-]\d", text)):
        return None
    plain = re.sub(r"[, ]", "", found[0]).replace("−", "-")
    return float(plain), len(plain.partition(".")[2])


def agree(one: Said, other: Said) -> bool:
    """Whether two statements can be of one figure, each rounded to its own digits."""
    return abs(one.value - other.value) <= 0.5000001 * (10.0**-one.digits + 10.0**-other.digits)


def named(frame: pd.DataFrame, where: str) -> Iterator[tuple[tuple[str, str], Said]]:
    """Every figure of a table under its name: the row's first cell and the column, units left out.

    A row that shares its first cell with another has no name of its own. A bound is of the value before it.
    """
    first = frame.columns[0]
    rows = frame[~frame[first].duplicated(keep=False)]
    of = ""
    for column in frame.columns[1:]:
        name = UNITS.sub("", str(column)).strip().lower()
        name = f"{of}, {name}" if name in BOUNDS else name
        of = of if name.startswith(f"{of}, ") and of else name
        if name in NO_FIGURE:
            continue
        for row, cell in zip(rows[first], rows[column], strict=True):
            if (number := read(cell)) is not None:
                yield (str(row).lower(), name), Said(*number, f"{where}: {column}")


def differing(figures: dict[tuple[str, str], list[Said]]) -> list[str]:
    """Names under which two places state figures that cannot be one."""
    return [
        f"{name}: {one} against {other}"
        for name, said in sorted(figures.items())
        for one, other in [(said[0], other) for other in said[1:]]
        if not agree(one, other)
    ]


def tables(app: AppTest) -> list[pd.DataFrame]:
    return [frame.value for frame in app.dataframe if len(frame.value.columns) > 1]


def add(figures: dict[tuple[str, str], list[Said]], frames: list[pd.DataFrame], where: str) -> None:
    for frame in frames:
        for name, said in named(frame, where):
            figures[name].append(said)


def pack_tables(bank: str, language: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[pd.DataFrame]]:
    """The tables of the board pack of a bank, by section."""
    monkeypatch.setattr(link, "scenario", lambda: Scenario().change(bank=bank))
    monkeypatch.setitem(st.session_state, LANGUAGE_STATE, language)
    banks = core.banks(link.shown()).set_index("bank")
    slugs = [slug for slug in SECTIONS if slug != "scenarios"]
    pack = gather(slugs, Asked(bank, banks.loc[bank, "name"]), "http://localhost", lambda *_told: None)
    assert not pack.failures
    return {section.slug: [table.frame for table in section.tables] for section in pack.sections}


def test_the_pages_of_a_bank_call_no_two_figures_alike(opened: Opener) -> None:
    figures: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for script in SOME:
        add(figures, tables(opened(script, "en")), script)
    assert "\n".join(differing(figures)) == ""
    shared = [name for name, said in figures.items() if len({one.where for one in said}) > 1]
    assert ("branch", "full") in shared
    assert ("overall", "score") in shared


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("bank", [BEST, WORST, ANOTHER])
def test_no_page_tab_section_or_screen_calls_two_figures_alike(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch, bank: str, language: str
) -> None:
    figures: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for page in PAGES:
        if page.script in APART:
            continue
        app = open_page(page.script, language, bank=bank)
        assert not app.exception
        seen = tables(app)
        for tab in [tab.label for tab in app.tabs][1:]:
            seen += tables(behind(app, tab))[1:]
        add(figures, seen, page.slug)
    for slug, frames in pack_tables(bank, language, monkeypatch).items():
        add(figures, frames, f"pack, {slug}")
    assert "\n".join(differing(figures)) == ""


SENTENCES: dict[str, tuple[str, ...]] = {
    "full cost at the branch": (rf"costs ({_NUMBER}) MAD in full on the channel “Branch”",),
    "median net present value": (
        rf"median ({_NUMBER}) million MAD",
        rf"; ({_NUMBER}) million MAD is the median when",
    ),
    "net present value at the likeliest": (
        rf"Two net present values: ({_NUMBER}) million MAD at the likeliest",
        rf"Now: ({_NUMBER}) million MAD",
    ),
    "rarest year carried, from": (
        rf"[Oo]ne year in \d+ costs MAD ({_NUMBER}) to {_NUMBER} million",
        rf"MAD ({_NUMBER}) to {_NUMBER} million or more one year in \d+",
        rf"One year in \d+: ({_NUMBER}) to {_NUMBER}\. Illustration",
    ),
    "rarest year carried, to": (
        rf"[Oo]ne year in \d+ costs MAD {_NUMBER} to ({_NUMBER}) million",
        rf"MAD {_NUMBER} to ({_NUMBER}) million or more one year in \d+",
        rf"One year in \d+: {_NUMBER} to ({_NUMBER})\. Illustration",
    ),
    "types apart and independent": (rf"with types apart: MAD ({_NUMBER}) million or more if they are",),
    "share online": (rf"({_NUMBER})% by Internet or mobile",),
    "active now": (rf"Adoption from the forecast of active customers: ({_NUMBER})% now",),
    "active at the horizon": (rf"% now, ({_NUMBER})% in \d{{4}}",),
    "overall score": (rf"overall risk \(?({_NUMBER}) out of 100",),
}
"""What sentences say → how they say it."""


def texts(app: AppTest) -> list[str]:
    return [part.value for kind in ("markdown", "caption", "title") for part in app.get(kind)]


def from_sentences(said: list[str], where: str) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for concept, ways in SENTENCES.items():
        for way in ways:
            for text in said:
                for match in re.finditer(way, text.replace("\u00a0", " ").replace("\u202f", "")):
                    number = read(match[1])
                    assert number is not None
                    found[concept].append(Said(*number, f"{where}: {match[0]}"))
    return found


# A figure in a table → what sentences call it, and how many of the table's units make one of theirs.
IN_TABLES: dict[str, tuple[tuple[str, str], ...]] = {
    "full cost at the branch": (("branch", "full"),),
    "median net present value": (("net present value, median", "value"),),
    "net present value at the likeliest": (
        ("net present value at the likeliest assumptions", "value"),
        ("net present value at the likeliest assumptions", "value so far"),
        ("invest now: net present value at the likeliest assumptions", "worth"),
    ),
    "types apart and independent": (
        *((("types apart, independent of each other", f"one year in {years}")) for years in (5, 6)),
    ),
    "rarest year carried, from": (("5", "range from"), ("6", "range from")),
    "rarest year carried, to": (("5", "range to"), ("6", "range to")),
    "overall score": (("overall", "score"),),
}
COMPARED = (
    *("risk-scores", "overview", "adoption-forecast", "channels-activity", "channels-costs"),
    *("channels-migration", "macro-tobin-tax", "macro-reserves"),
)
IN_COMPARISONS: dict[str, tuple[str, str]] = {
    "median net present value": ("worth", "worth"),
    "overall score": ("risk", "risk-score"),
    "active at the horizon": ("adoption", "active_led"),
    "active now": ("", "active_share"),
    "share online": ("", "online"),
}
"""What sentences call a figure → its code among the results of scenarios, and among those of a comparison."""


def stated(
    open_page: Callable[..., AppTest], bank: str, places: list[tuple[str, dict[str, str]]]
) -> dict[str, list[Said]]:
    """Everything that pages, scenarios and comparisons state of the named figures of a bank, in English."""
    found: dict[str, list[Said]] = defaultdict(list)
    for script, query in places:
        app = open_page(script, "en", bank=bank, **query)
        assert not app.exception
        for concept, said in from_sentences(texts(app), f"{script} {query}").items():
            found[concept] += said
        shown = defaultdict(list)
        add(shown, tables(app), script)
        for concept, names in IN_TABLES.items():
            # Of the years of return that a record carries the rarest is spoken of.
            spoken = [name for name in names if name in shown][-1:] if "rarest" in concept else names
            found[concept] += [said for name in spoken for said in shown[name]]
    scenario = Scenario().change(bank=bank)
    reader = Reader(current(), scenario)
    results = scenarios.results(reader).figures
    compared = {
        slug: made.stated() for slug in COMPARED if isinstance(made := CONTENTS[slug](reader), Content)
    }
    for concept, (ours, theirs) in IN_COMPARISONS.items():
        if ours:
            found[concept].append(Said(float(results[ours].value or 0), 9, f"scenarios: {ours}"))
        for slug, figures in compared.items():
            if theirs in figures:
                value = float(figures[theirs].value or 0)
                found[concept].append(Said(value, 9, f"comparison on {slug}: {theirs}"))
    return found


def check(found: dict[str, list[Said]]) -> None:
    assert "\n".join(differing({(concept, ""): said for concept, said in found.items()})) == ""
    for concept in SENTENCES:
        assert found[concept], concept
    for concept in (*IN_TABLES, *IN_COMPARISONS):
        assert len({said.where for said in found[concept]}) > 1, concept


def test_sentences_tables_scenarios_and_comparisons_state_one_figure_under_one_name(
    open_page: Opener,
) -> None:
    check(
        stated(open_page, BEST, [(script, {}) for script in ("risk_scores.py", "risk_losses.py", *CHANNELS)])
    )


@pytest.mark.exhaustive
@pytest.mark.parametrize("bank", [WORST, ANOTHER])
def test_story_and_pages_state_one_figure_under_one_name_for_every_bank(open_page: Opener, bank: str) -> None:
    scripts = [page.script for page in PAGES if page.script not in APART and page.slug != "story"]
    story = [("workbench_story.py", {"step": step}) for step in STEPS]
    check(stated(open_page, bank, [*((script, {}) for script in scripts), *story]))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_scenario_and_a_comparison_call_one_figure_alike(
    demo_home: Any, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setitem(st.session_state, LANGUAGE_STATE, language)
    reader = Reader(current(), Scenario()).change(bank=ANOTHER)
    results = scenarios.results(reader).figures
    assert set(results) == set(scenarios.RESULTS)
    everywhere: dict[str, Metric] = {}
    for slug in COMPARED:
        page = CONTENTS[slug](reader)
        assert isinstance(page, Content)
        everywhere |= page.stated()
    for code, (_subject, name) in scenarios.RESULTS.items():
        ours, theirs = results[code], everywhere[name]
        assert (ours.called, ours.written, ours.low, ours.high) == (
            theirs.called,
            theirs.written,
            theirs.low,
            theirs.high,
        )
