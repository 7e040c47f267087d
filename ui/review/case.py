"""A case: what the model says, what was judged, decided and told, in one column of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Final

import pandas as pd

from analytics.scenario import Scenario
from reviews import reads
from reviews.cases import figures_of
from reviews.errors import NotFound
from reviews.evidence import versions
from reviews.judgement import DOUBT, GRADES, Figures
from reviews.ledger import Event
from reviews.reads import TOLD, CaseFile, Row
from reviews.roles import READERS
from ui.charts import review as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Part, Table
from ui.review import desk, figures, words
from ui.review.people import Person
from ui.risk.words import IN_SENTENCE, grade_mark
from ui.rows import each_row
from ui.words import _, clauses, interval, labelled, month_of, ngettext, number, percent

_DECIDED: Final = ("approved", *TOLD)
# Their grounds stand in the decision, not in the event.
_APPROVALS: Final = ("case.approved", "judgement.seconded", "judgement.approved")


@dataclass(frozen=True)
class View:
    """A bank's risk in a month as ``person`` may see it.

    ``model`` : the figures that the case was opened on, those of today where there is no case; None where
    there are none, or they are not the person's to see; ``today`` : what data and method say now; ``file`` :
    the newest case, None where there is none that the person may see; ``earlier`` : those before it, which
    keep their decision, findings and letters, newest first
    """

    person: Person
    bank: str
    name: str
    month: str
    risk: str
    model: Figures | None
    today: Figures | None
    file: CaseFile | None
    earlier: tuple[CaseFile, ...] = ()

    @property
    def files(self) -> tuple[CaseFile, ...]:
        """Every case on this bank, month and risk that the person may see, newest first."""
        return (*filter(None, (self.file,)), *self.earlier)

    @property
    def meanwhile(self) -> CaseFile | None:
        """The case whose decision stands until the newest one is decided; None where none does."""
        told = [file for file in self.earlier if file.case["state"] in _DECIDED]
        return None if self.decided or not told else told[0]

    @property
    def reads(self) -> bool:
        """Whether the person works on cases, and so may see that there is none."""
        return self.person.role in READERS and (not self.person.banks or self.bank in self.person.banks)

    @property
    def decided(self) -> bool:
        """Whether the case has been decided."""
        return self.file is not None and self.file.case["state"] in _DECIDED

    @property
    def waiting(self) -> Row | None:
        """The judgement that waits for a decision; None where none does."""
        found = [row for row in self.file.judgements if row["state"] == "proposed"] if self.file else []
        return found[-1] if found else None


@dataclass(frozen=True)
class Draft:
    """A finding that an incident suggests: all of it is the supervisor's to change.

    ``name`` : of the incident in a menu; ``number`` : in the bank's register
    """

    name: str
    number: str
    requirement: str
    legal_basis: str
    severity: str
    due: str


def view(person: Person, bank: str, name: str, month: str, risk: str) -> View:
    """The newest case on a bank's risk in a month, as a person may see it."""
    here = desk.desk()
    actor = here.numbers[person.key]
    seen = [
        row for row in reads.cases(here.office, actor, bank) if (row["month"], row["risk"]) == (month, risk)
    ]
    files = tuple(reads.case_file(here.office, actor, row["id"]) for row in seen)
    file = files[0] if files else None
    made = View(person, bank, name, month, risk, None, None, file, files[1:])
    if not made.reads and file is None:
        return made
    try:
        today = figures.figures(bank, month, risk)
    except NotFound:
        today = None
    return replace(made, model=figures_of(file.case) if file else today, today=today)


def sentence(seen: View) -> str:
    """What the model says, what was decided, who acts next, and what stands until then."""
    said, stands = _where_it_stands(seen), seen.meanwhile
    if stands is None:
        return said
    until = _("Until then {grade} stands (case {case}).").format(
        grade=grade_mark(stands.grade), case=stands.case["id"]
    )
    return f"{said} {until}"


