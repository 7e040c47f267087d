"""Our worked licensing cases, and the case that the answers of the questionnaire make of one of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from babel import Locale

from analytics.display import Display
from analytics.risk.licence_rule import EEA_MEMBERS
from analytics.risk.licensing import ACTIVITIES, SIGNALS, LicensingCase
from analytics.risk.licensing_case import SIGNALS_AWAY, SIGNALS_TOWARDS
from analytics.risk.wording import Wording
from data.snapshots import Snapshot
from studies import core
from ui.reader import Reader
from ui.words import N_, _, told_by_data

UNKNOWN: Final = "unknown"
NONE: Final = "none"
FORM: Final = (
    "case_home",
    "case_host",
    "case_activities",
    "case_client",
    "case_approach",
    "case_presence",
    "case_signals",
    "case_service_day",
    "case_contract_day",
    "case_deposit",
    "case_licence_held",
    "case_notice_sent",
    "case_mifid_ancillary",
    "case_designated",
    "case_qualifying",
    "case_branch_assets",
    "case_retail_deposits",
    "case_retail_share",
)
# Countries of the rules that no shipped figure mentions.
_BEYOND_FIGURES: Final = {**EEA_MEMBERS, "MA": "MAR", "US": "USA"}
_YES_NO: Final = {"yes": True, "no": False}
_FRENCH_DEPOSITS: Final = {"home": "MAR", "host": "FRA", "activities": ("deposits",), "client": "retail"}
_IN_2027: Final = _FRENCH_DEPOSITS | {"service_date": "2027-02-01"}

ACTIVITY_NAMES: Final = {
    "deposits": N_("Deposits"),
    "credit": N_("Credit"),
    "payments": N_("Means of payment"),
    "investment": N_("Investment services"),
    NONE: N_("None: the site only informs"),
}
CLIENT_NAMES: Final = {
    UNKNOWN: N_("Not stated"),
    "retail": N_("Retail client"),
    "corporate": N_("Company or wholesale client"),
    "credit_institution": N_("Credit institution"),
    "group": N_("Company of the bank’s group"),
    "investment_fund": N_("Investment fund"),
}
APPROACH_NAMES: Final = {
    UNKNOWN: N_("Not stated"),
    "solicited": N_("Solicited by the bank"),
    "own_initiative": N_("At own initiative, documented"),
    "own_initiative_undocumented": N_("At own initiative, no document"),
}
PRESENCE_NAMES: Final = {
    UNKNOWN: N_("Not stated"),
    NONE: N_("None: by Internet only"),
    "branch": N_("Branch office abroad"),
    "subsidiary": N_("Subsidiary"),
    "agency": N_("Agency (United States)"),
    "representative_office": N_("Representative office"),
}
ANSWER_NAMES: Final = {UNKNOWN: N_("Not stated"), "yes": N_("Yes"), "no": N_("No")}


@dataclass(frozen=True)
class WorkedCase:
    """A case worked out by us: its name, its facts, and the outcomes that we expect of the rules."""

    label: str
    facts: dict[str, Any]
    expected: tuple[str, ...]

    @property
    def case(self) -> LicensingCase:
        """The facts as the decision takes them."""
        return LicensingCase(**self.facts)


_TARGETED: Final = ("local_domain", "local_currency", "accepts_residents")
CASES: Final = {
    "1": WorkedCase(
        N_("Moroccan bank, clients in Morocco"),
        {"home": "MAR", "host": "MAR", "activities": ("deposits",), "licence_held": True},
        ("LICENCE",),
    ),
    "2": WorkedCase(
        N_("French bank, deposits of Germans, notice sent"),
        {"home": "FRA", "host": "DEU", "activities": ("deposits",), "notice_sent": True},
        ("NOTIFY",),
    ),
    "3": WorkedCase(
        N_("French bank, deposits of Germans, no notice"),
        {"home": "FRA", "host": "DEU", "activities": ("deposits",), "notice_sent": False},
        ("NOTIFY",),
    ),
    "4": WorkedCase(
        N_("Moroccan bank, French deposits, solicited, 2027"),
        _IN_2027 | {"approach": "solicited"},
        ("BRANCH", "SUBSIDIARY"),
    ),
    "5": WorkedCase(
        N_("Moroccan bank, French deposits, own initiative"),
        _IN_2027 | {"approach": "own_initiative"},
        ("EXEMPT",),
    ),
    "6": WorkedCase(
        N_("Moroccan bank, French contract of June 2026"),
        _IN_2027 | {"approach": "solicited", "contract_date": "2026-06-30"},
        ("EXEMPT",),
    ),
    "7": WorkedCase(
        N_("Moroccan bank, French contract of July 2026"),
        _IN_2027 | {"approach": "solicited", "contract_date": "2026-07-12"},
        ("BRANCH",),
    ),
    "8": WorkedCase(
        N_("Moroccan bank lends to its French group company"),
        _IN_2027 | {"activities": ("credit",), "client": "group"},
        ("EXEMPT",),
    ),
    "9": WorkedCase(
        N_("Moroccan bank, deposits of a French bank"),
        _IN_2027 | {"client": "credit_institution"},
        ("EXEMPT",),
    ),
    "10": WorkedCase(
        N_("Moroccan bank, deposits of a Luxembourg fund"),
        _IN_2027 | {"host": "LUX", "client": "investment_fund"},
        ("BRANCH",),
    ),
    "11": WorkedCase(
        N_("Moroccan bank, American retail deposit of USD 10,000"),
        _FRENCH_DEPOSITS | {"host": "USA", "deposit_usd": 10_000},
        ("SUBSIDIARY",),
    ),
    "12": WorkedCase(
        N_("Moroccan bank, USD 1 million through a New York branch"),
        _FRENCH_DEPOSITS
        | {"host": "USA", "client": "corporate", "deposit_usd": 1_000_000, "presence": "branch"},
        ("LICENCE",),
    ),
    "13": WorkedCase(
        N_("French site that Moroccans can read"),
        {"home": "FRA", "host": "MAR", "activities": ("deposits",), "signals": dict.fromkeys(SIGNALS, False)},
        ("UNCLEAR",),
    ),
    "14": WorkedCase(
        N_("French site with dirham prices and Moroccan identity cards"),
        {
            "home": "FRA",
            "host": "MAR",
            "activities": ("deposits",),
            "signals": {name: name in _TARGETED for name in SIGNALS},
        },
        ("LICENCE",),
    ),
    "15": WorkedCase(N_("French site that only informs"), {"home": "FRA", "host": "MAR"}, ("EXEMPT",)),
}
OWN: Final = WorkedCase(
    N_("Our own case: nothing stated yet"),
    {"home": "MAR", "host": "FRA", "activities": ("deposits",)},
    (),
)


def worked(code: str) -> WorkedCase:
    """The case that the questionnaire starts from."""
    return CASES.get(code, OWN)


def case_name(code: str) -> str:
    """The case as the menu has it."""
    label = _(worked(code).label)
    return label if code == "own" else f"{code} · {label}"


def in_words(wording: Wording) -> str:
    """A bilingual text in the reader's language, with the apostrophe of print."""
    return wording.in_language(told_by_data()).replace("'", "’")


