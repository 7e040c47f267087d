"""A page that is a value says the same on the screen, in the board pack and in the story."""

import json
import re
from typing import Any

import pandas as pd
import pytest
import vl_convert

from analytics.display import Unfolded
from analytics.scenario import Scenario
from data.snapshots import current
from tests.pages.conftest import Opener, pictures, plain
from ui import sources, tables
from ui.charts import hover
from ui.charts.common import finish
from ui.content import Chart, Content, Table
from ui.contents import CONTENTS
from ui.outside import prose
from ui.reader import Reader, parted
from ui.refusal import Refusal
from ui.registry import PAGES, PageEntry
from ui.report.board import section_of
from ui.words import speaking

VALUES = [page for page in PAGES if page.slug in CONTENTS]
SCRIPTS = {page.slug: page.script for page in PAGES}
BANKS = ("amandier", "caravane")
# The best bank in one language and the worst in the other; `make test-all` reads all of them in both.
FIRST_READ = (("amandier", "fr"), ("caravane", "en"))
# What they answer, they answer of a country.
OF_NO_BANK = (
    *("adoption-forecast", "adoption-drivers", "risk-licensing", "scenarios", "proofs", "data"),
    *(slug for slug in CONTENTS if slug.startswith("macro-")),
)


def value(slug: str, bank: str) -> Content:
    found = CONTENTS[slug](Reader(current(), Scenario()).change(bank=bank))
    assert isinstance(found, Content)
    return found


def _pictures(app: Any) -> list[str]:
    """What the pictures of a page are called for those who do not see them."""
    return [chart.proto.alt for chart in pictures(app)]


@pytest.mark.parametrize("entry", VALUES, ids=lambda page: page.slug)
def test_the_screen_shows_each_part_of_the_page(opened: Opener, entry: PageEntry) -> None:
    page = CONTENTS[entry.slug](Reader(current(), Scenario()))
    assert isinstance(page, Content)
    _shows_each_part(opened(entry.script, "fr"), page)


@pytest.mark.exhaustive
@pytest.mark.parametrize("bank", BANKS)
@pytest.mark.parametrize("slug", CONTENTS)
def test_the_screen_shows_each_part_of_the_page_for_any_bank(open_page: Opener, slug: str, bank: str) -> None:
    _shows_each_part(open_page(SCRIPTS[slug], "fr", bank=bank), value(slug, bank))


def _shows_each_part(app: Any, page: Content) -> None:
    assert plain(page.answer.sentence) in plain(" ".join(text.value for text in app.markdown))
    wanted = [part for part in page.parts() if isinstance(part, Table) and not part.frame.empty]
    assert len(app.dataframe) == len(wanted)
    for shown, part in zip(app.dataframe, wanted, strict=True):
        pd.testing.assert_frame_equal(
            shown.value.reset_index(drop=True), part.frame.reset_index(drop=True), check_dtype=False
        )
    assert _pictures(app) == [part.alt_text for part in page.parts() if isinstance(part, Chart)]
    histories = {metric.history for metric in page.metrics if len(set(metric.spark)) > 1}
    assert histories <= {chart.proto.alt for chart in app.get("vega_lite_chart")}


