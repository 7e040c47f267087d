"""Twelve invented months of review, the same on every machine: decisions, challenges, findings, replies."""

from __future__ import annotations

import hashlib
import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Final

import pandas as pd

from reviews import cases, decisions, evidence, findings, methods, people, returns, watch
from reviews.errors import Refused
from reviews.judgement import DOUBT, REASONS, Figures, offered
from reviews.office import Office
from reviews.returns import Figures as Figured
from reviews.returns import Rules
from studies.inventory import MODELS
from studies.risk.scores import RISKS
from ui.review.people import PEOPLE
from ui.words import N_

_SEED: Final = 20_261_102
_CASES_A_MONTH: Final = 3
MONTHS: Final = 12
# A year of decisions before, so that some have a grade of the model twelve months later to stand beside.
_MONTHS_BEFORE: Final = 12
REASON_TEXTS: Final = (
    N_("The visit on site found controls that hold better than the indicators reported suggest."),
    N_("Recovery tests failed twice since the data were reported, and no remedy is funded yet."),
    N_("The indicator counts outages of a service that was closed; what remains weighs less."),
    N_("Staff of the security team halved since the month of the data, and posts stay open."),
    N_("Peers of the same size and services stand a grade apart, and nothing explains the gap."),
)
NOTES: Final = (
    N_("Minutes of the visit on site."),
    N_("Report of the recovery test."),
    N_("Letter of the bank on its staffing."),
    N_("Extract of the incident register."),
)
CHALLENGES: Final = (
    N_("Banks with the same figures were left at the model’s grade: what differs here?"),
    N_("The evidence speaks of one service only: why does it carry the whole risk?"),
)
ANSWERS: Final = (
    N_("The other banks’ controls were not tested on site; theirs will be next quarter."),
    N_("That service carries most payments; the others share its platform."),
)
APPROVED: Final = N_("The evidence bears the grade.")
AS_MODEL: Final = N_("Nothing speaks against the model’s grade.")
REJECTED: Final = N_("The evidence does not bear the change of grade.")
RETURNED: Final = N_("Say which outages are counted, and attach the test of recovery.")
REQUIREMENTS: Final = (
    (N_("Test recovery of the mobile service every six months."), "BCBS 98, 13"),
    (N_("Report major incidents within the deadline."), "BCBS 98, 14"),
    (N_("Bring outsourcing contracts under Moroccan law."), "05-20, 12"),
    (N_("Publish licence and supervisor on the website."), "BCBS 98, 11"),
    (N_("Close critical vulnerabilities within thirty days."), "05-20, 4"),
)
REPLIES: Final = (
    N_("Done; the report of the test is with the supervisor."),
    N_("The contracts are signed, the last takes effect next month."),
    N_("The deadline was missed once; staffing has been doubled since."),
)
QUESTION: Final = N_("Which outages does this figure count, and since when?")
FIGURE_ANSWER: Final = N_("All unscheduled ones of the mobile service, since the start of the year.")
WARNING_REASONS: Final = {
    "media": N_("The register counts local papers too; the indicator counts the national press."),
    "outage": N_("The longest downtime was of a function that is not on the electronic channel."),
    "notices": N_("The notices of these incidents fall due next month."),
    "jump": N_("The figure moves by its nature; it was checked with the service that reports it."),
}
# The models of the product that wait for the validator.
_NEVER, _CHANGED = "losses", "forecast"
OTHER_LIMITS: Final = N_(
    "Fit for the published cases that it reproduces; beyond their range, an illustration."
)
REPLACED: Final = N_("A newer version is in use; it waits for its own validation.")
LIMITS: Final = N_("Fit for banks that report at least three indicators in four; not for groups.")


@dataclass
class Clock:
    """The desk's time: set by the history, afterwards it runs on."""

    instant: datetime = field(default_factory=lambda: datetime(2024, 1, 1, tzinfo=UTC))

    def __call__(self) -> datetime:
        self.instant += timedelta(seconds=20)
        return self.instant


