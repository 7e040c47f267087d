"""The rules of the United States applied to a case."""

from __future__ import annotations

from analytics.risk import licensing_reasons as reason
from analytics.risk.licensing_case import LicensingCase
from analytics.risk.licensing_decision import Outcome
from analytics.risk.licensing_finding import Book, Finding, unclear


def in_united_states(facts: LicensingCase, book: Book) -> Finding:
    """What the rules ask of a bank from elsewhere that serves clients in the United States."""
    office = facts.presence in ("branch", "agency", "representative_office")
    if facts.informs_only:
        return Finding(Outcome.EXEMPT, (("US-1", reason.INFORMS_ONLY),))
    if facts.presence == "representative_office" and facts.activities and "US-3" in book:
        return Finding(
            Outcome.PROHIBITED, (("US-3", reason.SOLICITATION_ONLY), ("US-1", reason.DIRECT_OFFICE))
        )
    retail = _retail_deposits(facts, book)
    if retail is not None:
        return retail
    if facts.presence == "agency" and "deposits" in facts.activities:
        return unclear(reason.AGENCY_DEPOSITS, beside=(("US-3", reason.AGENCY_DEPOSITS),))
    if office and "US-1" in book:
        return Finding(Outcome.LICENCE, (("US-1", reason.DIRECT_OFFICE),), facts.licence_held)
    return unclear(reason.NO_OFFICE)


def _retail_deposits(facts: LicensingCase, book: Book) -> Finding | None:
    """The outcome where small retail deposits decide it, or where not knowing their size leaves it open."""
    rule = book.get("US-2")
    if rule is None or "deposits" not in facts.activities or facts.client not in ("retail", None):
        return None
    limit = rule.amount("retail_deposit_usd")
    if facts.deposit_usd is not None and facts.deposit_usd >= limit:
        return None
    if facts.client == "retail" and facts.deposit_usd is not None:
        if facts.presence == "none":
            # The subsidiary is asked for domestic deposits; those booked abroad by Internet may be none.
            return Finding(
                Outcome.UNCLEAR, (("US-2", reason.NO_AMERICAN_OFFICE),), undetermined=("presence",)
            )
        met = facts.licence_held if facts.presence == "subsidiary" else _only_if_false(facts.licence_held)
        open_facts = ("presence",) if facts.presence is None else ()
        return Finding(
            Outcome.SUBSIDIARY, (("US-2", reason.SMALL_RETAIL_DEPOSITS),), met, undetermined=open_facts
        )
    unknown = tuple(name for name in ("client", "deposit_usd") if getattr(facts, name) is None)
    return Finding(Outcome.UNCLEAR, (("US-2", reason.RETAIL_SIZE_UNKNOWN),), undetermined=unknown)


def _only_if_false(held: bool | None) -> bool | None:
    # A licence for another form of presence does not stand in for the subsidiary asked for.
    return None if held is None else False
