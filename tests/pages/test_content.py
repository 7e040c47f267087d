"""A page that is a value says the same on the screen, in the board pack and in the story."""

import pandas as pd
import pytest

from analytics.scenario import Scenario
from data.snapshots import current
from tests.pages.conftest import Opener, plain
from ui.content import Chart, Content, Table
from ui.contents import CONTENTS
from ui.reader import Reader
from ui.refusal import Refusal
from ui.registry import PAGES
from ui.report.board import section_of

SCRIPTS = {page.slug: page.script for page in PAGES}
BANKS = ("amandier", "caravane")
# What they answer, they answer of a country.
OF_NO_BANK = (
    *("adoption-forecast", "adoption-drivers", "risk-licensing", "scenarios", "proofs", "data"),
    *(slug for slug in CONTENTS if slug.startswith("macro-")),
)


def value(slug: str, bank: str) -> Content:
    found = CONTENTS[slug](Reader(current(), Scenario().change(bank=bank)))
    assert isinstance(found, Content)
    return found


@pytest.mark.parametrize("bank", BANKS)
@pytest.mark.parametrize("slug", CONTENTS)
def test_the_screen_shows_each_part_of_the_page(open_page: Opener, slug: str, bank: str) -> None:
    page, app = value(slug, bank), open_page(SCRIPTS[slug], "fr", bank=bank)
    assert plain(page.answer.sentence) in plain(" ".join(text.value for text in app.markdown))
    wanted = [part for part in page.parts() if isinstance(part, Table) and not part.frame.empty]
    assert len(app.dataframe) == len(wanted)
    for shown, part in zip(app.dataframe, wanted, strict=True):
        pd.testing.assert_frame_equal(
            shown.value.reset_index(drop=True), part.frame.reset_index(drop=True), check_dtype=False
        )
    drawn = [chart.proto.alt for chart in app.get("vega_lite_chart")]
    assert drawn == [part.alt_text for part in page.parts() if isinstance(part, Chart)]


@pytest.mark.parametrize("bank", BANKS)
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
    parts = value(slug, "safran").parts()
    for kind in (Table, Chart):
        names = [part.name for part in parts if isinstance(part, kind)]
        assert len(names) == len(set(names))


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