class _Months:
    """What happens when: steps in the order of their day, so that the ledger's clock only moves on."""

    def __init__(self, office: Office, numbers: dict[str, int], clock: Clock) -> None:
        self.office, self.numbers, self.clock = office, numbers, clock
        self.dice = random.Random(_SEED)
        self.steps: list[tuple[datetime, int, Callable[[], object]]] = []
        self.order = itertools.count()
        self.count = itertools.count(1)

    def at(self, when: datetime, step: Callable[[], object]) -> None:
        heapq.heappush(self.steps, (when, next(self.order), step))

    def play(self, until: datetime) -> None:
        while self.steps and self.steps[0][0] <= until:
            when, _number, step = heapq.heappop(self.steps)
            self.clock.instant = max(self.clock.instant, when)
            step()
        self.clock.instant = max(self.clock.instant, until)

    def supervisor(self, bank: str) -> int:
        key = next(each.key for each in PEOPLE if each.role == "supervisor" and bank in each.banks)
        return self.numbers[key]

    def note(self, bank: str) -> int:
        number = next(self.count)
        text = f"{self.dice.choice(NOTES)} ({number})"
        return evidence.upload(
            self.office,
            self.supervisor(bank),
            bank,
            f"note-{number}.txt",
            text.encode(),
            evidence_date=f"{self.clock.instant:%Y-%m-%d}",
        )

    def opened(self, bank: str, month: str, risk: str, to: int | None) -> tuple[int, int | None]:
        """A draft, and the judgement proposed on it where one is."""
        author = self.supervisor(bank)
        case = cases.open_case(self.office, author, bank, month, risk)
        if to is None:
            return case, None
        made = decisions.propose(
            self.office,
            author,
            case,
            to,
            reason=self.dice.choice(REASONS),
            text=self.dice.choice(REASON_TEXTS),
            evidence=[self.note(bank)],
        )
        return case, made

    def handed_in(
        self, bank: str, month: str, risk: str, to: int | None, *, challenged: bool, finds: bool
    ) -> None:
        """A case from its opening to its communication, which comes some days later."""
        office = self.office
        case, made = self.opened(bank, month, risk, to)
        cases.submit(office, self.supervisor(bank), case, 1 if made is None else 2)
        version = 2 if made is None else 3
        days = self.dice.randrange(3, 15)
        if challenged and made is not None:
            place = self.dice.randrange(len(CHALLENGES))
            raised = decisions.challenge(office, self.numbers["horizontal"], made, 1, CHALLENGES[place])
            answered = self.clock.instant + timedelta(days=2)
            author, text = self.supervisor(bank), ANSWERS[place]
            self.at(answered, lambda: decisions.answer(office, author, raised, text))
            version += 2
        seen = 2 if challenged else 1
        self.at(
            self.clock.instant + timedelta(days=days),
            lambda: self.settled(bank, case, made, version, seen, finds=finds),
        )

    def settled(
        self, bank: str, case: int, made: int | None, version: int, seen: int, *, finds: bool
    ) -> None:
        """The decision on a case that waits, its communication, and perhaps a finding."""
        office, heads = self.office, [self.numbers["head-1"], self.numbers["head-2"]]
        self.dice.shuffle(heads)
        if made is None:
            cases.approve(office, heads[0], case, version, AS_MODEL)
        elif decisions.approve(office, heads[0], made, seen, APPROVED) == "proposed":
            decisions.approve(office, heads[1], made, seen + 1, APPROVED)
        cases.communicate(office, heads[0], case, version + 1)
        if finds:
            self.found(bank, case)

    def found(self, bank: str, case: int) -> None:
        """A finding on a case, its reply and its closing on later days."""
        office, today = self.office, self.clock.instant
        requirement, basis = self.dice.choice(REQUIREMENTS)
        due = today + timedelta(days=self.dice.choice((60, 90, 120)))
        number = findings.raise_finding(
            office,
            self.supervisor(bank),
            case,
            severity=self.dice.choice(("low", "medium", "high")),
            requirement=requirement,
            legal_basis=basis,
            due=f"{due:%Y-%m-%d}",
        )
        answers = due + timedelta(days=self.dice.choice((-40, -20, -5, 15, 45)))
        replied, closes = self.dice.choice(REPLIES), answers + timedelta(days=self.dice.choice((12, 30)))
        self.at(answers, lambda: findings.reply(office, self.numbers[f"bank-{bank}"], number, 1, replied))
        self.at(closes, lambda: findings.close(office, self.supervisor(bank), number, 2))


