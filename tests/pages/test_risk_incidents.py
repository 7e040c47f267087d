"""The incidents page: verdict, what decides it, the running clock, the form, and what the register lacks."""

import re
from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace

import pandas as pd
import pytest

from analytics.risk.incident_facts import FACT_LABELS
from analytics.risk.incidents import classify
from data.build import build_workspace
from data.ingest import validate_frame
from data.snapshots import current
from studies.risk import incidents as reads
from tests.pages.conftest import Opener, behind, value
from tests.pages.seen import answered, table_with, tables
from ui.refusal import Refusal
from ui.risk.incident_case import usual_clock
from ui.risk.incidents import distance_frame

SCRIPT = "risk_incidents.py"
SLUG = "risk-incidents"
FORM, RECURRING, QUESTIONS = "The form", "Recurring incidents", "Questions to the bank"
MAJOR = {"bank": "safran", "incident": "INC-2026-003"}
BANK = pd.DataFrame({"bank": ["mine"], "name": ["Ma banque"], "size": ["small"]})
# Exactly at two thresholds: 10 % of clients and 2 h of downtime are not major (strict inequalities).
AT_THE_LIMIT = {
    "bank": "mine",
    "incident": "INC-1",
    "title": "At the limit",
    "occurred_at": "2026-10-01 08:00",
    "aware_at": "2026-10-01 08:10",
    "classified_at": "2026-10-01 10:00",
    "time_zone": "Africa/Casablanca",
    "critical_services_affected": True,
    "clients_affected": 900.0,
    "clients_affected_percent": 10.0,
    "counterparts_affected_percent": 0.0,
    "transactions_affected_percent": 3.0,
    "transaction_value_affected_percent": 3.0,
    "relevant_clients_affected": False,
    "media": True,
    "repeated_complaints": False,
    "regulatory_breach": False,
    "client_loss": False,
    "duration_hours": 5.0,
    "downtime_hours": 2.0,
    "member_states": 0.0,
    "data_losses": False,
    "malicious_access": False,
    "cost_eur": 100_000.0,
    "root_cause": "payment switch",
}


def sentences(app) -> list[str]:
    return [element.value for element in [*app.markdown, *app.caption, *app.info, *app.warning]]


def load(workspace: str, **changed) -> dict[str, str]:
    rows = pd.DataFrame([AT_THE_LIMIT | changed])
    moments = [column for column in rows if column.endswith("_at")]
    rows[moments] = rows[moments].apply(pd.to_datetime)
    build_workspace(workspace, {"bank": BANK, "incident": rows})
    return {"w": workspace, "bank": "mine"}


def test_a_major_incident_names_the_criteria_that_decide_and_their_thresholds(open_page: Opener) -> None:
    said = answered(open_page(SCRIPT, "en", **MAJOR))
    assert " is major: critical services, 2 of six criteria met" in said
    page = value(SLUG, "en", **MAJOR)
    assert page.answer.more.startswith("Voice server not answering. Critical services are affected")
    assert "(12.3%, above 10%)" in page.answer.more


def test_every_fact_stands_beside_its_threshold_and_article() -> None:
    criteria = value(SLUG, "en", **MAJOR).table("criteria").frame.set_index("Fact")
    share = criteria.loc["Clients affected, % of the service’s users"]
    assert (share["Value"], share["Met when"], share["Fact met"]) == ("12.3%", "above 10%", "met")
    assert criteria["Article of Regulation (EU) 2024/1772"].str.len().min() > 0
    assert criteria["Criterion"].nunique() == 8


def test_a_fact_of_two_criteria_is_one_point_of_the_chart() -> None:
    frame = distance_frame(SimpleNamespace(judged=classify({"critical": True})))
    assert len(frame) == len(FACT_LABELS)
    assert frame["label"].is_unique


