"""The supervisor's view: tools, system, evidence gaps, and the coverage of standards."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.risk.coverage import REFERENCES, coverage, reference_map
from analytics.risk.position import RiskPosition, risk_position
from analytics.risk.profile import risk_history
from analytics.risk.scoring import aggregate
from analytics.risk.supervision import evidence_gaps, system_summary, tools_scoreboard
from tests.analytics.risk.panels import catalogue, observations, position

TOOLS = {"adaptation": ("I1", "I5"), "integration": ("I0",)}
VALUES = np.array([[1.0, 2.0, 6.0, 2.0, 0.5, 4.0], [4.0, 4.0, 1.0, 4.0, 2.0, 7.0]])


def here() -> RiskPosition:
    return position(VALUES, catalogue(6))


class TestTools:
    def test_by_hand(self) -> None:
        board = tools_scoreboard(
            here(),
            measures={"age_of_rules_years": 5.0, "inspections_covering_it_percent": 70.0},
            indicators=TOOLS,
        )
        scores = board.measures.set_index("measure")["score"]
        assert scores["I1"] == pytest.approx((50 + 75) / 2)
        assert scores["age_of_rules_years"] == 50
        assert scores["inspections_covering_it_percent"] == pytest.approx(37.5)
        tools = board.tools.set_index("tool")
        integration = [(25 + 75) / 2, 37.5]
        assert tools.loc["integration", "score"] == pytest.approx(aggregate(integration, [1, 1]))
        assert (tools["low"] == tools["high"]).all()

    def test_banks_weigh_as_stated(self) -> None:
        board = tools_scoreboard(here(), bank_weights=[3, 1], indicators=TOOLS)
        assert board.measures.set_index("measure").loc["I1", "score"] == pytest.approx(0.75 * 50 + 0.25 * 75)

    def test_what_is_not_supplied_enters_no_figure_and_widens_the_bounds(self) -> None:
        known = tools_scoreboard(here(), measures={"age_of_rules_years": 12.0}, indicators=TOOLS).tools
        silent = tools_scoreboard(here(), measures={"age_of_rules_years": None}, indicators=TOOLS)
        row, scores = silent.tools.loc[0], silent.measures.set_index("measure")["score"]
        assert row["score"] == pytest.approx(aggregate(scores[["I1", "I5"]], [1, 1]))
        assert row["low"] < row["score"] < row["high"] == known.loc[0, "score"]
        assert (row["n_known"], row["n_scored"], row["n_measures"]) == (2, 2, 3)
        own = silent.measures.set_index("measure").loc["age_of_rules_years"]
        assert np.isnan(own["score"])
        assert (own["low"], own["high"], own["known"]) == (0.0, 100.0, 0.0)

    def test_too_little_known_gives_no_figure_but_bounds(self) -> None:
        row = tools_scoreboard(here(), indicators={"integration": ("I0",)}).tools.loc[0]
        assert np.isnan(row["score"])
        assert (row["grade"], row["n_scored"], row["n_measures"], row["known"]) == (0, 1, 2, 0.5)
        assert 0 < row["low"] < row["high"] < 100

    def test_a_bank_that_does_not_report_widens_the_bounds(self) -> None:
        values = VALUES.copy()
        values[0, 0] = np.nan
        row = tools_scoreboard(position(values, catalogue(6)), indicators=TOOLS).measures.set_index("measure")
        assert row.loc["I0", ["low", "high", "n_reported"]].tolist() == [37.5, 87.5, 1]

    def test_bad_input(self) -> None:
        with pytest.raises(ValueError, match="measures: unknown budget"):
            tools_scoreboard(here(), measures={"budget": 1.0}, indicators=TOOLS)
        with pytest.raises(ValueError, match="R8 of adaptation is not in the catalogue"):
            tools_scoreboard(here())
        with pytest.raises(ValueError, match="bank_weights must be one for each bank: 2"):
            tools_scoreboard(here(), bank_weights=[1, 1, 1], indicators=TOOLS)


class TestSystem:
    def test_summary(self) -> None:
        summary = system_summary(here(), bank_weights=[1, 3]).set_index("risk")
        scores = here().risk_scores
        assert summary.loc["overall", "mean"] == pytest.approx(0.25 * scores[0, -1] + 0.75 * scores[1, -1])
        assert summary.loc["operational", "worst_bank"] == "bank B"
        assert (summary.filter(like="grade_").sum(axis=1) == 2).all()
        grades = here().risk_grades
        assert summary.loc["legal", "share_at_3_or_worse"] == pytest.approx([1, 3] @ (grades[:, 2] >= 3) / 4)
        assert summary.loc["overall", "red_flags"] == here().risk_flags[:, -1].sum()


class TestEvidenceGaps:
    def test_widest_first_with_what_they_leave_open(self) -> None:
        values = np.repeat(VALUES[:, None, :], 3, axis=1)
        values[0, 1:, 0] = np.nan
        values[1, :, 3] = np.nan
        history = risk_history(observations(values), catalogue(6), p=1.0)
        gaps = evidence_gaps(history, risk_position(history))
        assert gaps["indicator"].tolist() == ["I3", "I0"]
        assert gaps["months_without"].tolist() == [3, 2]
        assert gaps["open_points"].tolist() == pytest.approx([25, 12.5])
        assert gaps["share"].tolist() == pytest.approx([0.25, 0.125])
        assert gaps["value_month"].isna().tolist() == [True, False]

    def test_none(self) -> None:
        history = risk_history(observations(VALUES[:, None, :]), catalogue(6))
        assert evidence_gaps(history, risk_position(history)).empty


class TestReferences:
    CATALOGUE = pd.DataFrame(
        {
            "indicator": ["I0", "I1", "I2", "I3"],
            "maps_to": [
                "BCBS98 P13; NIST CSF Recover",
                "BCBS98 P4-P5",
                None,
                "RTS 2024/1772 art. 2; DORA chapter V",
            ],
        }
    )

    def test_ranges_lists_and_acts(self) -> None:
        mapped = reference_map(self.CATALOGUE, "BCBS98")
        assert list(mapped.itertuples(index=False, name=None)) == [("I0", "P13"), ("I1", "P4"), ("I1", "P5")]
        assert reference_map(self.CATALOGUE, "NIST CSF")["reference"].tolist() == ["Recover"]
        assert reference_map(self.CATALOGUE, "DORA")["reference"].tolist() == ["chapter III", "chapter V"]

    def test_the_fourteen_principles(self) -> None:
        assert REFERENCES["BCBS98"] == tuple(f"P{number}" for number in range(1, 15))

    def test_unknown_standard(self) -> None:
        with pytest.raises(ValueError, match="standard must be one of BCBS98, NIST CSF, DORA; got 'ISO'"):
            reference_map(self.CATALOGUE, "ISO")


class TestCoverage:
    MAPPING = pd.DataFrame({"indicator": ["I0", "I4", "I1"], "reference": ["P13", "P13", "P4"]})

    def assessments(self, **changes: object) -> pd.DataFrame:
        row = {"bank": "bank B", "reference": "P13", "status": "met", "evidence": "Continuity test of March"}
        return pd.DataFrame([{**row, **changes}])

    def test_every_bank_and_principle_has_a_row_and_says_what_it_rests_on(self) -> None:
        result = coverage(here(), self.MAPPING, "BCBS98", assessments=self.assessments())
        assert len(result.matrix) == 2 * 14
        rows = result.matrix.set_index(["bank", "reference"])
        assert rows.loc[("bank A", "P13"), "basis"] == "indicators"
        assert rows.loc[("bank B", "P13"), "basis"] == "both"
        assert rows.loc[("bank B", "P1"), "basis"] == "none"
        assert np.isnan(rows.loc[("bank B", "P1"), "score"])
        assert rows.loc[("bank A", "P13"), "score"] == pytest.approx(aggregate([25.0, 12.5], [1, 1]))
        assert result.without_indicator == tuple(f"P{n}" for n in range(1, 15) if n not in (4, 13))

    def test_met_on_paper_against_the_indicators_is_a_conflict(self) -> None:
        rows = coverage(here(), self.MAPPING, "BCBS98", assessments=self.assessments()).matrix
        conflict = rows[rows["conflict"]]
        assert conflict[["bank", "reference", "grade"]].to_numpy().tolist() == [["bank B", "P13", 3]]
        honest = coverage(
            here(), self.MAPPING, "BCBS98", assessments=self.assessments(status="not met")
        ).matrix
        assert not honest["conflict"].any()

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"bank": "bank Z"}, "assessments: unknown bank bank Z"),
            ({"reference": "P15"}, "assessments: unknown reference P15"),
            ({"status": "fine"}, "assessments: unknown status fine; known: met, partly, not met"),
            ({"evidence": " "}, "P13 of bank B must state its evidence"),
        ],
    )
    def test_bad_assessments(self, changes: dict[str, object], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            coverage(here(), self.MAPPING, "BCBS98", assessments=self.assessments(**changes))

    def test_bad_mapping_and_repeats(self) -> None:
        with pytest.raises(ValueError, match="mapping: unknown indicator I9"):
            coverage(here(), self.MAPPING.assign(indicator="I9"), "BCBS98")
        with pytest.raises(ValueError, match="mapping: unknown reference P13"):
            coverage(here(), self.MAPPING, "NIST CSF")
        twice = pd.concat([self.assessments(), self.assessments()])
        with pytest.raises(ValueError, match="P13 of bank B appears more than once"):
            coverage(here(), self.MAPPING, "BCBS98", assessments=twice)