@pytest.mark.parametrize("bank", [BANKS[0], pytest.param(BANKS[1], marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("slug", CONTENTS)
def test_the_pack_takes_the_figures_of_the_page(slug: str, bank: str) -> None:
    page = value(slug, bank)
    if page.board is None:
        with pytest.raises(ValueError, match=slug):
            section_of(page)
        return
    taken = section_of(page)
    assert taken.sentence == page.answer.sentence
    assert [figure.name for figure in taken.figures] == list(page.board.charts)
    held = [name for name in page.board.tables if not page.table(name).frame.empty]
    assert [table.name for table in taken.tables] == held
    for table in taken.tables:
        pd.testing.assert_frame_equal(table.frame, page.table(table.name).frame)


@pytest.mark.parametrize("slug", CONTENTS)
def test_the_names_of_a_page_are_unique(slug: str) -> None:
    parts = value(slug, "amandier").parts()
    for kind in (Table, Chart):
        names = [part.name for part in parts if isinstance(part, kind)]
        assert len(names) == len(set(names))


# What was kept was made where there are banks, and what is made here must not be kept.
@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize("slug", CONTENTS)
def test_a_page_without_its_tables_is_a_refusal_that_names_them(
    slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studies import core

    monkeypatch.setattr(core, "banks", lambda _snapshot: pd.DataFrame(columns=["bank", "name"]))
    found = CONTENTS[slug](Reader(current(), Scenario()))
    if slug in OF_NO_BANK:
        assert isinstance(found, Content)
    else:
        assert isinstance(found, Refusal)
        assert found.tables == ("bank",)


def _words(text: str) -> int:
    # A figure and its unit, held together by a space that does not break, are read as one.
    return sum(bool(re.search(r"\w", word)) for word in re.split(r"[ \n]+", text))


@pytest.mark.parametrize(
    ("bank", "spoken"),
    [
        pytest.param(bank, spoken, marks=() if (bank, spoken) in FIRST_READ else pytest.mark.exhaustive)
        for bank in (*BANKS, "detroit")
        for spoken in ("fr", "en")
    ],
)
def test_an_answer_takes_five_seconds(bank: str, spoken: Any) -> None:
    """At most two sentences and thirty words, and three or four figures that say how sure they are."""
    wrong = []
    for slug in CONTENTS:
        with speaking(spoken):
            page = value(slug, bank)
        said = page.answer.sentence
        if _words(said) > 30 or len(re.findall(r"[.!?](?= |$)", said)) > 2:
            wrong.append(f"{slug}: {_words(said)} words: {said}")
        # The overview has one tile a question of its four subjects.
        if not 3 <= len(page.metrics) <= (6 if slug == "overview" else 4):
            wrong.append(f"{slug}: {len(page.metrics)} figures")
        codes = [metric.code for metric in page.metrics]
        if len(codes) != len(set(codes)):
            wrong.append(f"{slug}: two figures of one name: {codes}")
        wrong += [
            f"{slug}: {metric.code} says neither how sure it is nor why it has no interval"
            for metric in page.metrics
            if metric.value is not None and (metric.low is None or metric.high is None) and not metric.why
        ]
    assert "\n".join(wrong) == ""


def test_only_the_open_detail_is_drawn_and_the_link_says_which(open_page: Opener) -> None:
    page = value("channels-costs", "amandier")
    app = open_page("channels_costs.py", "fr", bank="amandier", show="")
    assert [tab.label for tab in app.tabs] == [detail.title for detail in page.details]
    assert _pictures(app) == [page.chart("costs").alt_text]
    other = open_page("channels_costs.py", "fr", bank="amandier", show="", tab="published")
    assert other.query_params["tab"] == "published"
    assert _pictures(other)[1:] == [page.chart("published").alt_text]
    # A name that the page does not have opens its first detail.
    unknown = open_page("channels_costs.py", "fr", bank="amandier", show="", tab="nowhere")
    assert not unknown.exception
    assert len(_pictures(unknown)) == 1


def test_figures_are_folded_under_their_picture_until_asked_for(open_page: Opener) -> None:
    folded = open_page("channels_costs.py", "fr", bank="amandier", show="")
    whole = open_page("channels_costs.py", "fr", bank="amandier")
    assert len(folded.dataframe) < len(whole.dataframe)
    assert "csv channels" not in [button.key for button in folded.get("download_button")]
    assert "csv channels" in [button.key for button in whole.get("download_button")]


def test_a_chart_whose_marks_lead_somewhere_can_be_drawn() -> None:
    """Layers share no choice: one of them takes the clicks, or the browser draws nothing."""
    from ui.charts.common import clickable

    leading = [
        (slug, part)
        for slug in CONTENTS
        for part in value(slug, "amandier").parts()
        if isinstance(part, Chart) and part.opens
    ]
    assert leading
    for _slug, part in leading:
        vl_convert.vegalite_to_vega(clickable(finish(part.drawing), part.opened_by))
        assert part.opened_by in str(part.drawing.to_dict()["datasets"])


DATES = frozenset({"month", "year", "period"})
SAID, DAY = "Who published it", "31 October 2026"


def _unsaid(part: Chart) -> list[str]:
    """The marks of a chart that say no value, or leave out the interval or the date that is drawn."""
    drawn, wrong = finish(part.drawing, kinds=part.kinds), []
    for layer in hover.marks(drawn):
        if not hover.carries_data(layer):
            continue
        said = {hint["field"].removesuffix(f" {hover.SAID}") for hint in hover.hints(layer)}
        rows = hover.data_of(drawn, layer)
        placed = {
            each["field"]
            for name, each in layer["encoding"].items()
            if name in ("x", "y") and isinstance(each, dict) and "field" in each
        }
        written = all("(" in str(row.get("text", "")) for row in rows)
        if not said:
            wrong.append(f"{hover.kind(layer)} says nothing")
        elif {"low", "high"} <= hover.columns(drawn, layer) and not ({"low", "high"} <= said or written):
            wrong.append(f"{hover.kind(layer)} leaves out its interval")
        elif len({hint.get("title") for hint in hover.hints(layer)}) < len(hover.hints(layer)):
            wrong.append(f"{hover.kind(layer)} says two things under one title, of which one is shown")
        elif placed & DATES and not said & {*DATES, "when"}:
            wrong.append(f"{hover.kind(layer)} leaves out its date")
    return wrong


# What a mark says stands in its chart's builder, the same for all banks: the first bank has every chart.
@pytest.mark.parametrize("bank", [BANKS[0], pytest.param(BANKS[1], marks=pytest.mark.exhaustive)])
def test_every_mark_says_value_interval_and_date_where_it_is_pointed_at(bank: str) -> None:
    charts = [
        (slug, part) for slug in CONTENTS for part in value(slug, bank).parts() if isinstance(part, Chart)
    ]
    assert len(charts) > 50
    wrong = [f"{slug} {part.name}: {said}" for slug, part in charts for said in _unsaid(part)]
    assert "\n".join(wrong) == ""


def _unsourced(part: Chart) -> list[str]:
    """The marks of a chart that say something and not who published it, or of when it is."""
    drawn, wrong = finish(part.drawing, kinds=part.kinds, source=SAID, as_of=DAY), []
    for layer in hover.marks(drawn):
        if hover.hints(layer) and not hover.says_source(layer):
            wrong.append(f"{hover.kind(layer)} names no source")
        if hover.hints(layer) and not hover.dated(layer):
            wrong.append(f"{hover.kind(layer)} says no date")
    return wrong


def test_every_mark_of_every_picture_names_its_source_and_its_date() -> None:
    charts = [
        (slug, part) for slug in CONTENTS for part in value(slug, BANKS[0]).parts() if isinstance(part, Chart)
    ]
    wrong = [f"{slug} {part.name}: {said}" for slug, part in charts for said in _unsourced(part)]
    assert "\n".join(wrong) == ""


def test_a_mark_keeps_the_source_and_the_date_of_its_own_row() -> None:
    def told(field: str, title: str) -> list[str]:
        hint = {"field": field, "type": "nominal", "title": title}
        encoding = {"x": {"field": "at", "type": "quantitative"}, "tooltip": [hint]}
        mark = {"data": {"values": [{"at": 1}]}, "mark": "point", "encoding": encoding}
        found = hover.sourced({"layer": [mark]}, source=SAID, as_of=DAY)["layer"][0]
        vl_convert.vegalite_to_vega({"layer": [found]})
        return [each["title"] for each in hover.hints(found)]

    with speaking("en"):
        assert told("value", "Score") == ["Score", "Date of the data", "Source"]
        assert told("year", "Year") == ["Year", "Source"]
        assert told("source", "Source") == ["Source", "Date of the data"]


def test_what_is_missing_is_said_as_missing_and_never_as_zero() -> None:
    rows = [{"at": 1, "value": 2.0, "low": None, "high": None}]
    axes = {name: {"field": field, "type": "quantitative"} for name, field in (("x", "at"), ("y", "value"))}
    told = axes | {"tooltip": [{"field": "value", "type": "quantitative", "format": ".1f"}]}
    found = hover.completed({"data": {"values": rows}, "mark": "point", "encoding": told})
    view = vl_convert.vegalite_to_vega(found)
    said = view["marks"][0]["encode"]["update"]["tooltip"]["signal"]
    assert [hint["field"] for hint in found["encoding"]["tooltip"]] == ["value", "low said", "high said"]
    assert 'format(datum["low"]' not in said
    assert any("isValid" in str(step) for step in found["transform"])


@pytest.mark.parametrize("entry", PAGES, ids=lambda page: page.slug)
def test_the_marks_of_a_page_name_the_publishers_that_stand_below_the_picture(
    opened: Opener, entry: PageEntry
) -> None:
    app = opened(entry.script, "en")
    captions = " ".join(caption.value for caption in app.caption)
    for chart in pictures(app):
        drawn = json.loads(chart.proto.spec)
        told = [layer for layer in _layers(drawn) if hover.hints(layer)]
        for layer in told:
            assert (hover.says_source(layer), hover.dated(layer)) == (True, True), hover.hints(layer)
            added = {each.get("as"): each["calculate"] for each in layer["transform"] if "calculate" in each}
            said = json.loads(added.get("source of it", '"The ledger"'))
            own = said == "The ledger" or said.startswith("Vigie, snapshot")
            assert own or f"Source: {prose(said)}." in captions


def _layers(part: dict) -> list[dict]:
    return [each for inner in part["layer"] for each in _layers(inner)] if "layer" in part else [part]


def test_a_page_names_the_sources_that_it_was_read_from(open_page: Opener) -> None:
    """Those of the bank's rows, and the published ones; each in the files that leave the page."""
    page = value("channels-costs", "amandier")
    rows, wide = sources.behind(current(), page.read)
    assert {"course_text", "fmsi_2017", "demo_generator"} <= set(rows["source"])
    assert not wide
    line = sources.in_one_line(current(), page.read, tables.title)
    assert all(publisher in line for publisher in rows["publisher"])
    # A page that reads nothing published claims no publisher.
    own = sources.behind(current(), value("marketing-one-to-one", "amandier").read)[0]
    assert own["source"].tolist() == ["demo_generator"]


def test_what_leads_somewhere_opens_that_page_with_its_assumptions(open_page: Opener) -> None:
    app = open_page("channels_costs.py", "fr", bank="amandier")
    shown = app.session_state["display"].change(risk="legal")
    app.session_state["display"], app.session_state["going to"] = shown, "risk-scores"
    app.run()
    assert app.session_state["page shown"] == "risk-scores"
    assert app.query_params["risk"] == "legal"
    assert app.query_params["bank"] == "amandier"


@pytest.mark.parametrize("script", ["risk_scores.py", "risk_drivers.py"])
def test_an_indicator_opens_its_own_view(open_page: Opener, script: str) -> None:
    slug = {name: slug for slug, name in SCRIPTS.items()}[script]
    named = {"risk-scores": "indicators", "risk-drivers": "drivers"}[slug]
    opened = value(slug, "caravane").table(named).opens[3]
    assert opened is not None
    app = open_page(script, "en", bank="caravane", show="")
    shown, assumed = parted(opened.changes)
    for kind, changes in (("display", shown), ("scenario", assumed)):
        app.session_state[kind] = app.session_state[kind].change(**changes)
    app.session_state["going to"] = opened.slug
    app.session_state["going to detail"] = opened.detail
    if slug == opened.slug:
        app.session_state["unfolded"] = Unfolded(opened.slug, opened.detail)
    app.run()
    assert app.session_state["page shown"] == "risk-scores"
    assert (app.query_params["kri"], app.query_params["tab"]) == (opened.changes["kri"], "indicator")
    shown = value("risk-scores", "caravane")
    assert opened.detail in [detail.name for detail in shown.details]
    assert _pictures(app)[1].startswith(str(opened.changes["kri"]))


@pytest.mark.parametrize(
    ("slug", "picture", "by"),
    [
        ("adoption-forecast", "forecast", "year"),
        ("plan-shares", "courses", "year"),
        ("marketing-one-to-one", "worth", "segment"),
    ],
)
def test_a_year_and_a_segment_open_their_own_view_from_mark_and_row(slug: str, picture: str, by: str) -> None:
    page = value(slug, "amandier")
    leads = page.chart(picture).opens
    assert page.chart(picture).opened_by == by
    assert len(leads) > 2
    told = set()
    for opened in leads.values():
        reader = Reader(current(), Scenario()).change(**opened.changes)
        with speaking("en"):
            there = CONTENTS[slug](reader)
            assert isinstance(there, Content)
            parts = next(each for each in there.details if each.name == opened.detail).make()
        told.add(
            next(part.alt_text for part in parts if part.name in ("year", "segment", "segment-customers"))
        )
    assert len(told) == len(leads), "each its own"
    rows = [part for part in page.parts() if isinstance(part, Table) and part.opens]
    assert {row.changes[by] for table in rows for row in table.opens if row and by in row.changes} >= {
        each.changes[by] for each in leads.values()
    }, "by row as well, for whoever uses no mouse"
