"""Where a bank may serve customers: the expected outcomes, dates as data, never a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.risk import licensing, licensing_reach
from analytics.risk.licence_rule import rules_from_table
from analytics.risk.licensing import (
    ACTIVITIES,
    APPROACHES,
    CLIENTS,
    PRESENCES,
    SIGNALS,
    LicensingCase,
    Outcome,
    targeting_signals,
)
from analytics.risk.licensing_reach import unlicensed_share

CATALOGUE = Path(__file__).resolve().parents[3] / "data" / "catalogue" / "licence_rule.csv"
LICENCE_RULES = rules_from_table(pd.read_csv(CATALOGUE, dtype=str))
decide = partial(licensing.decide, rules=LICENCE_RULES)
possible_outcomes = partial(licensing_reach.possible_outcomes, rules=LICENCE_RULES)
FRENCH_DEPOSIT = {"home": "MA", "host": "FR", "activities": ["deposits"], "client": "retail"}
IN_2027 = {"service_date": "2027-02-01"}

EXPECTED = [
    (
        {"home": "MA", "host": "MA", "activities": ["deposits"], "licence_held": True},
        "LICENCE",
        "met",
        "MA-2",
    ),
    ({"home": "FR", "host": "DE", "activities": ["deposits"], "notice_sent": True}, "NOTIFY", "met", "EU-1"),
    (
        {"home": "FR", "host": "DE", "activities": ["deposits"], "notice_sent": False},
        "NOTIFY",
        "breached",
        "EU-1",
    ),
    (FRENCH_DEPOSIT | IN_2027 | {"approach": "solicited"}, "BRANCH", "open", "EU-4"),
    (FRENCH_DEPOSIT | IN_2027 | {"approach": "own_initiative"}, "EXEMPT", "not_applicable", "EU-5"),
    (
        FRENCH_DEPOSIT | IN_2027 | {"approach": "solicited", "contract_date": "2026-06-30"},
        "EXEMPT",
        "not_applicable",
        "EU-5",
    ),
    (
        FRENCH_DEPOSIT | IN_2027 | {"approach": "solicited", "contract_date": "2026-07-12"},
        "BRANCH",
        "open",
        "EU-4",
    ),
    (
        {"home": "MA", "host": "FR", "activities": ["credit"], "client": "group"},
        "EXEMPT",
        "not_applicable",
        "EU-5",
    ),
    (
        {"home": "MA", "host": "FR", "activities": ["deposits"], "client": "credit_institution"},
        "EXEMPT",
        "not_applicable",
        "EU-5",
    ),
    (
        {"home": "MA", "host": "LU", "activities": ["deposits"], "client": "investment_fund", **IN_2027},
        "BRANCH",
        "open",
        "EU-4",
    ),
    (
        {"home": "MA", "host": "US", "activities": ["deposits"], "client": "retail", "deposit_usd": 10_000},
        "SUBSIDIARY",
        "open",
        "US-2",
    ),
    (
        {
            "home": "MA",
            "host": "US",
            "activities": ["deposits"],
            "client": "wholesale",
            "deposit_usd": 1_000_000,
            "presence": "branch",
        },
        "LICENCE",
        "open",
        "US-1",
    ),
    (
        {"home": "FR", "host": "MA", "activities": ["deposits"], "signals": []},
        "UNCLEAR",
        "not_applicable",
        "MA-5",
    ),
    (
        {
            "home": "FR",
            "host": "MA",
            "activities": ["deposits"],
            "signals": ["local_currency", "local_domain", "accepts_residents"],
        },
        "LICENCE",
        "open",
        "MA-1",
    ),
    ({"home": "FR", "host": "MA", "activities": []}, "EXEMPT", "not_applicable", "MA-1"),
]


@pytest.mark.parametrize(("case", "outcome", "status", "rule"), EXPECTED)
def test_expected_outcomes(case: dict[str, object], outcome: str, status: str, rule: str) -> None:
    decision = decide(case)
    assert decision.outcome == outcome
    assert decision.status == status
    assert rule in [applied.id for applied in decision.rules if applied.decisive]


def test_a_subsidiary_answers_the_third_country_rule_as_well() -> None:
    assert decide(EXPECTED[3][0]).alternatives == ("SUBSIDIARY",)
    held = decide(EXPECTED[3][0] | {"presence": "subsidiary", "licence_held": True})
    assert (held.outcome, held.alternatives, held.status) == ("SUBSIDIARY", ("BRANCH",), "met")


def test_serving_morocco_brings_the_data_protection_duties() -> None:
    assert {"MA-6", "MA-7", "MA-8"} <= {applied.id for applied in decide(EXPECTED[13][0]).rules}


def test_every_applied_rule_says_source_date_tag_and_why() -> None:
    for case, *_ in EXPECTED:
        decision = decide(case)
        assert "no legal advice" in decision.disclaimer.en
        assert "non un avis juridique" in decision.disclaimer.fr
        for language in ("en", "fr"):
            table = decision.table(language)  # type: ignore[arg-type]
            assert table["tag"].isin(["V", "V2", "M", "C"]).all()
            assert table["source"].str.len().min() > 3
            assert table["date"].str.match(r"\d{4}").all()
            assert table["why"].str.len().min() > 10


# Dates are data


def test_before_its_day_the_third_country_rule_does_not_decide() -> None:
    early = decide(FRENCH_DEPOSIT | {"approach": "solicited", "service_date": "2027-01-10"})
    on_the_day = decide(FRENCH_DEPOSIT | {"approach": "solicited", "service_date": "2027-01-11"})
    assert (early.outcome, on_the_day.outcome) == ("UNCLEAR", "BRANCH")


def test_moving_the_day_of_a_rule_moves_the_outcome() -> None:
    sooner = tuple(
        replace(rule, valid_from=date(2026, 1, 1)) if rule.id in ("EU-4", "EU-5") else rule
        for rule in LICENCE_RULES
    )
    case = FRENCH_DEPOSIT | {"approach": "solicited", "service_date": "2026-03-01"}
    assert decide(case).outcome == "UNCLEAR"
    assert decide(case, rules=sooner).outcome == "BRANCH"
    later = tuple(
        replace(rule, cutoff=date(2026, 8, 1)) if rule.id == "EU-5" else rule for rule in LICENCE_RULES
    )
    assert decide(EXPECTED[6][0], rules=later).outcome == "EXEMPT"


@pytest.mark.parametrize(("signed", "outcome"), [("2026-07-10", "EXEMPT"), ("2026-07-11", "BRANCH")])
def test_contracts_are_kept_up_to_the_day_before(signed: str, outcome: str) -> None:
    assert (
        decide(FRENCH_DEPOSIT | IN_2027 | {"approach": "solicited", "contract_date": signed}).outcome
        == outcome
    )


@pytest.mark.parametrize(
    ("approach", "outcome"), [("solicited", "LICENCE"), ("own_initiative", "EXEMPT"), (None, "UNCLEAR")]
)
def test_germany_until_then(approach: str | None, outcome: str) -> None:
    case = {"home": "MA", "host": "DE", "activities": ["deposits"], "service_date": "2026-06-01"}
    assert decide(case | {"approach": approach}).outcome == outcome
    assert decide(case | {"host": "FR", "approach": approach}).outcome == "UNCLEAR"


def test_historical_rule_is_shown_and_never_decides() -> None:
    shown = {applied.id: applied.decisive for applied in decide(EXPECTED[12][0]).rules}
    assert shown["SD-1"] is False


def test_the_law_is_read_from_the_catalogue_with_its_years_and_amounts() -> None:
    assert len(LICENCE_RULES) == 22
    by_id = {rule.id: rule for rule in LICENCE_RULES}
    assert all(1900 < rule.year < 2100 for rule in LICENCE_RULES if rule.year is not None)
    named = {rule.id: dict(rule.amounts) for rule in LICENCE_RULES if rule.amounts}
    assert sorted(map(sorted, named.values())) == [
        ["assets_eur", "retail_deposits_eur", "retail_share"],
        ["retail_deposit_usd"],
    ]
    assert by_id["EU-1"].year == 2013
    (branch,) = (amounts for amounts in named.values() if "assets_eur" in amounts)
    assert branch == {"assets_eur": 5e9, "retail_share": 0.05, "retail_deposits_eur": 50e6}


def test_a_table_with_gaps_is_refused() -> None:
    table = pd.read_csv(CATALOGUE, dtype=str)
    with pytest.raises(ValueError, match="lacks the columns \\['tag'\\]"):
        rules_from_table(table.drop(columns="tag"))
    with pytest.raises(ValueError, match="each rule once"):
        rules_from_table(pd.concat([table, table]))
    with pytest.raises(ValueError, match="names no amount"):
        LICENCE_RULES[0].amount("assets_eur")


def test_a_case_without_a_day_takes_the_day_it_is_given() -> None:
    group = {"home": "MA", "host": "FR", "activities": ["credit"], "client": "group"}
    on_the_data = decide(group, as_of=date(2026, 10, 31))
    assert (on_the_data.outcome, on_the_data.day, on_the_data.day_stated) == (
        "UNCLEAR",
        date(2026, 10, 31),
        False,
    )
    assert "service_date" in on_the_data.undetermined, "from 2027 on another rule answers"
    later = decide(group, as_of=date(2027, 1, 11))
    assert (later.outcome, later.undetermined) == ("EXEMPT", ())
    stated = decide(group | IN_2027, as_of=date(2026, 10, 31))
    assert (stated.outcome, stated.day, stated.day_stated) == ("EXEMPT", date(2027, 2, 1), True)
    # The service of a contract is not given before it is made.
    signed = decide(group | {"contract_date": "2027-03-01"}, as_of=date(2026, 10, 31))
    assert (signed.outcome, signed.day) == ("EXEMPT", date(2027, 3, 1))


def test_the_rule_of_the_union_does_not_answer_for_the_rest_of_the_area() -> None:
    case = FRENCH_DEPOSIT | IN_2027 | {"approach": "solicited"}
    for host in ("NO", "IS", "LI"):
        decision = decide(case | {"host": host})
        assert decision.outcome == "UNCLEAR"
        assert "not of the Union" in decision.explanation.en
    taken_over = tuple(replace(r, jurisdiction="EEA") if r.id == "EU-4" else r for r in LICENCE_RULES)
    assert decide(case | {"host": "NO"}, rules=taken_over).outcome == "BRANCH"
    # The passport is of the whole Area.
    passport = {"home": "FR", "host": "NO", "activities": ["deposits"], "notice_sent": True}
    assert (decide(passport).outcome, decide(passport).status) == ("NOTIFY", "met")


def test_a_branch_within_the_single_supervision_has_its_own_two_months() -> None:
    branch = {"home": "FR", "activities": ["deposits"], "presence": "branch"}
    shown = {host: {a.id for a in decide(branch | {"host": host}).rules} for host in ("DE", "PL", "NO")}
    assert "EU-8" in shown["DE"]
    assert "EU-8" not in shown["PL"] | shown["NO"]
    directive = next(rule for rule in LICENCE_RULES if rule.id == "EU-2")
    assert "within three months" in directive.text.en
    assert "two to three" not in directive.text.en


def test_american_deposits_without_an_office_settle_nothing() -> None:
    deposits = {"home": "MA", "host": "US", "activities": ["deposits"], "client": "retail"}
    small = deposits | {"deposit_usd": 10_000}
    assert (decide(small).outcome, decide(small).undetermined) == ("SUBSIDIARY", ("presence",))
    online = decide(small | {"presence": "none"})
    assert (online.outcome, online.undetermined) == ("UNCLEAR", ("presence",))
    assert decide(small | {"presence": "branch"}).outcome == "SUBSIDIARY"


def test_the_cybersecurity_law_is_asked_about_and_not_presumed() -> None:
    case = EXPECTED[13][0]
    asked = {applied.id: applied.why.en for applied in decide(case).rules}
    assert "ask the bank" in asked["MA-6"]
    assert "ask the bank" in asked["MA-9"]
    bound = {a.id: a.why.en for a in decide(case | {"vital_infrastructure": True}).rules}
    assert bound["MA-6"] == bound["MA-9"] == "To be done besides the licence"
    free = {a.id for a in decide(case | {"vital_infrastructure": False}).rules}
    assert not {"MA-6", "MA-9"} & free
    assert {"MA-7", "MA-8"} <= free


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"branch_assets_eur": 5e9}, "of this size is of class 1"),
        ({"branch_assets_eur": 4.9e9}, "decides its class"),
        ({"qualifying_branch": False}, "not qualifying is of class 1"),
        (
            {"branch_assets_eur": 1e9, "retail_deposits_eur": 5e6, "retail_deposits_share": 0.01},
            "whether it is qualifying, not stated, decides",
        ),
        (
            {
                "branch_assets_eur": 1e9,
                "retail_deposits_eur": 5e6,
                "retail_deposits_share": 0.01,
                "qualifying_branch": True,
            },
            "is not of class 1",
        ),
    ],
)
def test_the_class_of_a_branch(facts: dict[str, object], said: str) -> None:
    case = FRENCH_DEPOSIT | IN_2027 | {"approach": "solicited", "presence": "branch"}
    assert said in {a.id: a.why.en for a in decide(case | facts).rules}["EU-6"]


# Customers abroad, whose facts nobody states


def test_customers_fall_under_every_outcome_that_their_facts_could_bring() -> None:
    assert possible_outcomes("MA", "FR", as_of=date(2027, 2, 1)) == ("EXEMPT", "BRANCH", "UNCLEAR")
    assert possible_outcomes("FR", "DE", as_of=date(2027, 2, 1)) == ("NOTIFY",)
    assert possible_outcomes("MA", "DE", as_of=date(2026, 10, 31)) == ("EXEMPT", "LICENCE", "UNCLEAR")


def test_a_reported_share_without_licence_is_held_against_customers_and_rules() -> None:
    outcomes = {"FRA": possible_outcomes("MA", "FR", as_of=date(2027, 2, 1)), "BEL": (Outcome.NOTIFY,)}
    living = {"MAR": 900, "FRA": 60, "BEL": 40}
    fits = unlicensed_share("MAR", living, 6.0, outcomes=outcomes)
    assert (fits.least, fits.most, fits.explained) == (0.0, pytest.approx(6.0), True)
    assert unlicensed_share("MAR", living, 6.5, outcomes=outcomes).explained is False
    assert unlicensed_share("MAR", {"MAR": 900}, 0.1, outcomes={}).explained is False
    assert unlicensed_share("MAR", {}, 0.1, outcomes={}).explained is None
    assert unlicensed_share("MAR", living, None, outcomes=outcomes).explained is None
    with pytest.raises(ValueError, match="lacks \\['FRA'\\]"):
        unlicensed_share("MAR", living, 1.0, outcomes={"BEL": (Outcome.NOTIFY,)})


# Never a guess


@pytest.mark.parametrize(
    "case",
    [
        {"home": "MA", "host": "BR", "activities": ["deposits"]},
        {"home": "FR", "host": "FR", "activities": ["deposits"]},
        {"home": "FR", "host": "MA", "activities": ["investment"], "presence": "branch"},
        {"home": "FR", "host": "MA", "activities": ["credit"], "presence": "agency"},
        {"home": "MA", "host": "FR", "activities": ["payments"], "service_date": "2027-02-01"},
        {"home": "FR", "host": "DE", "activities": ["deposits"], "presence": "subsidiary"},
        {"home": "MA", "host": "US", "activities": ["credit"]},
        {"home": "MA", "host": "US", "activities": ["deposits"], "client": "corporate", "presence": "agency"},
    ],
)
def test_what_no_rule_covers_is_unclear(case: dict[str, object]) -> None:
    decision = decide(case)
    assert decision.outcome == "UNCLEAR"
    assert len(decision.explanation.fr) > 20


def test_the_size_of_a_deposit_is_asked_for() -> None:
    decision = decide({"home": "MA", "host": "US", "activities": ["deposits"], "client": "retail"})
    assert (decision.outcome, decision.undetermined) == ("UNCLEAR", ("deposit_usd",))


@pytest.mark.parametrize(("amount", "outcome"), [(249_999, "SUBSIDIARY"), (250_000, "LICENCE")])
def test_retail_deposits_in_a_branch_turn_on_the_limit(amount: float, outcome: str) -> None:
    case = {"home": "MA", "host": "US", "activities": ["deposits"], "client": "retail", "presence": "branch"}
    assert decide(case | {"deposit_usd": amount}).outcome == outcome


def test_a_representative_office_may_not_take_deposits() -> None:
    case = {"home": "MA", "host": "US", "activities": ["deposits"], "presence": "representative_office"}
    assert decide(case).outcome == "PROHIBITED"


def test_an_undocumented_initiative_is_no_exemption() -> None:
    decision = decide(FRENCH_DEPOSIT | IN_2027 | {"approach": "own_initiative_undocumented"})
    assert (decision.outcome, decision.undetermined) == ("BRANCH", ("approach",))


def test_size_makes_a_branch_of_class_1() -> None:
    case = FRENCH_DEPOSIT | IN_2027 | {"approach": "solicited", "presence": "branch"}
    sizes = {"branch_assets_eur": 1e9, "retail_deposits_eur": 60e6, "retail_deposits_share": 0.01}
    why = {applied.id: applied.why.en for applied in decide(case | sizes).rules}
    assert "is of class 1" in why["EU-6"]


def test_passport_for_a_branch_and_for_a_member_named_by_the_case() -> None:
    branch = decide({"home": "FR", "host": "DE", "activities": ["deposits"], "presence": "branch"})
    assert (branch.outcome, branch.rules[0].id) == ("NOTIFY", "EU-2")
    named = decide({"home": "XKX", "host": "DE", "activities": ["deposits"], "eea_member": True})
    assert named.outcome == "NOTIFY"


def test_one_signal_or_a_block_settles_nothing() -> None:
    case = {"home": "FR", "host": "MA", "activities": ["deposits"]}
    assert decide(case | {"signals": ["accepts_residents"]}).outcome == "UNCLEAR"
    assert decide(case | {"signals": ["local_domain", "local_currency"]}).outcome == "UNCLEAR"
    blocked = ["accepts_residents", "local_domain", "geo_block"]
    assert decide(case | {"signals": blocked}).outcome == "UNCLEAR"
    partly = decide(case | {"signals": {"local_domain": True}})
    assert "accepts_residents" in partly.undetermined


def test_payments_alone_need_the_payment_licence() -> None:
    decision = decide({"home": "MA", "host": "MA", "activities": ["payments"], "licence_held": False})
    assert [a.id for a in decision.rules if a.decisive] == ["MA-1", "MA-4"]
    assert decision.status == "breached"


def test_checklist_shows_every_signal_and_its_direction() -> None:
    table = targeting_signals(EXPECTED[13][0], "fr").set_index("signal")
    assert table.index.tolist() == list(SIGNALS)
    assert table.loc["local_currency", "present"] is True
    assert table.loc["geo_block", "points"] == "away"
    unknown = targeting_signals({"home": "FR", "host": "MA"}, "en").set_index("signal")
    assert unknown.loc["local_phone", "present"] is None


cases = st.fixed_dictionaries(
    {
        "home": st.sampled_from(["MA", "FR", "US", "GB"]),
        "host": st.sampled_from(["MA", "FR", "DE", "US", "BR"]),
        "activities": st.lists(st.sampled_from(ACTIVITIES), max_size=2),
        "presence": st.sampled_from(PRESENCES),
    },
    optional={
        "client": st.sampled_from(CLIENTS),
        "approach": st.sampled_from(APPROACHES),
        "signals": st.lists(st.sampled_from(SIGNALS), max_size=4),
        "service_date": st.dates(date(2024, 1, 1), date(2029, 1, 1)),
        "deposit_usd": st.floats(0, 1e6),
        "licence_held": st.booleans(),
    },
)


@given(case=cases)
@settings(max_examples=200, deadline=None)
def test_an_outcome_other_than_unclear_always_rests_on_a_rule_in_force(case: dict[str, object]) -> None:
    decision = decide(case)
    decisive = [applied for applied in decision.rules if applied.decisive]
    if decision.outcome != "UNCLEAR":
        assert decisive
    day = decision.case.service_date
    assert all(applied.rule.holds_on(day) for applied in decisive)
    assert decision.case.host in ("MAR", "FRA", "DEU", "USA") or decision.outcome == "UNCLEAR"


def test_answers_come_as_words_dates_or_codes() -> None:
    case = LicensingCase("fra", "deu", activities=("deposits",), service_date=datetime(2026, 5, 1, 8))
    assert (case.home, case.host, case.service_date) == ("FRA", "DEU", date(2026, 5, 1))
    assert decide(case) == decide({"home": "FR", "host": "DE", "activity": "deposits", "date": "2026-05-01"})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"home": "Morocco"}, "home is 'Morocco'"),
        ({"host": None}, "case lacks host"),
        ({"colour": 1}, "unknown key 'colour'; the keys are home"),
        ({"activities": ["gambling"]}, "activities is 'gambling'"),
        ({"client": "alien"}, "client is 'alien'"),
        ({"presence": "tent"}, "presence is 'tent'"),
        ({"signals": ["drums"]}, "unknown entries \\['drums'\\]"),
        ({"signals": "local_domain"}, "signals is 'local_domain'"),
        ({"signals": {"local_domain": "yes"}}, "signals: local_domain is 'yes'"),
        ({"deposit_usd": -1}, "deposit_usd is -1"),
        ({"retail_deposits_share": 5}, "between 0 and 1"),
        ({"licence_held": "yes"}, "licence_held is 'yes'"),
        ({"service_date": "soon"}, "service_date is 'soon'"),
        ({"service_date": 2027}, "service_date is 2027"),
        ({"service_date": "2026-01-01", "contract_date": "2026-02-01"}, "lies after"),
        ({"date": "2026-01-01", "service_date": "2026-01-01"}, "twice"),
    ],
)
def test_bad_answers_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decide(FRENCH_DEPOSIT | change)
