"""The indicators behind a score as a table: value, status, cuts, and the letters that each cut carries."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ui.citations import cited
from ui.risk.words import risk_name
from ui.words import N_, _, plain_number

_STATUS: Final = {
    "observed": N_("observed"),
    "carried": N_("missing, last value kept and drifting to the worst"),
    "never": N_("never reported"),
    "kept": N_("not applicable, last figure kept without penalty"),
    "idle": N_("not applicable: nothing to measure, no weight"),
}
CUTS: Final = ("cut_1", "cut_2", "cut_3")
_TAGS: Final = ("tag_1", "tag_2", "tag_3")
_USES: Final = ("use_1", "use_2", "use_3")
LETTERS: Final = (*_TAGS, *_USES)


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """Indicators, the worst first, each with its unit, status, and the source and use of its cuts."""
    rows = rows.sort_values(["score", "indicator"], ascending=[False, True], na_position="last")
    return pd.DataFrame(
        {
            _("Id"): rows["indicator"],
            _("Indicator"): rows["label"],
            _("Risk"): rows["risk"].map(risk_name),
            _("Value"): rows["value"],
            _("Unit"): rows["unit"],
            _("Score (0–100)"): rows["score"].round(1),
            _("Low"): rows["score_low"].round(1),
            _("High"): rows["score_high"].round(1),
            _("Status"): [_(_STATUS[status]) for status in rows["status"]],
            _("Cuts of the grades"): [
                " / ".join(plain_number(cut) for cut in cuts)
                for cuts in rows[list(CUTS)].itertuples(index=False)
            ],
            _("Source and use of the cuts"): [" / ".join(cut) for cut in cut_letters(rows)],
            _("What the source sets the cuts for"): rows["use_note"],
            _("Maps to"): rows["maps_to"].map(cited, na_action="ignore"),
        }
    )


def status_name(status: str) -> str:
    """What became of an indicator in a month, in words."""
    return _(_STATUS[status])


def cut_letters(rows: pd.DataFrame) -> list[list[str]]:
    """For each indicator the letters of its three cuts: where read, and whether used as there."""
    return [
        [f"{row[tag]}\N{EN DASH}{row[use]}" for tag, use in zip(_TAGS, _USES, strict=True)]
        for _at, row in rows.iterrows()
    ]
