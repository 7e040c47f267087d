"""An e-mail campaign send by send: from the list to the adopter, with the list that wears down."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from analytics.marketing._checks import number, whole
from analytics.marketing.parts import Email

STAGES: Final = ("addressed", "delivered", "opened", "clicked", "converted")


@dataclass(frozen=True)
class EmailFunnel:
    """What a series of sends does.

    Parameters
    ----------
    sends : DataFrame, one row per send: send (1 first), list, delivered, opened, clicked, converted,
        unsubscribed, cumulative (converted so far), people; cost, MAD
    stages : DataFrame stage, people (over all sends), rate (of the stage before), of_list (of all addressed)
    list_kept : float in [0, 1], share of the list left after the last send, opt-ins apart
    conversion : float in [0, 1], share of the people on the list who convert over all sends
    cost_per_conversion : float, MAD; None when nobody converts
    half_life : float, sends until unsubscribing alone halves the list; None when nobody leaves
    """

    sends: pd.DataFrame
    stages: pd.DataFrame
    list_kept: float
    conversion: float
    cost_per_conversion: float | None
    half_life: float | None


def list_decay(unsubscribe: float, sends: int) -> float:
    """Share of a list that is left after ``sends``: ``(1 - unsubscribe) ** sends``."""
    leaving = number("unsubscribe", unsubscribe, 0.0, 1.0)
    return float((1 - leaving) ** whole("sends", sends, 0))


def funnel(subscribers: float, sends: int, email: Email | None = None) -> EmailFunnel:
    """Follow a list of subscribers through a number of sends.

    Those who converted stay on the list but cannot convert again: conversions of all sends together
    never exceed the list.

    Parameters
    ----------
    subscribers : float > 0, people who opted in
    sends : int >= 1
    email : Email, rates and cost per message; Mailchimp's of October 2019 when left out

    Returns
    -------
    EmailFunnel

    Raises
    ------
    ValueError: no subscriber, no send, or rates given as one direct effect
    """
    rates = email or Email()
    if rates.rate is not None:
        raise ValueError("email must give its stages for a funnel, got a direct rate")
    start = number("subscribers", subscribers, 1e-9)
    order = np.arange(1, whole("sends", sends, 1, 10_000) + 1)
    kept = (1 - rates.unsubscribe) ** (order - 1)
    a_send = rates.delivered * rates.opened * rates.clicked_given_open * rates.converted
    on_list = start * kept
    delivered = on_list * rates.delivered
    opened = delivered * rates.opened
    clicked = opened * rates.clicked_given_open
    converted = on_list * a_send * (1 - a_send) ** (order - 1)
    table = pd.DataFrame(
        {
            "send": order,
            "list": on_list,
            "delivered": delivered,
            "opened": opened,
            "clicked": clicked,
            "converted": converted,
            "unsubscribed": on_list * rates.unsubscribe,
            "cumulative": np.cumsum(converted),
            "cost": on_list * rates.cost_per_message,
        }
    )
    won = float(converted.sum())
    return EmailFunnel(
        sends=table,
        stages=_stages(table),
        list_kept=list_decay(rates.unsubscribe, order.size),
        conversion=won / start,
        cost_per_conversion=float(table["cost"].sum()) / won if won > 0 else None,
        half_life=_half_life(rates.unsubscribe),
    )


def _stages(table: pd.DataFrame) -> pd.DataFrame:
    people = table[["list", "delivered", "opened", "clicked", "converted"]].sum().to_numpy()
    before = np.concatenate([[np.nan], people[:-1]])
    rate = np.divide(people, before, out=np.full(people.shape, np.nan), where=before > 0)
    return pd.DataFrame({"stage": STAGES, "people": people, "rate": rate, "of_list": people / people[0]})


def _half_life(unsubscribe: float) -> float | None:
    if unsubscribe == 0:
        return None
    if unsubscribe == 1:
        return 0.0
    sends = math.log(0.5) / math.log1p(-unsubscribe)
    return sends if math.isfinite(sends) else None


def rates_from_counts(
    reached: float, delivered: float, opened: float, clicked: float, converted: float, unsubscribed: float
) -> Email:
    """The funnel's rates that a campaign's own counts show, in place of the benchmarks.

    Parameters
    ----------
    reached, delivered, opened, clicked, converted, unsubscribed : float >= 0, people; each stage at most
        the one before, unsubscribed at most delivered

    Raises
    ------
    ValueError: nobody reached, delivered, opened or clicked, or a stage larger than the one before
    """
    counts = {"reached": reached, "delivered": delivered, "opened": opened, "clicked": clicked}
    least = {name: number(name, count, 1.0) for name, count in counts.items()}
    chain = [*least.items(), ("converted", number("converted", converted, 0.0))]
    for (before, more), (after, fewer) in pairwise(chain):
        if fewer > more:
            raise ValueError(f"{after} must be at most {before} ({more:g}), got {fewer:g}")
    left = number("unsubscribed", unsubscribed, 0.0, least["delivered"])
    return replace(
        Email(),
        delivered=least["delivered"] / least["reached"],
        opened=least["opened"] / least["delivered"],
        clicked_given_open=least["clicked"] / least["opened"],
        converted=converted / least["clicked"],
        unsubscribe=left / least["reached"],
    )
