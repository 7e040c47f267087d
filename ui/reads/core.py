"""What pages read: data and results, each computed once per snapshot.

The key of the cache is exact (the snapshot itself and validated codes), never a frame and never free
text: a cache that hashes a sample of its arguments can answer with somebody else's figures.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from threading import Lock
from typing import ParamSpec, TypeVar

import pandas as pd

from data import queries
from data.snapshots import Snapshot, current
from ui import link

P = ParamSpec("P")
R = TypeVar("R")


def cached(function: Callable[P, R]) -> Callable[P, R]:
    """Keep the answers of ``function``, by its exact arguments.

    Frames come back as shallow copies: under pandas' copy-on-write, what a page does to its copy never
    reaches the one kept. The lock makes the first visitors of a cold page wait for one computation.
    """
    kept = lru_cache(maxsize=256)(function)
    lock = Lock()

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        with lock:
            result = kept(*args, **kwargs)
        return result.copy(deep=False) if isinstance(result, pd.DataFrame | pd.Series) else result

    return answer


def snapshot() -> Snapshot:
    """The data of this session's workspace, as last published, or older where the reader asked for them."""
    return link.earlier() or current(link.workspace())


banks = cached(queries.banks)
countries = cached(queries.countries)
indicators = cached(queries.indicators)
sources = cached(queries.sources)
definition_breaks = cached(queries.definition_breaks)
country_series = cached(queries.country_series)
risk_catalogue = cached(queries.risk_catalogue)
tables = cached(queries.tables)


@cached
def source_names(snapshot: Snapshot) -> pd.Series:
    """Publisher and title of every source, by its code."""
    titles = sources(snapshot).set_index("source")
    return titles["publisher"] + ", " + titles["title"]