def _grants(desk: _Months, months: list[str]) -> None:
    """Roles that were lent and ended: over with their day, withdrawn before it, and one that waits."""
    office, numbers = desk.office, desk.numbers

    def lent(
        who: str, role: str, bank: str | None, days: int, head: str, withdrawn: int | None = None
    ) -> None:
        now = desk.clock.instant
        until = f"{now + timedelta(days=days):%Y-%m-%d}"
        made = people.ask_grant(office, numbers["admin"], numbers[who], role, bank, until)
        desk.at(now + timedelta(days=1), lambda: people.approve_grant(office, numbers[head], made))
        if withdrawn is not None:
            ends = now + timedelta(days=withdrawn)
            desk.at(ends, lambda: people.end_grant(office, numbers["admin"], made))

    desk.at(_day(months[-9], 2), lambda: lent("supervisor-2", "supervisor", "caravane", 30, "head-1"))
    desk.at(_day(months[-5], 3), lambda: lent("horizontal", "auditor", None, 90, "head-2", withdrawn=20))
    asked = partial(people.ask_grant, office, numbers["admin"], numbers["supervisor-1"], "supervisor")
    until = f"{_day(months[-1], 16) + timedelta(days=90):%Y-%m-%d}"
    desk.at(_day(months[-1], 9), lambda: asked("safran", until))


class _Filing:
    """The returns of each month: most in time, some late, now and then one that is corrected."""

    def __init__(
        self,
        desk: _Months,
        returned: Callable[[str, str], Figured],
        rules: Callable[[str, str], Rules],
    ) -> None:
        self.desk, self.returned, self.rules = desk, returned, rules
        # Dice of its own: what is filed changes nothing of what is judged.
        self.dice = random.Random(_SEED + 1)

    def month(self, month: str, banks: list[str]) -> None:
        for place, bank in enumerate(banks):
            late = self.dice.random() < 0.15
            day = self.dice.randrange(12, 15) if late else self.dice.randrange(6, 10)
            wrong = place == self.dice.randrange(len(banks))
            self.desk.at(_day(month, day), partial(self.handed_in, bank, month, wrong=wrong))
            if wrong:
                self.desk.at(_day(month, day) + timedelta(hours=30), partial(self.corrected, bank, month))

    def handed_in(self, bank: str, month: str, *, wrong: bool = False) -> int:
        figures = dict(self.returned(bank, month))
        if wrong:
            code, value = self.dice.choice([(code, value) for code, value in figures.items() if value])
            figures[code] = (value * Decimal("0.9")).quantize(Decimal("0.0001"))
        office, actor = self.desk.office, self.desk.numbers[f"bank-{bank}"]
        return returns.submit(office, actor, bank, month, figures, self.rules(bank, month), WARNING_REASONS)

    def corrected(self, bank: str, month: str) -> None:
        number = self.handed_in(bank, month)
        office, who = self.desk.office, self.desk.supervisor(bank)
        asked = returns.ask(office, who, number, "O1", QUESTION)
        if self.dice.random() < 0.8:
            returns.answer(office, self.desk.numbers[f"bank-{bank}"], asked, 1, FIGURE_ANSWER)


def _target(found: Figures, dice: random.Random) -> int | None:
    """A grade to propose: within the model's doubt where there is any, now and then against it."""
    grades = [
        grade for grade in offered(found.grade, red_flag=found.red_flag) if abs(grade - found.grade) == 1
    ]
    doubtful = [grade for grade in grades if float(found.probabilities[grade - 1]) >= DOUBT]
    if doubtful:
        return dice.choice(doubtful)
    return dice.choice(grades) if grades and dice.random() < 0.3 else None


def _day(month: str, day: int) -> datetime:
    """A day of the month after the data's."""
    return (
        pd.Timestamp(f"{month}-01", tz=UTC) + pd.DateOffset(months=1, days=day - 1, hours=9)
    ).to_pydatetime()


