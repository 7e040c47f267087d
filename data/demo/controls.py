"""Controls: what each bank has put in place, how well it works and what it costs."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.demo.factors import Factors
from data.demo.world import AS_OF, PROFILES, chance, column, with_source

# control, risk, English name, French name, usual coverage, usual effectiveness, MAD a year for a median bank
_CONTROLS: Final = (
    (
        "strong_authentication",
        "operational",
        "Strong customer authentication",
        "Authentification forte du client",
        0.75,
        0.62,
        4_800_000.0,
    ),
    (
        "fraud_monitoring",
        "operational",
        "Transaction monitoring against fraud",
        "Surveillance des opérations contre la fraude",
        0.60,
        0.48,
        3_600_000.0,
    ),
    (
        "second_site",
        "operational",
        "Second data centre, tested twice a year",
        "Second centre de données, testé deux fois par an",
        0.55,
        0.66,
        9_500_000.0,
    ),
    (
        "release_gate",
        "operational",
        "Testing gate before each release",
        "Recette obligatoire avant mise en production",
        0.45,
        0.52,
        1_900_000.0,
    ),
    (
        "penetration_tests",
        "operational",
        "Penetration tests twice a year",
        "Tests d'intrusion deux fois par an",
        0.40,
        0.38,
        1_300_000.0,
    ),
    (
        "vendor_exit_plans",
        "operational",
        "Exit plans for critical vendors",
        "Plans de sortie des prestataires critiques",
        0.30,
        0.35,
        800_000.0,
    ),
    (
        "findings_tracking",
        "regulatory",
        "Weekly tracking of supervisory findings",
        "Suivi hebdomadaire des recommandations",
        0.60,
        0.55,
        450_000.0,
    ),
    (
        "incident_desk",
        "regulatory",
        "Incident desk on duty day and night",
        "Permanence incidents jour et nuit",
        0.55,
        0.60,
        1_600_000.0,
    ),
    (
        "country_screening",
        "regulatory",
        "Screening of customers by country of residence",
        "Filtrage des clients par pays de résidence",
        0.50,
        0.58,
        700_000.0,
    ),
    (
        "data_register",
        "legal",
        "Register of data processings",
        "Registre des traitements de données",
        0.65,
        0.50,
        520_000.0,
    ),
    (
        "contract_review",
        "legal",
        "Legal review of outsourcing contracts",
        "Revue juridique des contrats d'externalisation",
        0.50,
        0.55,
        600_000.0,
    ),
    (
        "advanced_signature",
        "legal",
        "Advanced electronic signature for remote contracts",
        "Signature électronique avancée des contrats à distance",
        0.45,
        0.60,
        1_400_000.0,
    ),
    (
        "complaint_desk",
        "reputational",
        "Complaint desk answering within ten days",
        "Service réclamations répondant sous dix jours",
        0.60,
        0.45,
        1_500_000.0,
    ),
    (
        "public_notice",
        "reputational",
        "Public notice prepared for each outage",
        "Communiqué prêt pour chaque panne",
        0.50,
        0.40,
        250_000.0,
    ),
    (
        "application_quality",
        "reputational",
        "Continuous quality of the application",
        "Qualité continue de l'application",
        0.55,
        0.36,
        2_200_000.0,
    ),
)


# control: indicators that it acts on, event types whose losses it reduces (assumed, as everything here)
_ACTS_ON: Final[dict[str, tuple[str, str | None]]] = {
    "strong_authentication": ("O4 O5", "external_fraud"),
    "fraud_monitoring": ("O4 O5", "internal_fraud external_fraud"),
    "second_site": ("O1 O2 O3", "disruption_system_failure"),
    "release_gate": ("O1 O6", "disruption_system_failure execution_delivery"),
    "penetration_tests": ("O7 O8", "external_fraud disruption_system_failure"),
    "vendor_exit_plans": ("O9", "disruption_system_failure"),
    "findings_tracking": ("R2 R7", None),
    "incident_desk": ("R3 P7", "disruption_system_failure"),
    "country_screening": ("R1 R4", "clients_products_practices"),
    "data_register": ("L3 L4", "clients_products_practices"),
    "contract_review": ("O9 L6", "clients_products_practices"),
    "advanced_signature": ("L1", "external_fraud clients_products_practices"),
    "complaint_desk": ("L8 P2", "clients_products_practices"),
    "public_notice": ("P7 P8", None),
    "application_quality": ("P2 P5", "disruption_system_failure"),
}
_TESTERS: Final = ("Cabinet Argane", "Cabinet Saffran", "Cabinet Tizra")
_TESTED: Final = 0.75


def simulate(factors: Factors) -> pd.DataFrame:
    """The controls in place at the last date: well-run banks have more, wider and better ones."""
    rng = chance("controls")
    quality = 0.5 * (factors.discipline[:, -1] + factors.compliance[:, -1])
    scale = (column("customers") / np.median(column("customers"))) ** 0.6
    rows: list[dict[str, object]] = []
    for position, profile in enumerate(PROFILES):
        for control, risk, name, name_fr, coverage, effectiveness, cost in _CONTROLS:
            if rng.random() > 0.70 + 0.15 * quality[position]:
                continue
            lift = 0.07 * quality[position]
            mean = float(np.clip(effectiveness + lift + 0.05 * rng.standard_normal(), 0.08, 0.92))
            rows.append(
                {
                    "bank": profile.bank,
                    "control": control,
                    "risk": risk,
                    "name": name,
                    "name_fr": name_fr,
                    "coverage": round(
                        float(np.clip(coverage + lift + 0.06 * rng.standard_normal(), 0.05, 1.0)), 2
                    ),
                    "effectiveness_mean": round(mean, 2),
                    "effectiveness_sd": round(float(rng.uniform(0.05, 0.16)), 2),
                    "annual_cost_mad": round(cost * float(scale[position] * rng.uniform(0.75, 1.3)), -3),
                }
            )
    return with_source(_tested(pd.DataFrame(rows)))


def _tested(table: pd.DataFrame) -> pd.DataFrame:
    """With what each control acts on and, for most, the day of its last test and who made it."""
    rng = chance("tests of controls")
    tested = rng.random(len(table)) < _TESTED
    days = pd.Timestamp(AS_OF) - pd.to_timedelta(rng.integers(20, 400, len(table)), unit="D")
    testers = rng.choice(np.array(_TESTERS, dtype=object), len(table))
    return table.assign(
        indicators=[_ACTS_ON[name][0] for name in table["control"]],
        event_types=table["control"].map({name: types for name, (_indicators, types) in _ACTS_ON.items()}),
        tested_on=pd.Series(days, index=table.index).where(tested),
        tester=pd.Series(testers, index=table.index).where(tested, None),
    )