def test_exactly_the_threshold_is_not_major(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", **load("incidents-limit"))
    assert not app.exception
    assert " is not major: 1 of six criteria met, two are needed. No report is due." in answered(app)
    page = value(SLUG, "en", w="incidents-limit", bank="mine")
    assert page.answer.more.startswith("At the limit. Only one of the six criteria is met")
    criteria = page.table("criteria").frame.set_index("Fact")
    assert criteria.loc["Clients affected, % of the service’s users", "Fact met"] == "not met"


@pytest.mark.parametrize(
    ("workspace", "change"),
    [
        ("incidents-clients", {"clients_affected_percent": 10.1}),
        ("incidents-downtime", {"downtime_hours": 2.1}),
        ("incidents-cost", {"cost_eur": 100_001.0}),
        ("incidents-access", {"malicious_access": True, "media": False}),
    ],
)
def test_a_little_more_is_major(open_page: Opener, workspace: str, change: dict) -> None:
    assert " is major: " in answered(open_page(SCRIPT, "en", **load(workspace, **change)))


def test_the_clock_runs_in_the_zone_shown(open_page: Opener) -> None:
    query = load("incidents-clock", downtime_hours=2.1)
    app = open_page(SCRIPT, "en", **query, clock="20261001T1300")
    deadlines = table_with(app, "Counted").set_index("Report")
    # Four hours from the classification at 10:00, though a day from awareness would be later.
    assert deadlines.loc["initial notification", "Due (Casablanca time)"] == "1 October 2026, 14:00"
    assert "due by 1 October 2026, 14:00, in 1 h 0 min." in answered(app)
    late = open_page(SCRIPT, "en", **query, clock="20261001T1530")
    assert "was due by 1 October 2026, 14:00 and is 1 h 30 min late" in answered(late)
    paris = open_page(SCRIPT, "en", **query, clock="20261001T1530", zone="Europe/Paris")
    assert "was due by 1 October 2026, 15:00 and is 0 h 30 min late" in answered(paris)
    told = value(SLUG, "en", **query, clock="20261001T1530", zone="Europe/Paris")
    assert "is 0 h 30 min late (Paris time)" in told.answer.more
    hours = next(metric for metric in told.metrics if metric.code == "hours_left")
    assert hours.value == -0.5


def test_time_left_is_counted_from_the_end_of_the_data_not_from_the_visit(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", **MAJOR)
    assert any("counted from the end of the data, 31 October 2026, 23:59" in text for text in sentences(app))
    assert any(text.startswith("The clock stands at 31 October 2026, 23:59") for text in sentences(app))


@pytest.mark.parametrize(
    ("present", "stands", "live"),
    [
        ("2026-11-29T10:00+00:00", "2026-10-31T23:59+01:00", False),
        ("2026-11-01T10:00+00:00", "2026-11-01T11:00+01:00", True),
        ("2026-10-30T10:00+00:00", "2026-10-31T23:59+01:00", False),
    ],
)
def test_only_live_data_are_counted_from_now(present: str, stands: str, live: bool) -> None:
    found = usual_clock(date(2026, 10, 31), "Africa/Casablanca", datetime.fromisoformat(present))
    assert found == (datetime.fromisoformat(stands), live)


def test_a_malicious_access_to_services_called_not_critical_is_major_and_a_question(
    open_page: Opener,
) -> None:
    changed = {"malicious_access": True, "critical_services_affected": False}
    app = open_page(SCRIPT, "en", **load("incidents-flag", **changed))
    assert " is major: a malicious access succeeded" in answered(app)
    asked = table_with(behind(app, QUESTIONS), "Question").set_index("Incident")
    assert "the bank is asked why it says otherwise" in asked.loc["INC-1", "Question"]


def test_thresholds_passed_beside_a_flag_of_not_critical_are_asked_about(open_page: Opener) -> None:
    changed = {"downtime_hours": 2.1, "critical_services_affected": False}
    app = open_page(SCRIPT, "en", **load("incidents-downgraded", **changed))
    assert "is not major: critical services are not affected" in answered(app)
    told = sentences(behind(app, QUESTIONS))
    assert any("1 would be major if they were critical" in text for text in told)


def test_a_recurring_major_incident_gets_a_deadline(open_page: Opener) -> None:
    groups = table_with(behind(open_page(SCRIPT, "en", bank="safran"), RECURRING), "Root cause")
    major = groups[groups["Together"] == "major"]
    number = major.iloc[0]["Incidents"].split(", ")[0]
    assert len(major) == 1 or not set(major.iloc[0]["Incidents"].split(", ")) & set(
        major.iloc[1]["Incidents"].split(", ")
    )
    app = open_page(SCRIPT, "en", bank="safran", incident=number)
    assert "is major together with others. The initial notification was due by" in answered(app)
    other = major.iloc[0]["Incidents"].split(", ")[1]
    assert other in value(SLUG, "en", bank="safran", incident=number).answer.more
    assert len(table_with(app, "Counted")) == 3


def test_what_is_not_known_leaves_the_verdict_open_and_the_address_keeps_it(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", **load("incidents-unknown"), unknown="downtime_h,duration_h")
    assert app.query_params["unknown"] == "downtime_h,duration_h"
    assert " cannot be decided yet: 1 of six criteria met" in answered(app)
    page = value(SLUG, "en", w="incidents-unknown", bank="mine", unknown="downtime_h,duration_h")
    criteria = page.table("criteria").frame.set_index("Fact")
    assert criteria["Fact met"].str.contains("not known").sum() == 2
    met = page.metrics[0]
    assert (met.code, met.low, met.value, met.high) == ("criteria_met", 1, 1, 2)
    assert any(text.startswith("Not known and could decide: ") for text in sentences(app))


def test_another_incident_another_form_and_another_zone_reach_the_address(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", **MAJOR)
    before = answered(app)
    app.selectbox(key="control incident").set_value("INC-2024-005").run()
    assert app.query_params["incident"] == "INC-2024-005"
    assert answered(app) != before
    fields = len(table_with(behind(app, FORM), "Required"))
    app.selectbox(key="control report_form").set_value("final").run()
    assert app.query_params["form"] == "final"
    assert len(table_with(behind(app, FORM), "Required")) > fields
    app.selectbox(key="control time_zone").set_value("UTC").run()
    assert app.query_params["zone"] == "UTC"
    assert "Began (universal time)" in table_with(behind(app, "The register"), "Critical services")


def test_the_clock_typed_reaches_the_address(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", **MAJOR)
    app.text_input(key="control clock").set_value("2026-08-08 00:30").run()
    assert app.query_params["clock"] == "20260808T0030"


def test_the_form_is_filled_and_says_what_it_lacks(open_page: Opener) -> None:
    form = table_with(behind(open_page(SCRIPT, "en", **MAJOR), FORM), "Required").set_index("Field")
    assert form.loc["Name of the bank", "Value"] == "Safran Banque"
    assert form.loc["LEI code", "State"] == "missing"
    assert (form.loc[form["State"] == "filled", "Value"] != "–").all()


def test_recurring_incidents_share_a_cause_and_lie_within_six_months(open_page: Opener) -> None:
    groups = table_with(behind(open_page(SCRIPT, "en", bank="safran"), RECURRING), "Root cause")
    assert (groups["Incidents"].str.count(",") >= 1).all()
    # Longer chains are windows of six months that overlap.
    pairs = groups[groups["Incidents"].str.count(",") == 1]
    assert ((pd.to_datetime(pairs["Last"]) - pd.to_datetime(pairs["First"])).dt.days <= 184).all()
    assert groups["Together"].str.contains("major").all()


def test_no_incident_is_an_answer(open_page: Opener) -> None:
    build_workspace("incidents-none", {"bank": BANK})
    app = open_page(SCRIPT, "en", w="incidents-none", bank="mine")
    assert not app.exception
    assert "Ma banque: no incident is recorded, so nothing is to be reported." in answered(app)


def test_what_does_not_exist_is_said(open_page: Opener) -> None:
    app = open_page(
        SCRIPT, "en", bank="nowhere", incident="INC-0", zone="Mars", clock="20301301T0000", unknown="weather"
    )
    assert not app.exception
    said = " ".join(sentences(app))
    for wanted in ("nowhere", "INC-0", "Mars", "weather"):
        assert wanted in said
    assert "The link’s clock states no moment; the present one is used." in said


def test_a_clock_in_the_future_is_said(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", **MAJOR, clock="20990101T0000")
    assert any("The clock stands in the future: 1 January 2099" in text for text in sentences(app))


def test_a_percentage_above_100_never_gets_past_the_import(open_page: Opener) -> None:
    rows = pd.DataFrame(
        {
            "bank": ["amandier"],
            "incident": ["INC-9"],
            "title": ["x"],
            "occurred_at": ["2026-03-14 09:20"],
            "clients_affected_percent": ["140"],
        }
    )
    report = validate_frame(rows, table="incident")
    assert any(problem.column == "clients_affected_percent" for problem in report.problems)


def test_the_same_link_gives_the_same_figures(open_page: Opener) -> None:
    query = MAJOR | {"clock": "20260901T1200", "form": "intermediate"}
    one, other = (open_page(SCRIPT, "fr", **query) for _ in range(2))
    assert answered(one) == answered(other)
    for left, right in zip(tables(one), tables(other), strict=True):
        pd.testing.assert_frame_equal(left, right)


# What another register gives must not be kept for the tests after it.
@pytest.mark.usefixtures("nothing_kept")
def test_a_row_that_contradicts_itself_is_shown_and_kept_off_paper(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The contract stops what it can see; what it cannot, the register marks.
    register = reads.register(current(), "safran", 10.8)
    found = [replace(entry, classification=None, facts=None) for entry in register]
    monkeypatch.setattr(reads, "register", lambda *_asked: tuple(found))
    app = open_page(SCRIPT, "en", **MAJOR)
    assert " cannot be judged: its row in the register contradicts itself." in answered(app)
    assert any(text.startswith("Correct this row and load it again") for text in sentences(app))
    page = value(SLUG, "en", **MAJOR)
    assert isinstance(page.board, Refusal)
    assert page.board.tables == ("incident",)
    assert (page.table("register").frame["Verdict"] == "contradicts itself").all()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_incidents_answer_is_read_in_a_glance(language: str) -> None:
    entries = value(SLUG, language, bank="safran").table("register")
    for opens in entries.opens:
        page = value(SLUG, language, bank="safran", incident=opens.changes["incident"])
        assert len(re.findall(r"[^\W_][\w’:,.-]*", page.answer.sentence)) <= 30
        assert page.answer.sentence.count(". ") <= 1
        assert re.search(r"INC-\d", page.answer.sentence) is None, "nobody knows an incident by its code"


@pytest.mark.parametrize("bank", ["caravane", "amandier"])
def test_no_tile_stands_without_a_figure_where_nothing_is_due(bank: str) -> None:
    metrics = {metric.code: metric for metric in value(SLUG, "en", bank=bank).metrics}
    assert "hours_left" not in metrics
    assert all(metric.value is not None for metric in metrics.values())
    # As many as a year before is said; a change of 0 would be a badge that says nothing.
    assert metrics["major_incidents"].change != 0
