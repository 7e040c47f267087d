"""The steps that the person at the desk may take on a case, each a small form."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import streamlit as st

from reviews import cases, decisions, evidence, findings, people, reads, stamps
from reviews import returns as filings
from reviews.errors import Refused
from reviews.judgement import REASONS, offered
from reviews.ledger import Event
from reviews.reads import TOLD, Row
from reviews.roles import READERS, ROLES
from reviews.tables import MEASURES, SEVERITIES
from studies.risk.inspection import USUAL, Weights
from ui import controls, link, uploads
from ui.outside import prose
from ui.registry import entry
from ui.review import case, desk, grants, horizontal, inbox, ledger, methods, words
from ui.review import returns as return_page
from ui.review.case import Draft, View
from ui.review.grants import Register as Grants
from ui.review.horizontal import Horizon
from ui.review.inbox import Inbox
from ui.review.methods import Register
from ui.review.people import Person
from ui.review.return_rules import RULES
from ui.review.returns import Returns
from ui.risk.words import grade_mark
from ui.words import N_, _, labelled, month_of

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
_W_RISK, _W_TIME, _W_GAPS, _CAPACITY = (
    f"review {name}" for name in ("weight risk", "weight time", "weight gaps", "capacity")
)
_RETURN, _FIGURE = "review return", "review figure"
_FILES_SHOWN: Final = 20
_DONE: Final = N_("Done, and written in the ledger.")
_STAMPED: Final = N_("Done, written in the ledger, and stamped by the authority.")
_UNSTAMPED: Final = N_(
    "Done, and written in the ledger. The authority gave no stamp: run python -m reviews stamp later."
)
_READ: Final = N_("Read; that it was read is an event, too.")
_G_WHO, _G_ROLE, _G_BANK, _G_UNTIL, _G_WHICH, _G_ONE, _G_OTHER = (
    f"review grant {name}" for name in ("person", "role", "bank", "until", "which", "one", "other")
)
_PICK, _FOUND, _WANTED, _METHOD = (f"review {name}" for name in ("waiting", "events", "search", "method"))


def draw(seen: View, drafts: Mapping[str, Draft]) -> None:
    """Whatever the person may do next on this bank, month and risk.

    ``drafts`` : code of an incident → the finding that it suggests
    """
    if link.mode():
        return
    role = seen.person.role
    mine = not seen.person.banks or seen.bank in seen.person.banks
    if not mine:
        return
    if role == "supervisor":
        _supervisor(seen, drafts)
    elif role == "head" and seen.file is not None:
        _head(seen)
    elif role == "horizontal" and seen.waiting is not None:
        _with_text(
            _("Challenge the judgement"), "challenge", _("What speaks against it"), partial(_challenge, seen)
        )
    elif role == "respondent" and seen.file is not None:
        _respondent(seen)


def files(seen: View) -> None:
    """The letter on a decision that was communicated, in either language, and the evidence."""
    if link.mode():
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if seen.file is not None and seen.file.case["state"] in TOLD:
            number = seen.file.case["id"]
            for spoken, label in (("fr", _("Letter in French (PDF)")), ("en", _("Letter in English (PDF)"))):
                address = desk.file_address(f"api/letter/{number}", seen.person, lang=spoken)
                st.link_button(prose(label), address, icon=":material/description:", type="tertiary")
        if seen.file is not None and seen.reads:
            address = desk.file_address(f"api/case/{seen.file.case['id']}", seen.person)
            st.link_button(_("Case file (ZIP)"), address, icon=":material/folder_zip:", type="tertiary")
        for slug in ("risk-scores", "risk-incidents", "review-horizontal"):
            back = entry(slug)
            st.page_link(back.path, label=_(back.title), icon=back.icon, query_params=link.address(slug))
        known = case.proofs(seen)[:_FILES_SHOWN]
        if known:
            with st.popover(_("Files of evidence"), icon=":material/attach_file:", type="tertiary"):
                for row in known:
                    address = desk.file_address(f"api/evidence/{row['sha256']}", seen.person)
                    label = f"{row['name']} ({words.on_day(row['evidence_date'])})"
                    st.link_button(prose(label), address, icon=":material/download:", type="tertiary")


def inspection(person: Person) -> tuple[Weights, float]:
    """What makes the order of inspection, as the person argues it: weights, and a year's person-days."""
    usual = USUAL
    if link.mode() or person.role not in READERS:
        return usual, horizontal.CAPACITY
    with st.expander(_("Weights of the order, and days to inspect")):
        places = st.columns(4)
        sliders = (
            (_W_RISK, _("Weight of risk"), 100, usual.risk),
            (_W_TIME, _("Weight of time since the last inspection"), 100, usual.time),
            (_W_GAPS, _("Weight of data gaps"), 100, usual.gaps),
            (_CAPACITY, _("Person-days in a year"), 400, horizontal.CAPACITY),
        )
        chosen = []
        for place, (key, label, most, start) in zip(places, sliders, strict=True):
            with place:
                st.session_state.setdefault(key, int(start))
                chosen.append(float(st.slider(prose(label), 0, most, step=5, key=key)))
    return Weights(*chosen[:3]), chosen[3]


