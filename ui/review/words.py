"""How the review pages say states, steps, reasons and refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from reviews.roles import ROLES
from ui.review.people import ROLE_NAMES, name_of
from ui.risk.words import grade_mark
from ui.words import MISSING, N_, _, day, labelled, moment

STATES: Final = {
    "draft": N_("draft"),
    "submitted": N_("submitted"),
    "returned": N_("returned"),
    "challenged": N_("challenged"),
    "approved": N_("approved"),
    "communicated": N_("communicated"),
    "superseded": N_("superseded"),
    "proposed": N_("proposed"),
    "rejected": N_("rejected"),
    "withdrawn": N_("withdrawn"),
    "outdated": N_("outdated"),
    "lapsed": N_("lapsed"),
    "revoked": N_("revoked"),
    "open": N_("open"),
    "answered": N_("answered"),
    "closed": N_("closed"),
    "reopened": N_("reopened"),
    "registered": N_("registered"),
    "validated": N_("validated"),
    "refused": N_("found unfit"),
    "retired": N_("retired"),
}
NEXT: Final = {
    "challenged": N_("the supervisor must answer"),
    "returned": N_("the supervisor must take it up"),
    "submitted": N_("a head must decide"),
    "approved": N_("a head must tell the bank"),
}
GRANT_STATES: Final = {
    "in_force": N_("in force"),
    "waits": N_("waits for a head"),
    "ended": N_("withdrawn"),
    "over": N_("over"),
}
WAITS: Final = {
    "submit": N_("Draft to submit"),
    "resume": N_("Returned case to take up"),
    "answer_challenge": N_("Challenge to answer"),
    "approve": N_("Decision to take"),
    "challenge": N_("Judgement to challenge or let pass"),
    "communicate": N_("Decision to communicate"),
    "outdated": N_("Outdated judgement to renew"),
    "lapsed": N_("Lapsed judgement to renew"),
    "reply": N_("Finding to answer"),
    "close": N_("Answer to assess"),
    "overdue": N_("Finding overdue"),
    "validate": N_("Method to validate"),
    "approve_grant": N_("Role to approve"),
}
ACTIONS: Final = {
    "case.opened": N_("Case opened"),
    "case.submitted": N_("Case submitted"),
    "case.returned": N_("Case returned"),
    "case.resumed": N_("Case taken up again"),
    "case.approved": N_("Model’s grade approved"),
    "case.communicated": N_("Decision communicated"),
    "case.superseded": N_("Superseded by a newer decision"),
    "case.exported": N_("Case file handed out"),
    "judgement.proposed": N_("Judgement proposed"),
    "judgement.withdrawn": N_("Judgement withdrawn"),
    "judgement.seconded": N_("First of two approvals"),
    "judgement.approved": N_("Judgement approved"),
    "judgement.rejected": N_("Judgement rejected"),
    "judgement.revoked": N_("Judgement revoked"),
    "judgement.challenged": N_("Judgement challenged"),
    "judgement.answered": N_("Challenge answered"),
    "judgement.outdated": N_("Judgement outdated"),
    "judgement.lapsed": N_("Judgement lapsed"),
    "finding.raised": N_("Finding raised"),
    "finding.answered": N_("Finding answered"),
    "finding.closed": N_("Finding closed"),
    "finding.reopened": N_("Finding reopened"),
    "measure.ordered": N_("Measure ordered"),
    "evidence.received": N_("Evidence received"),
    "method.registered": N_("Method registered"),
    "method.validate": N_("Method validated"),
    "method.refuse": N_("Method refused"),
    "method.retire": N_("Method retired"),
    "person.enrolled": N_("Person entered"),
    "person.same": N_("Two accounts declared one person"),
    "grant.machine": N_("Role given from the machine"),
    "grant.asked": N_("Role asked for"),
    "grant.approved": N_("Role approved"),
    "grant.ended": N_("Role ended"),
    "return.received": N_("Return received"),
    "return.asked": N_("Question on a figure"),
    "return.answered": N_("Question answered"),
    "reminder.said": N_("Reminder said"),
    "session.begun": N_("Signed in"),
    "session.ended": N_("Signed out"),
    "ledger.read": N_("Ledger read"),
    "ledger.stamped": N_("Ledger stamped"),
    "refused": N_("Action refused"),
}
STAGES: Final = {
    "near": N_("near"),
    "due": N_("due today"),
    "overdue": N_("overdue"),
    "ageing": N_("waiting for over a fortnight"),
}
REASONS: Final = {
    "management": N_("Quality of management"),
    "controls_tested": N_("Controls tested on site"),
    "event_since": N_("Event since the data"),
    "indicator_misleads": N_("An indicator misleads"),
    "outlook": N_("Outlook"),
    "peer_comparison": N_("Comparison with peers"),
}
ENDED: Final = {
    "grade": N_("the model’s grade changed"),
    "red_flag": N_("a red flag changed"),
    "method": N_("the method changed"),
    "score": N_("the score moved beyond its doubt"),
    "evidence": N_("its evidence was superseded"),
    "judgement": N_("a newer judgement replaced it"),
}
ROUTES: Final = {
    "head": N_("one head, within the model’s doubt"),
    "panel": N_("two heads, against the model"),
}
HEADS: Final = {"head": N_("one head"), "panel": N_("two heads")}
SEVERITIES: Final = {
    "low": N_("minor"),
    "medium": N_("moderate"),
    "high": N_("serious"),
    "critical": N_("critical"),
}
MEASURES: Final = {
    "recommendation": N_("recommendation"),
    "requirement": N_("requirement"),
    "restriction": N_("restriction"),
}
REFUSALS: Final = {
    "bound_better": N_("Refused: a judgement may better the model’s grade by one at most."),
    "bound_worse": N_("Refused: a judgement may worsen the model’s grade by two at most."),
    "red_flag": N_("Refused: while a red flag is up, no grade is better than 3."),
    "no_change": N_("Refused: this is the model’s own grade. Approve the case as it is."),
    "not_gradable": N_("Refused: the model gives no grade here, too little is reported."),
    "reason": N_("Refused: write the reason in 40 to 4,000 characters."),
    "no_evidence": N_("Refused: a judgement rests on evidence. Write down what was seen."),
    "old_evidence": N_("Refused: against the model, evidence must be dated after the month of the data."),
    "four_eyes": N_("Refused: you wrote in this case, so another head must approve it."),
    "stale": N_("Refused: somebody changed this in the meantime. Read it again, then decide."),
    "state": N_("Refused: this step does not follow from the present state. Read the case again."),
    "not_allowed": N_("Refused: your role does not include this step. The page Roles says whose does."),
    "not_reproduced": N_("Refused: data or method have changed since. Open a new case."),
    "method_not_validated": N_(
        "Refused: the method is not validated. A validator does it on the page Methods, then communicate."
    ),
    "own_method": N_("Refused: nobody validates a method of their own."),
    "waits": N_("Refused: a proposed judgement waits for its decision first."),
    "live_case": N_("Refused: a case on this bank, month and risk is already open."),
    "own_grant": N_("Refused: nobody asks for or approves a role of their own."),
    "one_bank": N_("Refused: a respondent is of one bank. Choose the bank."),
    "one_person": N_("Refused: these accounts are one person already. Choose two others."),
    "no_head": N_("Write number and hash as the letter has them, such as 876:ab2b… with all 64 characters."),
    "not_in_ledger": N_(
        "No: the ledger has no such event. Either the letter or the ledger was changed: tell an auditor."
    ),
    "clock_back": N_("Refused: the clock stands before the last event. Have it set right, then try again."),
    "type": N_("Refused: this type of file is not taken. Bring PDF, PNG, JPEG, CSV, TXT, XLSX or DOCX."),
    "gone": N_("Refused: the server no longer holds this file. Choose it again, then send."),
    "size": N_("Refused: there is no file, or it is empty or beyond 10 MB. Choose another, or split it."),
    "name": N_("Refused: the file’s name holds no letter. Rename the file."),
    "same_name": N_(
        "Refused: another file of this name is here. Say that yours supersedes it, or rename it."
    ),
    "date": N_("Refused: the date cannot be read or lies where it cannot. Write it such as 2026-10-31."),
    "text": N_("Refused: write at least one word above the button."),
    "code": N_("Refused: choose one of the list."),
    "rule_error": N_("Refused: a rule rejects these figures. Correct the data, then hand in again."),
    "rule_reason": N_("Refused: write for each warning why the figure is right, in 10 characters or more."),
    "damaged": N_("Refused: the stored file no longer matches its hash. Have it restored from a copy."),
    "not_found": N_("There is nothing here that you may see or change."),
}
NEVER: Final = {
    "peers": N_("peers"),
    "drafts": N_("drafts"),
    "judgements": N_("judgements"),
    "approve": N_("approve"),
    "approve_where_they_wrote": N_("approve where they wrote anything"),
    "propose": N_("propose"),
    "validate_their_own": N_("validate their own methods"),
    "write": N_("write"),
    "read_cases": N_("read cases"),
    "grant_to_self": N_("give themselves a role"),
}


def action(code: str) -> str:
    """What was done."""
    return _(ACTIONS[code])


def stage(code: str | None) -> str:
    """What a reminder says of a matter; a dash where it says nothing."""
    return MISSING if code is None else _(STAGES[code])


def reason(code: str) -> str:
    """The kind of a reason."""
    return _(REASONS[code])


def route(code: str) -> str:
    """Who must approve."""
    return _(ROUTES[code])


def severity(code: str) -> str:
    """How much a finding weighs."""
    return _(SEVERITIES[code])


def measure(code: str) -> str:
    """The kind of a measure."""
    return _(MEASURES[code])


def ended(code: str) -> str:
    """Why a judgement ended."""
    return _(ENDED[code])


def written(text: str) -> str:
    """What a person wrote: as typed, or in the reader's language where the desk's own history did."""
    return _(text)


def halves(digest: str) -> str:
    """A hash with a place to break a line at."""
    return f"{digest[:32]} {digest[32:]}".strip()


def state(code: str) -> str:
    """The name of a state."""
    return _(STATES[code])


def and_next(code: str) -> str:
    """The state of a case, and who must act on it where somebody must."""
    return f"{state(code)}, {_(NEXT[code])}" if code in NEXT else state(code)


def grant_state(code: str) -> str:
    """Where a role stands."""
    return _(GRANT_STATES[code])


def move(model: int, decided: int) -> str:
    """Model → decided, as every view shows it."""
    return f"{grade_mark(model)} → {grade_mark(decided)}"


def who(actor: str, names: Mapping[str, str] | None = None) -> str:
    """The person behind an account, or what acts by itself; ``names`` : account → name."""
    if names and actor in names:
        return names[actor]
    issuer, _space, subject = actor.partition(" ")
    if issuer == "desk":
        return name_of(subject)
    return _("by itself") if issuer == "vigie" else actor


def when(instant: str) -> str:
    """An instant of the ledger as prose has it."""
    return moment(pd.Timestamp(instant).to_pydatetime())


def on_day(text: str) -> str:
    """A day of the ledger as prose has it."""
    return day(pd.Timestamp(text[:10]).date())


def roles() -> list[str]:
    """What each role may never do, one sentence a role."""
    from ui.words import listing

    return [
        labelled(
            _(ROLE_NAMES[name]).capitalize(),
            _("never {list}").format(list=listing([_(NEVER[code]) for code in role.never])),
        )
        for name, role in ROLES.items()
    ]
