"""Programs are told the figures of the page, or what is wrong with their request."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from urllib.parse import quote, urlencode

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analytics.display import Display
from analytics.scenario import Scenario
from data.snapshots import current
from tests.outlets.asking import Reply, ask
from tests.outlets.sweeps import OPEN, each_page, each_page_in_each_language
from ui.content import Chart, Content, Table
from ui.contents import CONTENTS
from ui.objections.every import OBJECTIONS
from ui.outlets import value
from ui.outlets.api import PROBLEM, api, plain
from ui.outlets.lane import Busy, Lane
from ui.reader import Reader
from ui.refusal import Refusal
from ui.registry import MOVED
from ui.words import LANGUAGES, _, language, speaking

COSTS = "/pages/channels-costs"


def told(path: str, **query: str) -> Reply:
    return ask(api, path, urlencode(query))


@each_page_in_each_language
def test_a_program_is_told_what_the_page_says(slug: str, spoken: str) -> None:
    answer = told(f"/pages/{slug}", lang=spoken, bank="caravane")
    assert answer.status == 200, answer.body
    assert answer.headers["content-language"] == spoken
    got = answer.json()
    with speaking(spoken):
        page = CONTENTS[slug](Reader(current(), Scenario()).change(bank="caravane"))
        assert [each["figure"] for each in got["challenged"]] == [
            _(each.figure) for each in OBJECTIONS.get(slug, ())
        ]
        assert all(len(each["objections"]) >= 3 for each in got["challenged"])
        if isinstance(page, Refusal):
            assert got["refusal"]["sentence"] == page.sentence
            return
        parts = page.parts()
        assert got["answer"] == {
            "sentence": page.answer.sentence,
            "caution": page.answer.caution,
            "more": page.answer.more,
        }
        assert [(each["code"], each["value"], each["low"], each["high"]) for each in got["metrics"]] == [
            (each.code, plain(each.value), plain(each.low), plain(each.high)) for each in page.metrics
        ]
        assert [each["name"] for each in got["charts"]] == [
            part.name for part in parts if isinstance(part, Chart)
        ]
        tables = [part for part in parts if isinstance(part, Table)]
        assert [each["name"] for each in got["tables"]] == [part.name for part in tables]
        assert got["method"]["proof"] == page.method.proof
    for part in tables:
        figures = told(f"/pages/{slug}/tables/{part.name}.json", lang=spoken, bank="caravane").json()
        assert [column["name"] for column in figures["columns"]] == list(map(str, part.frame.columns))
        assert figures["rows"] == [
            [plain(cell) for cell in row] for row in part.frame.itertuples(index=False, name=None)
        ]
        with speaking(spoken):
            assert figures["written"] == part.written()


@each_page
def test_the_files_of_a_page_are_what_they_are_called(slug: str) -> None:
    page = told(f"/pages/{slug}", lang="fr").json()
    for chart in page["charts"][:1]:
        for form, begins in (("svg", b"<svg"), ("png", b"\x89PNG"), ("json", b"{")):
            path, _mark, query = chart["files"][form].removeprefix("/api/v1").partition("?")
            answer = ask(api, path, query)
            assert (answer.status, answer.body[: len(begins)]) == (200, begins)
    for table in page["tables"][:2]:
        path, _mark, query = table["files"]["csv"].removeprefix("/api/v1").partition("?")
        lines = ask(api, path, query).body.decode("utf-8-sig").splitlines()
        rows = list(csv.reader([line for line in lines if not line.startswith(("#", '"#'))], delimiter=";"))
        assert len(rows) == 1 + table["rows"]
        path, _mark, query = table["files"]["xlsx"].removeprefix("/api/v1").partition("?")
        answer = ask(api, path, query)
        assert "attachment" in answer.headers["content-disposition"]
        sheet = openpyxl.load_workbook(io.BytesIO(answer.body)).worksheets[0]
        assert sheet.max_row == 1 + table["rows"]


def test_the_list_names_every_page_that_is_a_value_and_none_that_people_sign_in_for() -> None:
    rows = told("/pages", lang="en").json()["pages"]
    assert [row["slug"] for row in rows] == OPEN
    assert {"channels-costs", "macro-reserves"} <= set(OPEN)
    assert not any(slug.startswith("review") for slug in OPEN)


def test_an_address_of_before_is_answered_by_the_page_that_stands_elsewhere_now() -> None:
    for before, now in MOVED.items():
        entry = value.open_page(before)
        assert entry is None or entry.slug == now


def test_an_answer_that_has_not_changed_is_not_sent_again() -> None:
    first = told(COSTS, lang="fr", bank="safran")
    again = ask(api, COSTS, "lang=fr&bank=safran", if_none_match=f'"other", W/{first.headers["etag"]}')
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_the_tag_of_an_answer_tells_data_scenario_and_language_apart() -> None:
    asked = [
        {"lang": "fr"},
        {"lang": "en"},
        {"lang": "fr", "bank": "safran"},
        {"lang": "fr", "cback": "0.5"},
    ]
    tags = [told(COSTS, **query).headers["etag"] for query in asked]
    tags.append(told(f"{COSTS}/tables/channels.json", lang="fr").headers["etag"])
    assert len(set(tags)) == len(tags)
    assert told(COSTS, lang="fr", v="2", cback="0").headers["etag"] == tags[0]


def test_the_language_is_the_browsers_where_the_address_states_none() -> None:
    french, english = (ask(api, COSTS, accept_language=wish) for wish in ("fr", "en"))
    assert (french.json()["language"], english.json()["language"]) == ("fr", "en")
    assert french.headers["vary"] == "accept-language"
    assert "vary" not in told(COSTS, lang="fr").headers


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("cback=2", "cback"),
        ("cback=nan", "cback"),
        ("bank=nosuch", "bank"),
        ("month=2026-13", "month"),
        ("bnak=safran", "bnak"),
        ("lang=de", "lang"),
        ("v=9", "v"),
        ("bank=safran&bank=amandier", "bank"),
    ],
)
def test_a_parameter_that_cannot_be_taken_is_named_with_its_rule_and_remedy(query: str, name: str) -> None:
    answer = ask(api, COSTS, query)
    assert (answer.status, answer.headers["content-type"]) == (422, PROBLEM)
    (fault,) = answer.json()["faults"]
    assert fault["name"] == name
    assert fault["value"]
    assert fault["rule"]
    assert fault["remedy"].endswith(".")
    assert name in answer.json()["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/pages/nowhere",
        f"{COSTS}/charts/nothing.svg",
        f"{COSTS}/charts/costs.exe",
        f"{COSTS}/tables/nothing.csv",
        "/nowhere",
    ],
)
def test_what_there_is_not_is_a_problem_too(path: str) -> None:
    answer = told(path)
    assert (answer.status, answer.headers["content-type"]) == (404, PROBLEM)
    assert answer.json()["status"] == 404


def test_a_workspace_opens_to_whoever_has_its_name_and_no_answer_lists_the_names() -> None:
    for name in ("someone-elses", "Not A Name", "../demo"):
        answer = told(COSTS, w=name)
        assert answer.status == 404
        (fault,) = answer.json()["faults"]
        assert fault["name"] == "w"
        assert "demo" not in fault["rule"]


def test_older_data_that_are_gone_are_a_problem_and_not_todays_figures() -> None:
    assert told(COSTS, data="0" * 16).status == 404
    assert told(COSTS, data="x").status == 404
    assert told(COSTS, data=current().hash[:8]).status == 200


def test_a_page_without_its_tables_says_which_would_fill_it(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = Refusal("Nothing yet.", ("bank",))
    monkeypatch.setattr(value, "CONTENTS", {"channels-costs": lambda _reader: refused})
    value.forget()
    try:
        page = told(COSTS, lang="en").json()
        assert page["refusal"]["tables"] == ["bank"]
        assert page["answer"] is None
        answer = told(f"{COSTS}/tables/channels.csv", lang="en")
        assert (answer.status, answer.json()["faults"][0]["remedy"]) == (404, "Nothing yet.")
    finally:
        value.forget()


def test_a_failure_tells_a_reference_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_reader: Reader) -> Content:
        raise RuntimeError("secret path /srv/bank")

    monkeypatch.setattr(value, "CONTENTS", {"channels-costs": fail})
    value.forget()
    try:
        answer = told(COSTS)
        assert (answer.status, answer.headers["content-type"]) == (500, PROBLEM)
        assert b"secret" not in answer.body
        assert re.search(r"[0-9a-f]{8}", answer.json()["detail"])
    finally:
        value.forget()


def test_head_and_other_methods() -> None:
    assert ask(api, COSTS, "lang=fr", method="HEAD").status == 200
    refused = ask(api, COSTS, method="DELETE")
    assert (refused.status, refused.headers["content-type"]) == (405, PROBLEM)


def test_two_answers_at_once_do_not_mix_their_languages() -> None:
    found: dict[int, set[str]] = {}
    together = threading.Barrier(8)

    def speak(number: int) -> None:
        spoken = LANGUAGES[number % 2]
        together.wait()
        with speaking(spoken):
            found[number] = {language() for _turn in range(2000)}

    threads = [threading.Thread(target=speak, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: {LANGUAGES[number % 2]} for number in range(8)}


def test_whoever_comes_when_all_places_are_taken_is_told_so() -> None:
    lane, gate = Lane("test", workers=1, waiting=1), threading.Event()
    first, second = lane.begin(gate.wait), lane.begin(gate.wait)
    with pytest.raises(Busy):
        lane.begin(gate.wait)
    gate.set()
    assert first.result()
    assert second.result()
    assert lane.begin(lambda: 7).result() == 7


def test_the_schema_takes_what_the_scenario_takes() -> None:
    properties = told("/assumptions", lang="en").json()["properties"]
    taken = [
        (held, getattr(usual, field))
        for usual in (Scenario(), Display())
        for field, held in usual.assumptions().items()
    ]
    assert len(properties) == len(taken)
    for held, default in taken:
        each = properties[held.query]
        assert each["default"] == plain(default)
        assert each["title"]
        assert each["description"]
        for end, moved in (("minimum", -1), ("maximum", 1)):
            if end in each:
                held.read(str(each[end]))
                with pytest.raises(ValueError, match=held.query):
                    held.read(str(each[end] + moved))
        for choice in each.get("enum", ()):
            held.read(choice)


def _document() -> dict:
    return told("/openapi.json", lang="en").json()


def test_the_document_describes_every_address_and_each_reference_leads_somewhere() -> None:
    document = _document()
    assert document["openapi"].startswith("3.")
    assert document["servers"] == [{"url": "/api/v1"}]
    assert len(document["paths"]) == 6
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document)):
        found = document
        for step in reference.split("/"):
            found = found[step]
    names = {each["$ref"].rsplit("/", 1)[1] for each in _stated(document)}
    assert {"bank", "lang", "w", "data", "v", "cback"} <= names


def _stated(document: dict) -> list[dict]:
    return [each for each in document["paths"]["/pages/{slug}"]["get"]["parameters"] if "$ref" in each]


NAMES = some.sampled_from(
    sorted(
        {
            "lang",
            "w",
            "data",
            "v",
            "d",
            *(a.query for kind in (Scenario, Display) for a in kind.assumptions().values()),
        }
    )
)
VALUES = some.one_of(some.text(max_size=60), some.integers().map(str), some.floats().map(str))
PATHS = some.one_of(
    some.sampled_from(
        ["/pages", "/assumptions", COSTS, f"{COSTS}/tables/channels.csv", f"{COSTS}/charts/costs.json"]
    ),
    some.text(max_size=30).map(lambda text: f"/pages/{quote(text, safe='')}"),
    some.text(max_size=30).map(lambda text: f"{COSTS}/tables/{quote(text, safe='.')}"),
)


@settings(max_examples=25)
@given(PATHS, some.lists(some.tuples(some.one_of(NAMES, some.text(max_size=12)), VALUES), max_size=4))
def test_whatever_is_asked_has_an_answer_of_the_kinds_described(
    path: str, query: list[tuple[str, str]]
) -> None:
    stated = urlencode(query, errors="replace")
    answer = ask(api, path, stated)
    assert answer.status in (200, 404, 422), answer.body
    if answer.status != 200:
        assert answer.headers["content-type"] == PROBLEM
        told_of = answer.json()
        assert told_of["status"] == answer.status
        assert all(set(fault) == {"name", "value", "rule", "remedy"} for fault in told_of["faults"])