def book(view: Horizon) -> None:
    """The view of all banks as files, for whoever reads cases."""
    if link.mode() or view.person.role not in READERS or view.tiles.empty:
        return
    with st.container(horizontal=True):
        for kind, label in (("pdf", _("Book (PDF)")), ("xlsx", _("Book (XLSX)"))):
            asked = {
                "risk": f"{view.weights.risk:g}",
                "time": f"{view.weights.time:g}",
                "gaps": f"{view.weights.gaps:g}",
                "days": f"{view.capacity:g}",
            }
            address = desk.file_address(f"api/book/{view.month}/{kind}", view.person, **asked)
            st.link_button(prose(label), address, icon=":material/menu_book:", type="tertiary")


def attach(seen: View) -> None:
    """A place for a file of evidence, for whoever may bring one in."""
    if link.mode() or seen.person.role != "supervisor" or not seen.reads or seen.file is None:
        return
    with st.expander(_("Bring in a file of evidence")), st.form("review form attach", clear_on_submit=True):
        _uploader()
        first, second = st.columns(2)
        with first:
            st.text_input(_("Evidence dated"), key=_FILE_DATED, placeholder="2026-11-10", max_chars=10)
        with second:
            named = {0: _("nothing"), **{row["id"]: row["name"] for row in _current(seen)}}
            st.selectbox(_("Supersedes"), list(named), format_func=named.__getitem__, key=_SUPERSEDES)
        st.form_submit_button(
            _("Bring in the file"),
            key="review attach",
            on_click=desk.attempt,
            args=(partial(_attached, seen), _DONE),
        )


def _uploader() -> None:
    uploads.expect()
    said = _("PDF, PNG, JPEG, CSV, TXT, XLSX or DOCX, up to {size} MB").format(
        size=evidence.MOST_BYTES // 1024**2
    )
    st.file_uploader(prose(said), type=list(evidence.TYPES), key=_FILE, max_upload_size=10)


def _current(seen: View) -> list[Row]:
    """The evidence on the bank that nothing supersedes."""
    rows = case.proofs(seen)
    gone = {row["supersedes"] for row in rows}
    return [row for row in rows if row["id"] not in gone]


def _attached(seen: View) -> int:
    """Take the file in that was chosen; its number."""
    office, actor = _actor(seen)
    given = st.session_state.get(_FILE)
    if given is None:
        raise Refused("size")
    return evidence.upload(
        office,
        actor,
        seen.bank,
        given.name,
        given.getvalue(),
        evidence_date=str(st.session_state.get(_FILE_DATED, "")),
        supersedes=st.session_state.get(_SUPERSEDES) or None,
    )


def _state(seen: View) -> str:
    return str(seen.file.case["state"]) if seen.file else ""


def _case(seen: View) -> tuple[int, int]:
    assert seen.file is not None
    return int(seen.file.case["id"]), int(seen.file.case["version"])


def _actor(seen: View) -> tuple[Any, int]:
    here = desk.desk()
    return here.office, here.numbers[seen.person.key]


