"""Of whom an adoption forecast can be made: the countries or banks that have the series."""

from __future__ import annotations

from studies.adoption import forecast as reads
from ui import controls, link
from ui.refusal import Refused
from ui.views.adoption_forecast import series_name
from ui.views.choices import pick_bank
from ui.views.countries import country_names
from ui.words import _


def pick_subject(series: str) -> tuple[str, str]:
    """A menu of the countries or banks that have the series; returns code and name."""
    if series == "customers":
        return pick_bank()
    names = subjects(series)
    code = controls.choose("country", _("Country"), list(names), shown=names.__getitem__)
    return code, names[code]


def subjects(series: str) -> dict[str, str]:
    """Code → name of the countries that have the series.

    Raises
    ------
    Refused: there are none
    """
    known = set(reads.panel(link.shown(), reads.SUBJECT_OF[series])["entity"])
    names = {code: name for code, name in country_names().items() if code in known}
    if not names:
        raise Refused(
            _("No country has a figure of “{series}” yet. Load country figures on the import page.").format(
                series=series_name(series)
            ),
            "fact",
        )
    return names
