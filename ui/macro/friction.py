"""Where the share of operations on the Internet can come from, and the friction-restoring tax of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.macro.friction import CHANNEL_WEIGHTS, friction, friction_tax
from studies import chain
from studies.adoption import forecast as adoption
from studies.macro import country as macro
from studies.macro.channel_mix import channel_mix
from ui.adoption import led
from ui.content import Metric, Open
from ui.macro.words import plain
from ui.reader import Reader
from ui.refusal import Refused
from ui.words import _, month_name, percent

_HOME: Final = "MAR"


@dataclass(frozen=True)
class FrictionSource:
    """One origin of the share online: its words, share (with ends where known), cost weight, and kind.

    ``transfer_cost`` : of a round trip with nobody online
    """

    name: str
    share: float
    low: float | None
    high: float | None
    weight: float
    kind: str
    transfer_cost: float

    def tax(self, share: float | None) -> float:
        """The tax that restores the friction lost at ``share``, per unit; missing where it is None."""
        if share is None:
            return np.nan
        return float(friction_tax(self.transfer_cost, share, online_weight=min(self.weight, 1.0)))


def friction_sources(reader: Reader) -> list[FrictionSource]:
    """The share assumed, what adoption says of it, and what a bank's channels say."""
    given, published = reader.scenario, CHANNEL_WEIGHTS["internet"]
    assumed = _source(reader, _("assumed on this page"), (given.online_share,), published, "assumed")
    return [assumed, *_from_adoption(reader, published), *_from_channels(reader)]


def _source(
    reader: Reader, name: str, shares: tuple[float] | tuple[float, float, float], weight: float, kind: str
) -> FrictionSource:
    low, high = shares[1:] or (None, None)
    return FrictionSource(name, shares[0], low, high, weight, kind, reader.scenario.transfer_cost)


def _from_adoption(reader: Reader, weight: float) -> list[FrictionSource]:
    given, data = reader.scenario, reader.snapshot
    latest = macro.figure(data, "paid_bill_online", _HOME)
    if latest is None:
        return []
    ahead = adoption.adoption_forecast(data, "bills", _HOME, given.adoption_years, given.level)
    last = ahead.table.iloc[-1]
    measured, expected = (
        _("adults who paid a bill online, {year} (Findex)").format(year=latest.year),
        _("the same, forecast for {year} (adoption page)").format(year=int(last["year"])),
    )
    value, low, high = (float(last[name]) / 100 for name in ("value", "low", "high"))
    return [
        _source(reader, measured, (latest.value / 100,), weight, latest.kind),
        _source(reader, expected, (value, low, high), weight, "derived"),
    ]


def _from_channels(reader: Reader) -> list[FrictionSource]:
    try:
        bank, name = reader.bank()
    except Refused:
        return []
    mix = channel_mix(reader.snapshot, bank)
    if mix is None:
        return []
    said = _("channels of {bank}, twelve months to {month}").format(bank=name, month=month_name(mix.last))
    found = _source(reader, said, (mix.online_share,), mix.online_weight, mix.kind)
    return [found, *_from_the_chain(reader, bank, name, mix.online_weight)]


def _from_the_chain(reader: Reader, bank: str, name: str, weight: float) -> list[FrictionSource]:
    last = _at_the_horizon(reader, bank)
    if last is None:
        return []
    said = _("channels of {bank} in {year}, along its adoption, levers and trust").format(
        bank=name, year=int(last["year"])
    )
    value, low, high = (float(last[end]) for end in ("value", "low", "high"))
    return [_source(reader, said, (value, low, high), weight, "derived")]


def _at_the_horizon(reader: Reader, bank: str) -> pd.Series | None:
    """The bank's share online at the horizon: year, value, low, high; None without anything to forecast."""
    given = reader.scenario
    try:
        shares = chain.online_shares(
            reader.snapshot, bank, given.adoption_years, given.level, led.settings(given)
        )
    except ValueError:
        return None
    return None if shares.empty else shares.iloc[-1]


def along_adoption(reader: Reader) -> tuple[Metric, ...]:
    """What a round trip costs at the horizon along the bank's adoption, and the tax that restores today's.

    Nothing without a bank, or without anything to forecast.
    """
    given = reader.scenario
    try:
        bank = reader.bank().code
    except Refused:
        return ()
    last = _at_the_horizon(reader, bank)
    if last is None:
        return ()
    # What is done online costs this bank what its channels say it does.
    mix = channel_mix(reader.snapshot, bank)
    weight = CHANNEL_WEIGHTS["internet"] if mix is None else min(mix.online_weight, 1.0)
    likely, low, high = (float(last[end]) for end in ("value", "low", "high"))

    def cost(share: float) -> float:
        return 100 * float(friction(given.transfer_cost, share, online_weight=weight))

    def tax(share: float) -> float:
        return 100 * float(friction_tax(given.transfer_cost, share, online_weight=weight))

    opens = Open("macro-tobin-tax", {"bank": bank})
    return (
        # The more is done online, the cheaper a round trip.
        Metric(
            "friction_ahead",
            _("Cost of moving money abroad at the horizon"),
            cost(likely),
            "%",
            3,
            cost(high),
            cost(low),
            opens=opens,
        ),
        Metric(
            "restoring_ahead",
            _("Tax that restores the friction, along the bank’s adoption"),
            tax(likely),
            "%",
            3,
            tax(low),
            tax(high),
            opens=opens,
        ),
    )


def friction_kinds(sources: list[FrictionSource]) -> tuple[str, ...]:
    """Kinds of everything that stands behind the sources."""
    return tuple(dict.fromkeys([*(source.kind for source in sources), "derived"]))


def friction_table(sources: list[FrictionSource]) -> pd.DataFrame:
    """The friction-restoring tax, in %, by where the share online comes from."""
    return pd.DataFrame(
        [
            (
                source.name,
                percent(source.share, 1),
                _("1/{times}").format(times=plain(1 / source.weight, 2)),
                100 * source.tax(source.share),
                100 * source.tax(source.low),
                100 * source.tax(source.high),
            )
            for source in sources
        ],
        columns=[
            _("Share of operations on the Internet: taken from"),
            _("Share"),
            _("Cost online, of the branch’s"),
            _("Tax that restores the friction (%)"),
            _("Low"),
            _("High"),
        ],
    )


def friction_words(sources: list[FrictionSource]) -> str:
    """What the ends mean, and what the published shares of operations are not."""
    said = [
        _(
            "The share of adults stands in for the share of operations, which is not published for Morocco; "
            "the ends are those of the adoption forecast."
        )
    ]
    if any(source.kind == "synthetic" for source in sources):
        said.append(_("The bank’s channels are synthetic."))
    return " ".join(said)