def _button(label: str, key: str, action: Callable[[], object]) -> None:
    st.button(prose(label), key=f"review {key}", on_click=desk.attempt, args=(action, _DONE))


def _head_line(title: str) -> None:
    st.markdown(f"**{prose(title)}**")


def _with_text(title: str, key: str, label: str, action: Callable[[str], object]) -> None:
    with st.form(f"review form {key}", clear_on_submit=False):
        _head_line(title)
        st.text_area(prose(label), key=f"review text {key}", max_chars=4_000, height=90)
        st.form_submit_button(prose(title), on_click=_take, args=(key, action))


def _take(key: str, action: Callable[[str], object]) -> None:
    text = str(st.session_state.get(f"review text {key}", ""))
    desk.attempt(lambda: action(text), _DONE)


def _supervisor(seen: View, drafts: Mapping[str, Draft]) -> None:
    state = _state(seen)
    office, actor = _actor(seen)
    if state in ("", "communicated", "superseded") and seen.model is not None:
        opening = partial(cases.open_case, office, actor, seen.bank, seen.month, seen.risk)
        _button(_("Open a case"), "open", opening)
    if state == "draft":
        if seen.waiting is None:
            _propose(seen)
        _button(_("Submit for approval"), "submit", partial(cases.submit, office, actor, *_case(seen)))
    if seen.waiting is not None:
        row = seen.waiting
        withdrawing = partial(decisions.withdraw, office, actor, row["id"], row["version"])
        _button(_("Withdraw the judgement"), "withdraw", withdrawing)
    if state == "returned":
        _button(_("Take up again"), "resume", partial(cases.resume, office, actor, *_case(seen)))
    if state == "challenged":
        _with_text(_("Answer the challenge"), "answer", _("Answer"), partial(_answer, seen))
    if seen.file is not None:
        for row in seen.file.findings:
            if row["state"] == "answered":
                _assess(seen, row)
        _raise(seen, drafts)
        _order(seen)


def _assess(seen: View, row: Row) -> None:
    """An answer of the bank: it suffices, or what it lacks."""
    office, actor = _actor(seen)
    said = [
        each["text"] for each in (seen.file.replies if seen.file else ()) if each["finding_id"] == row["id"]
    ]
    with st.form(f"review form assess {row['id']}"):
        _head_line(_("The bank’s answer to finding {number}").format(number=row["id"]))
        st.markdown(prose(words.written(said[-1])))
        key = f"reopen {row['id']}"
        st.text_area(_("What it lacks, where it does"), key=f"review text {key}", max_chars=4_000, height=70)
        with st.container(horizontal=True):
            closing = partial(findings.close, office, actor, row["id"], row["version"])
            st.form_submit_button(
                prose(_("Close finding {number}").format(number=row["id"])),
                key=f"review close {row['id']}",
                on_click=desk.attempt,
                args=(closing, _DONE),
            )
            again = partial(findings.reopen, office, actor, row["id"], row["version"])
            st.form_submit_button(
                prose(_("Reopen finding {number}").format(number=row["id"])),
                key=f"review reopen {row['id']}",
                on_click=_take,
                args=(key, again),
            )


def _order(seen: View) -> None:
    with st.expander(_("Order a measure")), st.form("review form order", clear_on_submit=True):
        st.text_area(_("Measure"), key=_MEASURE, max_chars=4_000, height=70)
        first, second = st.columns(2)
        with first:
            kinds = {code: words.measure(code) for code in MEASURES}
            st.selectbox(_("Kind"), list(kinds), format_func=kinds.__getitem__, key=_KIND)
        with second:
            st.text_input(_("Legal basis"), key=_MEASURE_BASIS, max_chars=120)
        st.form_submit_button(
            _("Order the measure"),
            key="review order",
            on_click=desk.attempt,
            args=(partial(_ordered, seen), _DONE),
        )


def _ordered(seen: View) -> None:
    office, actor = _actor(seen)
    given = st.session_state
    findings.order(
        office,
        actor,
        _case(seen)[0],
        str(given[_KIND]),
        str(given.get(_MEASURE, "")),
        str(given.get(_MEASURE_BASIS, "")),
    )


