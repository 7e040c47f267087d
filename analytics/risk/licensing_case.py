"""The questionnaire: who serves whom, from where, with what, and how they met."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

import numpy as np

from analytics.risk.licence_rule import EEA_MEMBERS
from analytics.risk.wording import Wording

ACTIVITIES = ("deposits", "credit", "payments", "investment")
CLIENTS = ("retail", "corporate", "credit_institution", "group", "investment_fund")
APPROACHES = ("solicited", "own_initiative", "own_initiative_undocumented")
PRESENCES = ("none", "branch", "subsidiary", "agency", "representative_office")

SIGNALS_TOWARDS: Mapping[str, Wording] = {
    "local_domain": Wording("Domain name of the country", "Nom de domaine du pays"),
    "foreign_language": Wording("Language not used at home", "Langue non usitée dans le pays d'origine"),
    "local_currency": Wording("Prices in the local currency", "Prix en monnaie locale"),
    "local_contact": Wording("Contact person in the country", "Interlocuteur nommé dans le pays"),
    "local_advertising": Wording(
        "Advertising or affiliates in the country", "Publicité ou affiliés dans le pays"
    ),
    "local_phone": Wording("Telephone number of the country", "Numéro de téléphone du pays"),
    "local_law": Wording("Product texts that cite local law", "Textes de produits citant le droit local"),
    "accepts_residents": Wording(
        "Onboarding accepts residents", "Ouverture de compte possible pour les résidents"
    ),
}
SIGNALS_AWAY: Mapping[str, Wording] = {
    "disclaimer": Wording(
        "Notice that residents are not served", "Mention que les résidents ne sont pas servis"
    ),
    "geo_block": Wording("Access from the country blocked", "Accès bloqué depuis le pays"),
}
SIGNALS = (*SIGNALS_TOWARDS, *SIGNALS_AWAY)

_TWO_LETTERS: Mapping[str, str] = {**EEA_MEMBERS, "MA": "MAR", "US": "USA", "GB": "GBR", "CH": "CHE"}
_OTHER_NAMES: Mapping[str, str] = {
    "home_country": "home",
    "host_country": "host",
    "activity": "activities",
    "client_type": "client",
    "physical_presence": "presence",
    "targeting_signals": "signals",
    "date": "service_date",
    "contract_signed": "contract_date",
    "deposit_size": "deposit_usd",
    "passport_notice_sent": "notice_sent",
    "eea": "eea_member",
    "designated": "vital_infrastructure",
}
_OTHER_VALUES: Mapping[str, str] = {
    "wholesale": "corporate",
    "bank": "credit_institution",
    "intragroup": "group",
    "fund": "investment_fund",
    "payment_means": "payments",
}


_FLAGS = (
    "licence_held",
    "notice_sent",
    "mifid_ancillary",
    "eea_member",
    "qualifying_branch",
    "vital_infrastructure",
)


@dataclass(frozen=True)
class LicensingCase:
    """One case. None means not known.

    Parameters
    ----------
    home, host : country of the bank's head office and of its clients, ISO 3166 letters (two or three)
    activities : of ``ACTIVITIES``; empty for a site that only informs
    client : of ``CLIENTS``
    approach : of ``APPROACHES``; ``own_initiative`` means the client's own, exclusive and documented
    presence : of ``PRESENCES``, of the bank in the host country; ``none`` means by Internet only. Where it is
        not known the rules read it as ``none``, but for those that turn on an office
    signals : mapping of ``SIGNALS`` to present or not, or a collection of those present (the others are
        then absent)
    service_date : day on which the service is given; without it ``decide`` takes the day it is given, else
        the rules that have no end answer
    contract_date : day the contract was made
    deposit_usd : initial deposit of one client, in US dollars
    licence_held : the licence, branch or subsidiary that the rules may ask for is in place
    notice_sent : the passport notice has been sent
    mifid_ancillary : the service is ancillary to investment services under MiFID
    eea_member : the home country belongs to the European Economic Area; by default from its name
    branch_assets_eur, retail_deposits_eur, retail_deposits_share : of a third-country branch, the
        share of its liabilities between 0 and 1
    qualifying_branch : that branch is a qualifying one (Directive 2013/36/EU, article 48b)
    vital_infrastructure : the bank is a public body, or is designated an infrastructure of vital importance,
        under Moroccan Law 05-20; the list of the latter is secret, so the bank is asked

    Raises
    ------
    ValueError: a value that is not of its list, a negative amount, a contract made after the service
    """

    home: str
    host: str
    activities: tuple[str, ...] = ()
    client: str | None = None
    approach: str | None = None
    presence: str | None = None
    signals: Mapping[str, bool | None] = field(default_factory=dict)
    service_date: date | None = None
    contract_date: date | None = None
    deposit_usd: float | None = None
    licence_held: bool | None = None
    notice_sent: bool | None = None
    mifid_ancillary: bool | None = None
    eea_member: bool | None = None
    branch_assets_eur: float | None = None
    retail_deposits_eur: float | None = None
    retail_deposits_share: float | None = None
    qualifying_branch: bool | None = None
    vital_infrastructure: bool | None = None

    def __post_init__(self) -> None:
        self._set("home", _country("home", self.home))
        self._set("host", _country("host", self.host))
        self._set("activities", _activities(self.activities))
        self._set("client", _choice("client", self.client, CLIENTS))
        self._set("approach", _choice("approach", self.approach, APPROACHES))
        self._set("presence", _choice("presence", self.presence, PRESENCES))
        self._set("signals", _signals(self.signals))
        for name in ("service_date", "contract_date"):
            self._set(name, _day(name, getattr(self, name)))
        for name in _FLAGS:
            _check_flag(name, getattr(self, name))
        for name in ("deposit_usd", "branch_assets_eur", "retail_deposits_eur"):
            _check_amount(name, getattr(self, name), np.inf)
        _check_amount("retail_deposits_share", self.retail_deposits_share, 1.0)
        if self.service_date and self.contract_date and self.contract_date > self.service_date:
            raise ValueError(
                f"contract_date ({self.contract_date}) lies after service_date ({self.service_date})"
            )

    @property
    def home_in_eea(self) -> bool:
        """The home country belongs to the European Economic Area."""
        return self.eea_member if self.eea_member is not None else self.home in EEA_MEMBERS.values()

    @property
    def informs_only(self) -> bool:
        """No activity, no establishment, no onboarding: a site that only informs."""
        return not self.activities and self.without_office and not self.signals.get("accepts_residents")

    @property
    def without_office(self) -> bool:
        """No office in the host country is stated."""
        return self.presence in (None, "none")

    def _set(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)


CASE_FIELDS = tuple(item.name for item in fields(LicensingCase))


def read_case(case: LicensingCase | Mapping[str, Any]) -> LicensingCase:
    """A ``LicensingCase`` from a mapping.

    Raises
    ------
    ValueError: home or host missing; an unknown key, with those that exist; a key given twice; a value
        as in ``LicensingCase``
    """
    if isinstance(case, LicensingCase):
        return case
    named: dict[str, Any] = {}
    for key, value in case.items():
        name = _OTHER_NAMES.get(key, key)
        if name not in CASE_FIELDS:
            raise ValueError(f"case has the unknown key {key!r}; the keys are {', '.join(CASE_FIELDS)}")
        if name in named:
            raise ValueError(f"case gives {name} twice, under two names")
        named[name] = value
    missing = [name for name in ("home", "host") if named.get(name) is None]
    if missing:
        raise ValueError(f"case lacks {' and '.join(missing)}; both countries are needed")
    return LicensingCase(**{name: value for name, value in named.items() if value is not None})


def _country(name: str, value: Any) -> str:
    if not (isinstance(value, str) and value.isalpha() and len(value) in (2, 3)):
        raise ValueError(
            f"{name} is {value!r}; it must be a country of two or three ISO letters, such as MA or MAR"
        )
    code = value.upper()
    return _TWO_LETTERS.get(code, code)


def _activities(values: Any) -> tuple[str, ...]:
    given = (values,) if isinstance(values, str) else tuple(values)
    chosen = {_choice("activities", value, ACTIVITIES) for value in given}
    return tuple(activity for activity in ACTIVITIES if activity in chosen)


def _choice(name: str, value: Any, allowed: tuple[str, ...]) -> str | None:
    if value is None:
        return None
    word = _OTHER_VALUES.get(value, value) if isinstance(value, str) else value
    if word not in allowed:
        raise ValueError(f"{name} is {value!r}; it must be one of {', '.join(allowed)}")
    return str(word)


def _signals(values: Mapping[str, bool | None] | Collection[str]) -> dict[str, bool | None]:
    if isinstance(values, str):
        raise ValueError(f"signals is {values!r}; give a list of signals or a mapping")
    unknown = sorted(set(values) - set(SIGNALS))
    if unknown:
        raise ValueError(f"signals has unknown entries {unknown}; the signals are {', '.join(SIGNALS)}")
    if isinstance(values, Mapping):
        for name, value in values.items():
            _check_flag(f"signals: {name}", value)
        return {name: values.get(name) for name in SIGNALS}
    return {name: name in values for name in SIGNALS}


def _day(name: str, value: Any) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{name} is {value!r}; it must be a day such as 2027-02-01") from None
    if isinstance(value, datetime):
        return value.date()
    if value is not None and not isinstance(value, date):
        raise ValueError(f"{name} is {value!r}; it must be a day such as 2027-02-01")
    return value


def _check_flag(name: str, value: Any) -> None:
    if value is not None and not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} is {value!r}; it must be true, false or not known (None)")


def _check_amount(name: str, value: Any, highest: float) -> None:
    if value is None:
        return
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float | np.number)
        or not 0 <= float(value) <= highest
    ):
        allowed = "0 or more" if np.isinf(highest) else f"between 0 and {highest:g}"
        raise ValueError(f"{name} is {value!r}; it must be {allowed}")
