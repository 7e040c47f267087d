"""The tables of the activity page, and how its figures are counted."""

from __future__ import annotations

import pandas as pd

from studies import core
from studies.channels import costs as channels
from ui import link
from ui.views import channels_words as words
from ui.views.channels_activity import Activity, dimension_name
from ui.views.channels_activity import losses as lost_per_thousand
from ui.words import _, clauses

_MILLION = 1_000_000


def groups_table(view: Activity) -> pd.DataFrame:
    """Operations by what they are told apart by: share, change, failures, money."""
    rows = view.year.groups
    before = rows["before"].where(rows["before"] > 0)
    table = pd.DataFrame(
        {
            dimension_name(view.by): [view.names[code] for code in rows["code"]],
            _("Operations"): rows["count"].astype("int64"),
            _("Share (%)"): 100.0 * rows["count"] / view.year.count,
            _("Change on the year before (%)"): 100.0 * (rows["count"] / before - 1.0),
            _("Failed (%)"): 100.0 * rows["failures"] / rows["count"],
        }
    )
    if "amount_mad" in rows.columns:
        table[_("Amount (MAD million)")] = rows["amount_mad"] / _MILLION
    return table


def steps_table(view: Activity) -> pd.DataFrame:
    """How many reach each step, and how many end there."""
    rows = view.drop.steps
    return pd.DataFrame(
        {
            _("Step"): [words.name_of(words.STEPS, step) for step in rows["step"]],
            _("Reached by"): rows["reached"].astype("int64"),
            _("Reached (%)"): 100.0 * rows["reached"] / view.drop.total,
            _("Lost there"): rows["lost"].astype("int64"),
        }
    )


def reasons_table(view: Activity) -> pd.DataFrame:
    """Why operations fail, most frequent first."""
    rows = view.drop.losses.groupby("reason", as_index=False)["count"].sum()
    rows = rows.sort_values("count", ascending=False)
    total = rows["count"].sum()
    return pd.DataFrame(
        {
            _("Reason"): [words.name_of(words.REASONS, reason) for reason in rows["reason"]],
            _("Operations"): rows["count"].astype("int64"),
            _("Share of failures (%)"): 100.0 * rows["count"] / total,
            _("Per thousand asked for"): 1000.0 * rows["count"] / view.drop.total,
        }
    ).reset_index(drop=True)


def costs_table(view: Activity) -> pd.DataFrame:
    """What a channel costs over the year, the minutes it supplies and works, and what one operation costs."""
    rows = channels.unit_costs(link.shown(), view.bank, view.month)
    return pd.DataFrame(
        {
            _("Channel"): [words.name_of(words.CHANNELS, code) for code in rows["channel"]],
            _("Resources (MAD million)"): rows["cost"] / _MILLION,
            _("Purchases (MAD million)"): rows["purchases"] / _MILLION,
            _("Operations"): rows["transactions"].astype("int64"),
            _("Full (MAD)"): rows["full"],
            _("Minutes each"): rows["minutes"],
            _("Cost of a minute supplied (MAD)"): rows["rate"],
            _("Minutes used (%)"): 100.0 * rows["utilisation"],
            _("Source"): rows["source"].map(core.source_names(link.shown())),
        }
    )


def losses_described(view: Activity) -> str:
    """The losses in words."""
    frame = lost_per_thousand(view)
    return clauses(f"{label} {text}" for label, text in zip(frame["label"], frame["text"], strict=True))


def method() -> dict[str, object]:
    """How operations are counted, for the foot of the page."""
    return {
        "formula": r"\text{change}=\frac{N_{t-11..t}}{N_{t-23..t-12}}-1,\qquad "
        r"\text{reached}_k=\sum_{j\ge k}\text{ended}_j,\qquad c=\frac{C+V}{N}",
        "words": [
            _(
                "One row of the channel log is one operation asked for, carried out or not. The page reads "
                "the cubes made from the log, never the log: their counts sum to its rows."
            ),
            _(
                "The change compares twelve whole months with the twelve before; where one of them is "
                "missing it is not stated. The range is the quietest and the busiest month."
            ),
            _(
                "Whoever ended at a step has reached all those before it. An operation in which the customer "
                "gave up counts as failed."
            ),
            _(
                "Hours of the week are means: the counts of a month over how often each hour occurred in it. "
                "They are those of all services."
            ),
            _(
                "The full cost of an operation is that of the costs page: the channel’s resources and "
                "purchases over its operations. Minutes not used are paid for too; the costs page sets them "
                "apart."
            ),
            _(
                "By Internet or mobile: their operations, carried out or not, of all operations of the "
                "twelve months. All pages take this share, the macro pages too; the services page leaves "
                "cash out."
            ),
            _(
                "Users and non-users of a channel differ before they use it: a comparison of the two says "
                "little of what the channel does (Hitt and Frei, 2002)."
            ),
        ],
        "proof": _(
            "A log of 200,000 rows gives the same cubes on DuckDB and on Polars, cell by cell, and every "
            "cube sums to 200,000; in the demonstration, hours, steps and regions sum to the activity. The "
            "tests hold the data to all three."
        ),
    }
