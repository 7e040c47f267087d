"""Links that people keep: what each assumed and showed when it was made, it assumes and shows for ever."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from analytics.display import Display
from analytics.scenario import Scenario
from ui.address import as_read_now

BEFORE: dict[str, Any] = {"adoption": "bills"}
"""What a link of the first version leaves unsaid and means otherwise than today."""

STORED: dict[str, dict[str, Any]] = {
    "/?lang=fr&v=1&bank=caravane&with=FRA,ESP&fact=internet_users": {
        "bank": "caravane",
        "compared": ("FRA", "ESP"),
    },
    "/risk-scores?lang=fr&v=1&bank=safran&month=2025-10&risk=legal&p=4&level=0.9&detail=indicators": {
        "bank": "safran",
        "month": "2025-10",
        "risk": "legal",
        "power": 4.0,
        "level": 0.9,
        "detail": "indicators",
    },
    "/risk-drivers?lang=en&v=1&bank=noria&effort=25&peer=safran&since=2026-04": {
        "bank": "noria",
        "effort": 25.0,
        "peer": "safran",
        "since": "2026-04",
    },
    "/risk-losses?lang=fr&v=1&loss=external_fraud&rho=0.5&mad=11.2": {
        "loss_type": "external_fraud",
        "dependence": 0.5,
        "mad_per_euro": 11.2,
    },
    "/risk-incidents?lang=fr&v=1&unknown=clients&zone=UTC&clock=20261101T0930": {
        "unknown_facts": ("clients",),
        "time_zone": "UTC",
        "clock": "20261101T0930",
    },
    "/risk-licensing?lang=fr&v=1&case=7&lhome=MAR&lhost=FRA&lserved=2027-02-01&ldeposit=4.5&lheld=no": {
        "licensing_case": "7",
        "case_home": "MAR",
        "case_host": "FRA",
        "case_service_day": "2027-02-01",
        "case_deposit": "4.5",
        "case_licence_held": "no",
    },
    "/risk-supervision?lang=fr&v=1&shocked=caravane&shock=0.5&part=tools&sor=0.4": {
        "shocked_bank": "caravane",
        "shock_size": 0.5,
        "supervision_detail": "tools",
        "spill_operational_reputational": 0.4,
    },
    "/adoption-forecast?lang=fr&v=1&country=TUN&ahead=8": {"country": "TUN", "adoption_years": 8},
    "/adoption-forecast?lang=fr&v=1&adopt=internet&cap=70": {
        "adoption": "internet",
        "adoption_ceiling": 70.0,
    },
    "/adoption-drivers?lang=en&v=1&explain=trust_3&trust=0.5&items=trust_1,risk_1": {
        "survey_outcome": "trust_3",
        "trust_change": 0.5,
        "survey_items": ("trust_1", "risk_1"),
    },
    "/adoption-services?lang=fr&v=1&offer=mobile&peers=size&rank=equal": {
        "offer_channel": "mobile",
        "offer_peers": "size",
        "gap_ranking": "equal",
    },
    "/adoption-marketing?lang=fr&v=1&memail=0.5&mtrust=incident&incident=INC-1": {
        "budget_email": 0.5,
        "trust_case": "incident",
        "incident": "INC-1",
    },
    "/channels-costs?lang=fr&v=1&cdetail=segment_full&cpractical=0.8&cback=0.3": {
        "cost_detail": "segment_full",
        "practical_share": 0.8,
        "given_back": 0.3,
    },
    "/channels-migration?lang=en&v=1&mgrowth=0.8&mrate=0.12&mlag=24": {
        "augmentation": 0.8,
        "discount_rate": 0.12,
        "saving_lag": 24,
    },
    "/channels-staffing?lang=fr&v=1&queue=phone&absent=0.2": {"queue": "phone", "shrinkage": 0.2},
    "/channels-activity?lang=fr&v=1&by=region&on=mobile": {
        "activity_by": "region",
        "activity_channel": "mobile",
    },
    "/macro-tobin-tax?lang=fr&v=1&tau=0.001&eps=1.5&vs=year": {
        "tobin_tax": 0.001,
        "cost_elasticity": 1.5,
        "beside": "year",
    },
    "/report?lang=fr&v=1&bank=amandier&sections=risk-scores,adoption-marketing": {
        "bank": "amandier",
        "report_sections": ("risk-scores", "marketing-levers"),
    },
    "/story?lang=fr&v=1&bank=amandier&step=6&mode=presentation": {"bank": "amandier", "story_step": "6"},
    "/data?lang=en&d=0123abcd-20261031&table=bank&vs=safran": {"table": "bank", "beside": "safran"},
}


@pytest.mark.parametrize("stored", STORED)
def test_a_stored_link_opens_what_it_opened(stored: str) -> None:
    asked = as_read_now(dict(parse_qsl(urlsplit(stored).query)))
    (scenario, refused), (display, left) = Scenario.from_query(asked), Display.from_query(asked)
    assert refused + left == ()
    wanted = BEFORE | STORED[stored]
    for found in (scenario, display):
        usual = type(found)()
        for name in found.assumptions():
            assert getattr(found, name) == wanted.get(name, getattr(usual, name)), name


def test_twenty_links_are_stored_and_they_name_fields_that_there_are() -> None:
    assert len(STORED) == 20
    known = {*Scenario.assumptions(), *Display.assumptions()}
    assert {name for values in STORED.values() for name in values} <= known


def test_what_is_shown_is_no_changed_assumption() -> None:
    story, _refused = Scenario.from_query(
        {"step": "6", "vs": "year", "part": "tools", "sections": "risk-scores"}
    )
    assert story == Scenario()
    assert story.touched() == ()
