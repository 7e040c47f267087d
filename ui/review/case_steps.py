"""The steps that the person at the desk may take on a case, each a small form, and its files."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from reviews import cases, decisions, evidence, findings, stamps
from reviews.cases import figures_of
from reviews.errors import Refused
from reviews.judgement import REASONS, Figures, offered, route
from reviews.reads import TOLD, CaseFile, Row
from reviews.tables import MEASURES, SEVERITIES
from ui.form import TEXT, Choice, Field, File, Form, Given, Offer, Said, Step, with_text, written
from ui.review import case, desk, words
from ui.review.case import Draft, View
from ui.risk.words import grade_mark
from ui.words import N_, _, labelled, percent

log = logging.getLogger("vigie")

_TO, _REASON, _TEXT, _NOTE, _DATED = (
    f"review {name}" for name in ("grade", "reason", "text", "note", "dated")
)
_REQUIREMENT, _BASIS, _DUE, _SEVERITY = (
    f"review {name}" for name in ("requirement", "basis", "due", "severity")
)
_MEASURE, _KIND, _MEASURE_BASIS = (f"review measure {name}" for name in ("text", "kind", "basis"))
_FILE, _FILE_DATED, _SUPERSEDES, _PROOFS = (
    f"review {name}" for name in ("file", "file dated", "supersedes", "proofs")
)
_MOST_BESIDE: Final = 3
_DAY: Final = "2026-11-10"
_STAMPED: Final = N_("Done, written in the ledger, and stamped by the authority.")
_UNSTAMPED: Final = N_(
    "Done, and written in the ledger. The authority gave no stamp: run python -m reviews stamp later."
)


def offers(seen: View, drafts: Mapping[str, Draft], incident: str) -> list[Offer]:
    """Whatever the person may do next on this bank, month and risk.

    ``drafts`` : code of an incident → the finding that it suggests; ``incident`` : that of which a link asks
    """
    role = seen.person.role
    if seen.person.banks and seen.bank not in seen.person.banks:
        return []
    if role == "supervisor":
        return _supervisor(seen, drafts, incident)
    if role == "head" and seen.file is not None:
        return _head(seen)
    if role == "horizontal" and seen.waiting is not None and _state(seen) == "submitted":
        challenging = partial(_challenge, seen)
        form = written(_("Challenge the judgement"), "challenge", _("What speaks against it"), challenging)
        return [_beneath(form, _proposal(seen))]
    return _respondent(seen) if role == "respondent" and seen.file is not None else []


def first_and_rest(found: list[Offer]) -> tuple[list[Offer], list[Offer], str]:
    """The step that the case waits for from this person, where it does, and whatever else they may do.

    A long form has no room beside a picture: then it stays among the rest, and its name comes third.
    """
    for place, offer in enumerate(found):
        if isinstance(offer, Form) and not offer.folded and len(offer.fields) > _MOST_BESIDE:
            return [], found, offer.title
        folded = isinstance(offer, Form | Choice) and bool(offer.folded)
        if isinstance(offer, Step | Form | Choice) and not folded and offer.key != "review withdraw":
            return [offer], found[:place] + found[place + 1 :], ""
    return [], found, ""


def letters(seen: View) -> list[File]:
    """The letter on a decision that was communicated, in either language, and the whole file."""
    return [] if seen.file is None else _files_of(seen, seen.file)


def earlier(seen: View) -> list[File]:
    """The same of the cases before it, each with its number."""
    return [
        replace(each, label=_("Case {number}: {file}").format(number=file.case["id"], file=each.label))
        for file in seen.earlier
        for each in _files_of(seen, file)
    ]


def _files_of(seen: View, file: CaseFile) -> list[File]:
    found, number = [], file.case["id"]
    if file.case["state"] in TOLD:
        for spoken, label in (("fr", _("Letter in French (PDF)")), ("en", _("Letter in English (PDF)"))):
            address = desk.file_address(f"api/letter/{number}", seen.person, lang=spoken)
            found.append(File(label, address, ":material/description:"))
    if seen.reads:
        address = desk.file_address(f"api/case/{number}", seen.person)
        found.append(File(_("Case file (ZIP)"), address, ":material/folder_zip:"))
    return found


def proofs(seen: View) -> list[File]:
    """The files of evidence that the person may read here."""
    return [
        File(
            f"{row['name']} ({words.on_day(row['evidence_date'])})",
            desk.file_address(f"api/evidence/{row['sha256']}", seen.person),
            ":material/download:",
        )
        for row in case.proofs(seen)
    ]


def attach(seen: View) -> list[Offer]:
    """A place for a file of evidence, for whoever may bring one in."""
    if seen.person.role != "supervisor" or not seen.reads or seen.file is None:
        return []
    said = _("PDF, PNG, JPEG, CSV, TXT, XLSX or DOCX, up to {size} MB").format(
        size=evidence.MOST_BYTES // 1024**2
    )
    named = {0: _("nothing"), **{row["id"]: row["name"] for row in _current(seen)}}
    return [
        Form(
            "attach",
            (
                _file(_FILE, said),
                (
                    Field(_FILE_DATED, _("Evidence dated"), example=_DAY, most=10),
                    Field(_SUPERSEDES, _("Supersedes"), "choice", named),
                ),
            ),
            (Step(_("Bring in the file"), partial(_attached, seen), "review attach"),),
            folded=_("Bring in a file of evidence"),
            clear=True,
        )
    ]


def _file(key: str, label: str) -> Field:
    return Field(key, label, "file", {ending: ending for ending in evidence.TYPES})


def _brought(given: Given, key: str) -> Any:
    """The file that was chosen, None where none was.

    Raises
    ------
    Refused: the server has let go of it meanwhile; what was written is not sent without it
    """
    file = given.get(key)
    if file is not None and not hasattr(file, "getvalue"):
        raise Refused("gone")
    return file


def _current(seen: View) -> list[Row]:
    """The evidence on the bank that nothing supersedes."""
    rows = case.proofs(seen)
    gone = {row["supersedes"] for row in rows}
    return [row for row in rows if row["id"] not in gone]


def _attached(seen: View, given: Given) -> int:
    """Take the file in that was chosen; its number."""
    office, actor = _actor(seen)
    file = _brought(given, _FILE)
    if file is None:
        raise Refused("size")
    return evidence.upload(
        office,
        actor,
        seen.bank,
        file.name,
        file.getvalue(),
        evidence_date=str(given.get(_FILE_DATED, "")),
        supersedes=given.get(_SUPERSEDES) or None,
    )


def _state(seen: View) -> str:
    return str(seen.file.case["state"]) if seen.file else ""


def _case(seen: View) -> tuple[int, int]:
    assert seen.file is not None
    return int(seen.file.case["id"]), int(seen.file.case["version"])


def _actor(seen: View) -> tuple[Any, int]:
    here = desk.desk()
    return here.office, here.numbers[seen.person.key]


def _supervisor(seen: View, drafts: Mapping[str, Draft], incident: str) -> list[Offer]:
    found: list[Offer] = []
    state = _state(seen)
    office, actor = _actor(seen)
    found += [
        _assess(seen, file, row) for file in seen.files for row in file.findings if row["state"] == "answered"
    ]
    if state in ("", "communicated", "superseded") and seen.model is not None:
        bank, month, risk = seen.bank, seen.month, seen.risk
        opening = Step(
            _("Open a new case") if seen.file else _("Open a case"),
            lambda _given: cases.open_case(office, actor, bank, month, risk),
            "review open",
        )
        found.append(opening)
    if state == "draft":
        if seen.waiting is None:
            found.append(_propose(seen))
        found.append(
            Step(
                _("Submit for approval"),
                lambda _given: cases.submit(office, actor, *_case(seen)),
                "review submit",
            )
        )
    if seen.waiting is not None:
        row = seen.waiting
        found.append(
            Step(
                _("Withdraw the judgement"),
                lambda _given: decisions.withdraw(office, actor, row["id"], row["version"]),
                "review withdraw",
            )
        )
    if state == "returned":
        found.append(
            Step(
                _("Take up again"), lambda _given: cases.resume(office, actor, *_case(seen)), "review resume"
            )
        )
    if state == "challenged":
        form = written(_("Answer the challenge"), "answer", _("Answer"), partial(_answer, seen))
        asked = [row for row in (seen.file.challenges if seen.file else ()) if row["answer"] is None]
        found.append(_beneath(form, words.written(asked[-1]["text"]) if asked else ""))
    if seen.file is not None:
        found += [_raise(seen, drafts, incident), _order(seen)]
    return found


def _beneath(form: Form, quoted: str) -> Form:
    """A form below the words that it answers to."""
    return replace(form, fields=(Said(quoted), *form.fields)) if quoted else form


def _proposal(seen: View) -> str:
    """What was written for the judgement that waits: its kind and its words."""
    row = seen.waiting
    return "" if row is None else labelled(words.reason(row["reason_code"]), words.written(row["text"]))


def _assess(seen: View, file: CaseFile, row: Row) -> Form:
    """An answer of the bank: it suffices, or what it lacks."""
    office, actor = _actor(seen)
    number, version, key = row["id"], row["version"], f"reopen {row['id']}"
    said = [each["text"] for each in file.replies if each["finding_id"] == number]
    return Form(
        f"assess {number}",
        (
            Said(words.written(said[-1])),
            Field(f"review text {key}", _("What it lacks, where it does"), "text", most=TEXT),
        ),
        (
            Step(
                _("Close finding {number}").format(number=number),
                lambda _given: findings.close(office, actor, number, version),
                f"review close {number}",
            ),
            Step(
                _("Reopen finding {number}").format(number=number),
                with_text(key, partial(findings.reopen, office, actor, number, version)),
                f"review {key}",
            ),
        ),
        _("The bank’s answer to finding {number}").format(number=number),
    )


def _order(seen: View) -> Form:
    kinds = {code: words.measure(code) for code in MEASURES}
    return Form(
        "order",
        (
            Field(_MEASURE, _("Measure"), "text", most=TEXT),
            (Field(_KIND, _("Kind"), "choice", kinds), Field(_MEASURE_BASIS, _("Legal basis"))),
        ),
        (Step(_("Order the measure"), partial(_ordered, seen), "review order"),),
        folded=_("Order a measure"),
        clear=True,
    )


def _ordered(seen: View, given: Given) -> None:
    office, actor = _actor(seen)
    said = str(given.get(_MEASURE, "")), str(given.get(_MEASURE_BASIS, ""))
    findings.order(office, actor, _case(seen)[0], str(given[_KIND]), *said)


def _propose(seen: View) -> Form:
    assert seen.file is not None
    known = {row["id"]: f"{row['name']} ({words.on_day(row['evidence_date'])})" for row in _current(seen)}
    brought = Field(_PROOFS, _("Evidence: files brought in"), "several", known)
    return Form(
        "propose",
        (
            (
                Field(_TO, _("Grade proposed"), "choice", _grades(figures_of(seen.file.case))),
                Field(_REASON, _("Kind of reason"), "choice", {code: words.reason(code) for code in REASONS}),
            ),
            Field(_TEXT, _("Reason in 40 to 4,000 characters"), "text", most=TEXT, height=90),
            *((brought,) if known else ()),
            Field(_NOTE, _("Evidence: what was seen"), "text", most=TEXT),
            Field(_DATED, _("Evidence dated"), example=_DAY, most=10),
        ),
        (Step(_("Propose"), partial(_proposed, seen)),),
        _("Propose a judgement"),
    )


def _grades(model: Figures) -> dict[int, str]:
    """The grades that may be proposed, the likeliest first, with what each takes."""
    named = {}
    for grade in sorted(
        offered(model.grade, red_flag=model.red_flag), key=lambda grade: -model.probabilities[grade - 1]
    ):
        taken = route(model.grade, model.probabilities, grade, red_flag=model.red_flag)
        named[grade] = _("{grade} ({chance}): {heads}").format(
            grade=grade_mark(grade),
            chance=percent(float(model.probabilities[grade - 1])),
            heads=_(words.HEADS[taken]),
        )
    return named


def _proposed(seen: View, given: Given) -> None:
    office, actor = _actor(seen)
    said, chosen = str(given.get(_NOTE, "")).strip(), list(given.get(_PROOFS) or ())
    number, _version = _case(seen)
    note = None
    if said:
        count = len(desk.evidence_on(seen.person, seen.bank)) + 1
        note = evidence.Brought(f"note-{number}-{count}.txt", said.encode(), str(given.get(_DATED, "")))
    decisions.propose(
        office,
        actor,
        number,
        int(given[_TO]),
        reason=str(given[_REASON]),
        text=str(given.get(_TEXT, "")),
        evidence=chosen,
        note=note,
    )


def _challenge(seen: View, text: str) -> None:
    office, actor = _actor(seen)
    waiting: Any = seen.waiting
    decisions.challenge(office, actor, waiting["id"], waiting["version"], text)


def _answer(seen: View, text: str) -> None:
    office, actor = _actor(seen)
    open_ones = [row for row in (seen.file.challenges if seen.file else ()) if row["answer"] is None]
    if not open_ones:
        raise Refused("state")
    decisions.answer(office, actor, open_ones[-1]["id"], text)


def _head(seen: View) -> list[Offer]:
    found: list[Offer] = []
    state = _state(seen)
    office, actor = _actor(seen)
    if state == "approved":
        telling = Step(
            _("Communicate to the bank"),
            lambda _given: cases.communicate(office, actor, *_case(seen)),
            "review communicate",
            instead=stamped,
        )
        found.append(telling)
    standing = [file.standing for file in seen.files if file.standing is not None]
    if standing:
        row = standing[0]
        revoking = partial(decisions.revoke, office, actor, row["id"], row["version"])
        form = written(_("Revoke the judgement"), "revoke", _("Why it ends, for good"), revoking)
        found.append(replace(form, folded=_("End the judgement before its day")))
    if state == "submitted":
        found.append(_beneath(_decide(seen), _proposal(seen)))
    return found


def _decide(seen: View) -> Form:
    choices = [("approve", _("Approve"), _approve)]
    if seen.waiting is not None:
        choices.append(("reject", _("Reject the judgement"), _reject))
    choices.append(("return", _("Return"), _return))
    return Form(
        "decide",
        (Field("review text decide", _("Grounds"), "text", most=TEXT, height=90),),
        [
            Step(label, with_text("decide", partial(act, seen)), f"review {key}")
            for key, label, act in choices
        ],
        _("Decide"),
    )


def stamped() -> str:
    """Have the ledger's head stamped where people sign in and an authority is named; what to say of it.

    What is invented is shown to no authority.
    """
    if not (desk.signs_in() and stamps.named()):
        return ""
    try:
        stamps.stamp(desk.desk().office.store, desk.desk().office.clock)
    except stamps.NoStamp as fault:
        log.error("%s", fault)
        return _UNSTAMPED
    return _STAMPED


def _approve(seen: View, text: str) -> None:
    office, actor = _actor(seen)
    waiting: Any = seen.waiting
    if waiting is None:
        cases.approve(office, actor, *_case(seen), text)
    else:
        decisions.approve(office, actor, waiting["id"], waiting["version"], text)


def _reject(seen: View, text: str) -> None:
    office, actor = _actor(seen)
    waiting: Any = seen.waiting
    decisions.reject(office, actor, waiting["id"], waiting["version"], text)


def _return(seen: View, text: str) -> None:
    office, actor = _actor(seen)
    cases.send_back(office, actor, *_case(seen), text)


def _raise(seen: View, known: Mapping[str, Draft], asked: str) -> Choice:
    """A finding, from nothing or from what an incident suggests.

    Another incident is another form: what was written on one is not sent as of the other.
    """
    named: dict[str, tuple[str, Form]] = {"": (_("none"), _finding(seen, "", None))}
    named |= {code: (draft.name, _finding(seen, code, draft)) for code, draft in known.items()}
    return Choice(
        f"review incident {seen.bank} {asked}",
        _("Incident that it begins with"),
        named,
        asked if asked in known else "",
        _("Raise a finding"),
        asked in known,
    )


def _finding(seen: View, chosen: str, draft: Draft | None) -> Form:
    keys = {key: f"{key} {chosen}".strip() for key in (_REQUIREMENT, _BASIS, _SEVERITY, _DUE)}
    starts = {}
    if draft is not None:
        proposed = (draft.requirement, draft.legal_basis, draft.severity, draft.due)
        starts = dict(zip(keys.values(), proposed, strict=True))
    weights = {code: words.severity(code) for code in SEVERITIES}
    return Form(
        f"raise {chosen}",
        (
            Field(keys[_REQUIREMENT], _("Requirement"), "text", most=TEXT, height=90),
            (
                Field(keys[_BASIS], _("Legal basis")),
                Field(keys[_SEVERITY], _("Severity"), "choice", weights),
                Field(keys[_DUE], _("Due"), example="2027-03-31", most=10),
            ),
        ),
        (
            Step(
                _("Raise the finding"),
                partial(_raised, seen, keys, draft.number if draft else ""),
                "review raise",
            ),
        ),
        starts=starts,
        clear=True,
    )


def _raised(seen: View, keys: Mapping[str, str], incident: str, given: Given) -> None:
    office, actor = _actor(seen)
    findings.raise_finding(
        office,
        actor,
        _case(seen)[0],
        severity=str(given[keys[_SEVERITY]]),
        requirement=str(given.get(keys[_REQUIREMENT], "")),
        legal_basis=str(given.get(keys[_BASIS], "")),
        due=str(given.get(keys[_DUE], "")),
        incident=incident,
    )


def _respondent(seen: View) -> list[Offer]:
    found: list[Offer] = []
    for row in [row for file in seen.files for row in file.findings]:
        if row["state"] not in ("open", "reopened"):
            continue
        title, key = _("Answer finding {number}").format(number=row["id"]), f"reply {row['id']}"
        fields = (
            Field(f"review text {key}", words.written(row["requirement"]), "text", most=TEXT, height=90),
            _file(f"review file {key}", _("A file as evidence, if there is one")),
            Field(f"review dated {key}", _("Evidence dated"), example=_DAY, most=10),
        )
        found.append(Form(key, fields, (Step(title, partial(_reply, seen, row, key)),), title))
    return found


def _reply(seen: View, row: Row, key: str, given: Given) -> None:
    office, actor = _actor(seen)
    file, proof = _brought(given, f"review file {key}"), None
    if file is not None:
        proof = evidence.Brought(file.name, file.getvalue(), str(given.get(f"review dated {key}", "")))
    text = str(given.get(f"review text {key}", ""))
    findings.reply(office, actor, row["id"], row["version"], text, proof)
