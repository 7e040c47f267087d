"""What the rules make of a case: the outcome, the rules behind it, and the sentences that say both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from analytics.risk.licensing import DISCLAIMER, Decision, LicenceRule, LicensingCase, Outcome
from studies.risk import licensing as reads
from ui.citations import cited
from ui.reader import Reader
from ui.risk.licensing.cases import (
    asked,
    country_names,
    in_words,
    signal_name,
    strangers,
    worked,
)
from ui.words import N_, _, day, listing

# The letter that begins each name stands on the map.
OUTCOME_NAMES: Final = {
    "EXEMPT": N_("X · No licence needed"),
    "NOTIFY": N_("N · Notice needed"),
    "LICENCE": N_("L · Licence needed"),
    "BRANCH": N_("B · Branch needed"),
    "SUBSIDIARY": N_("S · Subsidiary needed"),
    "PROHIBITED": N_("P · Not allowed"),
    "UNCLEAR": N_("? · Unclear"),
}
_NEEDED: Final = {
    "EXEMPT": N_("no licence is needed"),
    "NOTIFY": N_("a notice through the home supervisor is needed"),
    "LICENCE": N_("a licence is needed"),
    "BRANCH": N_("an authorised branch is needed"),
    "SUBSIDIARY": N_("a subsidiary is needed"),
    "PROHIBITED": N_("the service is not allowed in this form"),
    "UNCLEAR": N_("the recorded rules give no clear answer"),
}
_EITHER: Final = N_("an authorised branch or a subsidiary is needed")
_STATUS: Final = {
    "met": N_("the bank has it"),
    "breached": N_("the bank lacks it, a breach"),
}
QUESTIONS: Final = {
    "home": N_("The bank’s country"),
    "host": N_("Clients’ country"),
    "activities": N_("Activities"),
    "client": N_("Client"),
    "approach": N_("How the client came"),
    "presence": N_("Presence in the country"),
    "service_date": N_("Service given on"),
    "contract_date": N_("Contract made on"),
    "deposit_usd": N_("Deposit of one client (USD)"),
    "licence_held": N_("Licence, branch or subsidiary held"),
    "notice_sent": N_("Passport notice sent"),
    "mifid_ancillary": N_("Ancillary to investment services"),
    "vital_infrastructure": N_("Public body, or designated of vital importance"),
    "qualifying_branch": N_("Qualifying branch (article 48b)"),
    "branch_assets_eur": N_("Assets of the branch (EUR)"),
    "retail_deposits_eur": N_("Retail deposits of the branch (EUR)"),
    "retail_deposits_share": N_("Retail deposits (% of the branch’s liabilities)"),
}


@dataclass(frozen=True)
class LicensingAnswer:
    """One case and what the rules make of it.

    ``by_country`` holds the decision on the same facts in every country; ``problem`` says why the answers
    given were set aside, empty where they were not.
    """

    reader: Reader
    case: LicensingCase
    decision: Decision
    by_country: dict[str, Decision]
    names: dict[str, str]
    problem: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the rules applied."""
        table = reads.rule_table(self.reader.snapshot).set_index("rule")["kind"]
        applied = [rule.id for rule in self.decision.rules if rule.id in table.index]
        return tuple(dict.fromkeys(table[applied])) or ("observed",)


def answer(reader: Reader) -> LicensingAnswer:
    """The decision on the case that the reader's scenario states."""
    snapshot, problems = reader.snapshot, []
    try:
        case = asked(reader)
    except ValueError:
        # Days out of order are all that valid answers can contradict one another in.
        case = worked(reader.display.licensing_case).case
        problems.append(
            _(
                "The contract is dated after the service: the answers are set aside until one of the two "
                "days is mended."
            )
        )
    if odd := strangers(reader.display):
        problems.append(
            _("The link names answers that do not exist: {codes}. They are left out.").format(
                codes=listing(odd)
            )
        )
    names = country_names(snapshot)
    return LicensingAnswer(
        reader=reader,
        case=case,
        decision=reads.decision(snapshot, case),
        by_country=reads.decisions_by_country(snapshot, case, tuple(names)),
        names=names,
        problem=" ".join(problems),
    )