def _propose(seen: View) -> None:
    if seen.file is None:
        return
    grades = offered(seen.file.case["model_grade"], red_flag=bool(seen.file.case["red_flag"]))
    with st.form("review form propose"):
        _head_line(_("Propose a judgement"))
        first, second, third = st.columns(3)
        with first:
            st.selectbox(_("Grade proposed"), grades, format_func=grade_mark, key=_TO)
        with second:
            names = {code: words.reason(code) for code in REASONS}
            st.selectbox(_("Reason"), list(names), format_func=names.__getitem__, key=_REASON)
        with third:
            st.text_input(_("Evidence dated"), key=_DATED, placeholder="2026-11-10", max_chars=10)
        st.text_area(_("Reason in 40 to 4,000 characters"), key=_TEXT, max_chars=4_000, height=90)
        known = {
            row["id"]: prose(f"{row['name']} ({words.on_day(row['evidence_date'])})")
            for row in _current(seen)
        }
        if known:
            # The framework's list of several has an English word for an empty one.
            st.pills(
                _("Evidence: files brought in"),
                list(known),
                selection_mode="multi",
                format_func=known.__getitem__,
                key=_PROOFS,
            )
        st.text_area(_("Evidence: what was seen"), key=_NOTE, max_chars=4_000, height=70)
        st.form_submit_button(_("Propose"), on_click=desk.attempt, args=(partial(_proposed, seen), _DONE))


