"""What is on the screen: the part, row or screen shown, and the answers of a questionnaire.

It travels in the address beside the scenario, by names of its own. What it says changes which figures are
seen, never what they are: no scenario is another for it, and nothing that was changed is listed by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from analytics.assumptions.kinds import FIRST_VERSION, Shape, Stated, assume

NOTHING: Final = "nothing"
A_YEAR_EARLIER: Final = "year"
DETAIL_KEY: Final = "tab"
WHOLE_KEY: Final = "show"
WHOLE: Final = "all"
_LONGEST_NAME: Final = 40
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
        "source", "code", "table", label="Dictionary of", explanation="The table whose columns are explained."
    )
    risk: str = assume(
        "overall",
        "choice",
        "risk",
        label="Risk",
        names={
            "overall": "Overall",
            "operational": "Operational",
            "regulatory": "Regulatory",
            "legal": "Legal",
            "reputational": "Reputational",
        },
    )
    beside: str = assume(
        NOTHING,
        "code",
        "vs",
        label="Set against",
        names={NOTHING: "nothing", A_YEAR_EARLIER: "a year earlier"},
        explanation="What every page is set against: nothing, a year earlier, or another bank.",
    )
    since: str = assume(
        "",
        "month",
        "since",
        label="Compared with",
        explanation="The month compared with; a year before unless chosen.",
    )
    peer: str = assume(
        "",
        "code",
        "peer",
        label="Other bank",
        explanation="The bank compared with; the closest in score unless chosen.",
    )
    detail: str = assume(
        "indicators",
        "choice",
        "detail",
        choices=("indicators", "controls", "losses", "standards", "tools"),
        label="Detail",
        explanation="The table shown below the scores.",
    )
    loss_type: str = assume(
        "all",
        "choice",
        "loss",
        source="Basel Committee, the seven event types",
        label="Events",
        names={
            "all": "All event types",
            "internal_fraud": "Internal fraud",
            "external_fraud": "External fraud",
            "employment_practices": "Employment practices and workplace safety",
            "clients_products_practices": "Clients, products and business practices",
            "physical_damage": "Damage to physical assets",
            "disruption_system_failure": "Business disruption and system failures",
            "execution_delivery": "Execution, delivery and process management",
        },
    )
    unknown_facts: tuple[str, ...] = assume(
        (), "codes", "unknown", most=17, label="Not yet known", explanation="Facts treated as not yet known."
    )
    report_form: str = assume(
        "initial",
        "choice",
        "form",
        source="Delegated Regulation (EU) 2025/301",
        label="Form",
        names={
            "initial": "initial notification",
            "intermediate": "intermediate report",
            "final": "final report",
        },
    )
    time_zone: str = assume(
        "Africa/Casablanca",
        "choice",
        "zone",
        label="Times shown in",
        names={"Africa/Casablanca": "Casablanca time", "Europe/Paris": "Paris time", "UTC": "universal time"},
        explanation="The zone in which times are written.",
    )
    clock: str = assume(
        "",
        "code",
        "clock",
        label="Clock",
        explanation=(
            "The moment from which time left is counted, in the time shown; empty for the end of the "
            "data, or for now where they are live."
        ),
        example="end of the data",
    )
    licensing_case: str = assume(
        "4",
        "choice",
        "case",
        choices=("own", *(str(number) for number in range(1, 16))),
        label="Case",
        explanation="The worked case from which the questionnaire starts.",
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
        label="Detail",
        explanation="The part shown below the network.",
    )
    adoption: str = assume(
        "customers",
        "choice",
        "adopt",
        label="Series",
        names={
            "customers": "Active customers of a bank",
            "bills": "Adults who pay bills online (Findex)",
            "banking": "Internet banking users (Eurostat)",
            "internet": "Internet users (ITU)",
        },
        explanation="Whose users are counted; the bank’s own where it has figures.",
    )
    survey: str = assume(
        "", "text", "survey", most=60, label="Survey", explanation="The survey that is read."
    )
    survey_outcome: str = assume(
        "adopter",
        "choice",
        "explain",
        source="convention",
        label="What is explained",
        names={
            "adopter": "Uses e-banking",
            "risk_3": "Says: I fear hacking",
            "trust_3": "Says: I trust my bank’s e-banking",
        },
    )
    offer_channel: str = assume(
        "either",
        "choice",
        "offer",
        source="convention",
        label="Channel",
        names={"either": "Internet or mobile", "internet": "Internet", "mobile": "Mobile"},
    )
    offer_peers: str = assume(
        "all",
        "choice",
        "peers",
        label="Compared with",
        names={"all": "All other banks", "size": "Banks of the same size"},
    )
    gap_ranking: str = assume(
        "survey",
        "choice",
        "rank",
        label="Gaps ranked",
        names={"survey": "By the survey’s drivers", "equal": "All drivers equal"},
    )
    proofs: str = assume(
        "all",
        "choice",
        "proofs",
        label="Subject matter",
        names={
            "all": "All subjects",
            "risk": "Risk",
            "adoption": "Adoption",
            "channels": "Channels",
            "macro": "Macro",
            "marketing": "Marketing",
        },
        explanation="The subject whose reference cases are shown.",
    )
    cost_detail: str = assume(
        "service_used",
        "choice",
        "cdetail",
        label="Detail",
        names={
            "service_full": "By service, full cost",
            "service_used": "By service, used cost",
            "service_avoidable": "By service, avoidable cost",
            "segment_full": "By segment, full cost",
            "segment_used": "By segment, used cost",
            "segment_avoidable": "By segment, avoidable cost",
        },
        explanation="The cut and the cost shown below the channels.",
    )
    queue: str = assume(
        "counter",
        "choice",
        "queue",
        label="Queue",
        names={"counter": "Branch counters", "phone": "Phone advisers"},
        explanation="The queue shown in detail.",
    )
    search_engine: str = assume(
        "all",
        "text",
        "engine",
        most=40,
        label="Engine",
        explanation="The search engine whose ranks are shown.",
    )
    keyword_move: str = assume(
        "first_page",
        "choice",
        "move",
        label="Move valued",
        names={"one_up": "One rank higher", "first_page": "To the first page", "first": "To the first place"},
        explanation="The gain in rank that is valued for each search term.",
    )
    campaign_test: str = assume(
        "", "text", "test", most=60, label="Test", explanation="The test that is read."
    )
    activity_by: str = assume(
        "channel",
        "choice",
        "by",
        label="Told apart by",
        names={
            "channel": "Channel",
            "service": "Service",
            "tier": "Tier of service",
            "segment": "Customer segment",
            "region": "Region",
        },
        explanation="What operations are told apart by.",
    )
    activity_channel: str = assume(
        "all", "code", "on", label="On", explanation="The channel whose operations are counted."
    )
    activity_service: str = assume(
        "all", "code", "op", label="Service", explanation="The service whose operations are counted."
    )
    report_sections: tuple[str, ...] = assume(
        (),
        "codes",
        "sections",
        label="Sections of the board pack",
        explanation="The sections of the board pack; all of them unless chosen.",
    )
    story_step: str = assume(
        "1",
        "choice",
        "step",
        choices=STEPS,
        label="Screen of the story",
        short="Screen",
        explanation="The screen of the story that is shown.",
    )
    kri: str = assume(
        "",
        "code",
        "kri",
        label="Indicator",
        explanation="The indicator shown; the worst of the risk chosen unless another is.",
    )
    segment: str = assume(
        "",
        "code",
        "segment",
        source="the customer segment shown; empty for the largest",
        label="Segment",
    )
    year: str = assume(
        "",
        "code",
        "year",
        source="the year shown; empty for the last",
        label="Year",
    )

    @classmethod
    def meant(cls, version: str) -> Mapping[str, Any]:
        """Links of the first version open the forecast on the country's bill payers."""
        return {"adoption": "bills"} if version == FIRST_VERSION else {}


@dataclass(frozen=True)
class Unfolded:
    """What of the pages is open: one detail of one page, or all of every page.

    It travels in the address beside the display and is no part of it: a page's value is kept by its display,
    and holds all details, whichever is open.

    Parameters
    ----------
    slug : the page whose detail is open; empty for the one that an address opens
    detail : its name; empty for the page's first
    whole : pages show all they have, one below the other, as paper does
    """

    slug: str = ""
    detail: str = ""
    whole: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Unfolded:
        """What an address opens; which page that is, it does not say."""
        return cls("", query.get(DETAIL_KEY, "")[:_LONGEST_NAME], query.get(WHOLE_KEY) == WHOLE)

    def of(self, slug: str) -> str:
        """The name of the detail that is open on a page; empty for its first."""
        return self.detail if self.slug in ("", slug) else ""

    def to_query(self, slug: str = "") -> dict[str, str]:
        """What the address of a page states; of no page, whether all is open."""
        named = self.of(slug) if slug else ""
        return ({WHOLE_KEY: WHOLE} if self.whole else {}) | ({DETAIL_KEY: named} if named else {})
