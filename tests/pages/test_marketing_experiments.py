"""The experiments page: lift, power, the e-mail funnel, and columns that came too late."""

import re
from pathlib import Path

import pandas as pd
import pytest

from analytics.marketing.experiment import lift
from data import queries, queries_campaigns
from data.build import build_workspace
from data.snapshots import current
from tests.pages.conftest import Opener
from tests.pages.seen import answered
from tests.pages.values import said, table_with

SCRIPT = "marketing_experiments.py"
BANK = {"bank": ["mienne"], "name": ["Banque Mienne"], "country": ["MAR"], "size": ["small"]}


def test_the_lift_is_that_of_the_people_drawn(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="safran")
    people = queries_campaigns.campaign_contacts(current(), "safran")
    treated = people["arm"].mask(people["arm"] != "control", "treated")
    row = lift(people["outcome"], treated, control="control")["treated"]
    stated = re.search(r"\+([\d.]+) points \(([\d.]+) to ([\d.]+)\)", answered(app)).groups()
    assert [float(part) for part in stated] == pytest.approx([row.points, row.low, row.high], abs=0.005)
    rows = table_with(app, "Lift (points)")
    assert rows["People"].sum() == len(people)
    assert rows["New users"].sum() == people["outcome"].sum()


def test_users_caused_and_users_who_came_anyway_add_up(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en")
    won, caused = re.search(r"Of (\d+) new users, (\d+) \(.*\) came because", answered(app)).groups()
    people, anyway = re.search(r"(\d+) people were addressed; (\d+) of", said(app)[0]).groups()
    assert int(people) == 600
    assert int(caused) + int(anyway) == pytest.approx(int(won), abs=1)


def test_a_test_known_by_counts_is_read_from_its_arms(open_page: Opener) -> None:
    arms = queries.campaigns(current(), "noria").query("randomised")
    name = arms["campaign"].iloc[0]
    app = open_page(SCRIPT, "en", bank="noria", test=name)
    rows = table_with(app, "Lift (points)").set_index("Arm")
    own = arms[arms["campaign"] == name].set_index("arm")
    assert rows.loc["Control arm", "New users"] == own.loc["control", "converted"]
    assert rows.loc["Message and gift", "People"] == own.loc["message_and_gift", "reached"]
    assert any("no people one by one" in each for each in said(app))
    assert any("counts of each arm" in each for each in said(app))


@pytest.mark.parametrize(
    ("name", "value", "query"),
    [
        ("test_level", 0.8, ("tlevel", "0.8")),
        ("wanted_lift", 8.0, ("lift", "8")),
        ("email_sends", 24.0, ("sends", "24")),
    ],
)
def test_every_slider_changes_what_is_said_and_the_address(
    open_page: Opener, name: str, value: float, query: tuple[str, str]
) -> None:
    app = open_page(SCRIPT, "en")
    before = [answered(app), *said(app)]
    app.select_slider(key=f"control {name}").set_value(value).run()
    assert [answered(app), *said(app)] != before
    assert app.query_params[query[0]] == query[1]


def test_a_larger_lift_takes_fewer_people(open_page: Opener) -> None:
    def needed(wanted: str) -> int:
        app = open_page(SCRIPT, "en", lift=wanted)
        (told,) = {each for each in said(app) if "for 80% it takes" in each}
        return int(re.search(r"takes ([\d,]+) people", told).group(1).replace(",", ""))

    assert needed("1") > 5 * needed("5")
    assert "Too small" in open_page(SCRIPT, "en", lift="1").container(key="answer").markdown[1].value


def test_a_lift_above_all_that_is_left_is_refused_in_a_sentence(open_page: Opener, demo_home) -> None:
    people = pd.DataFrame(
        {
            "bank": "mienne",
            "campaign": "pilote",
            "person": [f"p{place}" for place in range(80)],
            "arm": ["control", "call"] * 40,
            "outcome": [place % 40 != 0 for place in range(80)],
            "age": [20 + place for place in range(80)],
        }
    )
    build_workspace("plein", {"bank": pd.DataFrame(BANK), "campaign_contact": people})
    app = open_page(SCRIPT, "en", w="plein", bank="mienne", lift="10")
    assert not app.exception
    assert any("cannot be had" in each for each in said(app))


def test_the_length_of_the_call_is_refused_and_the_others_are_not(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en")
    rows = table_with(app, "Pairs ranked right alone (%)").set_index("Column")
    assert rows.loc["Length of the call", "Driver"] == "refused"
    assert set(rows.drop(index="Length of the call")["Driver"]) == {"allowed"}
    assert any("Refused as a driver: “Length of the call”" in each for each in said(app))
    asked = open_page(SCRIPT, "en", asked="age,education")
    assert any("None refused: " in each for each in said(asked))


@pytest.mark.published
def test_the_public_campaign_file_loses_its_call_duration(open_page: Opener, published: Path) -> None:
    rows = pd.read_csv(published / "raw" / "uci_bank_marketing_additional_4119.csv", encoding="utf-8-sig")
    people = pd.DataFrame(
        {
            "bank": "mienne",
            "campaign": "telephone",
            "person": [f"p{place}" for place in range(len(rows))],
            "arm": ["control", "call"] * (len(rows) // 2) + ["control"] * (len(rows) % 2),
            "outcome": rows["y"] == "yes",
            "age": rows["age"],
            "occupation": rows["job"],
            "education": rows["education"],
            "earlier_contacts": rows["previous"],
            "call_duration": rows["duration"],
        }
    )
    build_workspace("telephone", {"bank": pd.DataFrame(BANK), "campaign_contact": people})
    app = open_page(SCRIPT, "en", w="telephone", bank="mienne")
    found = table_with(app, "Pairs ranked right alone (%)").set_index("Column")
    assert found.loc["Length of the call", "Driver"] == "refused"
    assert found.loc["Length of the call", "Pairs ranked right alone (%)"] > 75
    assert (found.drop(index="Length of the call")["Driver"] == "allowed").all()


def test_the_list_wears_down_at_its_own_rate(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="detroit", sends="10")
    mail = queries.campaigns(current(), "detroit").query("lever == 'email' and arm != 'control'")
    total = mail[["unsubscribed", "reached"]].dropna().sum()
    kept = 100 * (1 - total["unsubscribed"] / total["reached"]) ** 10
    (told,) = {each for each in said(app) if "of the list left" in each}
    assert float(re.search(r"and ([\d.]+)% of the list", told).group(1)) == pytest.approx(kept, abs=0.051)
    assert table_with(app, "People-sends")["People-sends"].is_monotonic_decreasing


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_bank_without_a_control_is_told_why_it_matters(open_page: Opener, demo_home, language: str) -> None:
    build_workspace("sans-temoin", {"bank": pd.DataFrame(BANK)})
    app = open_page(SCRIPT, language, w="sans-temoin", bank="mienne")
    assert not app.exception
    assert {"fr": "sans témoin", "en": "without a control"}[language] in answered(app)
