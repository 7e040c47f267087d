"""One customer at a time: histories from a transactions file, share of customer, segments with actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.marketing._checks import columns, number, numbers, share_inside
from analytics.marketing.lifetime import BgNbd


@dataclass(frozen=True)
class SegmentAction:
    """A segment and what to do with it, in both languages."""

    code: str
    name_en: str
    name_fr: str
    action_en: str
    action_fr: str


SEGMENTS: Final = (
    SegmentAction(
        "new",
        "New, not yet back",
        "Nouveaux, pas encore revenus",
        "Welcome: guide them to a second operation",
        "Accueillir : guider vers une deuxième opération",
    ),
    SegmentAction(
        "keep",
        "Active, often",
        "Actifs, fréquents",
        "Keep: personal adviser, no discount needed",
        "Fidéliser : conseiller attitré, sans remise",
    ),
    SegmentAction(
        "grow",
        "Active, seldom",
        "Actifs, peu fréquents",
        "Grow: show the service they lack next",
        "Développer : proposer le prochain service utile",
    ),
    SegmentAction(
        "win_back",
        "Fading, once frequent",
        "En retrait, autrefois fréquents",
        "Win back: personal contact now, ask why",
        "Reconquérir : contact personnel, demander la raison",
    ),
    SegmentAction(
        "low_cost",
        "Fading, seldom",
        "En retrait, peu fréquents",
        "Serve at low cost: newsletter and self-service only",
        "Servir à moindre coût : lettre et libre-service",
    ),
)


def customer_histories(
    transactions: pd.DataFrame,
    *,
    customer: str = "customer",
    date: str = "date",
    end: str | pd.Timestamp | None = None,
    unit_days: float = 7.0,
) -> pd.DataFrame:
    """Frequency, recency and age of each customer, as :func:`fit_bgnbd` wants them.

    Transactions of one customer on one day count once; what lies after ``end`` is left out.

    Parameters
    ----------
    transactions : DataFrame with a customer and a date column (dates, or text as 2026-03-31: day and month
        are never guessed), one row per transaction
    end : last day of observation; the last day of the file when left out
    unit_days : float > 0, days in a unit of time; weeks by default

    Returns
    -------
    DataFrame by customer: frequency (repeats), recency, age (in units), first, last (dates)

    Raises
    ------
    ValueError: a column missing, a date that is not one, a missing customer, or nothing before ``end``
    """
    columns("transactions", transactions, [customer, date])
    days = pd.to_datetime(transactions[date], errors="coerce", format="ISO8601").dt.normalize()
    who = transactions[customer]
    if days.isna().any():
        wrong = transactions.loc[days.isna(), date].iloc[0]
        raise ValueError(f"{date} must be a date in every row, got {wrong!r}")
    if who.isna().any():
        raise ValueError(f"{customer} must be given in every row, missing in {int(who.isna().sum())}")
    unit = number("unit_days", unit_days, 1e-6)
    last_day = days.max() if end is None else pd.Timestamp(end).normalize()
    visits = pd.DataFrame({"customer": who, "day": days})[days <= last_day].drop_duplicates()
    if visits.empty:
        raise ValueError(f"end must not lie before the first transaction, got {last_day.date()}")
    days_of = visits.groupby("customer")["day"]
    table = pd.DataFrame({"frequency": days_of.size() - 1, "first": days_of.min(), "last": days_of.max()})
    table["recency"] = (table["last"] - table["first"]).dt.days / unit
    table["age"] = (last_day - table["first"]).dt.days / unit
    return table[["frequency", "recency", "age", "first", "last"]]


def share_of_customer(own: ArrayLike, elsewhere: ArrayLike) -> pd.Series:
    """Share of each customer's business that the bank holds: own / (own + elsewhere).

    Parameters
    ----------
    own : array-like >= 0, what the customer holds or does here
    elsewhere : array-like >= 0, the same at other banks; NaN where it is not known

    Returns
    -------
    Series in [0, 1]; missing where ``elsewhere`` is not known, or where there is no business at all

    Raises
    ------
    ValueError: lengths that differ, or a negative amount
    """
    here = numbers("own", own, 0.0)
    other = np.asarray(elsewhere, dtype=np.float64)
    if here.shape != other.shape:
        raise ValueError(f"own and elsewhere must be equally long, got {here.shape} and {other.shape}")
    numbers("elsewhere", other[~np.isnan(other)], 0.0)
    total = here + other
    known = total > 0
    return pd.Series(np.divide(here, total, out=np.full(total.shape, np.nan), where=known), name="share")


def segments(
    model: BgNbd,
    histories: pd.DataFrame,
    *,
    periods: float = 52.0,
    returning: float = 0.5,
    often: float | None = None,
    new_within: float = 13.0,
) -> pd.DataFrame:
    """Sort customers by whether they will come back and how often they came.

    The chance to come back is used, not the chance to be alive: the latter is 1 in this model for
    everyone who never came back, however long ago.

    Parameters
    ----------
    model : BgNbd, fitted on these or like customers
    histories : DataFrame frequency, recency, age, in the model's unit of time
    periods : float > 0, horizon of the return and of the expected transactions
    returning : float in (0, 1), chance to come back from which a customer counts as active
    often : float >= 0, transactions a unit of age (the first counted) from which one is frequent; the
        median of those who came back when left out
    new_within : float >= 0, age up to which a customer without repeat is new

    Returns
    -------
    DataFrame, ``histories`` with probability_alive, probability_of_return, expected (transactions in
    ``periods``), segment (code of :data:`SEGMENTS`)

    Raises
    ------
    ValueError: a column missing, an impossible history, or a threshold outside its range
    """
    columns("histories", histories, ["frequency", "recency", "age"])
    limit = share_inside("returning", returning)
    ahead = np.asarray(number("periods", periods, 1e-9))
    past = tuple(histories[name].to_numpy() for name in ("frequency", "recency", "age"))
    x, _, age = past
    back = model.probability_of_return(ahead, *past)
    new = (x == 0) & (age <= number("new_within", new_within, 0.0))
    # One unit more, so that a customer of today is not infinitely frequent.
    pace = (x + 1) / (age + 1)
    repeated = pace[x > 0] if (x > 0).any() else pace
    frequent = pace >= (float(np.median(repeated)) if often is None else number("often", often, 0.0))
    active = back >= limit
    code = np.select(
        [new, active & frequent, active, frequent], ["new", "keep", "grow", "win_back"], default="low_cost"
    )
    return histories.assign(
        probability_alive=model.probability_alive(*past),
        probability_of_return=back,
        expected=model.expected_transactions(ahead, *past),
        segment=code,
    )


def segment_summary(segmented: pd.DataFrame) -> pd.DataFrame:
    """Customers, mean chance to come back and expected transactions of each segment, with its action.

    Parameters
    ----------
    segmented : DataFrame as :func:`segments` returns it

    Returns
    -------
    DataFrame segment, name_en, name_fr, action_en, action_fr, customers, share,
    probability_of_return (mean), expected (sum), every segment in its order; the mean is missing where
    nobody is
    """
    columns("segmented", segmented, ["segment", "probability_of_return", "expected"])
    groups = segmented.groupby("segment")
    table = pd.DataFrame(
        {
            "segment": [item.code for item in SEGMENTS],
            "name_en": [item.name_en for item in SEGMENTS],
            "name_fr": [item.name_fr for item in SEGMENTS],
            "action_en": [item.action_en for item in SEGMENTS],
            "action_fr": [item.action_fr for item in SEGMENTS],
        }
    )
    table["customers"] = table["segment"].map(groups.size()).fillna(0).astype(int)
    table["share"] = table["customers"] / len(segmented)
    table["probability_of_return"] = table["segment"].map(groups["probability_of_return"].mean())
    table["expected"] = table["segment"].map(groups["expected"].sum()).fillna(0.0)
    return table


def offers_by_effect(
    values: ArrayLike, asked: ArrayLike, effects: Sequence[float], cost: float
) -> pd.DataFrame:
    """What offers bring under each effect: a customer is worth one where effect × value exceeds its cost.

    Parameters
    ----------
    values : margin (MAD) expected of each customer without an offer; asked : who agreed to be addressed
    effects : operations that an offer adds, as a share of those without it
    cost : of one offer (MAD)

    Returns
    -------
    DataFrame: effect, worth (customers), addressed (those of them who agreed), net (MAD, of those addressed:
        the sum of effect × value less cost)
    """
    value = np.asarray(values, dtype=float)
    agreed = np.asarray(asked, dtype=bool)
    rows = []
    for effect in effects:
        gain = effect * value
        worth = gain > cost
        net = float((gain - cost)[worth & agreed].sum())
        rows.append((float(effect), int(worth.sum()), int((worth & agreed).sum()), net))
    return pd.DataFrame(rows, columns=["effect", "worth", "addressed", "net"])


def least_effect(values: ArrayLike, cost: float) -> float | None:
    """The effect above which the first offer pays: cost over the largest value; None where none has any."""
    largest = float(np.max(np.asarray(values, dtype=float), initial=0.0))
    return cost / largest if largest > 0 else None
