"""Which controls each page draws: the browser walks between pages that share one, the pages' tests hold it.

Left out is what the router draws on every page: what the page is set against.
"""

from __future__ import annotations

from typing import Final

ON_EVERY_PAGE: Final = frozenset({"beside"})
CONTROLS: Final[dict[str, str]] = {
    "overview": "bank month indicator compared",
    "risk-scores": (
        "bank month risk power level weight_operational weight_regulatory weight_legal "
        "weight_reputational conventional_scale sourced_scale sourced_reason kri"
    ),
    "risk-drivers": "bank month risk effort since peer",
    "risk-losses": "bank loss_type tail_start dependence capital_approach least_loss loss_scope level",
    "risk-incidents": "bank incident unknown_facts report_form time_zone clock",
    "risk-licensing": (
        "licensing_case case_host case_service_day case_approach bank case_home case_activities "
        "case_client case_presence case_licence_held case_contract_day case_mifid_ancillary"
    ),
    "risk-supervision": (
        "month risk never_reported shocked_bank shock_size trust_links rules_age legal_definitions "
        "home_host_agreements it_inspections spill_operational_reputational spill_legal_reputational "
        "spill_regulatory_legal spill_operational_regulatory"
    ),
    "adoption-forecast": "adoption bank adoption_years level adoption_ceiling growth_with_trust",
    "adoption-drivers": "survey survey_outcome survey_items trust_change level",
    "adoption-services": "bank offer_channel offer_peers gap_ranking",
    "marketing-levers": (
        "bank adoption_years level trust_case trust_sensitivity adopter_margin budget_email "
        "budget_search budget_affiliation budget_viral budget_word_of_mouth budget_advertising "
        "budget_one_to_one budget_million budget_total budget_most budget_unproven budget_aim own_tests"
    ),
    "marketing-search": "bank month search_engine keyword_move click_worth",
    "marketing-experiments": "bank campaign_test wanted_lift test_level email_sends contact_drivers",
    "marketing-one-to-one": "bank customer_weeks operation_margin offer_uplift offer_cost",
    "marketing-mix": "bank offer_peers mix_weight trust_slope",
    "channels-costs": "bank cost_detail practical_share given_back published_kinds published_inflation",
    "channels-migration": (
        "bank adoption_years augmentation released_share saving_lag discount_rate "
        "stated_variable_share stated_cost_ratio migrated_share investment_per_adopter branch_halo "
        "phone_halo retention_gain learning_ratio option_years option_volatility"
    ),
    "channels-staffing": "bank queue counter_promise counter_patience shrinkage counter_moved",
    "channels-activity": "bank month activity_by activity_channel activity_service",
    "macro-tobin-tax": (
        "tobin_tax cost_elasticity cooperation fx_volume transfer_cost online_share online_cost_ratio"
    ),
    "macro-fx-market": "tobin_tax taxed_markets market_set market_runs level",
    "macro-money": ("displaced_cash required_reserves avoided_deposits corridor_half late_payments economy"),
    "macro-reserves": (
        "ara_weights short_term_debt other_liabilities sudden_stop exchange_response price_rigidity"
    ),
    "macro-capital": (
        "return_abroad tobin_tax online_share holding_years public_debt primary_balance "
        "capital_mobility nominal_growth transfer_cost rate_without_spread cost_elasticity "
        "spread_sensitivity"
    ),
    "plan-shares": (
        "bank plan_from plan_to plan_first plan_second plan_third plan_budget released_share "
        "plan_spent_first plan_floor plan_stretch plan_people_share migrated_share plan_exit_person "
        "plan_exit_site augmentation saving_lag discount_rate plan_began"
    ),
    "plan-outage": (
        "bank outage_channel outage_hours outage_share outage_month outage_unmade outage_callers "
        "outage_visitors outage_claims outage_claim outage_fraud outage_repair adopter_margin "
        "trust_sensitivity discount_rate"
    ),
    "plan-shocks": (
        "bank shock_outflow shock_reserves shock_depreciation tobin_tax shock_requirement cost_elasticity "
        "transfer_elasticity turnover_response transfer_response transfers_kept abroad_flight fees_follow "
        "refinancing_spread deposit_rate reserve_remuneration profit_tax"
    ),
    "plan-peers": "bank peer_group power",
    "plan-watch": "",
    "review-inbox": "",
    "review-case": "bank month risk",
    "review-horizontal": "month",
    "review-findings": "",
    "review-methods": "",
    "review-returns": "",
    "review-grants": "",
    "review-ledger": "",
    "story": "bank story_step offer_channel",
    "scenarios": "",
    "report": "bank report_sections",
    "proofs": "proofs",
    "data": "table",
    "start": "",
    "import": "",
}


def sharing() -> dict[tuple[str, str], frozenset[str]]:
    """Two pages, in the order of the menu → the controls that both of them draw, where there are any."""
    drawn = {slug: frozenset(names.split()) for slug, names in CONTROLS.items()}
    return {
        (first, second): drawn[first] & drawn[second]
        for place, first in enumerate(drawn)
        for second in list(drawn)[place + 1 :]
        if drawn[first] & drawn[second]
    }
