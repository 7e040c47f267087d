"""What the regulator's side refuses, by code, and what it does not know of."""

from __future__ import annotations

from typing import Final

# Code → what is wrong and how to mend it. The screen has its own sentences for the same codes.
REFUSALS: Final[dict[str, str]] = {
    "bound_better": "A judgement may better the model's grade by one, and not beyond 1: propose one grade better.",
    "bound_worse": "A judgement may worsen the model's grade by two, and not beyond 4: propose a grade within that.",
    "red_flag": "A red flag is up: no grade better than 3 until it is closed.",
    "no_change": "The grade proposed is the model's own: approve the case as it is.",
    "not_gradable": "The model gives no grade here: too little is reported. Load the missing indicators first.",
    "reason": "A reason takes one of the listed codes and a text of 40 to 4,000 characters.",
    "no_evidence": "A judgement rests on at least one piece of evidence of the same bank: upload it first.",
    "old_evidence": "Against the model, one piece of evidence must be dated after the month of the data.",
    "four_eyes": "Whoever wrote, uploaded or edited here cannot approve: another head must.",
    "stale": "Somebody changed this in the meantime: read it again, then decide.",
    "state": "This step does not follow from the present state: read the case again.",
    "not_allowed": "Your role on this bank does not include this step.",
    "not_reproduced": "Data or method have changed since the case was opened: open a new case.",
    "method_not_validated": "The method is not validated: have it validated, then communicate.",
    "own_method": "A validator cannot validate a method of their own.",
    "waits": "A proposed judgement waits for its decision: decide on it first.",
    "live_case": "A case on this bank, month and risk is already open: work on that one.",
    "own_grant": "Nobody asks for, approves or extends a grant of their own.",
    "one_bank": "A respondent is of one bank: name the bank.",
    "one_person": "These accounts are one person already: choose two others.",
    "no_head": "This is no number and hash of an event: write it such as 876:ab2b…, with all 64 characters.",
    "not_in_ledger": "The ledger has no such event: the letter or the ledger was changed.",
    "clock_back": "The clock stands before the last event: set the clock right, then try again.",
    "type": "This type of file is not taken: PDF, PNG, JPEG, CSV, TXT, XLSX or DOCX, with content to match.",
    "size": "The file is empty or beyond 10 MB: split it.",
    "gone": "The file is no longer with the server: choose it again, then send.",
    "name": "The file's name holds no readable letter: rename the file.",
    "same_name": "A file of this name with other content is here: say that the new one supersedes it.",
    "date": "The date cannot be read, or lies where it cannot: write it such as 2026-10-31.",
    "text": "A text of 1 to 4,000 characters is needed here.",
    "code": "This code is not one of those listed.",
    "rule_error": "A rule rejects these figures: correct them in the data, then hand the return in again.",
    "rule_reason": "A warning needs its written reason, in 10 characters or more.",
    "damaged": "The stored bytes no longer match their hash: restore the file from a copy.",
}


class Refused(Exception):
    """An action that the rules do not allow; it left an event and changed nothing else.

    ``code`` is one of :data:`REFUSALS`.
    """

    def __init__(self, code: str) -> None:
        if code not in REFUSALS:
            raise KeyError(f"{code!r} is no code of reviews.errors.REFUSALS: add it there with its sentence")
        super().__init__(f"{code}: {REFUSALS[code]}")
        self.code = code


class NotFound(Exception):
    """There is no such thing for this person: it may not exist, or be of a bank without a grant."""
