"""The adoption hazard, for many variants of a plan at once.

Inputs are arrays of shape (variants or 1, periods or 1) by the name of the plan's field; one call
walks every variant through the periods together. ``effort.<lever>`` multiplies what a lever does: 0
switches it off, so that the path without levers is the same arithmetic with zeros.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from analytics.marketing._checks import FloatArray
from analytics.marketing.parts import LEVERS, Market
from analytics.marketing.plan import Plan

Inputs = dict[str, FloatArray]

_LARGEST_EXPONENT: Final = 700.0


@dataclass(frozen=True)
class Simulation:
    """Paths of shape (variants, periods); ``effects`` by lever.

    ``start`` and ``adopters`` count the start and the end of each period, ``new`` those won in it,
    ``left`` those whom a shrinking market dropped; ``external`` is P, ``imitation`` Q, ``trust`` T.
    """

    market: FloatArray
    start: FloatArray
    adopters: FloatArray
    new: FloatArray
    left: FloatArray
    external: FloatArray
    imitation: FloatArray
    trust: FloatArray
    effects: dict[str, FloatArray]


def inputs(plan: Plan, periods: int) -> Inputs:
    """Every number of the plan as an array (1, 1) or (1, periods), and all efforts at 1.

    Raises
    ------
    ValueError: a path that is not ``periods`` long, or more adopters than the market at the start
    """
    read: Inputs = {}
    for name, value in _numbers_of(plan):
        array = np.atleast_2d(np.asarray(value, dtype=np.float64))
        if array.shape[1] not in (1, periods):
            raise ValueError(f"{name} must be one number or {periods} (one per period), got {array.shape[1]}")
        read[name] = array
    if isinstance(plan.market, Market):
        read["market"] = (
            read.pop("market.adults")
            * read.pop("market.internet")
            * read.pop("market.banked")
            * read.pop("market.acceptance")
        )
    start = float(read["market"][0, 0])
    if plan.initial_adopters > start:
        raise ValueError(
            f"initial_adopters must be in [0, {start:g}] (the market at the start), "
            f"got {plan.initial_adopters:g}"
        )
    return read | {f"effort.{lever}": np.ones((1, 1)) for lever in LEVERS}


def _numbers_of(plan: Plan) -> list[tuple[str, ArrayLike]]:
    found: list[tuple[str, ArrayLike]] = []
    for item in fields(plan):
        part = getattr(plan, item.name)
        if hasattr(part, "__dataclass_fields__"):
            inner = [(f"{item.name}.{name}", getattr(part, name)) for name in part.__dataclass_fields__]
            found += [(name, value) for name, value in inner if value is not None]
        else:
            found.append((item.name, part))
    return found


def without(read: Inputs, *levers: str) -> Inputs:
    """The same inputs with these levers (all, when none is named) switched off."""
    return read | {f"effort.{lever}": np.zeros((1, 1)) for lever in (levers or LEVERS)}


def active(read: Inputs) -> tuple[str, ...]:
    """The levers that do something in at least one period."""
    probes = {
        "email": ("email.sends",),
        "search": ("search.clicks",),
        "affiliation": ("affiliation.visits",),
        "viral": ("viral.invitations",),
        "word_of_mouth": ("word_of_mouth.volume_change", "word_of_mouth.valence_change"),
        "advertising": ("advertising.change",),
        "one_to_one": ("one_to_one.share",),
    }
    return tuple(
        lever
        for lever in LEVERS
        if any(
            read[name].any() for name in ((f"{lever}.rate",) if f"{lever}.rate" in read else probes[lever])
        )
        and read[f"effort.{lever}"].any()
    )


def simulate(read: Inputs, periods: int) -> Simulation:
    """Walk every variant through the periods.

    ``N_t = (M_t - A_{t-1}) [1 - (1 - P_t)(1 - Q_t A_{t-1}/M_t)]``, with
    ``P_t = 1 - (1 - p0 T_t g_t)(1 - e_t)(1 - s_t)(1 - a_t)`` and
    ``Q_t = min(1, q0 T_t (1 + w_t) + v_t)``. Advertising ``g_t`` multiplies p0, 1 without it. Where the
    market falls below A, the surplus leaves: A is never above M.
    """
    variants = max(array.shape[0] for array in read.values())
    shape = (variants, periods)
    market = np.broadcast_to(read["market"], shape)
    effects = _effects(read, market, shape)
    trust = _trust(read, shape)
    own = np.minimum(1.0, read["p0"] * trust * (1 + effects["advertising"]))
    external = 1 - (1 - own) * (1 - effects["email"]) * (1 - effects["search"]) * (1 - effects["affiliation"])
    imitation = np.minimum(1.0, read["q0"] * trust * (1 + effects["word_of_mouth"]) + effects["viral"])

    # Periods come first in memory: the walk reads one row at a time.
    sizes, missed, pulls = (np.ascontiguousarray(array.T) for array in (market, 1 - external, imitation))
    divisors = np.where(sizes > 0, sizes, 1.0)
    before, after = np.empty(sizes.shape), np.empty(sizes.shape)
    stock = np.broadcast_to(read["initial_adopters"][:, 0], (variants,))
    for t in range(periods):
        kept = np.minimum(stock, sizes[t])
        won = (sizes[t] - kept) * (1 - missed[t] * (1 - pulls[t] * (kept / divisors[t])))
        before[t] = stock
        stock = np.minimum(kept + won, sizes[t])
        after[t] = stock
    start, adopters = before.T, after.T
    kept = np.minimum(start, market)
    return Simulation(
        market=market,
        start=start,
        adopters=adopters,
        new=adopters - kept,
        left=start - kept,
        external=external,
        imitation=imitation,
        trust=trust,
        effects=effects,
    )


def _trust(read: Inputs, shape: tuple[int, int]) -> FloatArray:
    exponent = read["trust_sensitivity"] * (read["trust"] - read["reference_trust"])
    return np.broadcast_to(np.exp(np.minimum(exponent, _LARGEST_EXPONENT)), shape)


def _effects(read: Inputs, market: FloatArray, shape: tuple[int, int]) -> dict[str, FloatArray]:
    one_to_one = _one_to_one(read)
    effects = {
        "email": _email(read, one_to_one, shape),
        "search": _visits(read, "search", market),
        "affiliation": _visits(read, "affiliation", market),
        "viral": _viral(read),
        "word_of_mouth": _word_of_mouth(read),
        "advertising": _advertising(read, shape),
        "one_to_one": one_to_one,
    }
    return {lever: np.broadcast_to(effect, shape) for lever, effect in effects.items()}


def _one_to_one(read: Inputs) -> FloatArray:
    if "one_to_one.rate" in read:
        return np.maximum(-1.0, read["one_to_one.rate"] * read["effort.one_to_one"])
    return personalised(read) * read["one_to_one.lift"]


def personalised(read: Inputs) -> FloatArray:
    """Share of messages that are personal, at most 1 however large the effort."""
    return np.minimum(1.0, read["one_to_one.share"] * read["effort.one_to_one"])


def _email(read: Inputs, one_to_one: FloatArray, shape: tuple[int, int]) -> FloatArray:
    if "email.rate" in read:
        return np.minimum(1.0, read["email.rate"] * read["effort.email"] * (1 + one_to_one))
    convert = np.minimum(1.0, read["email.converted"] * (1 + one_to_one))
    a_send = read["email.delivered"] * read["email.opened"] * read["email.clicked_given_open"] * convert
    # One subscriber gets every send of the period: sends combine as a union, inside the list.
    return mailing_list(read, shape) * (1 - (1 - a_send) ** _sends(read))


def _sends(read: Inputs) -> FloatArray:
    return read["email.sends"] * read["effort.email"]


def mailing_list(read: Inputs, shape: tuple[int, int]) -> FloatArray:
    """Share of the market on the list at the start of each period, after unsubscribing and opt-ins."""
    kept = np.broadcast_to((1 - read["email.unsubscribe"]) ** _sends(read), shape)
    if not read["email.opt_in"].any():
        left = np.cumprod(np.concatenate([np.ones((shape[0], 1)), kept[:, :-1]], axis=1), axis=1)
        return read["email.reach"][:, :1] * left
    joining = np.broadcast_to(read["email.opt_in"], shape)
    lists = np.empty(shape)
    level = np.broadcast_to(read["email.reach"][:, 0], (shape[0],))
    for t in range(shape[1]):
        lists[:, t] = level
        level = level * kept[:, t]
        level = level + joining[:, t] * (1 - level)
    return lists


def _visits(read: Inputs, lever: str, market: FloatArray) -> FloatArray:
    effort = read[f"effort.{lever}"]
    if f"{lever}.rate" in read:
        return np.minimum(1.0, read[f"{lever}.rate"] * effort)
    visitors = _visitors(read, lever)
    share = np.divide(visitors, market, out=np.zeros(market.shape), where=market > 0)
    return np.minimum(1.0, share) * read[f"{lever}.conversion"]


def _visitors(read: Inputs, lever: str) -> FloatArray:
    effort = read[f"effort.{lever}"]
    if lever == "search":
        return read["search.clicks"] * read["search.click_through"] * effort
    return read["affiliation.visits"] * effort


def _viral(read: Inputs) -> FloatArray:
    if "viral.rate" in read:
        return read["viral.rate"] * read["effort.viral"]
    return read["viral.invitations"] * read["effort.viral"] * read["viral.conversion"]


def _word_of_mouth(read: Inputs) -> FloatArray:
    effort = read["effort.word_of_mouth"]
    if "word_of_mouth.rate" in read:
        return np.maximum(-1.0, read["word_of_mouth.rate"] * effort)
    volume = _growth(read["word_of_mouth.volume_change"] * effort) * read["word_of_mouth.volume_elasticity"]
    valence = (
        _growth(read["word_of_mouth.valence_change"] * effort) * read["word_of_mouth.valence_elasticity"]
    )
    return np.exp(volume + valence) - 1


def _advertising(read: Inputs, shape: tuple[int, int]) -> FloatArray:
    effort = read["effort.advertising"]
    if "advertising.rate" in read:
        return np.maximum(-1.0, read["advertising.rate"] * effort)
    short = read["advertising.elasticity"]
    long = np.maximum(read["advertising.long_run_elasticity"], short)
    pulse = np.broadcast_to(short * _growth(read["advertising.change"] * effort), shape)
    # Geometric carry-over that adds up to the long-run elasticity: short / (1 - carried) = long.
    carried = 1 - np.divide(short, long, out=np.ones(long.shape), where=long > 0)[:, 0]
    built = np.empty(shape)
    level = np.zeros(shape[0])
    for t in range(shape[1]):
        level = carried * level + pulse[:, t]
        built[:, t] = level
    return np.exp(built) - 1


def _growth(change: FloatArray) -> FloatArray:
    return np.log1p(np.maximum(change, -0.999))


def costs(read: Inputs, simulation: Simulation) -> dict[str, FloatArray]:
    """What each lever costs, MAD, of shape (variants, periods)."""
    market, effects = simulation.market, simulation.effects
    messages = (
        np.zeros(market.shape)
        if "email.rate" in read
        else mailing_list(read, market.shape) * market * _sends(read)
    )
    kept = simulation.start - simulation.left
    open_before = market - kept
    share = np.divide(kept, market, out=np.zeros(market.shape), where=market > 0)
    won_virally = open_before * np.minimum(1.0, effects["viral"]) * share
    search = 0.0 if "search.rate" in read else _visitors(read, "search") * read["search.cost_per_click"]
    advertising = (
        0.0
        if "advertising.rate" in read
        else read["advertising.budget"] * read["advertising.change"] * read["effort.advertising"]
    )
    variable = {
        "email": messages * read["email.cost_per_message"],
        "search": search,
        "affiliation": open_before * effects["affiliation"] * read["affiliation.cost_per_acquisition"],
        "viral": won_virally * read["viral.reward"],
        "word_of_mouth": 0.0,
        "advertising": advertising,
        "one_to_one": messages * personalised(read) * read["one_to_one.cost_per_message"],
    }
    return {
        lever: np.broadcast_to(
            variable[lever] + read[f"{lever}.cost_per_period"] * _working(effects[lever]), market.shape
        )
        for lever in LEVERS
    }


def _working(effect: FloatArray) -> FloatArray:
    return np.where(effect != 0, 1.0, 0.0)