def signal_name(signal: str) -> str:
    """The name of a targeting signal."""
    return in_words({**SIGNALS_TOWARDS, **SIGNALS_AWAY}[signal])


def country_names(snapshot: Snapshot) -> dict[str, str]:
    """Code → name of every country that the rules or the figures know, by name."""
    return dict(_country_names(snapshot, told_by_data()))


@core.cached
def _country_names(snapshot: Snapshot, spoken: str) -> dict[str, str]:
    territories = Locale.parse(spoken).territories
    names = {long: str(territories[short]) for short, long in _BEYOND_FIGURES.items()}
    table = core.countries(snapshot)
    table = table[table["role"] != "group"]
    names |= dict(zip(table["country"], table[f"name_{spoken}"], strict=True))
    return dict(sorted(names.items(), key=lambda item: _plain(item[1])))


def _plain(name: str) -> str:
    parts = unicodedata.normalize("NFD", name.lower())
    return "".join(letter for letter in parts if unicodedata.category(letter) != "Mn")


def asked(reader: Reader) -> LicensingCase:
    """The case that the reader's answers state: the one chosen, with the answers given since.

    Raises
    ------
    ValueError: answers that contradict one another
    """
    chosen, base = reader.display, worked(reader.display.licensing_case).case
    known = country_names(reader.snapshot)
    return LicensingCase(
        home=chosen.case_home if chosen.case_home in known else base.home,
        host=chosen.case_host if chosen.case_host in known else base.host,
        activities=_picked(chosen.case_activities, ACTIVITIES, base.activities),
        client=_stated(chosen.case_client, base.client),
        approach=_stated(chosen.case_approach, base.approach),
        presence=_stated(chosen.case_presence, base.presence),
        signals=_signals(chosen.case_signals, base),
        service_date=_day(chosen.case_service_day, base.service_date),
        contract_date=_day(chosen.case_contract_day, base.contract_date),
        deposit_usd=_amount(chosen.case_deposit, base.deposit_usd),
        licence_held=_flag(chosen.case_licence_held, base.licence_held),
        notice_sent=_flag(chosen.case_notice_sent, base.notice_sent),
        mifid_ancillary=_flag(chosen.case_mifid_ancillary, base.mifid_ancillary),
        qualifying_branch=_flag(chosen.case_qualifying, None),
        vital_infrastructure=_flag(chosen.case_designated, None),
        branch_assets_eur=_amount(chosen.case_branch_assets, None),
        retail_deposits_eur=_amount(chosen.case_retail_deposits, None),
        retail_deposits_share=_amount(chosen.case_retail_share, None, scale=0.01),
    )


def _picked(given: tuple[str, ...], known: tuple[str, ...], base: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(code for code in known if code in given)
    return found if found or NONE in given else base


def _signals(given: tuple[str, ...], base: LicensingCase) -> dict[str, bool | None]:
    if not given or not {NONE, *SIGNALS} & set(given):
        return dict(base.signals)
    return {name: name in given for name in SIGNALS}


def _stated(given: str, base: str | None) -> str | None:
    return base if not given else None if given == UNKNOWN else given


def _flag(given: str, base: bool | None) -> bool | None:
    return base if not given else _YES_NO.get(given)


def _day(given: str, base: date | None) -> date | None:
    return date.fromisoformat(given) if given else base


def _amount(given: str, base: float | None, *, scale: float = 1.0) -> float | None:
    return float(given) * scale if given else base


def strangers(chosen: Display) -> list[str]:
    """Activities and signals that the link asks for and that do not exist."""
    activities = [code for code in chosen.case_activities if code not in (*ACTIVITIES, NONE)]
    return activities + [code for code in chosen.case_signals if code not in (*SIGNALS, NONE)]