def _where_it_stands(seen: View) -> str:
    where = {"bank": seen.name, "risk": _(IN_SENTENCE[seen.risk]), "month": month_of(seen.month)}
    if seen.file is None:
        if not seen.reads:
            return _("{bank}, {risk}, {month}: nothing here that {person} may see.").format(
                person=seen.person.name, **where
            )
        if seen.model is None:
            return _("{bank}, {risk}, {month}: the model says nothing, so no case can be opened.").format(
                **where
            )
        return _("{bank}, {risk}, {month}: model {grade}, {score}; no case is open.").format(
            grade=grade_mark(seen.model.grade), score=_score(seen.model), **where
        )
    file = seen.file
    state, waiting = words.state(file.case["state"]), seen.waiting
    if seen.decided:
        return _("{bank}, {risk}, {month}: model → decided {move}; {state}.").format(
            move=words.move(file.case["model_grade"], file.grade),
            state=words.and_next(file.case["state"]),
            **where,
        )
    if waiting is not None:
        answers = file.case["state"] in ("challenged", "returned")
        takes = _("{state}, it takes {route}").format(state=state, route=words.route(waiting["route"]))
        return _("{bank}, {risk}, {month}: model → proposed {move}; {state}.").format(
            move=words.move(waiting["from_grade"], waiting["to_grade"]),
            state=words.and_next(file.case["state"]) if answers else takes,
            **where,
        )
    return _("{bank}, {risk}, {month}: model {grade}, no judgement proposed; {state}.").format(
        grade=grade_mark(file.case["model_grade"]), state=words.and_next(file.case["state"]), **where
    )


def _score(model: Figures) -> str:
    return _("{score} out of 100 ({interval} at {level})").format(
        score=number(float(model.score), 0),
        interval=interval(float(model.low), float(model.high), 0),
        level=percent(Scenario().level),
    )


def model_sentence(seen: View) -> str:
    """What the figures on which the case stands are worth, and what they forbid."""
    if seen.model is None:
        return ""
    parts = [_("The interval of the score is at {level}").format(level=percent(Scenario().level))]
    if seen.model.red_flag:
        parts.append(_("a red flag is up: no grade better than 3"))
    return clauses(parts) + "."


def finding(seen: View) -> str:
    """What the picture shows: whether the grade that stands or is proposed lies within the model's doubt."""
    model = seen.model
    if model is None or model.grade not in GRADES:
        return _("The model gives no grade: too little is reported")
    if seen.waiting is not None:
        mark = grade_mark(seen.waiting["to_grade"])
        if seen.waiting["route"] == "head":
            return _("Proposed {grade}, within the model’s doubt: one head suffices").format(grade=mark)
        return _("Proposed {grade}, against the model: it takes two heads").format(grade=mark)
    if seen.decided and seen.file is not None:
        grade, mark = seen.file.grade, grade_mark(seen.file.grade)
        if grade == model.grade:
            return _("Decided {grade}, the model’s own").format(grade=mark)
        if abs(grade - model.grade) == 1 and model.probabilities[grade - 1] >= Decimal(str(DOUBT)):
            return _("Decided {grade}, within the model’s doubt").format(grade=mark)
        return _("Decided {grade}, against the model").format(grade=mark)
    chances = dict(zip(GRADES, model.probabilities, strict=True))
    likeliest = max(GRADES, key=lambda grade: chances[grade])
    if likeliest != model.grade:
        return _("By its score {grade}, yet {other} is likelier: {chance}").format(
            grade=grade_mark(model.grade),
            other=grade_mark(likeliest),
            chance=percent(float(chances[likeliest])),
        )
    return _("The model gives {grade}, {chance} likely").format(
        grade=grade_mark(model.grade), chance=percent(float(chances[model.grade]))
    )


def grade_frame(seen: View) -> pd.DataFrame:
    """The model's probability of each grade, and what stands at it."""
    model = seen.model
    if model is None:
        return pd.DataFrame()
    proposed = seen.waiting
    said = []
    for grade in GRADES:
        at = [_("Model")] if grade == model.grade else []
        if seen.decided and seen.file is not None and seen.file.grade == grade:
            at.append(_("Decided"))
        if proposed is not None and proposed["to_grade"] == grade:
            at.append(_("Proposed"))
        said.append([percent(float(model.probabilities[grade - 1])), *at, "", ""])
    return pd.DataFrame(
        {
            "grade": GRADES,
            "label": [grade_mark(grade) for grade in GRADES],
            "probability": [100 * float(chance) for chance in model.probabilities],
            "percent": [lines[0] for lines in said],
            "first": [lines[1] for lines in said],
            "second": [lines[2] for lines in said],
        }
    )


