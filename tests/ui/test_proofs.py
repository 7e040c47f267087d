"""The comparison of ours with print: tolerances, words, failures, and no case without its parts."""

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from altair.utils import schemapi

from data import published
from ui.charts.proofs import verdicts
from ui.proofs.case import SUBJECTS, Case, check
from ui.proofs.every import every_case, prove
from ui.proofs.reading import READINGS, reading
from ui.words import speaking
from ui.workbench import proofs


def case(published: dict[str, float | str], ours: Sequence[object], **settings) -> Case:
    return Case("macro", "n", "s", "i", published, lambda: ours, **settings)


@pytest.mark.parametrize(
    ("published", "ours", "settings", "agrees"),
    [
        (2.0, 2.01, {"tolerance": 0.01}, True),
        (2.0, 2.011, {"tolerance": 0.01}, False),
        (200.0, 201.9, {"tolerance": 0.01, "relative": True}, True),
        (0.001, 0.0014, {"rounding": 0.0005}, True),
        (0.3, 0.1 + 0.2, {}, True),
        (0.3, 0.31, {}, False),
        (1.0, math.nan, {"tolerance": 9.0}, False),
        (1.0, math.inf, {"tolerance": 9.0}, False),
        ("BRANCH", "BRANCH", {}, True),
        ("BRANCH", "EXEMPT", {}, False),
    ],
)
def test_a_figure_agrees_within_its_tolerance_and_a_word_exactly(published, ours, settings, agrees) -> None:
    assert check(case({"x": published}, [ours], **settings))[0].agrees is agrees


def test_a_missing_figure_makes_its_whole_case_differ() -> None:
    found = check(case({"x": 1.0, "y": 2.0}, [1.0]))
    assert [(item.agrees, item.problem) for item in found] == [(False, "1 / 2")] * 2


def test_every_subject_is_proved_by_named_sourced_cases() -> None:
    cases = every_case()
    assert {item.subject for item in cases} == set(SUBJECTS)
    assert len({(item.name, item.inputs) for item in cases}) == len(cases)
    for item in cases:
        assert item.name
        assert item.source
        assert item.inputs
        assert item.published


def test_every_figure_of_others_says_whether_it_was_read_again() -> None:
    cases = [item for item in every_case() if item.outside]
    assert {item.source for item in cases} == set(READINGS)
    for item in cases:
        found = READINGS[item.source]
        assert bool(found.where or found.address) == (found.how != "not_read"), item.source
        # A figure named as read is one that the case has, and those not named were not read.
        assert set(found.items) <= {
            name for each in cases if each.source == item.source for name in each.published
        }
        assert {reading(item, name).how for name in item.published} <= {found.how, "not_read"}
    assert all(
        reading(item, name) is None for item in every_case() if not item.outside for name in item.published
    )


def test_the_manual_counts_the_figures_read_as_they_are() -> None:
    count = Counter(
        found.how for item in every_case() for name in item.published if (found := reading(item, name))
    )
    manual = " ".join(Path("docs/METHODS.md").read_text(encoding="utf-8").split())
    assert f"Of the {count.total()} figures taken from others, {count['text']} were read again" in manual
    assert f"the text or a copy and {count['quoted']} as others quote them;" in manual
    assert f"{count['run']} are the output of a package, and {count['not_read']} could not" in manual


def test_the_page_counts_what_was_read_and_what_could_not_be_opened() -> None:
    checks = prove("all")
    with speaking("en"):
        table, said = proofs.readings(checks), proofs.told(checks)
    outside = sum(found.case.outside for found in checks)
    assert table["Figures"].sum() == outside
    assert f"Of {outside} figures taken from others" in said
    # What holds at parameters of our own was printed by nobody.
    assert {found.case.inputs[:5] for found in checks if "Westerhoff" in found.case.source} == {
        "set W",
        "set M",
    }
    assert not any(found.case.outside for found in checks if found.case.inputs.startswith("set M"))
    by_reading = table.groupby("Read again")["Figures"].sum()
    assert f"Not opened again: {by_reading['could not be opened again']}." in said
    # The one component that the framework works out itself is the one that counts as taken from others.
    component = {found.item for found in checks if found.case.source == "Basel Committee (2020), OPE25.7"}
    assert component == {"BI = 35"}


def test_the_headline_claims_no_print_that_nobody_read_and_the_place_read_is_in_french() -> None:
    checks = prove("macro")
    with speaking("en"):
        table, said = proofs.readings(checks), proofs.sentence(checks)
    by_reading = table.groupby("Read again")["Figures"].sum()
    read = by_reading["read in the text itself, or a copy"]
    assert "published" not in said
    assert said.endswith(f"Read again where others print or quote them: {read}.")
    with speaking("fr"):
        places = set(proofs.readings(checks)["Où"])
    assert "le résumé seul, dans une copie, paperexplained.cn" in {
        place.partition("/")[0] for place in places
    }


def test_an_unknown_subject_is_refused() -> None:
    with pytest.raises(ValueError, match="subject must be all or one with cases; got 'law'"):
        prove("law")


def test_the_chart_is_valid_and_shows_no_bar_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    counts = pd.DataFrame({"subject": ["Risk", "Risk"], "verdict": ["agrees", "differs"], "count": [9, 0]})
    drawn = verdicts(counts, agrees="agrees", differs="differs", title="n").to_dict(validate=True)
    assert [row["count"] for row in next(iter(drawn["datasets"].values()))] == [9]


def test_twenty_cases_and_more_were_printed_by_others_and_say_where() -> None:
    outside = [item for item in every_case() if item.outside]
    assert len({item.publication for item in outside}) >= 20
    assert {item.subject for item in outside} == set(SUBJECTS)


def test_the_danish_losses_above_twenty_are_the_thirty_six_that_were_published() -> None:
    losses = published.listed("danish_fire_loss")
    assert (losses.size, losses.min() > 20, losses.max()) == (36, True, pytest.approx(263.25, abs=0.01))


def test_a_figure_that_is_not_listed_is_refused() -> None:
    with pytest.raises(KeyError, match="norwegian"):
        published.listed("norwegian_fire_loss")
