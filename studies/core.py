"""What every study stands on: data read and results computed, each once per snapshot.

The key of the cache is exact (the snapshot itself and validated codes), never a frame and never free
text: a cache that hashes a sample of its arguments can answer with somebody else's figures.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar, cast

import pandas as pd

from data import queries
from data.reading import Read, note, noting
from data.snapshots import Snapshot
from studies.keep import Figures, Store

P = ParamSpec("P")
R = TypeVar("R")


MOST_BYTES: Final = 128 * 1024 * 1024
"""What all results kept may take together."""

_STORE: Final = Store(MOST_BYTES)


def cached(function: Callable[P, R]) -> Callable[P, R]:
    """Keep the answers of ``function``, by its exact arguments, in the store that all reads share.

    Frames come back as shallow copies: under pandas' copy-on-write, what a page does to its copy never
    reaches the one kept. The first visitors of a cold page wait for one computation; nobody else does.
    """

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        key = (function, args, tuple(sorted(kwargs.items())))
        result, read = _STORE.get(key, lambda: _with_sources(lambda: function(*args, **kwargs)))
        # Whoever finds a result kept rests on what it was read from as much as who had it computed.
        note(read)
        copied = isinstance(result, pd.DataFrame | pd.Series)
        return cast("R", result.copy(deep=False) if copied else result)

    return answer


def keep(key: Hashable, compute: Callable[[], R]) -> R:
    """What ``compute`` gives, in the same store: for values made of results, by all that they rest on.

    Nothing is copied; what was read for it is noted.
    """
    result, read = _STORE.get((keep, key), lambda: _with_sources(compute))
    note(read)
    return cast("R", result)


def _with_sources(compute: Callable[[], Any]) -> tuple[Any, Read]:
    with noting() as noted:
        result = compute()
    return result, noted.seen


def cache_figures() -> Figures:
    """How often results were found, computed and forgotten, and the bytes that they take."""
    return _STORE.figures()


def forget() -> None:
    """Compute everything anew at its next look."""
    _STORE.forget()


@cached
def sources_of_tables(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Table → codes of the sources that its rows name, in their order."""
    return queries.sources_of_tables(snapshot)


countries = cached(queries.countries)
indicators = cached(queries.indicators)
sources = cached(queries.sources)
definition_breaks = cached(queries.definition_breaks)
country_series = cached(queries.country_series)
risk_catalogue = cached(queries.risk_catalogue)
services = cached(queries.services)


@cached
def banks(snapshot: Snapshot) -> pd.DataFrame:
    """The banks of the workspace, each under a name that no other has."""
    return told_apart(queries.banks(snapshot))


def invented_banks(snapshot: Snapshot) -> bool:
    """Whether any bank of the workspace is an invented one."""
    return bool((banks(snapshot)["kind"] == "synthetic").any())


def told_apart(banks: pd.DataFrame) -> pd.DataFrame:
    """``banks`` with the code in brackets behind each ``name`` that another bank has, too.

    Names are alike that a reader takes for the same: whatever their case, accents and spaces.
    """
    alike = banks["name"].map(_as_read).duplicated(keep=False)
    coded = banks["name"] + " (" + banks["bank"] + ")"
    return banks.assign(name=banks["name"].where(~alike, coded))


def _as_read(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


@cached
def source_names(snapshot: Snapshot) -> pd.Series:
    """Publisher and title of every source, by its code."""
    titles = sources(snapshot).set_index("source")
    return titles["publisher"] + ", " + titles["title"]
