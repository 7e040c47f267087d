"""How the value of each assumption is written, where all subjects stand in one table."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analytics.scenario import assumption
from studies import core
from ui.assumed import written
from ui.reader import Reader
from ui.words import MISSING, worded

_BANKS: Final = ("bank", "peer", "shocked_bank", "beside")
_COUNTRIES: Final = ("country", "compared")


def setting(name: str, reader: Reader) -> str:
    """The value of one assumption as its control writes it, with its unit; banks and countries by name."""
    value = reader.value(name)
    known: dict[str, str] = {}
    if name in _BANKS:
        known = _named(core.banks(reader.snapshot), "bank", "name")
    elif name in _COUNTRIES:
        known = _named(core.countries(reader.snapshot), "country", worded("name"))
    if isinstance(value, tuple):
        return ", ".join(known.get(code) or written(name, code) for code in value) or MISSING
    return known.get(assumption(name).write(value)) or written(name, value)


def _named(frame: pd.DataFrame, code: str, name: str) -> dict[str, str]:
    return dict(zip(frame[code], frame[name], strict=True))
