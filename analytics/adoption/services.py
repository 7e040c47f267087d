"""How complete an e-banking offer is: services by tier, coverage by bank, and which gap to close first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

Tier = Literal["informational", "communicative", "transactional"]
TIERS: tuple[Tier, ...] = ("informational", "communicative", "transactional")

# Service, tier, weight inside its tier, drivers of adoption it works through. Weights and drivers are a
# stated judgement, to be replaced at will.
_CATALOGUE: tuple[tuple[str, Tier, float, tuple[str, ...]], ...] = (
    ("balance", "informational", 3.0, ("usefulness",)),
    ("statement", "informational", 2.0, ("usefulness", "convenience")),
    ("bank_details", "informational", 1.0, ("convenience",)),
    ("cheque_image", "informational", 1.0, ("trust",)),
    ("product_information", "informational", 1.0, ("usefulness",)),
    ("advice_comparison", "informational", 1.0, ("usefulness", "ease")),
    ("secure_message", "communicative", 2.0, ("trust",)),
    ("complaint", "communicative", 2.0, ("trust", "risk")),
    ("appointment", "communicative", 1.0, ("convenience",)),
    ("alert", "communicative", 2.0, ("risk", "trust")),
    ("card_application", "communicative", 1.0, ("convenience",)),
    ("chequebook_order", "communicative", 1.0, ("convenience",)),
    ("loan_personal", "communicative", 1.0, ("usefulness", "convenience")),
    ("loan_car", "communicative", 1.0, ("usefulness",)),
    ("loan_home", "communicative", 1.0, ("usefulness",)),
    ("loan_student", "communicative", 1.0, ("usefulness",)),
    ("transfer_internal", "transactional", 3.0, ("usefulness", "convenience")),
    ("transfer_external", "transactional", 3.0, ("usefulness", "convenience")),
    ("bill_payment", "transactional", 3.0, ("usefulness", "convenience", "cost")),
    ("mobile_recharge", "transactional", 1.0, ("convenience", "cost")),
    ("cash_withdrawal", "transactional", 1.0, ("convenience",)),
    ("cash_deposit", "transactional", 1.0, ("convenience",)),
    ("certificate_of_deposit", "transactional", 1.0, ("usefulness",)),
    ("insurance", "transactional", 1.0, ("usefulness",)),
    ("brokerage", "transactional", 1.0, ("usefulness",)),
)


def service_catalogue() -> pd.DataFrame:
    """The built-in catalogue: service, tier, weight, drivers (a tuple of names).

    References
    ----------
    Office of the Comptroller of the Currency (1999), Internet Banking, Comptroller's Handbook, for the tiers.
    """
    return pd.DataFrame(_CATALOGUE, columns=["service", "tier", "weight", "drivers"])


def service_coverage(offers: pd.DataFrame, catalogue: pd.DataFrame | None = None) -> pd.DataFrame:
    """Share of the catalogue that each bank offers, by tier and in all, by weight.

    Parameters
    ----------
    offers : DataFrame with columns bank, service; one row per service offered (repeats, such as one row per
        channel, count once)
    catalogue : DataFrame with columns service, tier, weight (1 each if absent); the built-in one by default

    Returns
    -------
    DataFrame indexed by bank: informational, communicative, transactional, total; shares in [0, 1]. The
    total is the mean of the tiers that the catalogue has, so that a long tier does not outweigh a short one

    Raises
    ------
    ValueError: missing columns, services outside the catalogue, a catalogue that is not consistent
    """
    services = _checked_catalogue(catalogue)
    offered = _offered(offers, services)
    weight, tier = services["weight"].to_numpy(), services["tier"].to_numpy()
    table = {}
    for name in TIERS:
        own = np.where(tier == name, weight, 0.0)
        if own.sum() > 0:
            table[name] = offered.to_numpy() @ own / own.sum()
    result = pd.DataFrame(table, index=offered.index)
    result["total"] = result.mean(axis=1)
    return result


def service_gaps(
    offers: pd.DataFrame,
    bank: str,
    effects: Mapping[str, float] | None = None,
    catalogue: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Services a bank does not offer, the most promising first.

    Priority is the weight of the service, times the sum of the effects of the drivers it works through, times
    one plus the share of other banks that offer it. It ranks; it does not promise adopters.

    Parameters
    ----------
    offers, catalogue : as in ``service_coverage``; the catalogue may have a column drivers (tuples of names)
    bank : the bank to judge, one of the offers
    effects : strength of each driver, such as the absolute average marginal effects of ``fit_logit`` per
        construct; equal strengths by default. A driver that is not named counts as 0

    Returns
    -------
    DataFrame service, tier, weight, drivers, effect, peers (share of other banks that offer it; NaN without
    other banks), priority; ties in the order of the catalogue

    Raises
    ------
    ValueError: an unknown bank, effects that are negative or not finite, what ``service_coverage`` refuses
    """
    services = _checked_catalogue(catalogue)
    offered = _offered(offers, services)
    if bank not in offered.index:
        raise ValueError(f"bank is {bank!r}; it must be one of {', '.join(map(str, offered.index))}")
    strengths = _checked_effects(effects)
    missing = services[~offered.loc[bank].to_numpy(dtype=bool)].copy()
    others = offered.drop(index=bank)
    share = others.mean() if len(others) else pd.Series(np.nan, index=offered.columns)
    missing["effect"] = [
        sum(1.0 if strengths is None else strengths.get(driver, 0.0) for driver in drivers)
        for drivers in missing["drivers"]
    ]
    missing["peers"] = share.reindex(missing["service"]).to_numpy(dtype=float)
    missing["priority"] = missing["weight"] * missing["effect"] * (1.0 + missing["peers"].fillna(0.0))
    columns = ["service", "tier", "weight", "drivers", "effect", "peers", "priority"]
    return missing.sort_values("priority", ascending=False, kind="stable")[columns].reset_index(drop=True)


