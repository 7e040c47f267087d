"""What the rules could ask where customers live, and what that leaves of a reported share without licence.

A bank that states how many customers live in a country does not state how they came, what they hold or
whether it has a licence there. The rules are therefore asked of every combination of the facts not stated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final

from analytics.risk.licence_rule import LicenceRule
from analytics.risk.licensing import decide
from analytics.risk.licensing_case import APPROACHES, SIGNALS, LicensingCase
from analytics.risk.licensing_decision import Outcome

_ACTIVITIES: Final = ("deposits", "credit", "payments")
_CLIENTS: Final = ("retail", "corporate")
_DEPOSITS_USD: Final = (10_000.0, 1_000_000.0)
_SIGNALS: Final = ((), ("accepts_residents", "local_currency"))
# An unclear outcome may turn out to ask for a licence; a notice is no licence.
_MAY_NEED_LICENCE: Final = frozenset(Outcome) - {Outcome.EXEMPT, Outcome.NOTIFY}


@dataclass(frozen=True)
class UnlicensedShare:
    """The share of customers that could live where a licence is needed and none is held, in percent.

    ``least`` is 0: a licence may be held wherever one is needed. ``most`` counts every customer of a country
    where some combination of the facts not stated needs a licence or is unclear. ``reported`` is None where
    it is missing; ``explained`` is None without a report or without customers by country.
    """

    reported: float | None
    most: float | None
    least: float = 0.0

    @property
    def explained(self) -> bool | None:
        """The reported share can be right."""
        if self.reported is None or self.most is None:
            return None
        return self.reported <= self.most + 1e-9


def possible_outcomes(
    home: str, host: str, *, as_of: date | None = None, rules: tuple[LicenceRule, ...]
) -> tuple[Outcome, ...]:
    """Every outcome that customers served by Internet could fall under, in the order of ``Outcome``.

    Parameters
    ----------
    home, host : ISO letters of the bank's country and of the customers'
    as_of : day of the service
    rules : the rules

    Raises
    ------
    ValueError: as ``LicensingCase``
    """
    facts = product(_ACTIVITIES, _CLIENTS, APPROACHES, _DEPOSITS_USD, _SIGNALS)
    found = {
        decide(
            LicensingCase(
                home=home,
                host=host,
                activities=(activity,),
                client=client,
                approach=approach,
                presence="none",
                deposit_usd=deposit,
                signals=dict.fromkeys(SIGNALS, False) | dict.fromkeys(signals, True),
            ),
            rules=rules,
            as_of=as_of,
        ).outcome
        for activity, client, approach, deposit, signals in facts
    }
    return tuple(outcome for outcome in Outcome if outcome in found)


def unlicensed_share(
    home: str,
    customers: Mapping[str, int],
    reported: float | None,
    *,
    outcomes: Mapping[str, tuple[Outcome, ...]],
) -> UnlicensedShare:
    """A reported share of customers without the licence needed, beside the most that the rules allow.

    Parameters
    ----------
    home : the bank's country, three ISO letters
    customers : country → customers, the bank's own country among them; empty where none are stated
    reported : percent of online customers, None where missing
    outcomes : country → ``possible_outcomes`` of it

    Raises
    ------
    ValueError: a negative count; a country abroad without its outcomes
    """
    if any(count < 0 for count in customers.values()):
        raise ValueError("customers holds a negative count; give the number of customers of each country")
    abroad = {country: count for country, count in customers.items() if country != home and count}
    if missing := sorted(set(abroad) - set(outcomes)):
        raise ValueError(f"outcomes lacks {missing}; compute possible_outcomes of each country first")
    everywhere = sum(customers.values())
    if not everywhere:
        return UnlicensedShare(reported, None)
    needing = sum(count for country, count in abroad.items() if _MAY_NEED_LICENCE & set(outcomes[country]))
    return UnlicensedShare(reported, 100.0 * needing / everywhere)
