"""Charts of the search and campaign pages: each is valid."""

import altair as alt
import pandas as pd
import pytest
from altair.utils import schemapi

from ui.charts import campaigns, customers, mix, search

BANKS = pd.DataFrame(
    {
        "name": ["Own", "Own", "Other"],
        "engine": ["Google", "Bing", "Google"],
        "value": [40.0, 30.0, 20.0],
        "low": [35.0, 25.0, 15.0],
        "high": [55.0, 45.0, 35.0],
        "own": [True, True, False],
    }
)
CLICKS = pd.DataFrame({"rank": [9, 10, 11], "value": [2.8, 2.5, 0.5], "low": 0.0, "high": 3.0})
CROSSING = pd.DataFrame(
    {"start": [11, 9], "end": [10, 7], "before": [0.5, 2.8], "after": [2.5, 4.0], "text": ["a", "b"]}
)
MOVES = pd.DataFrame(
    {"label": ["virement", "carte"], "value": [90.0, 4.0], "low": 3.0, "high": 99.0, "text": ["11 → 10"] * 2}
)
DIMENSIONS = pd.DataFrame(
    {
        "label": ["Privacy", "Site"],
        "score": [50.0, None],
        "low": [40.0, 0.0],
        "high": [60.0, 100.0],
        "peer_low": [20.0, None],
        "peer_median": [55.0, None],
        "peer_high": [80.0, None],
    }
)
CUSTOMERS = pd.DataFrame(
    {
        "customer": ["a", "b"],
        "gain": [20.0, 3.0],
        "chance": [90.0, 10.0],
        "segment": ["Keep", "Grow"],
        "standing": ["Worth", "Not worth"],
    }
)
CHARTS = {
    "radar": lambda: mix.radar(DIMENSIONS, own="o", peers="p", title="s"),
    "mix against peers": lambda: mix.against_peers(DIMENSIONS, own="o", peers="p", title="s"),
    "worth": lambda: customers.worth(
        CUSTOMERS,
        order=["Worth", "May not", "Not worth"],
        limit=15.0,
        limit_text="pays",
        titles=("g", "c", "s", "k"),
    ),
    "visibility by bank": lambda: search.by_bank(BANKS, order=["Own", "Other"], title="v"),
    "visibility on one engine": lambda: search.by_bank(BANKS.iloc[[0, 2]], order=["Own", "Other"], title="v"),
    "standings": lambda: search.standings(BANKS.assign(text="40% (35 to 55)", brief="40%"), title="v"),
    "standings of one": lambda: search.standings(BANKS.iloc[:1].assign(text="t", brief="b"), title="v"),
    "standings of none": lambda: search.standings(BANKS.iloc[:0].assign(text="t", brief="b"), title="v"),
    "click_curve": lambda: search.click_curve(
        CLICKS, CROSSING.assign(text_x=8.0, text_y=3.0), x_title="r", y_title="s", page_end="end"
    ),
    "lifts": lambda: campaigns.lifts(
        pd.DataFrame(
            {
                "label": ["a"],
                "value": [1.0],
                "low": [-0.5],
                "high": [2.5],
                "clear": [False],
                "text": ["+1.00"],
            }
        ),
        title="l",
    ),
    "power_curve": lambda: campaigns.power_curve(
        pd.DataFrame({"people": [20, 200], "value": [5.0, 80.0]}),
        pd.DataFrame({"people": [50], "value": [20.0], "name": ["This test"]}),
        x_title="n",
        y_title="p",
        mark_title="s",
    ),
    "list_left": lambda: campaigns.list_left(
        pd.DataFrame({"send": [0, 1], "name": "own", "value": [100.0, 99.7]}), x_title="s", y_title="l"
    ),
    "gains": lambda: search.gains(MOVES, title="g"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_valid(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    assert CHARTS[name]().to_dict(validate=True)["$schema"] == alt.Chart().to_dict(validate=False)["$schema"]
