"""Pages of forms are values: what they ask and say is made of what stands in their fields."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from analytics.scenario import Scenario
from data.hosting import largest_log_megabytes, largest_megabytes
from data.snapshots import DEMO, current
from ui import importer, start_form
from ui.form import Field, FormPage, Said, Sheet, Visit
from ui.reader import Reader
from ui.words import LANGUAGES, Language, speaking


def _visit(**kept: Any) -> Visit:
    return Visit(dict(kept), DEMO, Reader(current(DEMO), Scenario()), "", lambda _workspace, _bank: None)


def _all(offers: Sequence[Any]) -> Iterator[Any]:
    """Every offer, those within others too."""
    for offer in offers:
        yield offer
        if dataclasses.is_dataclass(offer):
            for each in ("offers", "places", "fields", "steps"):
                yield from _all(getattr(offer, each, ()))
        elif isinstance(offer, list | tuple):
            yield from _all(offer)


def _fields(page: FormPage) -> dict[str, Field]:
    return {each.key: each for each in _all(page.offers) if isinstance(each, Field)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_import_without_a_file_asks_for_one_and_says_one_limit_a_kind(language: Language) -> None:
    with speaking(language):
        page = importer.page(_visit(), lambda _workspace, _address: ())
    assert len(page.answer.sentence.split()) <= 30
    file = _fields(page)["import file"]
    assert file.megabytes == largest_log_megabytes()
    assert f"{largest_megabytes()}" in file.label
    assert f"{largest_log_megabytes()}" in file.label
    said = [each for each in _all(page.offers) if isinstance(each, Said)]
    assert not [each for each in said if each.tone in ("fault", "warning")], "nobody has done anything yet"


def test_a_name_that_no_workspace_may_have_is_refused_where_it_is_typed() -> None:
    with speaking("en"):
        page = importer.page(_visit(**{"import workspace": "A b"}), lambda _workspace, _address: ())
    faults = [each.sentence for each in _all(page.offers) if isinstance(each, Said) and each.tone == "fault"]
    assert [fault for fault in faults if "3 to 40 lower-case letters" in fault]


def test_start_asks_for_every_figure_once() -> None:
    with speaking("en"):
        page = start_form.page(_visit())
    asked = [each.key for each in _all(page.offers) if isinstance(each, Field)]
    assert len(asked) == len(set(asked)) == 21
    assert asked[:3] == ["start name", "start country", "start customers"]


def test_an_option_that_is_gone_is_chosen_no_more() -> None:
    field = Field("which", "Which?", "choice", {"a": "A", "b": "B"}, "b")
    assert field.stands({}) == "b"
    assert field.stands({"which": "a"}) == "a"
    assert field.stands({"which": "c"}) == "b"


def test_a_file_that_was_let_go_of_is_none() -> None:
    field = Field("file", "File", "file")
    assert field.stands({"file": object()}) is None
    assert field.stands({"file": (given := io.BytesIO(b"a"))}) is given


def test_what_is_written_on_a_part_later_stands_where_the_part_was_put() -> None:
    sheet = Sheet({})
    part = sheet.part()
    sheet.say("after")
    part.say("before")
    assert [each.sentence for each in _all(sheet.offers) if isinstance(each, Said)] == ["before", "after"]
