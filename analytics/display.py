"""What is on the screen: the part, row or screen shown, and the answers of a questionnaire.

It travels in the address beside the scenario, by names of its own. What it says changes which figures are
seen, never what they are: no scenario is another for it, and nothing that was changed is listed by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from analytics.assumptions.kinds import Shape, assume
from analytics.assumptions.stated import FIRST_VERSION, Stated

STEPS: Final = ("1", "2", "3", "4", "5", "6", "7", "8")


def answer(query: str, shape: Shape = "code", *choices: str, **settings: Any) -> Any:
    """An answer of the licensing questionnaire; empty for the one that the case chosen gives."""
    empty: Any = () if shape == "codes" else ""
    source = "the questionnaire; empty for the answer of the case chosen"
    allowed = ("", *choices) if choices else ()
    return assume(empty, shape, query, choices=allowed, source=source, **settings)


@dataclass(frozen=True)
class Display(Stated):
    """What pages show. Fields are documented by their :class:`Assumption`."""

    country: str = assume("MAR", "code", "country", source="home market", label="Country")
    compared: tuple[str, ...] = assume(("FRA", "TUN", "TUR"), "codes", "with", most=8, label="Beside")
    indicator: str = assume("internet_users", "code", "fact", label="Country figure")
    table: str = assume(
        "source", "code", "table", source="the table whose dictionary is shown", label="Dictionary of"
    )
    risk: str = assume(
        "overall",
        "choice",
        "risk",
        choices=("overall", "operational", "regulatory", "legal", "reputational"),
        label="Risk",
    )
    beside: str = assume(
        "nothing",
        "code",
        "vs",
        source="what every page is set against: nothing, year for a year earlier, or the code of a bank",
        label="Set against",
    )
    since: str = assume(
        "", "month", "since", source="the month compared with; empty for a year before", label="Compared with"
    )
    peer: str = assume(
        "",
        "code",
        "peer",
        source="the bank compared with; empty for the closest in score",
        label="Other bank",
    )
    detail: str = assume(
        "indicators",
        "choice",
        "detail",
        choices=("indicators", "controls", "losses", "standards", "tools"),
        source="the table shown below the scores",
        label="Detail",
    )
    loss_type: str = assume(
        "all",
        "choice",
        "loss",
        choices=(
            "all",
            "internal_fraud",
            "external_fraud",
            "employment_practices",
            "clients_products_practices",
            "physical_damage",
            "disruption_system_failure",
            "execution_delivery",
        ),
        source="Basel Committee, the seven event types",
        label="Events",
    )
    unknown_facts: tuple[str, ...] = assume(
        (), "codes", "unknown", most=17, source="facts treated as not yet known", label="Not yet known"
    )
    report_form: str = assume(
        "initial",
        "choice",
        "form",
        choices=("initial", "intermediate", "final"),
        source="Delegated Regulation (EU) 2025/301",
        label="Form",
    )
    time_zone: str = assume(
        "Africa/Casablanca",
        "choice",
        "zone",
        choices=("Africa/Casablanca", "Europe/Paris", "UTC"),
        source="the zone in which times are written; Morocco's by default",
        label="Times shown in",
    )
    clock: str = assume(
        "",
        "code",
        "clock",
        source="the moment of the clock, as 20261031T1405 in the zone shown; empty for now",
        label="Clock",
    )
    licensing_case: str = assume(
        "4",
        "choice",
        "case",
        choices=("own", *(str(number) for number in range(1, 16))),
        source="the worked licensing case that the questionnaire starts from",
        label="Case",
    )
    case_home: str = answer("lhome", label="The bank’s country")
    case_host: str = answer("lhost", label="Country of the client")
    case_activities: tuple[str, ...] = answer("lacts", "codes", most=5, label="Activities")
    case_client: str = answer(
        "lclient",
        "choice",
        "unknown",
        "retail",
        "corporate",
        "credit_institution",
        "group",
        "investment_fund",
        label="Client",
    )
    case_approach: str = answer(
        "lcame",
        "choice",
        "unknown",
        "solicited",
        "own_initiative",
        "own_initiative_undocumented",
        label="How the client came",
    )
    case_presence: str = answer(
        "loffice",
        "choice",
        "unknown",
        "none",
        "branch",
        "subsidiary",
        "agency",
        "representative_office",
        label="Presence in the country",
    )
    case_signals: tuple[str, ...] = answer("lsignals", "codes", most=11, label="Targeting signals present")
    case_service_day: str = answer("lserved", "day", label="Service given on")
    case_contract_day: str = answer("lsigned", "day", label="Contract made on")
    case_deposit: str = answer("ldeposit", "amount", unit="USD", low=0.0, label="Deposit of one client (USD)")
    case_licence_held: str = answer(
        "lheld", "choice", "unknown", "yes", "no", label="Licence, branch or subsidiary held"
    )
    case_notice_sent: str = answer("lnotice", "choice", "unknown", "yes", "no", label="Passport notice sent")
    case_mifid_ancillary: str = answer(
        "lmifid", "choice", "unknown", "yes", "no", label="Ancillary to investment services"
    )
    case_designated: str = answer(
        "ldesignated",
        "choice",
        "unknown",
        "yes",
        "no",
        label="Public body, or designated of vital importance",
    )
    case_qualifying: str = answer(
        "lqualifying", "choice", "unknown", "yes", "no", label="Qualifying branch (article 48b)"
    )
    case_branch_assets: str = answer(
        "lassets", "amount", unit="EUR", low=0.0, label="Assets of the branch (EUR)"
    )
    case_retail_deposits: str = answer(
        "lretail", "amount", unit="EUR", low=0.0, label="Retail deposits of the branch (EUR)"
    )
    case_retail_share: str = answer(
        "lshare",
        "amount",
        unit="%",
        low=0.0,
        high=100.0,
        label="Retail deposits (% of the branch’s liabilities)",
    )
    supervision_detail: str = assume(
        "system",
        "choice",
        "part",
        choices=("system", "tools", "beyond", "principles", "spill_over", "gaps", "links"),
        source="the part shown below the network",
        label="Detail",
    )
    adoption: str = assume(
        "customers",
        "choice",
        "adopt",
        choices=("bills", "banking", "internet", "customers"),
        source="the bank’s own figures; where it has none, adults who paid a bill online in its country",
        label="Series",
    )
    survey: str = assume(
        "", "text", "survey", most=60, source="the survey shown; empty for the first", label="Survey"
    )
    survey_outcome: str = assume(
        "adopter",
        "choice",
        "explain",
        choices=("adopter", "risk_3", "trust_3"),
        source="convention",
        label="What is explained",
    )
    offer_channel: str = assume(
        "either",
        "choice",
        "offer",
        choices=("either", "internet", "mobile"),
        source="convention",
        label="Channel",
    )
    offer_peers: str = assume(
        "all",
        "choice",
        "peers",
        choices=("all", "size"),
        source="every other bank of the workspace",
        label="Compared with",
    )
    gap_ranking: str = assume(
        "survey",
        "choice",
        "rank",
        choices=("survey", "equal"),
        source="what the drivers say",
        label="Gaps ranked",
    )
    proofs: str = assume(
        "all",
        "choice",
        "proofs",
        choices=("all", "risk", "adoption", "channels", "macro", "marketing"),
        source="the subject whose reference cases are shown",
        label="Subject matter",
    )
    cost_detail: str = assume(
        "service_used",
        "choice",
        "cdetail",
        choices=(
            *("service_full", "service_used", "service_avoidable"),
            *("segment_full", "segment_used", "segment_avoidable"),
        ),
        source="the cut and the cost shown below the channels",
        label="Detail",
    )
    queue: str = assume(
        "counter",
        "choice",
        "queue",
        choices=("counter", "phone"),
        source="the queue shown in detail",
        label="Queue",
    )
    search_engine: str = assume(
        "all", "text", "engine", most=40, source="all engines of the workspace", label="Engine"
    )
    keyword_move: str = assume(
        "first_page",
        "choice",
        "move",
        choices=("one_up", "first_page", "first"),
        source="the page threshold",
        label="Move valued",
    )
    campaign_test: str = assume(
        "", "text", "test", most=60, source="the test shown; empty for the first", label="Test"
    )
    activity_by: str = assume(
        "channel",
        "choice",
        "by",
        choices=("channel", "service", "tier", "segment", "region"),
        source="what operations are told apart by",
        label="Told apart by",
    )
    activity_channel: str = assume(
        "all", "code", "on", source="the channel shown; all of them by default", label="On"
    )
    activity_service: str = assume(
        "all", "code", "op", source="the service shown; all of them by default", label="Service"
    )
    report_sections: tuple[str, ...] = assume(
        (),
        "codes",
        "sections",
        source="the sections of the board pack; empty for all",
        label="Sections of the board pack",
    )
    story_step: str = assume(
        "1",
        "choice",
        "step",
        choices=STEPS,
        source="the screen of the story shown",
        label="Screen of the story",
    )
    kri: str = assume(
        "",
        "code",
        "kri",
        source="the indicator shown; empty for the worst of the risk chosen",
        label="Indicator",
    )

    @classmethod
    def meant(cls, version: str) -> Mapping[str, Any]:
        """Links of the first version open the forecast on the country's bill payers."""
        return {"adoption": "bills"} if version == FIRST_VERSION else {}
