"""What each assumption is called, and how its value is written, where all subjects stand in one table."""

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

LABELS: Final = {
    "bank": N_("Bank"),
    "country": N_("Country"),
    "compared": N_("Beside"),
    "indicator": N_("Country figure"),
    "month": N_("Month"),
    "table": N_("Dictionary of"),
    "beside": N_("Set against"),
    "risk": N_("Risk"),
    "power": N_("Compensation p"),
    "level": N_("Confidence level"),
    "seed": N_("Seed"),
    "since": N_("Compared with"),
    "peer": N_("Other bank"),
    "effort": N_("Budget (points of effort)"),
    "weight_operational": N_("Weight of operational risk"),
    "weight_regulatory": N_("Weight of regulatory risk"),
    "weight_legal": N_("Weight of legal risk"),
    "weight_reputational": N_("Weight of reputational risk"),
    "conventional_scale": N_("Conventional thresholds ×"),
    "sourced_scale": N_("Thresholds with a source ×"),
    "sourced_reason": N_("Written reason for moving thresholds that have a source"),
    "never_reported": N_("What was never reported"),
    "detail": N_("Detail"),
    "kri": N_("Indicator"),
    "loss_type": N_("Events"),
    "tail_start": N_("Start of the tail"),
    "dependence": N_("Correlation of types"),
    "capital_approach": N_("Capital in force"),
    "least_loss": N_("Smallest loss counted for capital (EUR)"),
    "loss_scope": N_("Losses the record holds"),
    "mad_per_euro": N_("Dirhams a euro"),
    "incident": N_("Incident"),
    "unknown_facts": N_("Not yet known"),
    "report_form": N_("Form"),
    "time_zone": N_("Times shown in"),
    "clock": N_("Clock"),
    "licensing_case": N_("Case"),
    "case_home": N_("The bank’s country"),
    "case_host": N_("Country of the client"),
    "case_activities": N_("Activities"),
    "case_client": N_("Client"),
    "case_approach": N_("How the client came"),
    "case_presence": N_("Presence in the country"),
    "case_signals": N_("Targeting signals present"),
    "case_service_day": N_("Service given on"),
    "case_contract_day": N_("Contract made on"),
    "case_deposit": N_("Deposit of one client (USD)"),
    "case_licence_held": N_("Licence, branch or subsidiary held"),
    "case_notice_sent": N_("Passport notice sent"),
    "case_mifid_ancillary": N_("Ancillary to investment services"),
    "case_designated": N_("Public body, or designated of vital importance"),
    "case_qualifying": N_("Qualifying branch (article 48b)"),
    "case_branch_assets": N_("Assets of the branch (EUR)"),
    "case_retail_deposits": N_("Retail deposits of the branch (EUR)"),
    "case_retail_share": N_("Retail deposits (% of the branch’s liabilities)"),
    "shocked_bank": N_("Bank shocked"),
    "shock_size": N_("Trust lost"),
    "trust_links": N_("Trust links ×"),
    "spill_operational_reputational": N_("Operational risk added to reputational"),
    "spill_legal_reputational": N_("Legal risk added to reputational"),
    "spill_regulatory_legal": N_("Regulatory risk added to legal"),
    "spill_operational_regulatory": N_("Operational risk added to regulatory"),
    "rules_age": N_("Age of the rules"),
    "legal_definitions": N_("Legal terms defined"),
    "home_host_agreements": N_("Agreements with other supervisors"),
    "it_inspections": N_("Inspections of IT"),
    "supervision_detail": N_("Detail"),
    "adoption": N_("Series"),
    "adoption_years": N_("Horizon"),
    "adoption_ceiling": N_("Ceiling"),
    "growth_with_trust": N_("Growth if trust changes"),
    "survey": N_("Survey"),
    "survey_outcome": N_("What is explained"),
    "survey_items": N_("Items"),
    "trust_change": N_("If trust changed by"),
    "offer_channel": N_("Channel"),
    "offer_peers": N_("Compared with"),
    "gap_ranking": N_("Gaps ranked"),
    "tobin_tax": N_("Tax on each transaction"),
    "fx_volume": N_("Turnover a year (assumed)"),
    "transfer_cost": N_("Round trip, nobody online (assumed)"),
    "online_share": N_("Operations on the Internet (assumed)"),
    "online_cost_ratio": N_("Online cost over branch cost (assumed)"),
    "cost_elasticity": N_("Elasticity of turnover to cost"),
    "cooperation": N_("Countries that join"),
    "taxed_markets": N_("Levied on"),
    "market_set": N_("Parameters of the tables"),
    "market_runs": N_("Simulated histories"),
    "exchange_response": N_("Response to the exchange rate"),
    "price_rigidity": N_("Prices left unchanged each quarter"),
    "ara_weights": N_("Weights of the ARA metric"),
    "short_term_debt": N_("Short-term external debt, MAD billion"),
    "other_liabilities": N_("Other external liabilities, MAD billion"),
    "sudden_stop": N_("Capital that leaves in a sudden stop"),
    "return_abroad": N_("Return abroad, all included"),
    "holding_years": N_("Capital stays"),
    "public_debt": N_("Public debt, % of GDP (assumed)"),
    "primary_balance": N_("Primary balance (assumed)"),
    "capital_mobility": N_("Moved by a point of gain"),
    "nominal_growth": N_("Nominal growth"),
    "spread_sensitivity": N_("Spread per unit of deficit"),
    "rate_without_spread": N_("Interest before the spread"),
    "proofs": N_("Subject matter"),
    "displaced_cash": N_("Cash displaced by e-money"),
    "required_reserves": N_("Required reserves"),
    "avoided_deposits": N_("Deposits that escape it"),
    "corridor_half": N_("Facilities around the policy rate ±"),
    "late_payments": N_("Late payments (assumed)"),
    "economy": N_("Transmission measured on"),
    "cost_detail": N_("Detail"),
    "practical_share": N_("Practical capacity"),
    "given_back": N_("Given back"),
    "published_kinds": N_("Published costs"),
    "published_inflation": N_("Rise of prices"),
    "augmentation": N_("Growth in use"),
    "released_share": N_("Fixed cost released"),
    "saving_lag": N_("Lag of the savings"),
    "discount_rate": N_("Discount rate"),
    "stated_variable_share": N_("Variable share at the branch, %"),
    "stated_cost_ratio": N_("Cost online, % of the branch"),
    "migrated_share": N_("Moved by those who adopt"),
    "investment_per_adopter": N_("Investment per new user"),
    "branch_halo": N_("Added at the branch"),
    "phone_halo": N_("Added on the phone"),
    "retention_gain": N_("Kept because they adopted"),
    "learning_ratio": N_("Cost after a doubling"),
    "option_years": N_("One may wait"),
    "option_volatility": N_("Volatility of the worth"),
    "plan_from": N_("Plan: from"),
    "plan_to": N_("Plan: to"),
    "plan_first": N_("Plan: gone by the first year’s end"),
    "plan_second": N_("Plan: gone by the second year’s end"),
    "plan_third": N_("Plan: gone by the third year’s end"),
    "plan_budget": N_("Plan: budget"),
    "plan_spent_first": N_("Spent in the first year"),
    "plan_floor": N_("Floor, of the target"),
    "plan_stretch": N_("Stretch, of the target"),
    "plan_people_share": N_("People’s part of branch cost"),
    "plan_exit_person": N_("Exit of a person, MAD thousand"),
    "plan_exit_site": N_("Exit of a site, MAD thousand"),
    "outage_channel": N_("Outage: what is down"),
    "outage_hours": N_("Outage: hours"),
    "outage_share": N_("Outage: users hit"),
    "outage_month": N_("Outage: month"),
    "outage_unmade": N_("Outage: never made up"),
    "outage_callers": N_("Outage: call, of those who try"),
    "outage_visitors": N_("Outage: come to the branch"),
    "outage_claims": N_("Outage: claim compensation"),
    "outage_claim": N_("Outage: granted on a claim"),
    "outage_fraud": N_("Outage: rise of fraud in the days after"),
    "outage_repair": N_("Outage: repair where not known"),
    "queue": N_("Queue"),
    "counter_promise": N_("Service promised at the counter"),
    "phone_promise": N_("Service promised on the phone"),
    "counter_patience": N_("Patience at the counter"),
    "phone_patience": N_("Patience on the phone"),
    "shrinkage": N_("Away from the desk"),
    "counter_moved": N_("Moved online"),
    "budget_email": N_("Budget for e-mail"),
    "budget_search": N_("Budget for search"),
    "budget_affiliation": N_("Budget for partners"),
    "budget_viral": N_("Budget for invitations"),
    "budget_word_of_mouth": N_("Budget for word of mouth"),
    "budget_advertising": N_("Budget for advertising"),
    "budget_one_to_one": N_("Budget for one to one"),
    "trust_case": N_("Trust"),
    "trust_sensitivity": N_("Strength of trust"),
    "budget_total": N_("Sum a year"),
    "budget_most": N_("Most for one lever"),
    "budget_aim": N_("Aim"),
    "adopter_margin": N_("Margin a year"),
    "search_engine": N_("Engine"),
    "keyword_move": N_("Move valued"),
    "click_worth": N_("Worth of a click"),
    "campaign_test": N_("Test"),
    "test_level": N_("Confidence level"),
    "wanted_lift": N_("Lift wanted"),
    "email_sends": N_("E-mails sent"),
    "contact_drivers": N_("Drivers asked for"),
    "customer_weeks": N_("Weeks ahead"),
    "operation_margin": N_("Margin of an operation"),
    "offer_uplift": N_("Operations added"),
    "offer_cost": N_("Cost of an offer"),
    "mix_weight": N_("Weight of privacy and security"),
    "trust_slope": N_("Slope of trust"),
    "activity_by": N_("Told apart by"),
    "activity_channel": N_("On"),
    "activity_service": N_("Service"),
    "report_sections": N_("Sections of the board pack"),
    "story_step": N_("Screen of the story"),
}
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
