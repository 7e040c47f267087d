"""Reference cases of costing, staffing and migration."""

from __future__ import annotations

from analytics.channels import costing, customer_time, migration, staffing
from ui.proofs.case import Case
from ui.words import N_


def _department() -> list[float]:
    found = costing.time_driven_costs(560_000, 700_000, [49_000, 1_400, 2_500], [8, 44, 50])
    return [float(found.rate), *map(float, found.unit_costs), float(found.used), float(found.unused)]


def _teller() -> list[float]:
    return [float(costing.time_driven_costs(8.85, 60, [18.4], [60 / 18.4]).unit_costs[0])]


def _centre() -> list[float]:
    found = staffing.erlang_c(200, 180, 14, target_seconds=20)
    return [
        found.load,
        found.waiting_probability,
        found.service_level,
        found.average_speed_of_answer,
        found.occupancy,
    ]


def _waiting() -> list[float]:
    return [staffing.erlang_c(200, 180, agents).waiting_probability for agents in range(11, 16)]


def cases() -> tuple[Case, ...]:
    """Every reference case of the subject."""
    return (
        Case(
            "channels",
            N_("Time-driven costs of a department"),
            "Kaplan, Anderson (2004), Harvard Business Review",
            "560 000; 700 000 min; 49 000 × 8, 1 400 × 44, 2 500 × 50 min",
            {
                N_("rate"): 0.80,
                "c₁": 6.40,
                "c₂": 35.20,
                "c₃": 40.00,
                N_("used"): 462_880.0,
                N_("unused"): 97_120.0,
            },
            _department,
            1e-9,
            relative=True,
            outside=True,
            why=N_("Printed as exact sums"),
        ),
        Case(
            "channels",
            N_("Teller’s labour per transaction"),
            "8.85 / 18.4",
            "8.85 /h, 18.4 /h",
            {"c": 0.481},
            _teller,
            5e-4,
        ),
        Case(
            "channels",
            N_("Call centre by Erlang C"),
            "Erlang (1917)",
            "100 / 30 min, 180 s, n = 14, T = 20 s",
            {
                "a": 10.0,
                "Pw": 0.17413193359504983,
                "SL": 0.8883500191794669,
                "ASA (s)": 7.835937011777,
                "ρ": 0.7142857,
            },
            _centre,
            1e-7,
        ),
        Case(
            "channels",
            N_("Chance of waiting for ten erlangs"),
            "Erlang (1917)",
            "a = 10",
            dict(
                zip(
                    [f"n = {agents}" for agents in range(11, 16)],
                    (0.6821182, 0.4493882, 0.2852705, 0.1741319, 0.1020424),
                    strict=True,
                )
            ),
            _waiting,
            5e-8,
        ),
        Case(
            "channels",
            N_("Call centre whose callers hang up (Erlang A)"),
            "P(Poisson(10) ≥ 14)",
            "a = 10, n = 14, θ = μ",
            {"Pw": 0.13553557738},
            lambda: [staffing.erlang_a(200, 180, 14, patience_seconds=180).waiting_probability],
            1e-10,
        ),
        Case(
            "channels",
            N_("Growth in use at which moving stops saving"),
            "α* = v / r − 1",
            "r = 1/7",
            {"v = 1": 6.0, "v = 0.5": 2.5, "v = 0.3": 1.1, "v = 1/7": 0.0},
            lambda: [migration.break_even_augmentation(share, 1 / 7) for share in (1, 0.5, 0.3, 1 / 7)],
            1e-12,
        ),
        Case(
            "channels",
            N_("Cost of an Internet minute, in counter minutes"),
            "(1/7) / (3/7)",
            "1/7, 3/7",
            {"c": 1 / 3},
            lambda: [customer_time.minute_cost_ratio(1 / 7, 3 / 7)],
            1e-12,
        ),
        Case(
            "channels",
            N_("Net present value"),
            "Σ CF / (1 + r)^t",
            "−10, 5 × 3, 10 %",
            {"NPV": 1.3723603},
            lambda: [float(migration.net_present_value(0.10, [-10, 3, 3, 3, 3, 3]))],
            5e-8,
        ),
        Case(
            "channels",
            N_("Learning curve of 80%, hours"),
            "Wright (1936)",
            "100 h, 80 %, n = 8",
            {"h": 51.2},
            lambda: [float(migration.learning_curve(100, 8, 0.8))],
            1e-9,
        ),
    )
