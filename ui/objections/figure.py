"""A figure of a page with what is said against it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Challenged:
    """A figure, in English, to be translated where it is shown.

    Parameters
    ----------
    figure : its name
    pairs : objection and answer, the strongest first
    """

    figure: str
    pairs: tuple[tuple[str, str], ...]
