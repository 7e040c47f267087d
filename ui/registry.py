"""Every page of the application: one row a page, read by the router, the tests and the README."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ui.words import N_

PAGES_FOLDER: Final = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True)
class PageEntry:
    """A page: its address, its place in the menu, and the question that it answers."""

    slug: str
    group: str
    script: str
    title: str
    question: str
    icon: str

    @property
    def path(self) -> Path:
        """The script that draws the page."""
        return PAGES_FOLDER / self.script


GROUPS: Final = (
    N_("Overview"),
    N_("Risk"),
    N_("Adoption"),
    N_("Marketing"),
    N_("Channels"),
    N_("Macro"),
    N_("Plan"),
    N_("Review"),
    N_("Workbench"),
)

SCENARIOS: Final = "scenarios"
STORY: Final = "story"
IMPORT: Final = "import"
WITH_UPLOADS: Final = frozenset({SCENARIOS, IMPORT, "review-case"})
PAGES: Final = (
    PageEntry(
        slug="overview",
        group="Overview",
        script="overview.py",
        title=N_("Overview"),
        question=N_("What should we worry about, and what should we do?"),
        icon=":material/visibility:",
    ),
    PageEntry(
        slug="risk-scores",
        group="Risk",
        script="risk_scores.py",
        title=N_("Scores"),
        question=N_("How risky is our e-banking?"),
        icon=":material/speed:",
    ),
    PageEntry(
        slug="risk-drivers",
        group="Risk",
        script="risk_drivers.py",
        title=N_("What moves the score"),
        question=N_("What moves the score, and what would improve it?"),
        icon=":material/troubleshoot:",
    ),
    PageEntry(
        slug="risk-losses",
        group="Risk",
        script="risk_losses.py",
        title=N_("Losses"),
        question=N_("What could it cost, and what capital does it take?"),
        icon=":material/payments:",
    ),
    PageEntry(
        slug="risk-incidents",
        group="Risk",
        script="risk_incidents.py",
        title=N_("Incidents"),
        question=N_("Is it major, and when must we report?"),
        icon=":material/emergency:",
    ),
    PageEntry(
        slug="risk-licensing",
        group="Risk",
        script="risk_licensing.py",
        title=N_("Licensing"),
        question=N_("Where may we serve customers?"),
        icon=":material/gavel:",
    ),
    PageEntry(
        slug="risk-supervision",
        group="Risk",
        script="risk_supervision.py",
        title=N_("Supervision"),
        question=N_("How does the system look, and who infects whom?"),
        icon=":material/hub:",
    ),
    PageEntry(
        slug="adoption-forecast",
        group="Adoption",
        script="adoption_forecast.py",
        title=N_("Forecast"),
        question=N_("How many will use e-banking, and when?"),
        icon=":material/trending_up:",
    ),
    PageEntry(
        slug="adoption-drivers",
        group="Adoption",
        script="adoption_drivers.py",
        title=N_("What holds back"),
        question=N_("Who adopts, and what holds the others back?"),
        icon=":material/psychology:",
    ),
    PageEntry(
        slug="adoption-services",
        group="Adoption",
        script="adoption_services.py",
        title=N_("Services"),
        question=N_("How complete is our offer?"),
        icon=":material/checklist:",
    ),
    PageEntry(
        slug="marketing-levers",
        group="Marketing",
        script="marketing_levers.py",
        title=N_("Levers"),
        question=N_("Which levers bring adopters, at what cost?"),
        icon=":material/campaign:",
    ),
    PageEntry(
        slug="marketing-search",
        group="Marketing",
        script="marketing_search.py",
        title=N_("Search"),
        question=N_("Are we found?"),
        icon=":material/travel_explore:",
    ),
    PageEntry(
        slug="marketing-experiments",
        group="Marketing",
        script="marketing_experiments.py",
        title=N_("Experiments"),
        question=N_("Did the campaign cause it?"),
        icon=":material/science:",
    ),
    PageEntry(
        slug="marketing-one-to-one",
        group="Marketing",
        script="marketing_one_to_one.py",
        title=N_("One to one"),
        question=N_("Who is worth a personal offer?"),
        icon=":material/person_heart:",
    ),
    PageEntry(
        slug="marketing-mix",
        group="Marketing",
        script="marketing_mix.py",
        title=N_("E-marketing mix"),
        question=N_("Is our e-marketing mix complete?"),
        icon=":material/donut_large:",
    ),
    PageEntry(
        slug="channels-costs",
        group="Channels",
        script="channels_costs.py",
        title=N_("Costs"),
        question=N_("What does a transaction cost?"),
        icon=":material/receipt_long:",
    ),
    PageEntry(
        slug="channels-migration",
        group="Channels",
        script="channels_migration.py",
        title=N_("Migration"),
        question=N_("What do we save by moving customers?"),
        icon=":material/move_up:",
    ),
    PageEntry(
        slug="channels-staffing",
        group="Channels",
        script="channels_staffing.py",
        title=N_("Staffing"),
        question=N_("How many people do branch and phone need?"),
        icon=":material/groups:",
    ),
    PageEntry(
        slug="channels-activity",
        group="Channels",
        script="channels_activity.py",
        title=N_("Activity"),
        question=N_("What do customers do, where?"),
        icon=":material/bar_chart:",
    ),
    PageEntry(
        slug="macro-tobin-tax",
        group="Macro",
        script="macro_tobin_tax.py",
        title=N_("Tobin tax"),
        question=N_("What would a tax on capital movements do?"),
        icon=":material/currency_exchange:",
    ),
    PageEntry(
        slug="macro-fx-market",
        group="Macro",
        script="macro_fx_market.py",
        title=N_("FX market"),
        question=N_("Would a Tobin tax calm the market?"),
        icon=":material/ssid_chart:",
    ),
    PageEntry(
        slug="macro-money",
        group="Macro",
        script="macro_money.py",
        title=N_("Money"),
        question=N_("Does the central bank lose its grip?"),
        icon=":material/account_balance:",
    ),
    PageEntry(
        slug="macro-reserves",
        group="Macro",
        script="macro_reserves.py",
        title=N_("Reserves"),
        question=N_("Are the country’s reserves enough?"),
        icon=":material/account_balance:",
    ),
    PageEntry(
        slug="macro-capital",
        group="Macro",
        script="macro_capital.py",
        title=N_("Capital"),
        question=N_("What room is left?"),
        icon=":material/flight_takeoff:",
    ),
    PageEntry(
        slug="plan-shares",
        group="Plan",
        script="plan_shares.py",
        title=N_("Three years"),
        question=N_("What do we move in three years, and when is it paid back?"),
        icon=":material/flag:",
    ),
    PageEntry(
        slug="plan-outage",
        group="Plan",
        script="plan_outage.py",
        title=N_("Outage"),
        question=N_("What would an outage cost us, from end to end?"),
        icon=":material/power_off:",
    ),
    PageEntry(
        slug="plan-shocks",
        group="Plan",
        script="plan_shocks.py",
        title=N_("Shocks on the bank"),
        question=N_("What would a macro shock cost our bank?"),
        icon=":material/bolt:",
    ),
    PageEntry(
        slug="plan-peers",
        group="Plan",
        script="plan_peers.py",
        title=N_("Peers"),
        question=N_("Where do we stand among banks like ours?"),
        icon=":material/groups:",
    ),
    PageEntry(
        slug="plan-watch",
        group="Plan",
        script="plan_watch.py",
        title=N_("Watch"),
        question=N_("Which figure has left its target or its limit?"),
        icon=":material/notifications_active:",
    ),
    PageEntry(
        slug="review-inbox",
        group="Review",
        script="review_inbox.py",
        title=N_("Inbox"),
        question=N_("What waits for me?"),
        icon=":material/inbox:",
    ),
    PageEntry(
        slug="review-case",
        group="Review",
        script="review_case.py",
        title=N_("Case"),
        question=N_("Which grade, and who answers for it?"),
        icon=":material/balance:",
    ),
    PageEntry(
        slug="review-horizontal",
        group="Review",
        script="review_horizontal.py",
        title=N_("Horizontal"),
        question=N_("Do like banks get like grades?"),
        icon=":material/view_comfy:",
    ),
    PageEntry(
        slug="review-findings",
        group="Review",
        script="review_findings.py",
        title=N_("Findings"),
        question=N_("What must banks mend, and by when?"),
        icon=":material/rule:",
    ),
    PageEntry(
        slug="review-returns",
        group="Review",
        script="review_returns.py",
        title=N_("Returns"),
        question=N_("Who owes which figures by when?"),
        icon=":material/event_upcoming:",
    ),
    PageEntry(
        slug="review-methods",
        group="Review",
        script="review_methods.py",
        title=N_("Methods"),
        question=N_("Are our methods fit to decide on?"),
        icon=":material/fact_check:",
    ),
    PageEntry(
        slug="review-grants",
        group="Review",
        script="review_grants.py",
        title=N_("Roles"),
        question=N_("Who may do what, and who approved it?"),
        icon=":material/badge:",
    ),
    PageEntry(
        slug="review-ledger",
        group="Review",
        script="review_ledger.py",
        title=N_("Ledger"),
        question=N_("Can we prove what was decided?"),
        icon=":material/link:",
    ),
    PageEntry(
        slug=STORY,
        group="Workbench",
        script="workbench_story.py",
        title=N_("Story"),
        question=N_("What is the argument, in eight screens?"),
        icon=":material/slideshow:",
    ),
    PageEntry(
        slug=SCENARIOS,
        group="Workbench",
        script="workbench_scenarios.py",
        title=N_("Scenarios"),
        question=N_("How do the scenarios compare?"),
        icon=":material/compare_arrows:",
    ),
    PageEntry(
        slug="report",
        group="Workbench",
        script="workbench_report.py",
        title=N_("Report"),
        question=N_("What do we take to the board?"),
        icon=":material/slideshow:",
    ),
    PageEntry(
        slug="proofs",
        group="Workbench",
        script="workbench_proofs.py",
        title=N_("Proofs"),
        question=N_("Do our formulas give the reference results?"),
        icon=":material/verified:",
    ),
    PageEntry(
        slug="data",
        group="Workbench",
        script="workbench_data.py",
        title=N_("Data catalogue"),
        question=N_("Where does every figure come from?"),
        icon=":material/database:",
    ),
    PageEntry(
        slug="start",
        group="Workbench",
        script="workbench_start.py",
        title=N_("Start"),
        question=N_("What do a dozen figures already tell us?"),
        icon=":material/keyboard:",
    ),
    PageEntry(
        slug=IMPORT,
        group="Workbench",
        script="workbench_import.py",
        title=N_("Import"),
        question=N_("How do we see our own bank here?"),
        icon=":material/upload_file:",
    ),
)
HOME: Final = PAGES[0]
MOVED: Final[Mapping[str, str]] = {
    "adoption-marketing": "marketing-levers",
    "adoption-search": "marketing-search",
    "adoption-experiments": "marketing-experiments",
    "adoption-one-to-one": "marketing-one-to-one",
    "adoption-mix": "marketing-mix",
}
"""Addresses at which pages stood before → where they stand; links to the old ones stay good."""


def entry(slug: str) -> PageEntry:
    """The page at the address ``slug``, or at that to which it moved; KeyError when there is none."""
    for page in PAGES:
        if page.slug == MOVED.get(slug, slug):
            return page
    raise KeyError(slug)
