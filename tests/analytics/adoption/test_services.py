"""Coverage of the service catalogue and the order of its gaps."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.adoption.services import TIERS, service_catalogue, service_coverage, service_gaps

SHIPPED = Path(__file__).resolve().parents[3] / "data" / "catalogue" / "service.csv"
SERVICES = list(service_catalogue()["service"])


def offers(**banks):
    return pd.DataFrame([(bank, service) for bank, held in banks.items() for service in held]).set_axis(
        ["bank", "service"], axis=1
    )


def test_the_catalogue_is_the_one_the_product_ships():
    shipped = pd.read_csv(SHIPPED).set_index("service")["tier"]
    own = service_catalogue().set_index("service")["tier"]
    assert own.to_dict() == shipped.to_dict()


def test_coverage_weighs_services_inside_their_tier():
    catalogue = pd.DataFrame(
        {
            "service": ["balance", "statement", "alert", "transfer"],
            "tier": ["informational", "informational", "communicative", "transactional"],
            "weight": [3.0, 1.0, 2.0, 5.0],
        }
    )
    table = service_coverage(offers(A=["balance", "transfer"], B=["statement", "alert"]), catalogue)
    assert table.loc["A"].to_dict() == pytest.approx(
        {"informational": 0.75, "communicative": 0.0, "transactional": 1.0, "total": 1.75 / 3}
    )
    assert table.loc["B", "total"] == pytest.approx(1.25 / 3)


@given(held=st.sets(st.sampled_from(SERVICES), min_size=1), more=st.sampled_from(SERVICES))
@settings(max_examples=15, deadline=None)
def test_a_further_service_never_lowers_coverage_and_channels_count_once(held, more):
    before = service_coverage(offers(A=sorted(held))).loc["A"]
    after = service_coverage(offers(A=[*sorted(held), more, more])).loc["A"]
    assert (after >= before - 1e-12).all()
    assert ((after >= 0) & (after <= 1)).all()


def test_a_full_offer_covers_everything_and_has_no_gap():
    full = offers(A=SERVICES)
    assert service_coverage(full).loc["A", [*TIERS, "total"]].tolist() == pytest.approx([1.0] * 4)
    assert service_gaps(full, "A").empty


def test_gaps_are_ranked_by_what_drives_adoption():
    held = [name for name in SERVICES if name not in ("complaint", "bill_payment", "brokerage")]
    data = offers(A=held, B=SERVICES, C=[*held, "bill_payment"])
    by_usefulness = service_gaps(data, "A", {"usefulness": 0.10, "convenience": 0.05, "trust": 0.0})
    assert list(by_usefulness["service"]) == ["bill_payment", "brokerage", "complaint"]
    first = by_usefulness.iloc[0]
    assert first["effect"] == pytest.approx(0.15)
    assert first["peers"] == 1.0
    assert first["priority"] == pytest.approx(3.0 * 0.15 * 2.0)
    by_trust = service_gaps(data, "A", {"trust": 0.2, "risk": 0.2})
    assert by_trust.iloc[0]["service"] == "complaint"
    assert by_trust.iloc[0]["peers"] == 0.5


def test_a_lone_bank_has_gaps_without_peers():
    gaps = service_gaps(offers(A=["balance"]), "A")
    assert len(gaps) == len(SERVICES) - 1
    assert gaps["peers"].isna().all()
    assert np.all(np.diff(gaps["priority"]) <= 0)


@pytest.mark.parametrize(
    ("data", "catalogue", "message"),
    [
        (pd.DataFrame({"bank": ["A"]}), None, "offers has no column service"),
        (pd.DataFrame({"bank": [], "service": []}), None, "offers is empty"),
        (pd.DataFrame({"bank": ["A"], "service": [None]}), None, "without a bank or a service"),
        (offers(A=["teleport"]), None, "offers names service 'teleport'"),
        (offers(A=["x"]), pd.DataFrame({"service": ["x"]}), "catalogue has no column tier"),
        (offers(A=["x"]), pd.DataFrame({"service": [], "tier": []}), "catalogue is empty"),
        (offers(A=["x"]), pd.DataFrame({"service": ["x"], "tier": ["magic"]}), "tier 'magic'"),
        (offers(A=["x"]), pd.DataFrame({"service": ["x", "x"], "tier": [TIERS[0]] * 2}), "names 'x' twice"),
        (
            offers(A=["x"]),
            pd.DataFrame({"service": ["x"], "tier": [TIERS[0]], "weight": [0.0]}),
            "weights that are not finite",
        ),
    ],
)
def test_what_does_not_fit_is_refused(data, catalogue, message):
    with pytest.raises(ValueError, match=message):
        service_coverage(data, catalogue)


def test_unknown_banks_and_negative_effects_are_refused():
    with pytest.raises(ValueError, match="bank is 'Z'"):
        service_gaps(offers(A=["balance"]), "Z")
    with pytest.raises(ValueError, match=r"effects has -0.1 for 'trust'"):
        service_gaps(offers(A=["balance"]), "A", {"trust": -0.1})
