"""The page on the mix: scores with what is open, evidence, peers, and trust."""

import re

import pandas as pd
import pytest

from analytics.marketing.audit import audit, trust_from_audit
from data import queries_campaigns
from data.build import build_workspace
from data.contracts.marketing import MIX_ITEMS
from data.snapshots import current
from tests.pages.conftest import Opener
from tests.pages.seen import answered
from tests.pages.values import said, table_with

SCRIPT = "marketing_mix.py"
BANK = {"bank": ["mienne"], "name": ["Banque Mienne"], "country": ["MAR"], "size": ["small"]}


def own_answers(**other: object) -> pd.DataFrame:
    columns = {"bank": "mienne", "item": MIX_ITEMS, "answer": 1.0, "evidence": "capture, 2026-10-01"}
    return pd.DataFrame(columns | other)


def stated(app) -> tuple[int, int, int]:
    score, low, high = re.search(
        r"meets (\d+) of 100 points of the mix \((\d+) to (\d+)\)", answered(app)
    ).groups()
    return int(score), int(low), int(high)


def test_the_scores_are_those_of_the_answers(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="detroit")
    result = audit(queries_campaigns.mix_answers(current()))
    own = result.overall.set_index("bank").loc["detroit"]
    assert stated(app) == tuple(round(own[name]) for name in ("score", "low", "high"))
    rows = table_with(app, "Peers: median")
    expected = result.scores[result.scores["bank"] == "detroit"]
    assert rows["Score of the mix (0–100)"].tolist() == pytest.approx(expected["score"].tolist())
    assert rows["Peers: median"].tolist() == pytest.approx(expected["peer_median"].tolist())
    assert (rows["Low"] <= rows["High"]).all()


def test_trust_follows_privacy_and_security(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="safran", slope="0.6")
    result = audit(queries_campaigns.mix_answers(current()))
    value, low, high = trust_from_audit(result, "safran", slope=0.6)
    (told,) = {each for each in said(app) if "suggest a trust" in each}
    figures = re.search(r"trust of ([\d.]+) \(([\d.]+) to ([\d.]+)\)", told).groups()
    assert [float(part) for part in figures] == pytest.approx([value, low, high], abs=0.006)


def test_everything_proven_is_a_hundred_without_interval(open_page: Opener, demo_home) -> None:
    build_workspace("complet", {"bank": pd.DataFrame(BANK), "mix_answer": own_answers()})
    app = open_page(SCRIPT, "en", w="complet", bank="mienne")
    assert stated(app) == (100, 100, 100)
    assert not any("is not answered" in each or "are not answered" in each for each in said(app)[:1])


def test_a_yes_without_evidence_opens_the_interval_and_is_no_no(open_page: Opener, demo_home) -> None:
    proof = [None if item.startswith("privacy.") else "capture" for item in MIX_ITEMS]
    build_workspace("promis", {"bank": pd.DataFrame(BANK), "mix_answer": own_answers(evidence=proof)})
    app = open_page(SCRIPT, "en", w="promis", bank="mienne")
    assert stated(app) == (100, 86, 100)
    assert "6 items of 43" in said(app)[0]
    items = table_with(app, "Standing").set_index("Dimension")
    assert set(items.loc["Privacy", "Standing"]) == {"yes, without evidence: not counted"}
    assert set(items.drop(index="Privacy")["Standing"]) == {"counts"}


@pytest.mark.parametrize(
    ("name", "value", "query"),
    [("bank", "cedre", ("bank", "cedre")), ("offer_peers", "size", ("peers", "size"))],
)
def test_bank_and_peers_change_answer_and_address(
    open_page: Opener, name: str, value: str, query: tuple[str, str]
) -> None:
    app = open_page(SCRIPT, "en", bank="noria")
    before = (answered(app), said(app)[0])
    app.selectbox(key=f"control {name}").set_value(value).run()
    assert (answered(app), said(app)[0]) != before
    assert app.query_params[query[0]] == query[1]


def test_the_weight_moves_the_score_and_the_slope_the_trust(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="cedre")
    before = table_with(app, "Trust suggested").set_index("Bank")
    app.select_slider(key="control mix_weight").set_value(5.0).run()
    assert app.query_params["mixw"] == "5"
    heavier = table_with(app, "Trust suggested").set_index("Bank")
    scores = [frame.loc["Crédit Cèdre", "Score of the mix (0–100)"] for frame in (before, heavier)]
    assert scores[0] != pytest.approx(scores[1], abs=0.5)
    assert heavier["Trust suggested"].to_dict() == before["Trust suggested"].to_dict()
    app.select_slider(key="control trust_slope").set_value(0.0).run()
    flat = table_with(app, "Trust suggested")["Trust suggested"]
    assert flat.tolist() == pytest.approx([0.6] * len(before))


def test_evidence_is_shown_item_by_item_in_the_reader_s_language(open_page: Opener) -> None:
    rows = table_with(open_page(SCRIPT, "fr"), "Preuve")
    assert len(rows) == len(MIX_ITEMS)
    assert rows["Preuve"].str.contains("https://").mean() > 0.7
    assert not rows.iloc[:, 1].str.contains("'").any()
    assert "Elle cite la loi 09-08 et le numéro d’autorisation" in set(rows.iloc[:, 1])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_site_that_nobody_looked_at_is_told_how_to_begin(
    open_page: Opener, demo_home, language: str
) -> None:
    build_workspace("invisible", {"bank": pd.DataFrame(BANK), "mix_answer": own_answers(answer=None)})
    app = open_page(SCRIPT, language, w="invisible", bank="mienne")
    assert not app.exception
    assert {"fr": "pas encore été examiné", "en": "not been looked at"}[language] in answered(app)
