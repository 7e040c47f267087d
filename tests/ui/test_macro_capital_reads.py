"""Flows at risk: on loaded series where there are enough, on the invented example where not."""

import numpy as np
import pandas as pd
import pytest

from data.snapshots import current
from studies.macro import capital as reads


def loaded(periods: int, countries: tuple[str, ...]) -> pd.DataFrame:
    random = np.random.default_rng(4)
    months = pd.date_range("2020-01-01", periods=periods, freq="MS")
    return pd.concat(
        [
            pd.DataFrame({"month": months, "country": country, "value": random.normal(2.0, 1.0, periods)})
            for country in countries
        ]
    )


@pytest.fixture
def snapshot(demo_home, monkeypatch):
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    return current()


@pytest.mark.parametrize(
    ("periods", "countries", "synthetic"),
    [
        (60, ("MAR", "TUN", "EGY"), False),
        (16, ("MAR", "TUN"), True),
        (62, ("MAR",), True),
        (61, ("TUN", "EGY"), True),
    ],
)
def test_loaded_series_are_used_when_they_suffice(
    snapshot, monkeypatch, periods: int, countries: tuple[str, ...], synthetic: bool
) -> None:
    monkeypatch.setattr(reads, "series_by_country", lambda *_: loaded(periods, countries))
    # A seed of its own for every case: results are kept by snapshot, level and seed.
    risk = reads.flow_risk(snapshot, 0.8, periods * 1000 + len("".join(countries)))
    assert risk.synthetic is synthetic
    assert risk.periods == (159 if synthetic else periods - 1)
    assert (risk.fan["low"] <= risk.fan["value"]).all()
    assert (risk.fan["value"] <= risk.fan["high"]).all()


def test_the_invented_example_gets_worse_when_others_dry_up(snapshot) -> None:
    risk = reads.flow_risk(snapshot, 0.8, 1)
    bad = risk.fan[risk.fan["probability"] == 0.05]["value"]
    assert bad.iloc[0] < bad.iloc[-1] - 1.0