def play(
    office: Office,
    numbers: dict[str, int],
    clock: Clock,
    months: list[str],
    banks: list[str],
    returned: Callable[[str, str], Figured],
    rules: Callable[[str, str], Rules],
) -> None:
    """Let two years pass on the desk, returns in the second, and leave some work of the last month for all.

    ``months`` : those of the data, the latest last; ``numbers`` : key of a person → their number;
    ``returned`` : (bank, month) → the figures of its return; ``rules`` : what they are checked for
    """
    known = [bank for bank in banks if f"bank-{bank}" in numbers]
    desk = _Months(office, numbers, clock)
    pairs = [(bank, risk) for risk in RISKS for bank in known]
    desk.dice.shuffle(pairs)
    rounds = itertools.cycle(pairs)
    _grants(desk, months)
    past = months[-_MONTHS_BEFORE - MONTHS - 1 : -1]
    filing, filed = _Filing(desk, returned, rules), set(months[-MONTHS - 1 :])
    for month in past:
        desk.play(_day(month, 5))
        if month in filed:
            filing.month(month, known)
        watch.sweep(office, month)
        desk.play(_day(month, 6))
        for place in range(_CASES_A_MONTH):
            bank, risk = next(rounds)
            try:
                to = _target(office.figures(bank, month, risk), desk.dice)
                desk.handed_in(bank, month, risk, to, challenged=place == 0, finds=place != 1)
            except Refused as refusal:
                if refusal.code != "not_gradable":
                    raise
    latest = months[-1]
    desk.play(_day(latest, 5))
    # Two banks owe the return of the latest month still.
    filing.month(latest, known[2:])
    watch.sweep(office, latest)
    desk.play(_day(latest, 10))
    _at_work(desk, latest, pairs)
    desk.play(_day(latest, 16))


def _at_work(desk: _Months, month: str, pairs: list[tuple[str, str]]) -> None:
    """The cases of the latest month, each at another step."""
    office, heads = desk.office, (desk.numbers["head-1"], desk.numbers["head-2"])
    doubtful, sure = [], []
    for bank, risk in pairs:
        found = office.figures(bank, month, risk)
        near = [
            grade
            for grade in offered(found.grade, red_flag=found.red_flag)
            if abs(grade - found.grade) == 1 and float(found.probabilities[grade - 1]) >= DOUBT
        ]
        if near:
            doubtful.append((bank, risk, near[0]))
        elif found.grade:
            sure.append((bank, risk, found))
    for step, (bank, risk, to) in enumerate(doubtful[:4]):
        case, made = desk.opened(bank, month, risk, to)
        if made is None or step == 3:
            continue
        cases.submit(office, desk.supervisor(bank), case, 2)
        if step == 1:
            decisions.challenge(office, desk.numbers["horizontal"], made, 1, CHALLENGES[0])
        if step == 2:
            decisions.approve(office, heads[0], made, 1, APPROVED)
    for step, (bank, risk, found) in enumerate(sure[:3]):
        against = [grade for grade in offered(found.grade, red_flag=found.red_flag) if grade > found.grade]
        lower = against[0] if step == 0 and against else None
        case, made = desk.opened(bank, month, risk, lower)
        if step == 2:
            continue
        cases.submit(office, desk.supervisor(bank), case, 1 if made is None else 2)
        if made is not None:
            decisions.approve(office, heads[1], made, 1, APPROVED)
        else:
            cases.send_back(office, heads[0], case, 2, RETURNED)


def registered(office: Office, numbers: dict[str, int], digests: dict[str, str], at: str) -> None:
    """The models of the product: all validated but one that never was, and one that has changed since."""
    validator, owner = numbers["validator"], numbers["owner"]
    earlier = hashlib.sha256(_CHANGED.encode()).hexdigest()
    methods.register(office.store, earlier, _CHANGED, owner, tier=2, limits="", at=at)
    methods.validate(office, validator, earlier, 1, LIMITS)
    for model in MODELS:
        digest = digests[model.code]
        methods.register(office.store, digest, model.code, owner, tier=model.tier, limits="", at=at)
        if model.code not in (_CHANGED, _NEVER):
            methods.validate(office, validator, digest, 1, LIMITS if model.tier == 1 else OTHER_LIMITS)
    methods.retire(office, validator, earlier, 2, REPLACED)
