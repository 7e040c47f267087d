"""How the value of each assumption is written, where all subjects stand in one table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from studies import core
from ui.adoption import drivers, series, services
from ui.channels import staffing
from ui.macro import fx_market, money, reserves
from ui.macro.words import HOLDING
from ui.marketing import funding, search
from ui.plan import moves
from ui.reader import Reader
from ui.reader import assumption as held
from ui.risk import losses_bank
from ui.risk.rules import NEVER_REPORTED
from ui.risk.words import EVENT_NAMES, RISK_NAMES
from ui.words import MISSING, N_, _, plain_number, worded

_CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "risk": RISK_NAMES,
    "never_reported": NEVER_REPORTED,
    "loss_type": EVENT_NAMES,
    "capital_approach": losses_bank.APPROACHES,
    "loss_scope": losses_bank.LOSS_SCOPES,
    "adoption": series.SERIES_NAMES,
    "survey_outcome": drivers.OUTCOMES,
    "offer_channel": services.CHANNELS,
    "offer_peers": services.PEERS,
    "gap_ranking": services.RANKINGS,
    "keyword_move": search.MOVES,
    "queue": staffing.QUEUES,
    "plan_from": moves.PLACES,
    "plan_to": moves.PLACES,
    "outage_channel": moves.PLACES,
    "trust_case": funding.TRUST_CASES,
    "budget_aim": funding.AIMS,
    "taxed_markets": fx_market.MARKETS,
    "economy": money.ECONOMIES,
    "ara_weights": reserves.WEIGHTS,
    "holding_years": {code: name for code, (name, _years) in HOLDING.items()},
    "beside": {"nothing": N_("nothing"), "year": N_("a year earlier")},
}
_BANKS: Final = ("bank", "peer", "shocked_bank", "beside")
_COUNTRIES: Final = ("country", "compared")
_PROMISES: Final = ("counter_promise", "phone_promise")


def setting(name: str, reader: Reader) -> str:
    """The value of one assumption as its control writes it, with its unit."""
    value, assumption = reader.value(name), held(name)
    if isinstance(value, tuple):
        return ", ".join(_code(reader, name, code) for code in value) or MISSING
    if assumption.unit == "share":
        return plain_number(100 * value, "%")
    if isinstance(value, float) or (assumption.shape in ("integer", "amount") and assumption.unit and value):
        return plain_number(float(value), _(assumption.unit) if assumption.unit else "")
    return _code(reader, name, str(value)) or MISSING


def _code(reader: Reader, name: str, code: str) -> str:
    if name in _PROMISES:
        level, seconds = code.split("_")
        return _("{level} % within {seconds} s").format(level=level, seconds=seconds)
    if name == "exchange_response":
        return reserves.answers().get(code, code)
    known: Mapping[str, str] = {}
    if name in _BANKS:
        known = _named(core.banks(reader.snapshot), "bank", "name")
    elif name in _COUNTRIES:
        known = _named(core.countries(reader.snapshot), "country", worded("name"))
    if code in known:
        return known[code]
    message = _CODES.get(name, {}).get(code)
    return code if message is None else _(message)


def _named(frame: pd.DataFrame, code: str, name: str) -> dict[str, str]:
    return dict(zip(frame[code], frame[name], strict=True))
