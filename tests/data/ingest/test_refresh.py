"""After an upgrade, every workspace stands on the new data, or keeps its old ones."""

from pathlib import Path

import pandas as pd
import pytest

from data import build, ingest
from data.ingest.refresh import refresh
from data.snapshots import current

FILE = b"bank,indicator,month,value\nma-banque,O1,2026-03,1.5\n"


@pytest.fixture
def workspace(home: Path) -> str:
    report = ingest.validate(FILE, "f.csv", table="risk_observation")
    ingest.load(report, table="risk_observation", workspace="essai-upgrade")
    return "essai-upgrade"


def test_nothing_is_built_when_nothing_changed(workspace: str) -> None:
    before = current(workspace)
    assert refresh()[workspace] == before


def test_a_workspace_follows_a_new_base(workspace: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = current(workspace)
    monkeypatch.setattr(build, "base_digest", lambda: "ab" * 16)
    fresh = refresh()
    assert fresh["demo"].hash == "ab" * 16
    assert fresh[workspace].hash != before.hash
    assert current(workspace) == fresh[workspace]


def test_a_workspace_that_no_longer_fits_stays_served(workspace: str, monkeypatch, caplog) -> None:
    before = current(workspace)
    broken = pd.DataFrame({"bank": ["x"], "indicator": ["O99"], "month": pd.Timestamp("2026-01-01")})
    monkeypatch.setattr("data.ingest.refresh.stored_tables", lambda name: {"risk_observation": broken})
    assert workspace not in refresh()
    assert current(workspace) == before
    # The name is what lets one read the workspace.
    assert "keeps its old snapshot" in caplog.text
    assert workspace not in caplog.text


def test_emptying_a_published_value_keeps_it_as_withdrawn_and_never_improves_the_score(
    workspace: str,
) -> None:
    from data import queries

    bad = b"bank,indicator,month,value\nma-banque,O1,2026-04,9\nma-banque,O1,2026-05,2\n"
    emptied = b"bank,indicator,month,value\nma-banque,O1,2026-04,\nma-banque,O1,2026-05,2\n"
    for content in (bad, emptied):
        report = ingest.validate(content, "f.csv", table="risk_observation")
        result = ingest.load(report, table="risk_observation", workspace=workspace)
    assert (result.rows_replaced, result.rows_unchanged) == (1, 1)
    rows = queries.risk_observations(current(workspace), banks=["ma-banque"]).set_index("month")
    april = rows.loc["2026-04-01"]
    assert (april["value"], bool(april["withdrawn"])) == (9.0, True)
    assert not rows.loc["2026-05-01", "withdrawn"]
    again = ingest.load(report, table="risk_observation", workspace=workspace)
    assert not again.changed
