"""The one scenario: every assumption that more than one page uses, in one frozen object.

It travels in the address of the page, in JSON and under a saved name. Only what differs from the
default is written, so that a link stays short and says what was changed.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any, Final, Literal

VERSION: Final = "1"
VERSION_KEY: Final = "v"

Shape = Literal["number", "integer", "choice", "code", "codes", "month", "day", "amount", "text"]
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
_DAY = re.compile(r"(19|20)\d\d-\d\d-\d\d")
_AMOUNT = re.compile(r"\d{1,15}(\.\d{1,4})?", re.ASCII)


@dataclass(frozen=True)
class Assumption:
    """What a field of the scenario may hold, and where its default comes from.

    ``query`` is its name in the address; ``low`` and ``high`` are inclusive; ``source`` names the
    publication or says that it is a convention of this product. A day is written as 2027-02-01, an amount as
    250000 or 4.5, and either is empty where it is not stated. A text is one line of at most ``most``
    characters; it is shown and recorded, and never part of a computation.
    """

    query: str
    shape: Shape
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    source: str = "convention"
    most: int = 12

    def read(self, text: str) -> Any:
        """The value that ``text`` states; ValueError with the allowed range when it states none."""
        if self.shape in ("number", "integer"):
            return self._read_number(text)
        if self.shape == "choice":
            if text not in self.choices:
                raise ValueError(f"{self.query} must be one of {', '.join(self.choices)}; got {text[:40]!r}")
            return text
        if self.shape == "month":
            if text and not _MONTH.fullmatch(text):
                raise ValueError(f"{self.query} must be a month such as 2026-10; got {text[:40]!r}")
            return text
        if self.shape in ("day", "amount"):
            return self._read_day(text) if self.shape == "day" else self._read_amount(text)
        if self.shape == "codes":
            codes = tuple(dict.fromkeys(part for part in text.split(",") if part))
            if len(codes) > self.most or not all(_CODE.fullmatch(code) for code in codes):
                raise ValueError(f"{self.query} must be at most {self.most} codes separated by commas")
            return codes
        if self.shape == "text":
            line = text.strip()
            if len(line) > self.most or not line.isprintable():
                raise ValueError(f"{self.query} must be one line of at most {self.most} characters")
            return line
        if text and not _CODE.fullmatch(text):
            raise ValueError(f"{self.query} must be a code of letters, digits and hyphens; got {text[:40]!r}")
        return text

    def _read_number(self, text: str) -> float | int:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        if not math.isfinite(number) or not low <= number <= high:
            raise ValueError(f"{self.query} must lie between {low:g} and {high:g}; got {text[:40]!r}")
        return round(number) if self.shape == "integer" else number

    def _read_day(self, text: str) -> str:
        try:
            if text and (not _DAY.fullmatch(text) or not date.fromisoformat(text)):
                raise ValueError
        except ValueError:
            raise ValueError(f"{self.query} must be a day such as 2027-02-01; got {text[:40]!r}") from None
        return text

    def _read_amount(self, text: str) -> str:
        if text and not _AMOUNT.fullmatch(text):
            raise ValueError(f"{self.query} must be a number such as 250000 or 4.5; got {text[:40]!r}")
        if text:
            self._read_number(text)
        return text

    def write(self, value: Any) -> str:
        """The text that ``read`` turns back into ``value``."""
        if self.shape == "codes":
            return ",".join(value)
        return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _assume(default: Any, shape: Shape, query: str, **settings: Any) -> Any:
    return field(default=default, metadata={"assumption": Assumption(query, shape, **settings)})


def _answer(query: str, shape: Shape = "code", *choices: str, **settings: Any) -> Any:
    """An answer of the licensing questionnaire; empty for the one that the case chosen gives."""
    empty: Any = () if shape == "codes" else ""
    source = "the questionnaire; empty for the answer of the case chosen"
    allowed = ("", *choices) if choices else ()
    return _assume(empty, shape, query, choices=allowed, source=source, **settings)


@dataclass(frozen=True)
class Scenario:
    """Every assumption that pages share. Fields are documented by their :class:`Assumption`."""

    bank: str = _assume("", "code", "bank", source="the bank shown; empty for the first of the workspace")
    country: str = _assume("MAR", "code", "country", source="home market")
    compared: tuple[str, ...] = _assume(("FRA", "TUN", "TUR"), "codes", "with", most=8)
    indicator: str = _assume("internet_users", "code", "fact")
    month: str = _assume("", "month", "month", source="the month shown; empty for the latest")
    table: str = _assume("source", "code", "table", source="the table whose dictionary is shown")
    risk: str = _assume(
        "overall",
        "choice",
        "risk",
        choices=("overall", "operational", "regulatory", "legal", "reputational"),
    )
    power: float = _assume(2.0, "number", "p", low=0.0, high=8.0, source="convention: partial compensation")
    level: float = _assume(0.8, "number", "level", unit="probability", low=0.5, high=0.99)
    seed: int = _assume(20261031, "integer", "seed", low=0, high=2**31 - 1)
    since: str = _assume("", "month", "since", source="the month compared with; empty for a year before")
    peer: str = _assume("", "code", "peer", source="the bank compared with; empty for the closest in score")
    effort: float = _assume(
        50.0,
        "number",
        "effort",
        unit="points",
        low=0.0,
        high=500.0,
        source="convention: a point of effort lowers one indicator's score by one point",
    )
    weight_operational: float = _assume(
        1.0, "number", "wo", low=0.0, high=5.0, source="convention: the four risks weigh the same"
    )
    weight_regulatory: float = _assume(
        1.0, "number", "wr", low=0.0, high=5.0, source="convention: the four risks weigh the same"
    )
    weight_legal: float = _assume(
        1.0, "number", "wl", low=0.0, high=5.0, source="convention: the four risks weigh the same"
    )
    weight_reputational: float = _assume(
        1.0, "number", "wp", low=0.0, high=5.0, source="convention: the four risks weigh the same"
    )
    conventional_scale: float = _assume(
        1.0, "number", "cscale", low=0.5, high=1.5, source="conventional thresholds (tag C), as catalogued"
    )
    sourced_scale: float = _assume(
        1.0, "number", "sscale", low=0.5, high=1.5, source="thresholds with a source (V, V2, M), as published"
    )
    sourced_reason: str = _assume(
        "", "text", "reason", most=200, source="why thresholds with a source are moved, in writing"
    )
    detail: str = _assume(
        "indicators",
        "choice",
        "detail",
        choices=("indicators", "controls", "losses", "standards", "tools"),
        source="the table shown below the scores",
    )
    loss_type: str = _assume(
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
    )
    tail_start: str = _assume(
        "auto",
        "choice",
        "tail",
        choices=("auto", "0.5", "0.6", "0.7", "0.8", "0.9"),
        source="Clauset, Shalizi, Newman (2009): where the fitted tail lies closest to the losses",
    )
    dependence: float = _assume(
        0.3,
        "number",
        "rho",
        low=0.0,
        high=0.9,
        source="convention: event types are bad in the same years, in part",
    )
    capital_approach: str = _assume(
        "basic_indicator",
        "choice",
        "capital",
        choices=(
            "basic_indicator",
            "standardised_lines",
            "alternative_standardised",
            "basel_standardised",
            "basel_standardised_bucket_1",
            "eu_business_indicator",
        ),
        source="Bank Al-Maghrib, circular 26/G/2006",
    )
    mad_per_euro: float = _assume(
        10.8, "number", "mad", unit="MAD", low=5.0, high=20.0, source="convention: 10.8 dirhams a euro"
    )
    incident: str = _assume(
        "", "code", "incident", source="the incident shown; empty for the latest major one"
    )
    unknown_facts: tuple[str, ...] = _assume(
        (), "codes", "unknown", most=17, source="facts treated as not yet known"
    )
    report_form: str = _assume(
        "initial",
        "choice",
        "form",
        choices=("initial", "intermediate", "final"),
        source="Delegated Regulation (EU) 2025/301",
    )
    time_zone: str = _assume(
        "Africa/Casablanca",
        "choice",
        "zone",
        choices=("Africa/Casablanca", "Europe/Paris", "UTC"),
        source="the zone in which times are written; Morocco's by default",
    )
    clock: str = _assume(
        "",
        "code",
        "clock",
        source="the moment of the clock, as 20261031T1405 in the zone shown; empty for now",
    )
    licensing_case: str = _assume(
        "4",
        "choice",
        "case",
        choices=("own", *(str(number) for number in range(1, 16))),
        source="the published licensing case that the questionnaire starts from",
    )
    case_home: str = _answer("lhome")
    case_host: str = _answer("lhost")
    case_activities: tuple[str, ...] = _answer("lacts", "codes", most=5)
    case_client: str = _answer(
        "lclient",
        "choice",
        "unknown",
        "retail",
        "corporate",
        "credit_institution",
        "group",
        "investment_fund",
    )
    case_approach: str = _answer(
        "lcame", "choice", "unknown", "solicited", "own_initiative", "own_initiative_undocumented"
    )
    case_presence: str = _answer(
        "loffice", "choice", "none", "branch", "subsidiary", "agency", "representative_office"
    )
    case_signals: tuple[str, ...] = _answer("lsignals", "codes", most=11)
    case_service_day: str = _answer("lserved", "day")
    case_contract_day: str = _answer("lsigned", "day")
    case_deposit: str = _answer("ldeposit", "amount", unit="USD", low=0.0)
    case_licence_held: str = _answer("lheld", "choice", "unknown", "yes", "no")
    case_notice_sent: str = _answer("lnotice", "choice", "unknown", "yes", "no")
    case_mifid_ancillary: str = _answer("lmifid", "choice", "unknown", "yes", "no")
    case_branch_assets: str = _answer("lassets", "amount", unit="EUR", low=0.0)
    case_retail_deposits: str = _answer("lretail", "amount", unit="EUR", low=0.0)
    case_retail_share: str = _answer("lshare", "amount", unit="%", low=0.0, high=100.0)
    shocked_bank: str = _assume(
        "", "code", "shocked", source="the bank shocked; empty for the one whose trouble spreads most"
    )
    shock_size: float = _assume(
        1.0, "number", "shock", low=0.1, high=1.0, source="convention: all trust in one bank is lost"
    )
    trust_links: float = _assume(
        1.0, "number", "links", low=0.0, high=4.0, source="convention: links between banks as recorded"
    )
    spill_operational_reputational: float = _assume(
        0.3, "number", "sor", low=0.0, high=1.0, source="convention: share of one risk added to another"
    )
    spill_legal_reputational: float = _assume(
        0.2, "number", "slr", low=0.0, high=1.0, source="convention: share of one risk added to another"
    )
    spill_regulatory_legal: float = _assume(
        0.2, "number", "srl", low=0.0, high=1.0, source="convention: share of one risk added to another"
    )
    spill_operational_regulatory: float = _assume(
        0.1, "number", "sog", low=0.0, high=1.0, source="convention: share of one risk added to another"
    )
    rules_age: str = _assume("", "amount", "age", unit="years", low=0.0, high=50.0, source="the supervisor")
    legal_definitions: str = _assume(
        "", "amount", "defined", unit="%", low=0.0, high=100.0, source="the supervisor"
    )
    home_host_agreements: str = _assume(
        "", "amount", "agreements", low=0.0, high=200.0, source="the supervisor"
    )
    it_inspections: str = _assume(
        "", "amount", "inspections", unit="%", low=0.0, high=100.0, source="the supervisor"
    )
    adoption: str = _assume(
        "bills",
        "choice",
        "adopt",
        choices=("bills", "banking", "internet", "customers"),
        source="the home market's closest published figure: adults who paid a bill online",
    )
    adoption_years: int = _assume(5, "integer", "ahead", unit="years", low=1, high=10)
    adoption_ceiling: float = _assume(
        80.0, "number", "cap", unit="%", low=5.0, high=100.0, source="the reader's own ceiling"
    )
    growth_with_trust: float = _assume(
        0.8,
        "number",
        "tgrowth",
        low=0.0,
        high=2.0,
        source="assumed: no published coefficient links trust to the speed of adoption",
    )
    survey: str = _assume("", "text", "survey", most=60, source="the survey shown; empty for the first")
    survey_outcome: str = _assume(
        "adopter", "choice", "explain", choices=("adopter", "risk_3", "trust_3"), source="convention"
    )
    survey_items: tuple[str, ...] = _assume(
        (
            *("usefulness_1", "usefulness_2", "usefulness_3", "ease_1", "ease_2", "ease_3"),
            *("trust_1", "trust_2", "trust_3", "risk_1", "risk_2", "risk_3"),
            *("social_1", "social_2", "cost_1", "cost_2", "convenience_1", "convenience_2"),
        ),
        "codes",
        "items",
        most=18,
        source="all items of the questionnaire, each in the construct it is named after",
    )
    trust_change: float = _assume(
        1.0,
        "number",
        "trust",
        low=-2.0,
        high=2.0,
        source="assumed: the reader’s own, in points of the 1 to 7 scale",
    )
    offer_channel: str = _assume(
        "either", "choice", "offer", choices=("either", "internet", "mobile"), source="convention"
    )
    offer_peers: str = _assume(
        "all", "choice", "peers", choices=("all", "size"), source="every other bank of the workspace"
    )
    gap_ranking: str = _assume(
        "survey", "choice", "rank", choices=("survey", "equal"), source="what the drivers say"
    )
    tobin_tax: float = _assume(
        0.0005,
        "number",
        "tau",
        low=0.0,
        high=1.0,
        source="convention: 0.05 % on each transaction, a rate at which published estimates can be compared",
    )
    fx_volume: float = _assume(
        1633.2,
        "number",
        "fxvol",
        unit="MAD billion a year",
        low=0.0,
        high=100_000.0,
        source="assumed: twelve times the monthly currency market of 2024 Q2 (Bank Al-Maghrib)",
    )
    transfer_cost: float = _assume(
        0.01,
        "number",
        "c0",
        low=0.0,
        high=1.0,
        source="assumed: 1 % for the round trip of one dirham abroad with nobody online (convention)",
    )
    online_share: float = _assume(
        0.3,
        "number",
        "online",
        low=0.0,
        high=1.0,
        source="assumed: 30 % of operations on the Internet (convention)",
    )
    cost_elasticity: float = _assume(
        1.0,
        "number",
        "eps",
        low=0.0,
        high=5.0,
        source="median of 28 published estimates; 80 % of them lie between 0.24 and 2.09",
    )
    cooperation: float = _assume(
        0.0,
        "number",
        "coop",
        low=0.0,
        high=1.0,
        source="assumed: one country alone keeps 43 % of its base, the ratio of WIFO’s two estimates (2013)",
    )
    taxed_markets: str = _assume(
        "one", "choice", "fxmk", choices=("one", "both"), source="convention: one of the two markets is taxed"
    )
    market_set: str = _assume(
        "W",
        "choice",
        "fxset",
        choices=("W", "M"),
        source="W: after Westerhoff (2009); M: a livelier set, not verified",
    )
    market_runs: int = _assume(
        40, "integer", "fxruns", low=10, high=100, source="convention: 40 histories of 1,500 periods"
    )
    displaced_cash: float = _assume(
        0.1,
        "number",
        "ecash",
        low=0.0,
        high=1.0,
        source="assumed: e-money replaces 10 % of cash (convention)",
    )
    required_reserves: float = _assume(
        0.0,
        "number",
        "rr",
        low=0.0,
        high=1.0,
        source="Bank Al-Maghrib: 0 % of deposits since June 2020; a later level was not read",
    )
    avoided_deposits: float = _assume(
        0.2,
        "number",
        "avoid",
        low=0.0,
        high=1.0,
        source="assumed: 20 % of deposits escape the requirement (convention)",
    )
    corridor_half: float = _assume(
        0.01,
        "number",
        "corridor",
        low=0.0,
        high=0.1,
        source="assumed: standing facilities one point above and below the policy rate",
    )
    late_payments: float = _assume(
        10.0,
        "number",
        "late",
        unit="MAD billion",
        low=0.0,
        high=100.0,
        source="assumed: what the banks’ liquidity may miss its average by",
    )
    economy: str = _assume(
        "example",
        "choice",
        "econ",
        choices=("example", "loaded"),
        source="the series that transmission is measured on",
    )

    @classmethod
    def assumptions(cls) -> dict[str, Assumption]:
        """Field name → what it may hold."""
        return {item.name: item.metadata["assumption"] for item in fields(cls)}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[Scenario, tuple[tuple[str, str], ...]]:
        """The scenario that an address states, and name and text of each part that was refused.

        Parameters whose name is not the scenario's are left to others; a refused value keeps the default,
        so that a mistyped link still opens the page.
        """
        values: dict[str, Any] = {}
        refused: list[tuple[str, str]] = []
        for name, assumption in cls.assumptions().items():
            if assumption.query in query:
                try:
                    values[name] = assumption.read(query[assumption.query])
                except ValueError:
                    refused.append((assumption.query, query[assumption.query][:40]))
        return cls(**values), tuple(refused)

    def to_query(self) -> dict[str, str]:
        """Only what differs from the default, in the order of the fields."""
        default = type(self)()
        return {
            assumption.query: assumption.write(getattr(self, name))
            for name, assumption in self.assumptions().items()
            if getattr(self, name) != getattr(default, name)
        }

    def to_json(self) -> str:
        """The whole scenario, defaults included, with the version of its form."""
        return json.dumps(
            {VERSION_KEY: VERSION, **asdict(self)}, ensure_ascii=False, sort_keys=True, indent=1
        )

    @classmethod
    def from_json(cls, text: str) -> Scenario:
        """The scenario that ``to_json`` wrote.

        Raises
        ------
        ValueError: not JSON, another version, an unknown field, or a value outside its bounds
        """
        try:
            content = json.loads(text)
        except json.JSONDecodeError as error:
            raise ValueError(f"the scenario is not JSON: {error}") from None
        if not isinstance(content, dict) or content.pop(VERSION_KEY, None) != VERSION:
            raise ValueError(f"the scenario must be a JSON object of version {VERSION}")
        assumptions = cls.assumptions()
        if unknown := sorted(set(content) - set(assumptions)):
            raise ValueError(f"unknown assumptions: {', '.join(unknown)}; known: {', '.join(assumptions)}")
        read = {
            name: assumptions[name].read(",".join(value) if isinstance(value, list) else str(value))
            for name, value in content.items()
        }
        return cls(**read)

    def change(self, **changes: Any) -> Scenario:
        """The same scenario with some assumptions replaced, each checked against its bounds."""
        assumptions = self.assumptions()
        checked = {
            name: assumptions[name].read(assumptions[name].write(value)) for name, value in changes.items()
        }
        return replace(self, **checked)

    def touched(self) -> tuple[str, ...]:
        """The names of the assumptions that differ from their default."""
        default = type(self)()
        return tuple(
            item.name for item in fields(self) if getattr(self, item.name) != getattr(default, item.name)
        )
