"""The decision letter as a tagged PDF: what was decided, on which figures and evidence, and its proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analytics.scenario import Scenario
from reviews import signature
from reviews.letters import Letter
from reviews.reads import Row
from reviews.stamps import Stamp
from ui.content import Table
from ui.report import pdf
from ui.review import words
from ui.risk.words import IN_SENTENCE, grade_mark
from ui.words import Language as Spoken
from ui.words import _, interval, language, listing, month_of, number, percent, speaking, within


def letter_pdf(facts: Letter, bank: str, spoken: Spoken, *, invented: bool) -> bytes:
    """The letter in a language, signed where a certificate is configured.

    ``bank`` : its name; ``invented`` : whether it comes from the demonstration desk

    Raises
    ------
    signature.NoCertificate: one is configured and cannot be used
    """
    with speaking(spoken):
        signer = signature.signer_name()
        written = pdf.typeset("letter.typ", content(facts, bank, signer, invented=invented), facts.told[:10])
        if not signer:
            return written
        return signature.sign(written, reason=_("Decision {case}").format(case=facts.case["id"]))


def content(facts: Letter, bank: str, signer: str, *, invented: bool) -> dict[str, Any]:
    """What the template is filled with, in the language spoken."""
    case = facts.case
    return {
        "language": language(),
        "title": _("Decision on {risk}").format(risk=_(IN_SENTENCE[case["risk"]])),
        "synthetic": _("Demonstration: bank, people and decision are invented.") if invented else "",
        "about": [
            [_("Bank"), bank],
            [_("Case"), str(case["id"])],
            [_("Month of the data"), month_of(case["month"])],
            [
                _("Decided on"),
                _("{day}, by {heads}").format(
                    day=words.on_day(facts.decided), heads=listing(list(facts.heads))
                ),
            ],
            [_("Communicated"), words.on_day(facts.told)],
        ],
        "decided": _decided(facts),
        "grounds": _grounds(facts),
        "model": [
            [_("Grade"), grade_mark(case["model_grade"])],
            [_("Score (0 best, 100 worst)"), _score(case)],
            [_("Probability of grades 1 (best) to 4"), _chances(case)],
            [_("Red flag"), _("yes") if case["red_flag"] else _("no")],
            [_("Data (snapshot)"), case["snapshot_hash"]],
            [_("Method (SHA-256)"), words.halves(case["method_hash"])],
        ],
        "reading": _(
            "The grade follows from the score, or from a red flag. The probabilities are the shares "
            "of draws, within the doubt on the score, that lead to each grade."
        ),
        "sheets": [_evidence(facts), _findings(facts), _measures(facts)],
        "now": _now(facts),
        "proof": [
            [_("Event of the ledger"), str(facts.seq)],
            [_("Hash (SHA-256)"), facts.hash],
            *_stamped(facts.stamp),
        ],
        "closing": _closing(signer),
        "command": f"python -m reviews verify --head {facts.seq}:{facts.hash}",
        "words": {
            "footer": _("Vigie, decision {case}, event {seq}").format(case=case["id"], seq=facts.seq),
            "page": _("page"),
            "model": _("What the model says"),
            "proof": _("Where this is proved"),
            "now": _("What the bank may do now"),
        },
    }


def _decided(facts: Letter) -> str:
    model = facts.case["model_grade"]
    if facts.judgement is None:
        return _("Grade decided: {grade}, the model’s own.").format(grade=grade_mark(model))
    return _("Grade decided: {move} (model → decided), until {day}.").format(
        move=words.move(model, facts.grade), day=words.on_day(facts.judgement["valid_until"])
    )


def _grounds(facts: Letter) -> list[str]:
    if facts.judgement is None:
        return [_("No judgement was made: nothing speaks against the model’s grade.")]
    return [
        _("Reason for departing from the model: {reason}.").format(
            reason=within(words.reason(facts.judgement["reason_code"]))
        ),
        _("The judgement ends earlier where the model’s grade, a red flag, the method or evidence changes."),
    ]


def _now(facts: Letter) -> list[str]:
    """What the bank is to do, and may do against it, as far as the letter can say."""
    answers = _(
        "For each finding, answer before its day on the page Case, with a file where there is one. "
        "The supervisor closes it, or says what the answer lacks."
    )
    appeals = _("Means of appeal are those of the law under which the authority acts; this letter adds none.")
    return [answers, appeals] if facts.findings else [appeals]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _score(case: Row) -> str:
    low, high = float(case["low"]), float(case["high"])
    return _("{score} ({interval} at {level})").format(
        score=number(float(case["score"]), 1),
        interval=interval(low, high, 1),
        level=percent(Scenario().level),
    )


def _chances(case: Row) -> str:
    return " / ".join(percent(float(case[f"p{grade}"])) for grade in (1, 2, 3, 4))


def _sheet(name: str, title: str, empty: str, columns: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    table = Table(name, title, pd.DataFrame(dict(columns), dtype=object), "", ())
    return pdf.sheet(table, most=None) | {"empty": empty}


def _evidence(facts: Letter) -> dict[str, Any]:
    return _sheet(
        "evidence",
        _("What the decision rests on"),
        _("On the model’s figures alone."),
        {
            _("Dated"): [words.on_day(each.dated) for each in facts.evidence],
            _("Received"): [words.on_day(each.received) for each in facts.evidence],
            _("Hash (SHA-256)"): [words.halves(each.sha256) for each in facts.evidence],
        },
    )


def _findings(facts: Letter) -> dict[str, Any]:
    return _sheet(
        "findings",
        _("What the bank must mend"),
        _("No finding was raised with this decision."),
        {
            _("Requirement"): [words.written(row["requirement"]) for row in facts.findings],
            _("Legal basis"): [row["legal_basis"] for row in facts.findings],
            _("Severity"): [_upper(words.severity(row["severity"])) for row in facts.findings],
            _("Due"): [words.on_day(row["due"]) for row in facts.findings],
        },
    )


def _measures(facts: Letter) -> dict[str, Any]:
    return _sheet(
        "measures",
        _("Measures ordered"),
        _("No measure was ordered with this decision."),
        {
            _("Kind"): [_upper(words.measure(row["kind"])) for row in facts.measures],
            _("Measure"): [words.written(row["text"]) for row in facts.measures],
            _("Legal basis"): [row["legal_basis"] for row in facts.measures],
        },
    )


def _stamped(stamp: Stamp | None) -> list[list[str]]:
    """When an authority outside the house had seen the ledger come as far as the event, or further."""
    if stamp is None:
        return [[_("Time stamp"), _("no authority had stamped this event when the letter was printed")]]
    return [
        [
            _("Time stamp"),
            _("{moment}, by {authority}").format(moment=words.when(stamp.at), authority=stamp.authority),
        ],
        [_("Certificate (SHA-256)"), stamp.fingerprint],
        [_("Event stamped"), str(stamp.seq)],
        [_("Its hash (SHA-256)"), stamp.hash],
    ]


def _closing(signer: str) -> list[str]:
    return [
        _("Signed by {name}; the signature stands in the file.").format(name=signer)
        if signer
        else _("Not signed: no certificate is set up. Number and hash of the ledger are its proof."),
        _(
            "Whoever keeps this letter can prove that a ledger shown later is the one it was written from: "
            "on the page Ledger, or by this command."
        ),
    ]
