"""Countries by code and name, and the one at the centre."""

from __future__ import annotations

from analytics.display import Display
from studies import core
from ui.reader import Reader
from ui.words import worded


def names(reader: Reader) -> dict[str, str]:
    """Code → name of every country, in the reader's language."""
    rows = core.countries(reader.snapshot)
    return dict(zip(rows["country"], rows[worded("name")], strict=True))


def home(reader: Reader) -> str:
    """The country at the centre: the scenario's, or Morocco where the scenario names none we know."""
    wanted = reader.display.country
    return wanted if wanted in names(reader) else Display().country


def home_name(reader: Reader) -> str:
    """The name of that country; its code where the workspace has no figure of it."""
    return names(reader).get(home(reader), home(reader))
