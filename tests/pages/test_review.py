"""The review desk: a case from its opening to its closure, as each person sees it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from reviews import errors, people, reads, stamps
from reviews.judgement import Figures
from reviews.ledger import verify
from reviews.moments import month_later
from reviews.roles import ROLES
from reviews.states import FIRST, states
from studies import core
from studies.risk.scores import RISKS
from tests.pages.conftest import Opener, plain
from tests.partial import only
from tests.reviews.test_stamps import served
from ui.review import case_steps, desk, figures, ground, horizontal, words
from ui.review.people import BY_KEY, PEOPLE, ROLE_NAMES
from ui.review.return_rules import check
from ui.words import speaking

CASE, INBOX, GRANTS = "review_case.py", "review_inbox.py", "review_grants.py"
__all__ = ["served"]
# A grade 1 that the model itself doubts: P(2) is well above 10 %.
AMANDIER = {"bank": "amandier", "risk": "reputational", "month": "2026-10"}
TEXT = "The visit on site found less staff than reported, and two posts stay open."


@pytest.fixture(autouse=True)
def _fresh_desk() -> None:
    """Every test begins at a desk that nobody has used."""
    desk.clear()


def become(app: AppTest, key: str) -> AppTest:
    return app.selectbox(key="choice of review person").set_value(key).run()


def answer(app: AppTest) -> str:
    return plain(app.container(key="answer").markdown[0].value)


def press(app: AppTest, key: str) -> AppTest:
    app = app.button(key=f"review {key}").click().run()
    assert not app.exception
    return app


def submit(app: AppTest, label: str) -> AppTest:
    (button,) = [each for each in app.button if each.label == label]
    app = button.click().run()
    assert not app.exception
    return app


def propose(app: AppTest, grade: int, *, dated: str = "2026-11-10") -> AppTest:
    app.selectbox(key="review grade").set_value(grade)
    app.text_input(key="review dated").set_value(dated)
    app.text_area(key="review text").set_value(TEXT)
    app.text_area(key="review note").set_value("Minutes of the visit.")
    return submit(app, "Propose")


def test_a_case_goes_from_its_opening_to_its_closure(open_page: Opener) -> None:
    app = open_page(CASE, "en", **AMANDIER)
    assert "model ● 1" in answer(app)
    assert "no case is open" in answer(app)
    propose(press(app, "open"), 2)
    assert "model → proposed ● 1 → " in answer(app)
    assert "one head" in answer(app)
    press(app, "submit")
    become(app, "head-1")
    app.text_area(key="review text decide").set_value("The evidence bears it.")
    press(app, "approve")
    assert "model → decided ● 1 → " in answer(app)
    press(app, "communicate")
    assert "communicated" in answer(app)
    become(app, "supervisor-1")
    app.text_area(key="review requirement").set_value("Fill the two posts.")
    app.text_input(key="review basis").set_value("Law 103-12")
    app.text_input(key="review due").set_value("2027-03-31")
    press(app, "raise")
    become(app, "bank-amandier")
    assert "judgement" not in " ".join(app.dataframe[0].value["What"]).lower()
    (place,) = [each for each in app.text_area if str(each.key).startswith("review text reply")]
    place.set_value("One post is filled.")
    (button,) = [each for each in app.button if each.label.startswith("Answer finding")]
    button.click().run()
    become(app, "supervisor-1")
    (closing,) = [each for each in app.button if each.label.startswith("Close finding")]
    closing.click().run()
    steps = list(app.dataframe[0].value["What"])
    assert steps == [
        "Case opened",
        "Judgement proposed",
        "Case submitted",
        "Judgement approved",
        "Decision communicated",
        "Finding raised",
        "Finding answered",
        "Finding closed",
    ]
    assert verify(desk.desk().office.store).state == "ok"
    assert "Vous" not in str(app.query_params)
    held = str(dict(app.query_params))
    assert not [word for word in (*BY_KEY, "Law", "posts", "evidence", "reply") if word in held], held


def test_what_is_refused_is_said_with_what_to_do(open_page: Opener) -> None:
    app = press(open_page(CASE, "en", **AMANDIER), "open")
    propose(app, 2, dated="tomorrow")
    assert ["Write it such as 2026-10-31" in each.value for each in app.warning] == [True]
    assert "no judgement proposed" in answer(app)


def test_a_bank_sees_nothing_of_another_and_no_draft_of_its_own(open_page: Opener) -> None:
    app = press(open_page(CASE, "en", **AMANDIER), "open")
    for who in ("bank-amandier", "bank-zellige", "validator"):
        become(app, who)
        assert "nothing here that" in answer(app)
        assert not app.get("vega_lite_chart")
        assert [each.key for each in app.button if str(each.key).startswith("review ")] == []


def test_two_heads_decide_against_the_model_and_neither_twice(open_page: Opener) -> None:
    app = press(open_page(CASE, "en", bank="caravane", risk="operational", month="2026-10"), "open")
    propose(app, 3)
    assert "two heads" in answer(app)
    press(app, "submit")
    for who, said in (("head-1", "proposed"), ("head-1", "proposed"), ("head-2", "decided")):
        become(app, who)
        app.text_area(key="review text decide").set_value("The evidence bears it.")
        press(app, "approve")
        assert f"model → {said} " in answer(app), who
    assert "two posts" in " ".join(app.dataframe[0].value["Details"])


def test_the_inbox_leads_to_the_case(open_page: Opener) -> None:
    app = open_page(INBOX, "en")
    become(app, "head-1")
    assert "wait for Nadia Lahlou" in answer(app)
    assert set(app.dataframe[0].value["What waits"]) == {
        "Decision to take",
        "Decision to communicate",
        "Role to approve",
    }
    app.button(key="open the case").click().run()
    assert not app.exception
    assert app.session_state["page shown"] == "review-case"
    assert app.selectbox(key="choice of review person").value == "head-1"


def test_the_desk_never_stands_on_a_bank_s_own_workspace(open_page: Opener) -> None:
    own = only("own", ("bank", "risk_observation")).workspace
    app = open_page(CASE, "en", w=own)
    assert "need a sign-in" in answer(app)
    assert not app.button or all(not str(each.key).startswith("review ") for each in app.button)


@pytest.mark.parametrize("script", [INBOX, CASE])
def test_no_file_of_the_desk_reaches_the_media_store_and_every_page_is_marked(
    open_page: Opener, script: str
) -> None:
    app = open_page(script, "fr")
    assert app.get("download_button") == []
    assert any("Bureau de démonstration" in each.value for each in app.markdown)


def test_visitors_of_a_hosted_demonstration_share_no_desk(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_DEMO", "1")
    first = press(open_page(CASE, "en", **AMANDIER), "open")
    second = open_page(CASE, "en", **AMANDIER)
    assert "no case is open" in answer(second)
    assert "no judgement proposed" in answer(first.run())


def test_the_history_is_the_same_at_every_desk() -> None:
    first = [event.hash for event in desk.desk().office.store.events()]
    desk.clear(history=True)
    again = [event.hash for event in desk.desk().office.store.events()]
    assert first == again
    assert len(first) > 300


def test_the_history_is_played_once_for_all_starts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    desk.desk()
    desk.clear()
    played = []
    monkeypatch.setattr(ground, "_play", lambda *_given: played.append(1))
    # The folder of another process.
    monkeypatch.setattr(ground, "folder", lambda: tmp_path)
    monkeypatch.setattr(desk, "folder", lambda: tmp_path)
    again = desk.desk().office.store
    assert played == []
    assert verify(again).count > 300
    desk.clear()


def test_no_case_is_under_a_reader_s_own_exponent_or_weights(open_page: Opener) -> None:
    app = press(open_page(CASE, "en", **AMANDIER, power="4", weight_reputational="0.9"), "open")
    here = desk.desk()
    case = reads.cases(here.office, here.numbers["head-1"], "amandier")[0]
    published = figures.figures("amandier", "2026-10", "reputational")
    assert (case["score"], case["model_grade"]) == (str(published.score), published.grade)
    assert app.metric[0].value == f"{float(published.score):.0f}"


def test_a_case_keeps_the_figures_that_it_was_opened_on(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = press(open_page(CASE, "en", **AMANDIER), "open")
    score = app.metric[0].value
    known = figures.figures

    def moved(bank: str, month: str, risk: str) -> Figures:
        return replace(known(bank, month, risk), score=Decimal(77), snapshot_hash="other")

    monkeypatch.setattr(figures, "figures", moved)
    app = app.run()
    assert app.metric[0].value == score
    assert ["it can no longer be approved" in each.value for each in app.warning] == [True]


def test_everything_that_the_rules_name_has_words() -> None:
    assert set(words.STATES) == {state for entity in FIRST for state in states(entity)}
    assert set(words.REFUSALS) == {*errors.REFUSALS, "not_found"}
    assert set(ROLE_NAMES) == set(ROLES)
    assert {code for role in ROLES.values() for code in role.never} == set(words.NEVER)
    told = {event.body["action"] for event in desk.desk().office.store.events()}
    assert told <= set(words.ACTIONS)
    assert {person.role for person in PEOPLE} == set(ROLES)
    st.session_state.clear()


def test_the_horizontal_view_shows_each_person_their_banks_and_no_peer_of_a_bank(open_page: Opener) -> None:
    app = open_page("review_horizontal.py", "en")
    for who, banks in (("supervisor-1", 4), ("head-1", 8), ("auditor", 8), ("bank-zellige", 1)):
        become(app, who)
        assert len(app.dataframe[0].value) == banks, who
    assert "quartiles of 7 peers" in answer(app)
    names = {str(name) for frame in app.dataframe for column in frame.value for name in frame.value[column]}
    assert {name for name in names if name.startswith("Banque ")} == {"Banque Zellige"}
    assert not [frame for frame in app.dataframe if "Supervisor" in frame.value], "no gauge for a bank"
    become(app, "validator")
    assert "no bank to see" in answer(app)
    assert not app.get("vega_lite_chart")


def test_the_order_of_inspection_follows_from_what_stands_beside_it(open_page: Opener) -> None:
    app = become(open_page("review_horizontal.py", "en"), "head-1")
    rows = app.dataframe[0].value
    priorities = [float(value) for value in rows["Priority"]]
    assert priorities == sorted(priorities, reverse=True)
    for score, gaps, months, priority in zip(
        rows["Overall score (0–100)"],
        rows["Indicators not reported"],
        rows["Months since the last inspection"].fillna(36.0),
        priorities,
        strict=True,
    ):
        waited = min(months / 36, 1.0)
        expected = 0.5 * float(score) / 100 + 0.3 * waited + 0.2 * float(gaps) / 37
        assert priority == pytest.approx(expected, abs=0.02)


def test_decisions_stand_beside_the_model_of_twelve_months_later(open_page: Opener) -> None:
    app = become(open_page("review_horizontal.py", "en"), "head-1")
    supervisors, banks, tested = (frame.value for frame in app.dataframe[-3:])
    assert list(supervisors["Supervisor"]) == ["Salma Idrissi", "Youssef Berrada", "All decisions"]
    for frame in (supervisors, banks):
        assert (frame["Better"] + frame["Worse"] == frame["Judgements approved"]).all()
        assert frame["Judgements approved"].iloc[:-1].sum() == frame["Judgements approved"].iloc[-1]
    whole = tested.iloc[0]
    assert whole["With a grade a year on"] > 20
    for _place, row in tested.iterrows():
        assert (
            row["Same grade"] + row["One grade off"] + row["Two or three off"]
            == row["With a grade a year on"]
        )
        left = row["Too recent"] + row["No later grade"] + row["Redefined since"]
        assert row["With a grade a year on"] + left == row["Decisions"]
        assert ("(" in row["Share hit, 95% interval"]) == bool(row["With a grade a year on"])
    asis = tested.set_index("Group").loc["Approved at the model’s grade"]
    assert asis["The model’s own hits"] == asis["Same grade"]
    said = [str(each.value) for each in (*app.markdown, *app.warning, *app.caption)]
    assert any("the model is no referee" in each for each in said)
    assert any("too recent" in each for each in said)
    become(app, "supervisor-1")
    supervisors, banks, _tested = (frame.value for frame in app.dataframe[-3:])
    assert set(supervisors["Supervisor"]) == {"Salma Idrissi"}, "of their own banks alone"
    assert len(banks) == 5


def test_a_grade_of_a_month_that_is_not_there_yet_is_said_and_no_miss() -> None:
    months = figures.months(figures.snapshot())
    assert figures.later("amandier", "operational", month_later(months[-1], 1)) == "not_yet"
    assert figures.later("amandier", "operational", months[-1]) in (1, 2, 3, 4)
    assert figures.later("nobody", "operational", months[-1]) == "no_grade"


def ways(app: AppTest, slug: str) -> list[dict[str, str]]:
    """The queries of the links on a page that lead to another."""
    found = [each.proto for each in app.get("page_link") if each.proto.page == slug]
    return [dict(parse_qsl(each.query_string)) for each in found]


@pytest.mark.parametrize("script", ["risk_scores.py", "risk_supervision.py", "risk_incidents.py"])
def test_pages_on_risk_lead_to_the_case_and_back_for_those_who_may_read_it(
    open_page: Opener, script: str
) -> None:
    asked = {"bank": "caravane", "risk": "legal", "month": "2026-09"}
    app = open_page(script, "en", **asked)
    app.session_state["review person"] = "head-1"
    (way,) = ways(app.run(), "review-case")
    # Supervision is of all banks: its way leads to the one that its answer names.
    bank = "caravane" if script != "risk_supervision.py" else way["bank"]
    name = core.banks(figures.snapshot()).set_index("bank").loc[bank, "name"]
    assert way["bank"] == bank
    assert script != "risk_supervision.py" or name in answer(app)
    if script != "risk_incidents.py":
        assert (way["month"], way["risk"]) == ("2026-09", "legal")
    there = open_page(CASE, "en", **{name: way[name] for name in ("bank", "month", "risk")})
    there = become(there, "head-1")
    assert answer(there).startswith(f"#### {name}, ")
    back = ways(there, "risk-scores")
    assert back == [{**back[0], "bank": bank}]
    assert ways(there, "risk-incidents")
    other = "supervisor-1" if bank in BY_KEY["supervisor-2"].banks else "supervisor-2"
    for who, seen in ((other, 0), ("validator", 0), ("auditor", 1)):
        app.session_state["review person"] = who
        assert len(ways(app.run(), "review-case")) == seen, who


def test_a_risk_that_no_case_is_of_leads_to_the_worst_of_the_four(open_page: Opener) -> None:
    (way,) = ways(open_page("risk_scores.py", "en", bank="amandier", risk="overall"), "review-case")
    assert way["risk"] in RISKS
    risks = open_page("risk_scores.py", "en", bank="amandier", risk="overall").dataframe[0].value
    four = risks[risks["Risk"] != "Overall"]
    assert four.loc[four["Score (0–100)"].astype(float).idxmax(), "Risk"].lower() == way["risk"]


def test_a_bank_s_own_data_lead_to_no_case_without_a_sign_in(open_page: Opener) -> None:
    own = only("own", ("bank", "risk_observation")).workspace
    assert ways(open_page("risk_scores.py", "en", w=own), "review-case") == []


def test_findings_are_counted_for_those_who_may_see_them(open_page: Opener) -> None:
    app = become(open_page("review_findings.py", "en"), "head-1")
    everybody = app.dataframe[0].value
    assert list(everybody["Standing"]) == sorted(
        everybody["Standing"], key=["Overdue", "Not yet due", "Answer to assess", "Closed"].index
    )
    become(app, "bank-noria")
    assert set(app.dataframe[0].value["Bank"]) == {"Banque Noria"}
    assert len(app.dataframe[0].value) == (everybody["Bank"] == "Banque Noria").sum()


def test_a_validator_validates_and_says_within_which_limits(open_page: Opener) -> None:
    app = open_page("review_methods.py", "en")
    assert "13 methods of 16 are validated" in answer(app)
    assert [each for each in app.button if str(each.key).startswith("review validate")] == []
    become(app, "validator")
    menu = app.selectbox(key="choice of review method")
    # What waits for the validator comes first.
    assert menu.options[:2] == ["Adoption forecast (registered)", "Annual losses (registered)"]
    menu.select("Annual losses (registered)").run()
    (limits,) = app.text_area
    limits.set_value("Fit for banks with three years of events.")
    key = str(limits.key).split()[-1]
    (button,) = [each for each in app.button if each.key == f"review validate {key}"]
    button.click().run()
    assert "14 methods of 16 are validated" in answer(app)


def test_a_role_is_asked_for_approved_used_and_withdrawn(open_page: Opener) -> None:
    app = become(open_page(GRANTS, "en"), "admin")
    assert "16 people hold a role; 1 role waits for a head" in answer(app)
    app.selectbox(key="review grant role").set_value("supervisor")
    app.selectbox(key="review grant bank").set_value("noria")
    app.text_input(key="review grant until").set_value("someday")
    press(app, "grant ask")
    assert ["Write it such as 2026-10-31" in each.value for each in app.warning] == [True]
    names = app.selectbox(key="review grant person").options
    app.selectbox(key="review grant person").select_index(names.index("Salma Idrissi"))
    app.text_input(key="review grant until").set_value("2027-03-31")
    press(app, "grant ask")
    assert "2 roles wait" in answer(app)
    case = become(open_page(CASE, "en", bank="noria", risk="legal", month="2026-10"), "supervisor-1")
    assert "nothing here that" in answer(case)
    become(app, "head-1")
    (approval,) = [each for each in app.button if "Banque Noria" in each.label]
    press(app, str(approval.key).removeprefix("review "))
    assert "nothing here that" not in answer(case.run())
    row = app.dataframe[0].value.iloc[0]
    assert list(row[["Person", "Asked by", "Approved by"]]) == [
        "Salma Idrissi",
        "Mehdi Alaoui",
        "Nadia Lahlou",
    ]
    become(app, "admin")
    press(app, "grant end")
    assert app.dataframe[0].value.iloc[0]["Withdrawn by"] in ("Mehdi Alaoui", "–")
    become(app, "supervisor-2")
    assert answer(app).startswith("#### Youssef Berrada: supervisor (Banque Noria, ")
    assert set(app.dataframe[0].value["Person"]) == {"Youssef Berrada"}
    assert [each.key for each in app.button if str(each.key).startswith("review grant")] == []


def test_who_loses_their_role_sees_nothing_on_the_next_step(open_page: Opener) -> None:
    case = open_page(CASE, "en", **AMANDIER)
    assert "no case is open" in answer(case)
    here = desk.desk()
    for held in reads.register(here.office, here.numbers["supervisor-1"]):
        if held.state == "in_force":
            people.end_grant(here.office, here.numbers["admin"], held.number)
    assert "nothing here that" in answer(case.run())
    assert "holds no role here" in answer(open_page(GRANTS, "en"))


def test_an_incident_leads_to_a_finding_that_names_it(open_page: Opener) -> None:
    app = open_page("risk_incidents.py", "en", bank="caravane")
    found = [way for way in ways(app, "review-case") if "incident" in way]
    assert [(way["bank"], way["risk"]) for way in found] == [("caravane", "operational")]
    app.session_state["review person"] = "head-1"
    assert not [way for way in ways(app.run(), "review-case") if "incident" in way], "a head raises none"
    asked = {name: found[0][name] for name in ("bank", "month", "risk", "incident")}
    case = press(open_page(CASE, "en", **asked), "open")
    (place,) = [each for each in case.text_area if str(each.key).startswith("review requirement")]
    assert found[0]["incident"] in place.value
    place.set_value(place.value + " By letter.")
    press(case, "raise")
    file = reads.case_file(desk.desk().office, desk.desk().numbers["head-1"], 80)
    (event,) = [each for each in file.events if each.body["action"] == "finding.raised"]
    assert event.body["incident"] == found[0]["incident"]
    assert file.findings[0]["requirement"].endswith("By letter.")
    assert "incident " + found[0]["incident"] in case.dataframe[0].value["Details"].iloc[-1]


def test_steps_back_have_their_controls_withdraw_reopen_revoke_and_a_measure(open_page: Opener) -> None:
    app = press(open_page(CASE, "en", **AMANDIER), "open")
    press(propose(app, 2), "withdraw")
    assert "no judgement proposed" in answer(app)
    press(propose(app, 2), "submit")
    become(app, "head-1")
    app.text_area(key="review text decide").set_value("The evidence bears it.")
    press(press(app, "approve"), "communicate")
    become(app, "supervisor-1")
    app.text_area(key="review measure text").set_value("No new service before the posts are filled.")
    app.selectbox(key="review measure kind").set_value("restriction")
    app.text_input(key="review measure basis").set_value("Law 103-12")
    press(app, "order")
    app.text_area(key="review requirement").set_value("Fill the two posts.")
    app.text_input(key="review basis").set_value("Law 103-12")
    app.text_input(key="review due").set_value("2027-03-31")
    press(app, "raise")
    for text in ("One post is filled.", "Both posts are filled."):
        become(app, "bank-amandier")
        (place,) = [each for each in app.text_area if str(each.key).startswith("review text reply")]
        place.set_value(text)
        next(each for each in app.button if each.label.startswith("Answer finding")).click().run()
        become(app, "supervisor-1")
        assert text in [each.value for each in app.markdown]
        if text.startswith("One"):
            place = next(each for each in app.text_area if str(each.key).startswith("review text reopen"))
            place.set_value("The second post is open still.")
            next(each for each in app.button if each.label.startswith("Reopen finding")).click().run()
    next(each for each in app.button if each.label.startswith("Close finding")).click().run()
    become(app, "head-2")
    app.text_area(key="review text revoke").set_value("The minutes were of another bank.")
    submit(app, "Revoke the judgement")
    assert "model → decided ● 1 → ● 1" in answer(app), "the model's grade stands again"
    steps = list(app.dataframe[0].value["What"])
    assert steps[1:3] == ["Judgement proposed", "Judgement withdrawn"]
    told = ["Measure ordered", "Finding raised", "Finding answered", "Finding reopened", "Finding answered"]
    assert steps[-7:] == [*told, "Finding closed", "Judgement revoked"]


def test_a_new_case_leaves_the_old_decision_its_findings_and_its_letters_within_reach(
    open_page: Opener,
) -> None:
    app = press(open_page(CASE, "en", **AMANDIER), "open")
    press(propose(app, 2), "submit")
    become(app, "head-1")
    app.text_area(key="review text decide").set_value("The evidence bears it.")
    press(press(app, "approve"), "communicate")
    become(app, "supervisor-1")
    app.text_area(key="review requirement").set_value("Fill the two posts.")
    app.text_input(key="review due").set_value("2027-03-31")
    press(app, "raise")
    assert ["at least one word" in each.value for each in app.warning] == [True]
    assert app.text_area(key="review requirement").value == "Fill the two posts.", "what is refused is mended"
    app.text_input(key="review basis").set_value("Law 103-12")
    press(app, "raise")
    assert app.text_area(key="review requirement").value == "", "what is done is not sent twice"
    told = [each.proto.label for each in app.get("link_button")]
    press(app, "open")
    assert "draft. Until then ■ 2 stands (case 80)" in answer(app).replace("\N{NO-BREAK SPACE}", " ")
    offered = [each.proto.label for each in app.get("link_button")]
    assert {f"Case 80: {label}" for label in told if "Letter" in label or "ZIP" in label} <= set(offered)
    become(app, "bank-amandier")
    assert "decided ● 1 → ■ 2" in answer(app).replace("\N{NO-BREAK SPACE}", " ")
    (place,) = [each for each in app.text_area if str(each.key).startswith("review text reply")]
    place.set_value("Both posts are filled.")
    next(each for each in app.button if each.label.startswith("Answer finding")).click().run()
    become(app, "supervisor-1")
    next(each for each in app.button if each.label.startswith("Close finding")).click().run()
    become(app, "head-2")
    app.text_area(key="review text revoke").set_value("The minutes were of another bank.")
    submit(app, "Revoke the judgement")
    assert "Until then ● 1 stands" in answer(app).replace("\N{NO-BREAK SPACE}", " ")


def test_a_head_declares_two_accounts_one_person(open_page: Opener) -> None:
    app = become(open_page(GRANTS, "en"), "head-1")
    for key, name in (("one", "Salma Idrissi"), ("other", "Karim Sefrioui")):
        menu = app.selectbox(key=f"review grant {key}")
        menu.select_index(menu.options.index(name))
    press(app, "grant same")
    assert ["written in the ledger" in each.value for each in app.success] == [True]
    case = press(open_page(CASE, "en", **AMANDIER), "open")
    press(case, "submit")
    become(case, "head-2")
    case.text_area(key="review text decide").set_value("As the model says.")
    press(case, "approve")
    assert ["you wrote in this case" in each.value for each in case.warning] == [True]


def test_telling_the_bank_has_the_ledger_stamped_where_people_sign_in(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch, served: str
) -> None:
    open_page(CASE, "en", **AMANDIER)
    here = desk.desk()
    monkeypatch.setenv(stamps.ADDRESS, served)
    assert case_steps.stamped() == "", "what is invented is shown to no authority"
    monkeypatch.setattr(desk, "signs_in", lambda: True)
    monkeypatch.setattr(desk, "desk", lambda: here)
    assert "stamped by the authority" in case_steps.stamped()
    assert len(stamps.stamps(here.office.store)) == 1
    monkeypatch.setenv(stamps.ADDRESS, "http://127.0.0.1:9/tsr")
    assert "gave no stamp" in case_steps.stamped()
    monkeypatch.delenv(stamps.ADDRESS)
    assert case_steps.stamped() == ""


def test_the_ledger_is_whole_and_its_events_are_the_auditor_s(open_page: Opener) -> None:
    app = open_page("review_ledger.py", "en")
    assert "The ledger is whole" in answer(app)
    assert not app.dataframe
    become(app, "auditor")
    app.text_input(key="review search").set_value("zellige")
    press(app, "read")
    assert set(app.dataframe[0].value["Bank"]) == {"Banque Zellige"} | (
        set(app.dataframe[0].value["Bank"]) & {"–"}
    )
    assert next(iter(app.dataframe[0].value["What"])) == "Ledger read"
    become(app, "head-1")
    assert not app.dataframe, "what an auditor found is not handed on"


def test_anybody_compares_what_a_letter_prints_with_the_ledger(open_page: Opener) -> None:
    app = become(open_page("review_ledger.py", "en"), "bank-noria")
    event = next(each for each in desk.desk().office.store.events(after=40))
    count = verify(desk.desk().office.store).count
    for text, said in (
        ("Event 41", "Write number and hash"),
        (f"{event.seq}:{event.hash[:-1]}x", "Write number and hash"),
        (f"{event.seq}:{'0' * 64}", "the ledger has no such event"),
        (f"{count + 1}:{event.hash}", "the ledger has no such event"),
        (f" {event.seq}:{event.hash} ", "Yes: the ledger has this event"),
    ):
        app.text_input(key="review printed").set_value(text)
        press(app, "compare")
        assert said in " ".join(each.value for each in (*app.warning, *app.success))
    assert verify(desk.desk().office.store).count == count, "whoever compares writes nothing"


def test_a_ledger_that_was_tampered_with_says_so(open_page: Opener) -> None:
    store = desk.desk().office.store
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER event_no_update")
        connection.exec_driver_sql("UPDATE event SET body = '{}' WHERE seq = 7")
    assert "broken at event 7" in answer(open_page("review_ledger.py", "en"))


def test_weights_can_be_argued_with_and_their_parts_add_up(open_page: Opener) -> None:
    app = become(open_page("review_horizontal.py", "en"), "head-1")
    before = list(app.dataframe[0].value["Bank"])
    app.slider(key="review weight risk").set_value(0)
    app.slider(key="review weight gaps").set_value(0)
    app.slider(key="review capacity").set_value(60).run()
    rows = app.dataframe[0].value
    assert list(rows["Bank"]) != before
    waited = list(rows["Months since the last inspection"].fillna(36.0))
    assert waited == sorted(waited, reverse=True), "time alone orders now"
    for _place, row in rows.iterrows():
        parts = sum(float(row[f"of it {part}"]) for part in ("risk", "time", "data gaps"))
        assert float(row["Priority"]) == pytest.approx(parts, abs=0.011)
    days = rows["Person-days"].astype(float).cumsum()
    assert list(rows["Within the year’s days"]) == ["yes" if each <= 60 else "no" for each in days]


def test_peers_are_quartiles_where_five_stand_behind_them_and_nothing_else(open_page: Opener) -> None:
    app = become(open_page("review_horizontal.py", "en"), "bank-noria")
    (frame,) = [each.value for each in app.dataframe if "First quartile" in each.value]
    assert set(frame["Peers"]) == {7}
    assert (frame["First quartile"].astype(float) <= frame["Third quartile"].astype(float)).all()
    here = desk._desk_of("process")
    seat = desk.Seat(here.office, BY_KEY["bank-noria"], here.numbers["bank-noria"], invented=True)
    view = horizontal.horizon(seat, "2026-10")
    kept = [bank for bank in view.scores["bank"].unique() if bank != "noria"][:4]
    few = replace(view, scores=view.scores[view.scores["bank"].isin([*kept, "noria"])])
    assert horizontal.quartiles(few).empty
    with speaking("en"):
        assert "too few" in horizontal.sentence(few)


def test_a_bank_hands_its_return_in_and_answers_what_is_asked_about_a_figure(open_page: Opener) -> None:
    app = become(open_page("review_returns.py", "en"), "head-1")
    calendar = app.dataframe[0].value
    owing = list(calendar.loc[calendar["Standing"] == "Owed and overdue", "Return of a bank"])
    assert len(owing) == 2
    assert "2 returns are owed and overdue" in answer(app)
    corrections = next(each.value for each in app.dataframe if "After" in each.value)
    assert (corrections["Before"] != corrections["After"]).all()
    become(app, "bank-amandier")
    assert "1 return is owed" in answer(app)
    for area in app.text_area:
        if str(area.key).startswith("review reason 2026-10"):
            area.set_value("Checked with the service that reports it.")
    submit(app, "Hand in the return of October 2026")
    assert "0 returns are owed" in answer(app)
    become(app, "supervisor-1")
    app.selectbox(key="review figure").set_value("O1")
    app.text_area(key="review text ask").set_value("Which outages does it count?")
    submit(app, "Ask")
    become(app, "bank-amandier")
    (place,) = [each for each in app.text_area if each.label == "Which outages does it count?"]
    place.set_value("All of the mobile service.")
    submit(app, f"Answer question {str(place.key).split()[-1]}")
    asked = next(each.value for each in app.dataframe if "Question" in each.value)
    assert {name.split(",")[0] for name in asked["Return of a bank"]} == {"Banque Amandier"}
    assert "All of the mobile service." in set(asked["Answer"])
    become(app, "validator")
    assert "no return to see" in answer(app)


def test_what_rules_find_in_a_return() -> None:
    bounds = {"O4": (Decimal(0), Decimal(100)), "P3": (Decimal(0), None)}

    def found(before: dict[str, Decimal] | None = None, media: int = 2, **now: int | None) -> dict[str, str]:
        figures = {code: None if value is None else Decimal(value) for code, value in now.items()}
        return {fault.rule: fault.level for fault in check(figures, before, bounds=bounds, media=media)}

    assert found(O4=50, P3=2) == {}
    assert found(O4=101) == {"bounds": "error"}
    assert found(P3=-1, media=-1) == {"bounds": "error"}
    assert found(P3=3) == {"media": "warning"}, "the register of incidents is another table"
    assert found(O1=2, O2=3) == {"outage": "warning"}
    assert found(O6=1, R3=None) == {"notices": "warning"}
    assert found(before={"O4": Decimal(10)}, O4=31) == {"jump": "warning"}
    assert found(before={"O4": Decimal(10)}, O4=3) == {"jump": "warning"}
    assert found(before={"O4": Decimal(10)}, O4=30) == {}
    assert found(before={"O4": Decimal(0)}, O4=30) == {}, "nothing is three times nothing"


_PAGES = ("case", "horizontal", "findings", "returns", "inbox", "ledger", "methods")


def everything(app: AppTest) -> str:
    """All that a page hands to the browser: words, tables, charts, alternative texts, menus and addresses."""
    tables = [table.value.to_csv() for table in app.dataframe]
    drawn = [
        str(each.proto) for kind in ("vega_lite_chart", "link_button", "arrow") for each in app.get(kind)
    ]
    said = [str(each.value) for kind in ("markdown", "caption", "warning") for each in app.get(kind)]
    return " ".join([*tables, *drawn, *said, answer(app)])


@pytest.mark.parametrize("script", _PAGES)
def test_another_bank_s_id_in_the_address_or_in_compare_tells_a_bank_nothing(
    open_page: Opener, script: str
) -> None:
    # The head reads first: what was computed for them is in every cache.
    first = open_page(f"review_{script}.py", "en", bank="zellige", beside="zellige", month="2026-09")
    become(first, "head-1")
    app = open_page(f"review_{script}.py", "en", bank="zellige", beside="zellige", month="2026-09")
    shown = everything(become(app, "bank-noria"))
    told = shown.replace("Banque Zellige, ", "")  # the bank that the address itself names, on the case page
    if script == "case":
        assert "nothing here that Anas Kettani may see" in shown
    others = {name for code, name in desk.Seat(None, None, 0, invented=True).names.items() if code != "noria"}
    assert not [name for name in others if name in told]


def test_no_text_that_somebody_wrote_becomes_a_formula_or_a_page(open_page: Opener) -> None:
    app = press(open_page(CASE, "en", **AMANDIER), "open")
    written = '=HYPERLINK("http://evil.example") <img src=x onerror=alert(1)> [a](javascript:b) and more'
    app.selectbox(key="review grade").set_value(2)
    app.text_input(key="review dated").set_value("2026-11-10")
    app.text_area(key="review text").set_value(written)
    app.text_area(key="review note").set_value("Minutes.")
    submit(app, "Propose")
    assert written in " ".join(app.dataframe[0].value["Details"]), "kept as it was written"
    # The printed table says it in words: each bracket and tag escaped, the address no address.
    printed = [each.value for each in app.markdown if "javascript:" in each.value or "<img" in each.value]
    assert [re.findall(r"(?<!\\)[\[\]<]|javascript:(?=[A-Za-z])", text) for text in printed] == [[]]
