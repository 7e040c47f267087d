"""Names that banks write, beside the indicators that they mean: the right one is among the three proposed."""

import pytest

from data.ingest.references import References, load_references

RISK = "risk_indicator.indicator"
WRITTEN = {
    "Heures d'arrêt du canal mobile": "O1",
    "Plus longue panne du trimestre": "O2",
    "RTO constaté lors du test PCA": "O3",
    "Taux de fraude CNP": "O4",
    "Nb incidents graves": "O6",
    "Couverture des pentests": "O7",
    "Failles critiques non corrigées > 30 j": "O8",
    "Dépendance aux fournisseurs IT critiques": "O9",
    "Constats BAM en retard": "R2",
    "Reportings réglementaires en retard": "R7",
    "Provisions contentieux": "L9",
    "Plaintes e-banking / 10 000 actifs": "P2",
    "Incidents relayés par la presse": "P3",
    "Mobile banking downtime hours": "O1",
    "Card-not-present fraud rate": "O4",
    "Overdue regulatory findings": "R2",
    "Customer complaints digital": "P2",
    "Churn after incident": "P6",
    "Open critical CVEs": "O8",
}


@pytest.fixture(scope="module")
def known() -> References:
    return load_references()


@pytest.mark.parametrize("name", WRITTEN)
def test_what_a_name_means_is_among_the_three_proposed(known: References, name: str) -> None:
    proposed = [told.partition(" (")[0] for told in known.closest(RISK, name)]
    assert WRITTEN[name] in proposed


def test_availability_is_not_taken_for_downtime(known: References) -> None:
    """One goes up where the other goes down: the word alone proposes nothing."""
    assert known.closest(RISK, "Disponibilité") == []


def test_a_code_with_a_slip_is_known_by_its_spelling(known: References) -> None:
    assert known.closest(RISK, "O12")
    assert known.closest("country.country", "Marocc")[0].startswith("MAR")