def described_grades(seen: View) -> str:
    """The chart in words."""
    return " ".join(
        labelled(row.label, ", ".join(filter(None, (row.percent, row.first, row.second))) + ".")
        for row in each_row(grade_frame(seen))
    )


def timeline(seen: View) -> pd.DataFrame:
    """What happened in the case, oldest first: when, who, what, and what was written."""
    events = seen.file.events if seen.file else ()
    names = desk.accounts(seen.person)
    return pd.DataFrame(
        {
            _("When"): [words.when(each.body["at"]) for each in events],
            _("Who"): [words.who(each.body["actor"], names) for each in events],
            _("What"): [words.action(each.body["action"]) for each in events],
            _("Details"): [_detail(seen, each) for each in events],
        }
    )


def _detail(seen: View, event: Event) -> str:
    body = event.body
    parts = []
    if body["action"] == "judgement.proposed":
        parts.append(words.move(body["from"], body["to"]))
        parts.append(words.route(body["route"]))
        parts.append(words.reason(body["reason"]))
        file = seen.file
        found = [row["text"] for row in file.judgements if row["id"] == body["judgement"]] if file else []
        parts += [words.written(text) for text in found]
    if body["action"] == "finding.raised" and seen.file is not None:
        found = [row["requirement"] for row in seen.file.findings if row["id"] == body["finding"]]
        parts += [words.written(text) for text in found]
    if body["action"] == "measure.ordered" and seen.file is not None:
        found = [row for row in seen.file.measures if row["id"] == body["measure"]]
        parts += [labelled(words.measure(row["kind"]), words.written(row["text"])) for row in found]
    if "incident" in body:
        parts.append(_("incident {number}").format(number=body["incident"]))
    if "due" in body:
        parts.append(_("due {day}").format(day=words.on_day(body["due"])))
    if "until" in body:
        parts.append(_("until {day}").format(day=words.on_day(body["until"])))
    if seen.file is not None and body["action"] in _APPROVALS:
        given = [row["text"] for row in seen.file.decisions if row["at"] == body["at"]]
        parts += [words.written(text) for text in given]
    if body.get("because"):
        parts.append(words.ended(body["because"]))
    if "text" in body:
        parts.append(words.written(body["text"]))
    # What people write ends with a full stop, and more may follow it here.
    return clauses([*(part.rstrip(".") for part in parts[:-1]), *parts[-1:]])


def described(seen: View) -> str:
    """The column of time in words."""
    events = seen.file.events if seen.file else ()
    if not events:
        return _("No step has been taken.")
    return _("{count} steps, the last: {what}, {when}.").format(
        count=len(events),
        what=words.action(events[-1].body["action"]),
        when=words.when(events[-1].body["at"]),
    )


def _of_cases(seen: View, numbers: list[int]) -> dict[str, list[str]]:
    """The column that tells cases apart, where there is more than one."""
    return {_("Case"): [str(number) for number in numbers]} if seen.earlier else {}


def finding_table(seen: View) -> pd.DataFrame:
    """What the bank must mend."""
    rows = [row for file in seen.files for row in file.findings]
    return pd.DataFrame(
        _of_cases(seen, [row["case_id"] for row in rows])
        | {
            _("Requirement"): [words.written(row["requirement"]) for row in rows],
            _("Legal basis"): [row["legal_basis"] for row in rows],
            _("Severity"): [words.severity(row["severity"]) for row in rows],
            _("Due"): [words.on_day(row["due"]) for row in rows],
            _("State"): [words.state(row["state"]) for row in rows],
        }
    )