def _proposed(seen: View) -> None:
    office, actor = _actor(seen)
    given = st.session_state
    note, chosen = str(given.get(_NOTE, "")).strip(), list(given.get(_PROOFS) or ())
    if not note and not chosen:
        raise Refused("no_evidence")
    number, _version = _case(seen)
    if note:
        count = len(desk.evidence_on(seen.person, seen.bank)) + 1
        chosen.append(
            evidence.upload(
                office,
                actor,
                seen.bank,
                f"note-{number}-{count}.txt",
                note.encode(),
                evidence_date=str(given.get(_DATED, "")),
            )
        )
    decisions.propose(
        office,
        actor,
        number,
        int(given[_TO]),
        reason=str(given[_REASON]),
        text=str(given.get(_TEXT, "")),
        evidence=chosen,
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


def _head(seen: View) -> None:
    state = _state(seen)
    office, actor = _actor(seen)
    if state == "approved":
        telling = partial(cases.communicate, office, actor, *_case(seen))
        st.button(
            prose(_("Communicate to the bank")),
            key="review communicate",
            on_click=_tell,
            args=(telling, _DONE),
        )
    if seen.file is not None and seen.file.standing is not None:
        row = seen.file.standing
        revoking = partial(decisions.revoke, office, actor, row["id"], row["version"])
        with st.expander(_("End the judgement before its day")):
            _with_text(_("Revoke the judgement"), "revoke", _("Why it ends, for good"), revoking)
    if state != "submitted":
        return
    with st.form("review form decide"):
        _head_line(_("Decide"))
        st.text_area(_("Grounds"), key="review text decide", max_chars=4_000, height=90)
        columns = st.columns(3)
        choices = [("approve", _("Approve"), partial(_approve, seen))]
        if seen.waiting is not None:
            choices.append(("reject", _("Reject the judgement"), partial(_reject, seen)))
        choices.append(("return", _("Return"), partial(_return, seen)))
        for place, (key, label, action) in zip(columns, choices, strict=False):
            with place:
                st.form_submit_button(
                    prose(label), key=f"review {key}", on_click=_take, args=("decide", action)
                )


def _tell(action: Callable[[], object], done: str) -> None:
    desk.attempt(action, done)
    desk.went_well(stamped() or done)


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


def _raise(seen: View, known: Mapping[str, Draft]) -> None:
    asked = str(link.value("incident"))
    names = {"": _("none"), **{code: draft.name for code, draft in known.items()}}
    with st.expander(_("Raise a finding"), expanded=asked in known):
        # Another incident is another form: what was written on one is not sent as of the other.
        chosen = st.selectbox(
            _("Incident that it begins with"),
            list(names),
            list(names).index(asked) if asked in known else 0,
            format_func=names.__getitem__,
            key=f"review incident {seen.bank} {asked}",
        )
        if chosen:
            proposed = known[chosen]
            for key in (_REQUIREMENT, _BASIS, _SEVERITY, _DUE):
                field = key.removeprefix("review ").replace("basis", "legal_basis")
                st.session_state.setdefault(f"{key} {chosen}".strip(), getattr(proposed, field))
        keys = {key: f"{key} {chosen}".strip() for key in (_REQUIREMENT, _BASIS, _SEVERITY, _DUE)}
        with st.form(f"review form raise {chosen}"):
            st.text_area(_("Requirement"), key=keys[_REQUIREMENT], max_chars=4_000, height=90)
            first, second, third = st.columns(3)
            with first:
                st.text_input(_("Legal basis"), key=keys[_BASIS], max_chars=120)
            with second:
                weights = {code: words.severity(code) for code in SEVERITIES}
                st.selectbox(
                    _("Severity"), list(weights), format_func=weights.__getitem__, key=keys[_SEVERITY]
                )
            with third:
                st.text_input(_("Due"), key=keys[_DUE], placeholder="2027-03-31", max_chars=10)
            number = known[chosen].number if chosen else ""
            st.form_submit_button(
                _("Raise the finding"),
                key="review raise",
                on_click=desk.attempt,
                args=(partial(_raised, seen, keys, number), _DONE),
            )


def _raised(seen: View, keys: dict[str, str], incident: str) -> None:
    office, actor = _actor(seen)
    given = st.session_state
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


def _respondent(seen: View) -> None:
    for row in seen.file.findings if seen.file else ():
        if row["state"] not in ("open", "reopened"):
            continue
        title, key = _("Answer finding {number}").format(number=row["id"]), f"reply {row['id']}"
        with st.form(f"review form {key}", clear_on_submit=False):
            _head_line(title)
            requirement = words.written(row["requirement"])
            st.text_area(prose(requirement), key=f"review text {key}", max_chars=4_000, height=90)
            uploads.expect()
            st.file_uploader(
                _("A file as evidence, if there is one"),
                type=list(evidence.TYPES),
                key=f"review file {key}",
                max_upload_size=10,
            )
            st.text_input(
                _("Evidence dated"), key=f"review dated {key}", placeholder="2026-11-10", max_chars=10
            )
            st.form_submit_button(prose(title), on_click=_take, args=(key, partial(_reply, seen, row, key)))


def _reply(seen: View, row: Row, key: str, text: str) -> None:
    office, actor = _actor(seen)
    given, proof = st.session_state.get(f"review file {key}"), None
    if given is not None:
        proof = evidence.upload(
            office,
            actor,
            seen.bank,
            given.name,
            given.getvalue(),
            evidence_date=str(st.session_state.get(f"review dated {key}", "")),
        )
    findings.reply(office, actor, row["id"], row["version"], text, proof)


def returns(view: Returns) -> None:
    """What a bank hands in and answers, and what its supervisor asks about a figure."""
    if link.mode():
        return
    for month in return_page.owed(view):
        _hand_in(view, month)
    if view.person.role == "respondent":
        for row in view.received.questions:
            if row["answer"] is None:
                title = _("Answer question {number}").format(number=row["id"])
                said = words.written(row["text"])
                _with_text(title, f"figure {row['id']}", said, partial(_answer_figure, view, row))
    options = return_page.askable(view)
    if options:
        labels = return_page.figure_labels()
        with st.expander(_("Ask a bank about a figure")), st.form("review form ask"):
            first, second = st.columns(2)
            with first:
                st.selectbox(
                    _("Return of a bank"), list(options), format_func=options.__getitem__, key=_RETURN
                )
            with second:
                st.selectbox(_("Figure"), list(labels), format_func=labels.__getitem__, key=_FIGURE)
            st.text_area(_("Question"), key="review text ask", max_chars=4_000, height=70)
            st.form_submit_button(
                _("Ask"), key="review ask", on_click=_take, args=("ask", partial(_ask_figure, view))
            )


def _hand_in(view: Returns, month: str) -> None:
    row = view.calendar[view.calendar["month"] == month].iloc[0]
    title = _("Hand in the return of {month}") if not row["versions"] else _("Correct the return of {month}")
    title = title.format(month=month_of(month))
    _now, found = return_page.prepared(view, month)
    with st.expander(prose(title), expanded=not row["versions"]), st.form(f"review form return {month}"):
        st.caption(_("The figures are those of your data; correct them there, then hand in here."))
        for fault in found:
            said = labelled(", ".join(fault.figures), _(RULES[fault.rule]))
            if fault.level == "error":
                st.error(prose(said))
            else:
                key = f"review reason {month} {fault.rule}"
                st.text_area(prose(said), key=key, max_chars=4_000, height=70)
        handing = partial(_handed_in, view, month, [fault.rule for fault in found])
        st.form_submit_button(
            prose(title), key=f"review hand in {month}", on_click=desk.attempt, args=(handing, _DONE)
        )


def _handed_in(view: Returns, month: str, rules: list[str]) -> None:
    given = {rule: str(st.session_state.get(f"review reason {month} {rule}", "")) for rule in rules}
    return_page.hand_in(view, month, given)


def _ask_figure(view: Returns, text: str) -> None:
    here = desk.desk()
    number, figure = int(st.session_state[_RETURN]), str(st.session_state[_FIGURE])
    filings.ask(here.office, here.numbers[view.person.key], number, figure, text)


def _answer_figure(view: Returns, row: Row, text: str) -> None:
    here = desk.desk()
    filings.answer(here.office, here.numbers[view.person.key], row["id"], row["version"], text)


def open_matter(view: Inbox) -> None:
    """A menu of the matters that belong to a case, and the way to it."""
    options = inbox.openable(view)
    if not options or link.mode():
        return
    chosen = st.session_state.get(_PICK)
    current = chosen if chosen in options else next(iter(options))
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        labels = {key: label for key, (label, _each) in options.items()}
        controls.menu(f"choice of {_PICK}", _("Matter"), labels, current, on_change=_pick, args=(_PICK,))
    with right:
        asked = st.button(_("Open the case"), icon=":material/folder_open:", key="open the case")
    if asked:
        _label, each = options[current]
        link.change(bank=each.bank, month=each.month, risk=each.risk)
        st.switch_page(entry("review-case").path)


def _pick(key: str) -> None:
    st.session_state[key] = st.session_state[f"choice of {key}"]


def settle_methods(view: Register) -> None:
    """What a validator may do with a method, those that wait first."""
    options = {row["hash"]: (row, name, choices) for row, name, choices in methods.choices(view)}
    if not options or link.mode():
        return
    chosen = str(st.session_state.get(_METHOD, ""))
    current = chosen if chosen in options else next(iter(options))
    labels = {digest: name for digest, (_row, name, _steps) in options.items()}
    controls.menu(f"choice of {_METHOD}", _("Method"), labels, current, on_change=_pick, args=(_METHOD,))
    row, _name, choices = options[current]
    key = current[:12]
    with st.form(f"review form method {key}"):
        label = _("Within which limits it is fit, or why it is not")
        st.text_area(prose(label), key=f"review text method {key}", max_chars=4_000, height=70)
        with st.container(horizontal=True):
            for step, said in choices.items():
                action = partial(methods.settle, view.person, row, step)
                st.form_submit_button(
                    prose(said), key=f"review {step} {key}", on_click=_take, args=(f"method {key}", action)
                )


def found_events(person: Person) -> tuple[Event, ...]:
    """What this auditor last searched for; nobody else's."""
    kept: tuple[str, tuple[Event, ...]] = st.session_state.get(_FOUND, ("", ()))
    return kept[1] if kept[0] == person.key else ()


def search_ledger(person: Person) -> None:
    """The auditor's search."""
    if person.role != "auditor" or link.mode():
        return
    with st.form("review form search"):
        st.text_input(_("Bank, person or step that an event names"), key=_WANTED, max_chars=80)
        reading = partial(_search, person)
        st.form_submit_button(
            _("Read the ledger"), key="review read", on_click=desk.attempt, args=(reading, _READ)
        )


def _search(person: Person) -> None:
    wanted = str(st.session_state.get(_WANTED, "")).strip()
    st.session_state[_FOUND] = (person.key, ledger.read(person, wanted))


def roles(view: Grants) -> None:
    """The forms of an administrator, and the approvals that wait for a head."""
    if link.mode():
        return
    if view.person.role == "admin":
        _ask_role(view)
        _withdraw_role(view)
    if view.person.role == "head":
        _approve_role(view)
        _same(view)


def _ask_role(view: Grants) -> None:
    here = desk.desk()
    known = reads.enrolled(here.office, here.numbers[view.person.key])
    with st.expander(_("Ask for a role")), st.form("review form grant"):
        first, second, third, fourth = st.columns(4)
        with first:
            st.selectbox(_("Person"), list(known), format_func=known.__getitem__, key=_G_WHO)
        with second:
            named = {code: grants.role_name(code) for code in ROLES}
            st.selectbox(_("Role"), list(named), format_func=named.__getitem__, key=_G_ROLE)
        with third:
            banks = {"": _("every bank"), **view.names}
            st.selectbox(_("Bank"), list(banks), format_func=banks.__getitem__, key=_G_BANK)
        with fourth:
            st.text_input(
                _("Last day, if there is one"), key=_G_UNTIL, placeholder="2027-06-30", max_chars=10
            )
        st.form_submit_button(
            _("Ask for the role"),
            key="review grant ask",
            on_click=desk.attempt,
            args=(partial(_role_asked, view), _DONE),
        )


def _role_asked(view: Grants) -> None:
    here, given = desk.desk(), st.session_state
    people.ask_grant(
        here.office,
        here.numbers[view.person.key],
        int(given[_G_WHO]),
        str(given[_G_ROLE]),
        str(given[_G_BANK]) or None,
        str(given.get(_G_UNTIL, "")).strip() or None,
    )


def _withdraw_role(view: Grants) -> None:
    live = {
        each.number: grants.told(view, each) for each in (*view.in_state("waits"), *view.in_state("in_force"))
    }
    if not live:
        return
    with st.expander(_("Withdraw a role")), st.form("review form withdraw"):
        st.selectbox(
            _("Role in force, or asked for"),
            list(live),
            format_func=live.__getitem__,
            key=_G_WHICH,
        )
        st.form_submit_button(
            _("Withdraw the role"),
            key="review grant end",
            on_click=desk.attempt,
            args=(partial(_role_ended, view), _DONE),
        )


def _role_ended(view: Grants) -> None:
    here = desk.desk()
    people.end_grant(here.office, here.numbers[view.person.key], int(st.session_state[_G_WHICH]))


def _approve_role(view: Grants) -> None:
    here = desk.desk()
    for each in view.in_state("waits"):
        if not each.own:
            said = _("Approve: {role}").format(role=grants.told(view, each))
            action = partial(people.approve_grant, here.office, here.numbers[view.person.key], each.number)
            _button(said, f"grant approve {each.number}", action)


def _same(view: Grants) -> None:
    here = desk.desk()
    known = reads.enrolled(here.office, here.numbers[view.person.key])
    with st.expander(_("Two accounts, one person")), st.form("review form same"):
        st.caption(_("Neither then approves what the other wrote. This is not undone."))
        first, second = st.columns(2)
        with first:
            st.selectbox(_("One account"), list(known), format_func=known.__getitem__, key=_G_ONE)
        with second:
            st.selectbox(_("The other account"), list(known), format_func=known.__getitem__, key=_G_OTHER)
        st.form_submit_button(
            _("Declare them one person"),
            key="review grant same",
            on_click=desk.attempt,
            args=(partial(_declared, view), _DONE),
        )


def _declared(view: Grants) -> None:
    here, given = desk.desk(), st.session_state
    people.declare_same(here.office, here.numbers[view.person.key], int(given[_G_ONE]), int(given[_G_OTHER]))
