"""What pages read: data and results, each computed once per snapshot.

The key of the cache is exact (the snapshot itself and validated codes), never a frame and never free
text: a cache that hashes a sample of its arguments can answer with somebody else's figures.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from threading import Lock
from typing import Final, ParamSpec, TypeVar

import pandas as pd

from analytics.risk.position import risk_position
from analytics.risk.profile import RiskHistory
from analytics.risk.profile import risk_history as score
from analytics.risk.uncertainty import score_uncertainty
from analytics.scenario import Scenario
from data import queries
from data.snapshots import Snapshot, current
from ui import link

DRAWS: Final = 2_000
HISTORY_DRAWS: Final = 200

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
        return result.copy(deep=False) if isinstance(result, pd.DataFrame) else result

    return answer


def snapshot() -> Snapshot:
    """The data of this session's workspace, as last published."""
    return current(link.workspace())


banks = cached(queries.banks)
countries = cached(queries.countries)
indicators = cached(queries.indicators)
sources = cached(queries.sources)
definition_breaks = cached(queries.definition_breaks)
country_series = cached(queries.country_series)
risk_catalogue = cached(queries.risk_catalogue)
tables = cached(queries.tables)


@cached
def risk_history(snapshot: Snapshot, power: float) -> RiskHistory:
    """Scores of every bank, month, risk and indicator."""
    observations = queries.risk_observations(snapshot)[["bank", "indicator", "month", "value"]]
    return score(observations, queries.risk_catalogue(snapshot), p=power)


@cached
def risk_uncertainty(snapshot: Snapshot, month: str, power: float, level: float, seed: int) -> pd.DataFrame:
    """Interval, probability of each grade and rank of every bank and risk in one month."""
    position = risk_position(risk_history(snapshot, power), month=f"{month}-01")
    return score_uncertainty(position, draws=DRAWS, level=level, seed=seed).table


@cached
def risk_bands(snapshot: Snapshot, bank: str, power: float, level: float, seed: int) -> pd.DataFrame:
    """Scores of one bank in every month with their interval: month, risk, score, low, high."""
    history = risk_history(snapshot, power)
    months = history.risks.loc[history.risks["bank"] == bank, "month"].drop_duplicates()
    tables = [
        score_uncertainty(
            risk_position(history, month=month), banks=(bank,), draws=HISTORY_DRAWS, level=level, seed=seed
        ).table.assign(month=month)
        for month in months
    ]
    return pd.concat(tables, ignore_index=True)[["month", "risk", "score", "low", "high"]]


@cached
def risk_kinds(snapshot: Snapshot, bank: str) -> tuple[str, ...]:
    """The kinds of data that a bank's scores are made of."""
    return tuple(sorted(queries.risk_observations(snapshot, banks=(bank,))["kind"].unique()))


def warm() -> None:
    """Read once what every first visit needs."""
    shown = current()
    for read in (banks, countries, indicators, sources, definition_breaks, risk_catalogue, tables):
        read(shown)
    usual = Scenario()
    months = risk_history(shown, usual.power).risks["month"]
    risk_uncertainty(shown, f"{months.max():%Y-%m}", usual.power, usual.level, usual.seed)