def measure_table(seen: View) -> pd.DataFrame:
    """What the supervisor ordered."""
    rows = [row for file in seen.files for row in file.measures]
    return pd.DataFrame(
        _of_cases(seen, [row["case_id"] for row in rows])
        | {
            _("Kind"): [words.measure(row["kind"]) for row in rows],
            _("Measure"): [words.written(row["text"]) for row in rows],
            _("Legal basis"): [row["legal_basis"] for row in rows],
            _("Ordered"): [words.on_day(row["at"]) for row in rows],
        }
    )


def proofs(seen: View) -> tuple[Row, ...]:
    """The evidence that the person may read here, newest first: all on the bank, or what the bank sent."""
    if seen.reads:
        return desk.evidence_on(seen.person, seen.bank)
    return tuple(row for file in seen.files for row in file.attached)


def evidence_table(seen: View) -> pd.DataFrame:
    """What is known on the bank: name, version, the day it speaks of, the day it came in, and its hash."""
    rows = proofs(seen)
    version, gone = versions(rows), {row["supersedes"] for row in rows}
    here = {row["sha256"] for file in seen.files[:1] for row in (*file.evidence, *file.attached)}
    return pd.DataFrame(
        {
            _("Piece of evidence"): [row["name"] for row in rows],
            _("Version"): [
                _("{number}, superseded").format(number=version[row["id"]])
                if row["id"] in gone
                else str(version[row["id"]])
                for row in rows
            ],
            _("Of this case"): [_("yes") if row["sha256"] in here else _("no") for row in rows],
            _("Dated"): [words.on_day(row["evidence_date"]) for row in rows],
            _("Received"): [words.on_day(row["received_at"]) for row in rows],
            # A note of some words has less than a tenth, and yet some.
            _("Size (KB)"): [number(max(row["size"] / 1024, 0.1), 1) for row in rows],
            _("Hash (SHA-256)"): [row["sha256"][:16] + "…" for row in rows],
        }
    )


def metrics(seen: View) -> tuple[Metric, ...]:
    """The model's score, how likely it holds the grade decided or proposed, findings, and since when."""
    model = seen.model
    if model is None:
        return ()
    counted = _("a count")
    found = [
        Metric(
            "review-score",
            _("Score of the model"),
            float(model.score),
            _("out of 100"),
            digits=0,
            low=float(model.low),
            high=float(model.high),
            better="lower",
        ),
        _likely(seen, model),
    ]
    if seen.file is None:
        return tuple(found)
    today = f"{desk.desk().office.clock():%Y-%m-%d}"
    left = [row for file in seen.files for row in file.findings if row["state"] != "closed"]
    late = sum(row["due"] < today for row in left)
    told = ngettext("{count} past its day; counted", "{count} past their day; counted", late)
    found.append(
        Metric(
            "review-to-mend",
            _("Findings not closed"),
            float(len(left)),
            digits=0,
            better="lower",
            why=told.format(count=late) if left else counted,
        )
    )
    ends = [row["valid_until"] for row in seen.file.judgements if row["state"] == "approved"]
    if ends:
        found.append(
            Metric(
                "review-holds",
                _("The judgement holds for another"),
                float((pd.Timestamp(ends[-1][:10]) - pd.Timestamp(today)).days),
                _("days"),
                digits=0,
                why=_("until {day}").format(day=words.on_day(ends[-1])),
            )
        )
    elif seen.file.events:
        last = seen.file.events[-1].body["at"]
        found.append(
            Metric(
                "review-since",
                _("Time since the last step"),
                float((pd.Timestamp(today) - pd.Timestamp(last[:10])).days),
                _("days"),
                digits=0,
                why=clauses([words.action(seen.file.events[-1].body["action"]), words.on_day(last)]),
            )
        )
    return tuple(found)