def disclaimer() -> str:
    """That the page is no legal advice."""
    return in_words(DISCLAIMER)


def outcome_name(outcome: str) -> str:
    """An outcome with its letter."""
    return _(OUTCOME_NAMES[outcome])


def _either_way(decision: Decision) -> bool:
    return {decision.outcome, *decision.alternatives} == {Outcome.BRANCH, Outcome.SUBSIDIARY}


def decisive_ids(decision: Decision, *, tags: bool = False) -> list[str]:
    """The rules on which an outcome rests."""
    decisive = [rule for rule in decision.rules if rule.decisive]
    return [f"{rule.id} ({rule.tag})" if tags else rule.id for rule in decisive]


def alike(view: LicensingAnswer) -> int:
    """In how many countries the same facts have the same outcome."""
    return sum(other.outcome == view.decision.outcome for other in view.by_country.values())


def unclear(view: LicensingAnswer) -> int:
    """In how many countries the rules give no clear answer on the same facts."""
    return sum(other.outcome == Outcome.UNCLEAR for other in view.by_country.values())


def sentence(view: LicensingAnswer) -> str:
    """What is needed there and then."""
    decision, case = view.decision, view.case
    needed = _(_EITHER) if _either_way(decision) else _(_NEEDED[decision.outcome])
    status = _(_STATUS[decision.status]) if decision.status in _STATUS else ""
    if case.home == case.host:
        told = _("{host}, the bank’s own country, {day}: {needed}")
    else:
        told = _("{home} → {host}, {day}: {needed}")
    first = told.format(
        host=view.names[case.host], home=view.names[case.home], day=day_taken(decision), needed=needed
    )
    return (_("{outcome}; {status}").format(outcome=first, status=status) if status else first) + "."


def elsewhere(view: LicensingAnswer) -> str:
    """Why the rules decide so, and how many countries answer alike."""
    told = _(
        "With the same facts, {alike} of {all} countries give this answer and {unclear} give no clear one"
    )
    rules = decisive_ids(view.decision, tags=True)
    parts = [
        in_words(view.decision.explanation),
        _("Decisive: {rules}").format(rules=listing(rules)) if rules else _("No recorded rule decides"),
    ]
    if view.decision.status == "open":
        parts.append(_("Whether the bank has it is not stated"))
    parts.append(told.format(alike=alike(view), all=len(view.by_country), unclear=unclear(view)))
    return ". ".join(parts) + "."


def day_taken(decision: Decision) -> str:
    """The day whose rules answered, and that it is the data's where the case states none."""
    if decision.day is None:
        return _("no day stated")
    text = _("on {day}") if decision.day_stated else _("on {day}, as no day is stated")
    return text.format(day=day(decision.day))


def reasons(view: LicensingAnswer) -> list[str]:
    """Why: the decisive rules in full, and what could change the outcome."""
    decision = view.decision
    found = [
        _("**{rule}** · {text} ({source}, {tag}; in force: {span}).").format(
            rule=applied.id,
            text=in_words(applied.text),
            source=cited(applied.source, within=True),
            tag=applied.tag,
            span=rule_span(applied.rule),
        )
        for applied in decision.rules
        if applied.decisive
    ]
    if decision.undetermined:
        facts = [fact_name(name) for name in decision.undetermined]
        found.append(_("Not stated, and able to change the outcome: {facts}.").format(facts=listing(facts)))
    return found


def rule_span(rule: LicenceRule) -> str:
    """The days on which a rule holds."""
    start, end = rule.valid_from, rule.valid_to
    if start and end:
        return _("from {start} to {end}").format(start=day(start), end=day(end))
    if start:
        return _("from {start} on").format(start=day(start))
    return _("until {end}").format(end=day(end)) if end else _("no limit recorded")


def fact_name(name: str) -> str:
    """The question that a fact answers; the name of a targeting signal."""
    return _(QUESTIONS[name]) if name in QUESTIONS else signal_name(name)
