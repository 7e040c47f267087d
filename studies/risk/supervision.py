"""The system as its supervisor sees it: contagion, the four tools, spill-over, gaps in the evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.catalogue import OF_BANKS
from analytics.risk.contagion import SpillOver, infection_matrix, spill_matrix, spill_over, trust_links
from analytics.risk.coverage import Coverage, coverage, reference_map
from analytics.risk.scoring import Floats, aggregate, published_grade
from analytics.risk.supervision import ToolsScoreboard, evidence_gaps, system_summary, tools_scoreboard
from data import queries
from data.snapshots import Snapshot
from studies.core import banks, cached
from studies.risk.scores import (
    PUBLISHED,
    Rules,
    catalogue,
    observed,
    position,
    risk_history,
    system_position,
    whole_catalogue,
)

STANDARD: Final = "BCBS98"
# Links are recorded as single figures: answers say what a quarter more or less would change (convention).
LINK_DOUBT: Final = 0.25
_ARRAYS: Final = ("values", "scores", "observed", "flags")


@dataclass(frozen=True)
class Network:
    """Links between banks, and what each bank's trouble does to the others.

    Parameters
    ----------
    banks : codes, in the order of all arrays
    shares : ndarray (banks,), weight in the system
    by_customers : the weights are customers; else every bank weighs the same, as some customers are missing
    infection : DataFrame bank shocked × bank reached, stress in [0, 1]
    spread : DataFrame bank, own (the bank's own stress, echo included, as a share of the system), additional,
        low, high: share of the system that the shock reaches at other banks, and the same with weaker and
        stronger links
    """

    banks: tuple[str, ...]
    shares: Floats
    by_customers: bool
    infection: pd.DataFrame
    spread: pd.DataFrame


@dataclass(frozen=True)
class Spilled:
    """Spill-over between risks, with the overall score before and after.

    ``overall`` : DataFrame bank, before, after, grade_before, grade_after
    """

    risks: SpillOver
    overall: pd.DataFrame


links = cached(queries.bank_links)


@cached
def months(snapshot: Snapshot, power: float, rules: Rules = PUBLISHED) -> tuple[str, ...]:
    """The months for which any bank has scores, the latest first, as 2026-10; none without observations."""
    if not observed(snapshot):
        return ()
    found = risk_history(snapshot, power, rules).risks["month"].drop_duplicates()
    return tuple(f"{month:%Y-%m}" for month in found.sort_values(ascending=False))


@cached
def network(snapshot: Snapshot, trust: float, size: float) -> Network:
    """What a shock of ``size`` to each bank in turn does, with every link multiplied by ``trust``."""
    names = tuple(banks(snapshot)["bank"])
    shares, by_customers = _weights(snapshot, names)
    reached = {
        factor: _infection(snapshot, names, trust * factor, size)
        for factor in (1.0, 1.0 - LINK_DOUBT, 1.0 + LINK_DOUBT)
    }
    echo = np.diag(reached[1.0])
    spread = {name: _elsewhere(table.to_numpy()) @ shares for name, table in reached.items()}
    return Network(
        banks=names,
        shares=shares,
        by_customers=by_customers,
        infection=reached[1.0],
        spread=pd.DataFrame(
            {
                "bank": names,
                "own": (size + echo) * shares,
                "additional": spread[1.0],
                "low": spread[1.0 - LINK_DOUBT],
                "high": spread[1.0 + LINK_DOUBT],
            }
        ),
    )


def _elsewhere(infection: Floats) -> Floats:
    return infection - np.diag(np.diag(infection))


def _infection(snapshot: Snapshot, names: tuple[str, ...], trust: float, size: float) -> pd.DataFrame:
    matrix = trust_links(links(snapshot), names, trust=trust)
    return infection_matrix(matrix, np.ones(len(names)), names, size=size)


def _weights(snapshot: Snapshot, names: tuple[str, ...]) -> tuple[Floats, bool]:
    table = banks(snapshot).set_index("bank").loc[list(names)]
    customers = table["customers"].to_numpy(dtype=float, na_value=np.nan)
    if np.isnan(customers).any() or customers.sum() <= 0:
        return np.full(len(names), 1.0 / len(names)), False
    return customers / customers.sum(), True


@cached
def summary(snapshot: Snapshot, month: str, power: float, rules: Rules = PUBLISHED) -> pd.DataFrame:
    """Each risk over all gradable banks, weighted by customers where all are known."""
    here = position(snapshot, month, power, rules)
    return system_summary(here, bank_weights=_weights(snapshot, here.banks)[0])


@cached
def tools(
    snapshot: Snapshot,
    month: str,
    power: float,
    measures: tuple[tuple[str, float], ...],
    rules: Rules = PUBLISHED,
) -> ToolsScoreboard:
    """The regulators' four tools, with what the supervisor supplies of its own."""
    return tools_scoreboard(system_position(snapshot, month, power, rules), measures=dict(measures))


@cached
def beyond_the_bank(snapshot: Snapshot, month: str, power: float, rules: Rules = PUBLISHED) -> pd.DataFrame:
    """What the supervisor and the peers do to each bank: bank, indicator, value, score, observed."""
    here = system_position(snapshot, month, power, rules)
    known = whole_catalogue(snapshot, rules)
    of_system = [at for at, scope in enumerate(known["scope"]) if scope != OF_BANKS]
    return pd.DataFrame(
        [
            {
                "bank": bank,
                "indicator": here.catalogue.indicators[at],
                "value": here.values[row, at],
                "score": here.scores[row, at],
                "observed": bool(here.observed[row, at]),
            }
            for at in of_system
            for row, bank in enumerate(here.banks)
        ],
        columns=["bank", "indicator", "value", "score", "observed"],
    )


@cached
def principles(snapshot: Snapshot, month: str, power: float, rules: Rules = PUBLISHED) -> Coverage:
    """What the indicators say of each principle of the Basel Committee, bank by bank."""
    here = position(snapshot, month, power, rules)
    return coverage(here, reference_map(catalogue(snapshot, rules), STANDARD), STANDARD)


@cached
def gaps(snapshot: Snapshot, month: str, power: float, rules: Rules = PUBLISHED) -> pd.DataFrame:
    """What was not reported in the month, widest effect first."""
    return evidence_gaps(risk_history(snapshot, power, rules), position(snapshot, month, power, rules))


@cached
def spilled(
    snapshot: Snapshot,
    month: str,
    power: float,
    shares: tuple[tuple[str, str, float], ...],
    rules: Rules = PUBLISHED,
) -> Spilled:
    """Scores with what each risk adds to the others, of the banks whose every risk is gradable.

    ``shares`` are from, to, share.
    """
    whole = position(snapshot, month, power, rules)
    graded = np.asarray(whole.gradable.all(axis=1))
    here = replace(
        whole,
        banks=tuple(bank for bank, kept in zip(whole.banks, graded, strict=True) if kept),
        **{name: getattr(whole, name)[graded] for name in _ARRAYS},
        idle=None if whole.idle is None else whole.idle[graded],
    )
    order = list(here.catalogue.risks)
    scores = pd.DataFrame(here.risk_scores[:, :-1], index=pd.Index(here.banks), columns=order)
    matrix = spill_matrix(tuple(order), {(source, target): share for source, target, share in shares})
    found = spill_over(scores, matrix)
    overall = np.asarray(aggregate(found.after.to_numpy(), here.catalogue.risk_weights, p=here.p))
    flags = here.risk_flags[:, -1]
    return Spilled(
        risks=found,
        overall=pd.DataFrame(
            {
                "bank": here.banks,
                "before": here.risk_scores[:, -1],
                "after": overall,
                "grade_before": here.risk_grades[:, -1],
                "grade_after": np.asarray(published_grade(overall, flags)),
            }
        ),
    )


@cached
def kinds(snapshot: Snapshot) -> tuple[str, ...]:
    """The kinds of the data on banks, indicators and links."""
    tables = (banks(snapshot), links(snapshot), queries.risk_observations(snapshot))
    return tuple(sorted({kind for table in tables for kind in table["kind"].unique()}))