def _checked_catalogue(catalogue: pd.DataFrame | None) -> pd.DataFrame:
    if catalogue is None:
        return service_catalogue()
    absent = [name for name in ("service", "tier") if name not in catalogue.columns]
    if absent:
        raise ValueError(f"catalogue has no column {', '.join(absent)}")
    nobody = pd.Series([() for _ in range(len(catalogue))], index=catalogue.index, dtype=object)
    table = catalogue.assign(
        weight=catalogue["weight"].astype(float) if "weight" in catalogue else 1.0,
        drivers=catalogue.get("drivers", nobody),
    )
    if table.empty:
        raise ValueError("catalogue is empty; it needs at least one service")
    unknown = sorted(set(table["tier"]) - set(TIERS))
    if unknown:
        raise ValueError(f"catalogue has tier {unknown[0]!r}; a tier is one of {', '.join(TIERS)}")
    if table["service"].duplicated().any():
        raise ValueError(
            f"catalogue names {table.loc[table['service'].duplicated(), 'service'].iloc[0]!r} twice"
        )
    weight = table["weight"].to_numpy(dtype=float)
    if not np.all(np.isfinite(weight)) or np.any(weight <= 0):
        raise ValueError("catalogue has weights that are not finite numbers above 0")
    return table.reset_index(drop=True)


def _offered(offers: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    """Table bank by service of what is offered: 1 or 0."""
    absent = [name for name in ("bank", "service") if name not in offers.columns]
    if absent:
        raise ValueError(f"offers has no column {', '.join(absent)}")
    if offers.empty:
        raise ValueError("offers is empty; it needs at least one service of one bank")
    if offers[["bank", "service"]].isna().to_numpy().any():
        raise ValueError("offers has rows without a bank or a service")
    unknown = sorted(set(offers["service"]) - set(services["service"]))
    if unknown:
        raise ValueError(f"offers names service {unknown[0]!r}, which the catalogue does not have")
    table = pd.crosstab(offers["bank"], offers["service"]).clip(upper=1)
    return table.reindex(columns=list(services["service"]), fill_value=0).astype(float)


def _checked_effects(effects: Mapping[str, float] | None) -> dict[str, float] | None:
    if effects is None:
        return None
    strengths = {name: float(value) for name, value in effects.items()}
    for name, value in strengths.items():
        if not (np.isfinite(value) and value >= 0):
            raise ValueError(f"effects has {value} for {name!r}; a strength must be finite and 0 or above")
    return strengths
