"""Answers of Eurostat, the World Bank, the IMF and the ECB as they come; what is no answer gets a sentence.

The answers in tests/data/answers have the shape of the offices' own; their figures are fictional.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data import __main__ as command
from data import refreshing
from data.ingest import preview
from data.queries import country_series
from data.snapshots import current
from tests.data.ingest.helpers import REFERENCES, check, codes, rules

ANSWERS = Path(__file__).resolve().parents[1] / "answers"
MONTHLY = {"country": "MAR", "series": "mad_per_eur", "unit": "MAD per EUR"}


def answer(name: str) -> bytes:
    return (ANSWERS / name).read_bytes()


def dataset(**changed: Any) -> bytes:
    said = json.loads(answer("eurostat_isoc_ci_ac_i.json"))
    return json.dumps(said | changed).encode()


def test_json_stat_keeps_the_order_of_its_dimensions_and_what_is_not_published_is_none() -> None:
    # In the small catalogue of these tests.
    content = dataset().replace(b'"EL"', b'"CI"')
    report = check(content, "fact", filename="f.json", constants={"indicator": "internet_users"})
    assert report.ok, report.problems
    rows = report.frame[["country", "period", "value", "note_en"]]
    assert rows.astype(object).where(rows.notna(), None).to_numpy().tolist() == [
        ["FRA", 2022, 62.12, None],
        ["FRA", 2023, 64.04, "Flag b: break in time series"],
        ["CIV", 2023, 19.0, "Flag bu: break in time series, low reliability"],
    ]
    assert {"flags_read", "breaks_flagged", "figures_withheld"} <= codes(report)


def test_json_stat_may_write_its_cells_as_a_list_and_its_order_among_the_dimensions() -> None:
    said = json.loads(dataset())
    dimension = said["dimension"] | {"id": said.pop("id"), "size": said.pop("size")}
    older = {
        "dataset": said | {"dimension": dimension, "value": [62.12, None, 1, 19.0, 58.0, 2], "status": None}
    }
    seen = preview(json.dumps(older).encode(), "f.json", table="fact", references=REFERENCES)
    assert seen.format == "JSON-stat"
    assert seen.rows["OBS_VALUE"].tolist() == ["62.12", "", "1", "19", "58", "2"]
    assert seen.rows["geo"].tolist() == ["FR", "FR", "EL", "EL", "EU27_2020", "EU27_2020"]


def test_an_answer_of_the_world_bank_names_its_own_series_and_countries() -> None:
    report = check(answer("worldbank_it_net_user_zs.json"), "fact", filename="f.json")
    assert report.frame[["country", "indicator", "period", "value"]].to_numpy().tolist() == [
        ["MAR", "internet_users", 2023, 91.5],
        ["FRA", "internet_users", 2023, 86.5],
    ]


@pytest.mark.parametrize(
    ("name", "values"), [("ecb_exr.xml", [10.7314, 10.6991]), ("imf_er.xml", [9.2114, 9.1502])]
)
def test_sdmx_ml_is_read_generic_and_of_a_specific_structure(name: str, values: list[float]) -> None:
    report = check(answer(name), "macro_series", filename="f.xml", constants=MONTHLY)
    assert report.ok, report.problems
    assert report.frame["value"].tolist() == values
    assert report.frame["month"].dt.strftime("%Y-%m").tolist() == ["2026-01", "2026-02"]


def test_sdmx_of_version_2_0_has_its_time_in_an_element() -> None:
    text = (
        '<CompactData xmlns="http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message" xmlns:g="x">'
        '<g:Series><g:SeriesKey><g:Value concept="REF_AREA" value="MA"/></g:SeriesKey><g:Obs><g:Time>2026-01'
        '</g:Time><g:ObsValue value="9.5"/></g:Obs></g:Series></CompactData>'
    )
    report = check(text, "macro_series", filename="f.xml", constants={"series": "x", "unit": "y"})
    assert report.ok, report.problems
    assert report.frame[["country", "value"]].to_numpy().tolist() == [["MAR", 9.5]]


_NESTED = "[" * 100_000
_SDMX = '<?xml version="1.0"?><m:D xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message">'
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "other JSON": (lambda: b'[{"bank": "atlas", "value": 1}]', "file_other_format"),
    "JSON cut short": (lambda: dataset()[:-100], "file_corrupt"),
    "JSON in itself": (lambda: b'{"a": ' + _NESTED.encode(), "file_corrupt"),
    "endless digits": (lambda: b'{"value": ' + b"9" * 6_000 + b"}", "file_corrupt"),
    "sizes that do not fit": (lambda: dataset(size=[1, 1, 1, 1, 9, 2]), "file_corrupt"),
    "a cell beyond the cube": (lambda: dataset(value={"99": 1}), "file_corrupt"),
    "a negative cell": (lambda: dataset(value={"-1": 1}), "file_corrupt"),
    "no dimension": (lambda: dataset(dimension={}), "file_corrupt"),
    "a dimension twice": (lambda: dataset(id=["geo"] * 6), "file_corrupt"),
    "SDMX cut short": (lambda: answer("ecb_exr.xml")[:-200], "file_corrupt"),
    "SDMX of no observation": (lambda: f"{_SDMX}</m:D>".encode(), "file_header_only"),
    "SDMX with entities": (
        lambda: _SDMX.replace("?>", "?><!DOCTYPE x [<!ENTITY a 'b'>]>").encode() + b"</m:D>",
        "file_xml_definitions",
    ),
    "SDMX in itself": (lambda: (_SDMX + "<x>" * 200 + "</x>" * 200 + "</m:D>").encode(), "file_crowded"),
    "SDMX of many names": (
        lambda: (_SDMX + "".join(f'<Obs a{i}="1"/>' for i in range(400)) + "</m:D>").encode(),
        "too_many_columns",
    ),
    "XML of another kind": (lambda: b'<?xml version="1.0"?><x/>', "file_other_format"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_answer_of_an_office_gets_its_sentence(name: str) -> None:
    make, rule = REFUSED[name]
    report = check(make(), "fact", filename="f", constants={"indicator": "internet_users"})
    assert [each for _, each in rules(report)] == [rule]


@pytest.mark.usefixtures("home")
def test_a_source_is_fetched_and_loaded_when_it_is_named(monkeypatch, capsys) -> None:
    asked: list[str] = []

    def recorded(source: refreshing.Offered) -> bytes:
        asked.append(source.address)
        return answer("worldbank_it_net_user_zs.json")

    monkeypatch.setattr(command, "fetch", recorded)
    assert command.main(["refresh"]) == command.OK
    listed = capsys.readouterr().out
    assert "worldbank-internet-users" in listed
    assert "CC BY 4.0" in listed
    assert not asked
    given = [
        "refresh",
        "worldbank-internet-users",
        "--workspace",
        "essai-refresh",
        "--no-watch",
        "--lang",
        "en",
    ]
    assert command.main(given) == command.OK
    assert len(asked) == 1
    loaded = country_series(current("essai-refresh"), "internet_users", ["MAR"])
    last = loaded.set_index("period").loc[2023]
    assert (last["value"], last["source"]) == (91.5, "wdi")


@pytest.mark.usefixtures("home")
def test_without_network_nothing_changes_and_it_is_said(monkeypatch, capsys) -> None:
    class Opener:
        def open(self, *_: object, **__: object) -> None:
            raise OSError("Network is unreachable")

    monkeypatch.setattr(refreshing, "build_opener", lambda *_: Opener())
    given = ["refresh", "eurostat-internet-banking", "--workspace", "essai-refresh", "--lang", "en"]
    assert command.main(given) == command.REFUSED
    said = capsys.readouterr().err
    assert "Network is unreachable" in said
    assert "Nothing was changed." in said
    assert command.main(["refresh", "nowhere", "--workspace", "essai-refresh"]) == command.MISUSED
    assert command.main(["refresh", "imf-mad-per-usd"]) == command.MISUSED


@pytest.mark.parametrize(
    ("address", "followed"), [("https://a.example/2", True), ("https://b.example/1", False)]
)
def test_an_address_is_followed_to_its_own_host_only(address: str, followed: bool) -> None:
    request = refreshing.Request("https://a.example/1")
    found = refreshing._SameHost().redirect_request(request, None, 302, "", {}, address)
    assert (found is not None) is followed
