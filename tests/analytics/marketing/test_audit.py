"""The audit over 2P + 2C + 3S: scores by hand, intervals of what is not known, peers, trust."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.marketing.audit import audit, trust_from_audit
from analytics.marketing.checklist import CHECKLIST, DIMENSIONS

CODES = [item.code for item in CHECKLIST]
PRIVACY = [code for code in CODES if code.startswith("privacy.")]


def sheet(bank: str, answers: dict[str, float | None], default: float | None = 1.0) -> pd.DataFrame:
    """One bank's answers, ``default`` where none is given."""
    return pd.DataFrame(
        {"bank": bank, "item": CODES, "answer": [answers.get(code, default) for code in CODES]}
    )


class TestChecklist:
    def test_two_p_two_c_three_s(self) -> None:
        assert [dimension.group for dimension in DIMENSIONS] == ["P", "P", "C", "C", "S", "S", "S"]

    def test_every_dimension_has_at_least_five_items_in_both_languages(self) -> None:
        for dimension in DIMENSIONS:
            items = [item for item in CHECKLIST if item.dimension == dimension.code]
            assert len(items) >= 5
            texts = [(item.statement_en, item.statement_fr, item.proof_en, item.proof_fr) for item in items]
            assert all(all(text) and text[0] != text[1] for text in texts)
        assert len(set(CODES)) == len(CODES)

    def test_confirmation_by_message_is_a_matter_of_service(self) -> None:
        item = next(item for item in CHECKLIST if item.code == "customer_service.confirmation")
        assert "e-mail" in item.statement_en


class TestAudit:
    def test_score_is_the_mean_of_what_was_answered(self) -> None:
        answers = dict(zip(PRIVACY, [1.0, 1.0, 0.5, 0.0, None, None], strict=True))
        row = audit(sheet("A", answers)).dimension("A", "privacy")
        assert row["score"] == pytest.approx(100 * 2.5 / 4)
        assert row["low"] == pytest.approx(100 * 2.5 / 6)
        assert row["high"] == pytest.approx(100 * 4.5 / 6)
        assert (row["answered"], row["items"]) == (4, 6)

    def test_items_left_out_of_the_sheet_are_not_answered(self) -> None:
        row = audit(sheet("A", {}).iloc[:1]).dimension("A", "security")
        assert np.isnan(row["score"])
        assert (row["low"], row["high"]) == (0.0, 100.0)

    def test_a_yes_without_evidence_is_no_answer_but_a_no_needs_none(self) -> None:
        answers = sheet("A", {PRIVACY[0]: 0.0}).assign(evidence="screen.png")
        answers.loc[answers["item"].isin(PRIVACY[:2]), "evidence"] = " "
        result = audit(answers)
        row = result.dimension("A", "privacy")
        assert (row["answered"], row["score"]) == (5, pytest.approx(80.0))
        assert result.answers.set_index("item").loc[PRIVACY[1], "reason"] == "no evidence"
        assert result.answers.set_index("item").loc[PRIVACY[0], "reason"] == ""

    def test_peers_are_the_other_banks(self) -> None:
        sheets = [sheet("A", {}), sheet("B", {}, 0.5), sheet("C", {}, 0.0)]
        result = audit(pd.concat(sheets))
        row = result.dimension("A", "site")
        assert (row["score"], row["peer_median"], row["peer_best"]) == (100.0, 25.0, 50.0)
        assert np.isnan(audit(sheet("A", {})).dimension("A", "site")["peer_median"])

    def test_rank_is_as_uncertain_as_the_answers(self) -> None:
        sheets = [sheet("A", {}), sheet("B", {PRIVACY[0]: None}, 0.5), sheet("C", {PRIVACY[1]: None}, 0.5)]
        overall = audit(pd.concat(sheets)).overall.set_index("bank")
        assert overall.loc["A", ["rank", "rank_best", "rank_worst"]].tolist() == [1, 1, 1]
        assert overall.loc["B", ["rank_best", "rank_worst"]].tolist() == [2, 3]

    def test_weights_choose_what_counts(self) -> None:
        answers = sheet("A", dict.fromkeys(PRIVACY, 0.0))
        only = audit(answers, weights={"privacy": 2.0}).overall.iloc[0]
        assert (only["score"], only["items"]) == (0.0, 6)
        half = audit(answers, weights={"privacy": 1.0, "site": 1.0}).overall.iloc[0]
        assert half["score"] == pytest.approx(50.0)

    @settings(max_examples=10, deadline=None)
    @given(st.lists(st.sampled_from([0.0, 0.5, 1.0, None]), min_size=len(CODES), max_size=len(CODES)))
    def test_score_lies_in_its_interval_and_answers_only_narrow_it(self, given: list[float | None]) -> None:
        answers = dict(zip(CODES, given, strict=True))
        before = audit(sheet("A", answers))
        for table in (before.scores, before.overall):
            known = table.dropna(subset=["score"])
            assert (known["low"] <= known["score"] + 1e-9).all()
            assert (known["score"] <= known["high"] + 1e-9).all()
        after = audit(sheet("A", {code: 1.0 if value is None else value for code, value in answers.items()}))
        old, new = before.overall.iloc[0], after.overall.iloc[0]
        assert old["low"] - 1e-9 <= new["low"] <= new["high"] <= old["high"] + 1e-9
        assert new["low"] == pytest.approx(new["high"])

    @pytest.mark.parametrize(
        ("answers", "options", "message"),
        [
            (sheet("A", {}).drop(columns="answer"), {}, "missing: answer"),
            (sheet("A", {}).assign(item="privacy.none"), {}, "item must be a code of the checklist"),
            (pd.concat([sheet("A", {}), sheet("A", {})]), {}, "item must be answered once per bank"),
            (sheet("A", {}, 2.0), {}, r"answer must be in \[0, 1\], got 2"),
            (sheet("A", {}).assign(bank=None), {}, "bank must be given in every row"),
            (sheet("A", {}), {"weights": {"price": 1}}, "weights must name dimensions"),
            (sheet("A", {}), {"weights": {"site": 0}}, "at least one above 0"),
        ],
    )
    def test_unreadable_sheets_are_refused(self, answers: pd.DataFrame, options: dict, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            audit(answers, **options)


class TestTrust:
    def test_privacy_and_security_move_trust(self) -> None:
        good, bad = (trust_from_audit(audit(sheet("A", {}, value)), "A") for value in (1.0, 0.0))
        assert good == pytest.approx((0.8, 0.8, 0.8))
        assert bad == pytest.approx((0.4, 0.4, 0.4))

    def test_nothing_known_spans_the_whole_range(self) -> None:
        assert trust_from_audit(audit(sheet("A", {}, None)), "A") == pytest.approx((0.6, 0.4, 0.8))

    def test_unknown_banks_are_refused(self) -> None:
        with pytest.raises(ValueError, match="bank must be one that was audited, got 'Z'"):
            trust_from_audit(audit(sheet("A", {})), "Z")
        with pytest.raises(KeyError, match="no score of 'price'"):
            audit(sheet("A", {})).dimension("A", "price")
