"""Every page that is a value, by its address, for whoever draws pages other than the one asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ui.adoption import drivers, forecast, services
from ui.channels import activity, costs, migration, staffing
from ui.content import Content
from ui.macro import capital, fx_market, money, reserves, tobin_tax
from ui.marketing import experiments, levers, mix, one_to_one, search
from ui.plan import outage, peers, shares, shocks
from ui.reader import Reader
from ui.refusal import Refusal
from ui.risk import drivers as risk_drivers
from ui.risk import incidents, losses, scores, supervision
from ui.risk.licensing import page as licensing
from ui.workbench import data, overview, proofs, scenarios

CONTENTS: Final[Mapping[str, Callable[[Reader], Content | Refusal]]] = {
    "overview": overview.content,
    "risk-scores": scores.content,
    "risk-drivers": risk_drivers.content,
    "risk-supervision": supervision.content,
    "adoption-forecast": forecast.content,
    "adoption-drivers": drivers.content,
    "adoption-services": services.content,
    "marketing-levers": levers.content,
    "marketing-search": search.content,
    "marketing-experiments": experiments.content,
    "marketing-one-to-one": one_to_one.content,
    "marketing-mix": mix.content,
    "channels-costs": costs.content,
    "channels-migration": migration.content,
    "channels-staffing": staffing.content,
    "channels-activity": activity.content,
    "macro-tobin-tax": tobin_tax.content,
    "macro-fx-market": fx_market.content,
    "macro-money": money.content,
    "macro-reserves": reserves.content,
    "risk-losses": losses.content,
    "risk-incidents": incidents.content,
    "risk-licensing": licensing.content,
    "macro-capital": capital.content,
    "scenarios": scenarios.content,
    "proofs": proofs.content,
    "data": data.content,
    "plan-shares": shares.content,
    "plan-outage": outage.content,
    "plan-shocks": shocks.content,
    "plan-peers": peers.content,
}