def _likely(seen: View, model: Figures) -> Metric:
    """What the model gives the grade that stands, is proposed, or is its own."""
    if seen.waiting is not None:
        label, grade = _("Chance that the model gives the grade proposed"), seen.waiting["to_grade"]
    elif seen.decided and seen.file is not None:
        label, grade = _("Chance that the model gives the grade decided"), seen.file.grade
    else:
        label, grade = _("Chance that the model gives its own grade"), model.grade
    known = grade in GRADES
    return Metric(
        "review-likely",
        label,
        100 * float(model.probabilities[grade - 1]) if known else None,
        "%",
        digits=0,
        why=_("grade {grade}; a probability, so no interval").format(grade=grade_mark(grade))
        if known
        else _("too little is reported for a grade"),
    )


def _picture(seen: View) -> Chart:
    return Chart(
        "grades",
        finding(seen),
        charts.grades(grade_frame(seen), title=_("Probability (%)")),
        described_grades(seen),
        desk.kinds(*figures.kinds(), "derived"),
    )


def _column(seen: View) -> tuple[Part, ...]:
    # What was written is as long as people write: it gets what the other columns can spare.
    wide = {_("When"): {"width": 190}, _("Who"): {"width": 150}, _("What"): {"width": 190}}
    wide[_("Details")] = {"width": 750}
    return (
        Table(
            "timeline",
            _("What happened"),
            timeline(seen),
            described(seen),
            desk.kinds(),
            lines=2,
            columns=wide,
        ),
    )


def _to_mend(seen: View) -> tuple[Part, ...]:
    if not any(file.findings or file.measures for file in seen.files):
        return (Note(_("No finding was raised on this case."), "empty"),)
    parts: list[Part] = []
    if any(file.findings for file in seen.files):
        told = _("What the bank must mend")
        parts.append(Table("findings", told, finding_table(seen), described(seen), desk.kinds()))
    if any(file.measures for file in seen.files):
        parts.append(
            Table("measures", _("Measures ordered"), measure_table(seen), described(seen), desk.kinds())
        )
    return tuple(parts)


def _known(seen: View) -> tuple[Part, ...]:
    table = evidence_table(seen)
    if table.empty:
        return (Note(_("Nothing was brought in on this bank."), "empty"),)
    return (Table("evidence", _("Evidence on the bank"), table, described(seen), desk.kinds()),)


def _before(seen: View) -> tuple[Note, ...]:
    """What a reader must know first: that there is no figure, or that the data have moved on."""
    if seen.model is None:
        return (Note(_("No figure of the model is shown here."), "empty"),)
    if seen.reads and seen.file is not None and not seen.decided and seen.today != seen.model:
        said = _("Data or method have changed since this case was opened: it can no longer be approved.")
        return (Note(said, "warning"),)
    return ()


def content(seen: View, caution: str) -> Content:
    """The page "Case", as a person may see it; ``caution`` : the mark of the desk."""
    named: tuple[tuple[str, str, Callable[[View], tuple[Part, ...]]], ...] = ()
    if seen.file is not None:
        named = (("timeline", _("What happened"), _column), ("findings", _("Findings"), _to_mend))
    if seen.file is not None or seen.reads:
        named += (("evidence", _("Evidence on the bank"), _known),)
    return Content(
        "review-case",
        Answer(sentence(seen), caution, model_sentence(seen)),
        None if seen.model is None else _picture(seen),
        method(),
        metrics(seen),
        month=seen.month,
        before=_before(seen),
        details=tuple(Detail(name, title, partial(make, seen)) for name, title, make in named),
    )


def method() -> Method:
    """The rules of a judgement, as the page prints them."""
    return Method.of(
        formula=r"m - 1 \le g \le m + 2,\quad P(g) \ge 10\,\%,\ |g - m| = 1 \Rightarrow 1",
        words=[
            _("A judgement moves the grade by one to the better or two to the worse, within 1 to 4."),
            _("Where the model gives the grade 10% or more, one head approves; else two, on new evidence."),
            _("Whoever wrote, uploaded or edited in a case never approves it, under no account of theirs."),
            _("The model’s figures stay as they were at opening; a decision asks for them again."),
            _("Bounds after the ECB’s review (not verified); 10% and twelve months are our convention."),
            *words.roles(),
        ],
        proof=_(
            "Cases 1 to 6 of the specification, on SQLite and PostgreSQL; the chain of events has its own."
        ),
    )
