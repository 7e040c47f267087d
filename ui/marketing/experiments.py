"""What the experiments page shows: what a campaign caused, what a test can see, what is known too late."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from analytics.marketing.experiment import LiftResult
from analytics.marketing.leakage import LeakageReport
from studies import core
from studies.marketing import campaigns as reads
from ui.charts import campaigns as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Part, Table
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.rows import row_of
from ui.words import N_, _, interval, listing, ngettext, number, percent, signed

_ARMS: Final = {
    "message": N_("Message"),
    "message_and_gift": N_("Message and gift"),
    "call": N_("Call"),
    "call_and_visit": N_("Call and visit"),
}
COLUMNS: Final = {
    "arm": N_("Arm"),
    "age": N_("Age"),
    "occupation": N_("Occupation"),
    "education": N_("Education"),
    "customer_years": N_("Years as a customer"),
    "earlier_contacts": N_("Earlier contacts"),
    "contact_month": N_("Month of the contact"),
    "call_duration": N_("Length of the call"),
    "clicked": N_("Clicked in the message"),
}
_REASONS: Final = {
    "": N_("known before"),
    "declared": N_("known only after the outcome"),
    "suspicious": N_("predicts the outcome too well alone"),
    "declared and suspicious": N_("known only after the outcome, and predicts it too well alone"),
}

_STAGES: Final = {
    "addressed": N_("Addressed"),
    "delivered": N_("Delivered"),
    "opened": N_("Messages opened"),
    "clicked": N_("Clicked"),
    "converted": N_("Converted"),
}


@dataclass(frozen=True)
class Reading:
    """One test, read.

    ``arms`` by arm, ``pooled`` all treatments together; ``design`` None when it cannot be; ``assumed``: of a
    fictional bank, as the bank has given none.
    """

    reader: Reader
    bank: str
    name: str
    arms: LiftResult
    pooled: LiftResult
    design: reads.Design | None
    by_person: bool
    assumed: bool
    kinds: tuple[str, ...]


def tests(reader: Reader, bank: str) -> dict[str, str]:
    """Test → its name with the number of its people. Raises ``Refused`` where the bank has none."""
    known = reads.tests(reader.snapshot, bank)
    if known.empty:
        raise Refused(
            _(
                "This bank has no randomised test with a control arm. Load campaigns by arm, or the people "
                "drawn one by one, on the import page: without a control, nobody knows what the campaign "
                "caused."
            ),
            "campaign",
            "campaign_contact",
        )
    return {
        str(row["campaign"]): _("{test} ({people} people)").format(
            test=row["campaign"], people=number(row["people"], 0)
        )
        for _index, row in known.iterrows()
    }


def arm_name(arm: str) -> str:
    """An arm in the reader's language; its own name when it is not one of the usual."""
    return _(_ARMS[arm]) if arm in _ARMS else arm


def read_test(reader: Reader) -> Reading:
    """The test asked about. Raises ``Refused``, with the reason, where it cannot be read."""
    snapshot, scenario, (bank, _name) = reader.snapshot, reader.scenario, reader.bank()
    name = reader.chosen("campaign_test", list(tests(reader, bank)))
    try:
        arms, pooled = (
            reads.lift(snapshot, bank, name, scenario.test_level, together) for together in (False, True)
        )
    except ValueError:
        raise Refused(
            _("This test cannot be read: an outcome is missing, or an arm has more successes than people.")
        ) from None
    ratio = float(arms.table["people"].min() / arms.control_people)
    try:
        found = reads.design(
            arms.control_rate, scenario.wanted_lift, arms.control_people, ratio, scenario.test_level
        )
    except ValueError:
        found = None
    known = reads.tests(snapshot, bank).set_index("campaign").loc[name]
    by_person = bool(known["by_person"])
    assumed = reader.stands_in("campaign_contact" if by_person else "campaign", bank)
    return Reading(
        reader, bank, name, arms, pooled, found, by_person, assumed, (str(known["kind"]), "derived")
    )


def _caused(view: Reading) -> tuple[float, float, float]:
    """New users whom the campaign caused, and the ends of their interval."""
    row = view.pooled[reads.TREATED]
    value, low, high = (row.people * points / 100 for points in (row.points, row.low, row.high))
    return value, low, high


def _won(view: Reading) -> int:
    row = view.pooled[reads.TREATED]
    return round(row.rate * row.people)


def sentence(view: Reading) -> str:
    """Whether the campaign caused new users, and how many."""
    row, (caused, low, high) = view.pooled[reads.TREATED], _caused(view)
    if view.assumed:
        return _(
            "Not known: no test of {bank} is loaded. A fictional bank’s test, in its place, adds {lift} "
            "points ({interval}) over the control."
        ).format(
            bank=view.reader.bank().name,
            lift=signed(row.points, 2),
            interval=interval(row.low, row.high, 2),
        )
    verdict = _("Yes, in part")
    if row.low <= 0 <= row.high:
        verdict = _("Not shown")
    elif row.high < 0:
        verdict = _("No, it drove people away")
    return _(
        "{verdict}: {lift} points ({interval}) over the control. Of {won} new users, {caused} ({range}) came "
        "because of it."
    ).format(
        verdict=verdict,
        lift=signed(row.points, 2),
        interval=interval(row.low, row.high, 2),
        won=number(_won(view), 0),
        caused=number(caused, 0),
        range=interval(low, high, 0),
    )


def more(view: Reading) -> str:
    """How many were addressed, how many of the control came, and who would have come anyway."""
    return _(
        "{people} people were addressed; {anyway} of the new users would have come anyway, as {rate} of the "
        "control did."
    ).format(
        people=number(view.pooled[reads.TREATED].people, 0),
        anyway=number(_won(view) - _caused(view)[0], 0),
        rate=percent(view.pooled.control_rate, 2),
    )


def caution(view: Reading) -> str:
    """What weakens the reading; empty when nothing does."""
    parts = []
    if "synthetic" in view.kinds:
        parts.append(_("This test is invented, to show the method"))
    if view.design is not None and view.design.power < reads.POWER:
        wanted = view.reader.scenario.wanted_lift
        small = ngettext(
            "Too small a test to see a lift of {points} point",
            "Too small a test to see a lift of {points} points",
            max(1, int(wanted)),
        )
        parts.append(small.format(points=number(wanted, 1)))
    return " · ".join(parts)


def arm_effects(view: Reading) -> pd.DataFrame:
    """Every arm's lift, ready to be drawn: label, value, low, high, clear, text."""
    rows = view.arms.table
    return pd.DataFrame(
        {
            "label": [arm_name(str(arm)) for arm in rows.index],
            "value": rows["points"].to_numpy(),
            "low": rows["low"].to_numpy(),
            "high": rows["high"].to_numpy(),
            "clear": ((rows["low"] > 0) | (rows["high"] < 0)).to_numpy(),
            "text": [signed(value, 2) for value in rows["points"]],
        }
    )


def finding(view: Reading) -> str:
    """The arm that adds most, as the title of the picture."""
    rows = view.arms.table
    clear = rows[rows["low"] > 0]
    if clear.empty:
        return _("No arm adds more than chance would")
    best = row_of(clear, clear["points"].idxmax())
    return _("“{arm}” adds most: {lift} points ({interval})").format(
        arm=arm_name(str(best.name)),
        lift=signed(best["points"], 2),
        interval=interval(best["low"], best["high"], 2),
    )


def described(view: Reading) -> str:
    """The chart of the arms in words."""
    return ". ".join(
        _("{arm}: {lift} points ({interval})").format(
            arm=row["label"], lift=signed(row["value"], 2), interval=interval(row["low"], row["high"], 2)
        )
        for _index, row in arm_effects(view).iterrows()
    )


def note(view: Reading) -> str:
    """How to read the chart."""
    told = _(
        "Percentage points over the control, with intervals of {level} that hold for all arms together; "
        "hollow: the interval holds zero."
    ).format(level=percent(view.arms.level))
    read = _("Read person by person.") if view.by_person else _("Read from the counts of each arm.")
    return f"{told} {read}"


def arm_table(view: Reading) -> pd.DataFrame:
    """Every arm, the control first."""
    rows, base = view.arms.table, view.arms
    control = {
        _("Arm"): _("Control arm"),
        _("People"): base.control_people,
        _("New users"): round(base.control_rate * base.control_people),
        _("Rate (%)"): 100 * base.control_rate,
        _("Rate, low (%)"): 100 * base.control_low,
        _("Rate, high (%)"): 100 * base.control_high,
    }
    others = pd.DataFrame(
        {
            _("Arm"): [arm_name(str(arm)) for arm in rows.index],
            _("People"): rows["people"].astype(int).to_numpy(),
            _("New users"): rows["converted"].astype(int).to_numpy(),
            _("Rate (%)"): 100 * rows["rate"].to_numpy(),
            _("Rate, low (%)"): 100 * rows["rate_low"].to_numpy(),
            _("Rate, high (%)"): 100 * rows["rate_high"].to_numpy(),
            _("Lift (points)"): rows["points"].to_numpy(),
            _("Low"): rows["low"].to_numpy(),
            _("High"): rows["high"].to_numpy(),
            _("p-value"): rows["p_value"].to_numpy(),
        }
    )
    return pd.concat([pd.DataFrame([control]), others], ignore_index=True)


def design_sentence(view: Reading) -> str:
    """What a test of this size can see, and how many people the lift wanted takes."""
    wanted = number(view.reader.scenario.wanted_lift, 1)
    if view.design is None:
        return _("A lift of {wanted} points cannot be had from this control’s rate of {rate}.").format(
            wanted=wanted, rate=percent(view.arms.control_rate, 2)
        )
    told = _(
        "A lift of {wanted} points is seen with a chance of {power} here; for 80% it takes {needed} "
        "people in the control, and this test has {people}."
    ).format(
        wanted=wanted,
        power=percent(view.design.power),
        needed=number(view.design.needed, 0),
        people=number(view.arms.control_people, 0),
    )
    if view.design.smallest is None:
        return told
    return f"{told} " + _("The smallest lift it sees that surely is {points} points.").format(
        points=number(view.design.smallest, 2)
    )


def design_marks(view: Reading) -> pd.DataFrame:
    """The size of this test and the size needed, ready to be drawn."""
    found = view.design
    if found is None:
        return pd.DataFrame(columns=["people", "value", "name"])
    return pd.DataFrame(
        {
            "people": [view.arms.control_people, found.needed],
            "value": [100 * found.power, 100 * reads.POWER],
            "name": [_("This test"), _("Needed for 80%")],
        }
    )


def column_name(column: str) -> str:
    """A column in the reader's language; its own name when it is not one of the usual."""
    return _(COLUMNS[column]) if column in COLUMNS else column


def guard_report(view: Reading) -> LeakageReport | None:
    """What the guard found in the people of the test; None where there are none or all fared alike."""
    if not view.by_person:
        return None
    try:
        return reads.guard(view.reader.snapshot, view.bank, view.name)
    except ValueError:
        return None


def guard_sentence(report: LeakageReport, asked: tuple[str, ...]) -> str:
    """Which of the columns asked for are refused, and why."""
    rows = report.table.set_index("column")
    reasons = rows["reason"]
    refused = [name for name in asked if name in report.refused]
    allowed = [column_name(name).lower() for name in asked if name in report.allowed]
    if not refused:
        return _("None refused: {columns} may be drivers.").format(columns=listing(allowed))
    told = listing(
        [
            _("“{column}” ({reason}; alone it ranks {area} of pairs right)").format(
                column=column_name(name),
                reason=_(_REASONS[reasons.loc[name]]),
                area=percent(rows["auc"].loc[name]),
            )
            for name in refused
        ]
    )
    rest = listing(allowed) or _("nothing else")
    return _("Refused as a driver: {refused}. Allowed: {allowed}.").format(refused=told, allowed=rest)


def guard_table(report: LeakageReport, asked: tuple[str, ...]) -> pd.DataFrame:
    """Every column asked for: what it predicts alone, and whether it may be a driver."""
    rows = report.table[report.table["column"].isin(asked)]
    return pd.DataFrame(
        {
            _("Column"): [column_name(name) for name in rows["column"]],
            _("Pairs ranked right alone (%)"): 100 * rows["auc"],
            _("Why"): [_(_REASONS[reason]) for reason in rows["reason"]],
            _("Driver"): [_("refused") if refused else _("allowed") for refused in rows["refused"]],
        }
    )


def read_mailing(view: Reading) -> reads.Mailing:
    """The bank's e-mail over the sends of the scenario."""
    return reads.mailing(view.reader.snapshot, view.bank, view.reader.scenario.email_sends)


def _mail_kinds(view: Reading, found: reads.Mailing) -> tuple[str, ...]:
    if found.own is None:
        return ("observed", "assumed")
    rows = core.banks(view.reader.snapshot)
    return (*rows["kind"].drop_duplicates(), "observed")


def mail_sentence(found: reads.Mailing) -> str:
    """What the series of sends brings, and what is left of the list."""
    own = found.own or found.benchmark
    told = _(
        "{sends} sends to a list of {people}: {converted} new users counted ({share} of the list), and "
        "{kept} of the list left at the end."
    ).format(
        sends=number(len(own.sends), 0),
        people=number(found.subscribers, 0),
        converted=number(own.sends["converted"].sum(), 0),
        share=percent(own.conversion, 1),
        kept=percent(own.list_kept, 1),
    )
    if own.half_life is not None:
        told += " " + _("Half of it is gone after {sends} sends.").format(sends=number(own.half_life, 0))
    if found.own is None:
        return told + " " + _("This bank has no e-mail campaign: rates of the benchmark.")
    return told


def decay(found: reads.Mailing) -> pd.DataFrame:
    """The list left after each send, ready to be drawn: send, name, value."""
    names = {"own", "benchmark"} & set(found.decay.columns)
    titles = {"own": _("This bank’s campaigns"), "benchmark": _("Benchmark (Mailchimp, 2019)")}
    return pd.concat(
        [
            pd.DataFrame({"send": found.decay["send"], "name": titles[name], "value": found.decay[name]})
            for name in titles
            if name in names
        ],
        ignore_index=True,
    )


def funnel_table(found: reads.Mailing) -> pd.DataFrame:
    """Every stage: people over all sends and rate, here and in the benchmark."""
    usual = found.benchmark.stages
    table = pd.DataFrame({_("Stage"): [_(_STAGES[stage]) for stage in usual["stage"]]})
    if found.own is not None:
        table[_("People-sends")] = found.own.stages["people"].round(0)
        table[_("Of the stage before (%)")] = 100 * found.own.stages["rate"]
        table[_("Of all addressed (%)")] = 100 * found.own.stages["of_list"]
    table[_("Benchmark: of the stage before (%)")] = 100 * usual["rate"]
    table[_("Benchmark: of all addressed (%)")] = 100 * usual["of_list"]
    return table


def method() -> Method:
    """How tests, mailings and columns are judged, for the foot of the page."""
    return Method.of(
        formula=r"\Delta=\hat p_1-\hat p_0,\qquad n=\frac{\big(z_{1-\alpha/2}\sqrt{2\bar p\bar q}"
        r"+z_{1-\beta}\sqrt{p_0q_0+p_1q_1}\big)^2}{\Delta^2},\qquad L_s=L_0(1-u)^s",
        words=[
            _(
                "Lift: share of the arm minus share of the control, everyone counted in the arm drawn, "
                "whatever happened afterwards. Interval: Newcombe’s hybrid score, widened so that those "
                "of all arms hold together (Bonferroni)."
            ),
            _(
                "Users caused: lift times people addressed. Conversions counted by a campaign are those "
                "of its arm; without a control nobody knows which of them would have come anyway."
            ),
            _(
                "Sample size and power: two-sided test of two shares, Fleiss, Levin and Paik (2003), at "
                "the rate of this control."
            ),
            _(
                "Guard: a column is refused when it is known only after the outcome (the length of a call, a "
                "click), or when it ranks 80% of pairs right on its own, out of sample: a convention."
            ),
            _(
                "E-mail: rates of the bank’s own campaigns beside Mailchimp’s of October 2019 (open .2271, "
                "click .0291, unsubscribe .0025 a send), of accounts without a stated industry."
            ),
            _(
                "Over all of Mailchimp’s accounts opens were .2133 and clicks .0262. Opens of later years "
                "are inflated by mail privacy: use clicks. Only people who opted in may be addressed (Law "
                "09-08)."
            ),
        ],
        proof=_(
            "56 of 70 against 48 of 80: 20.0 points, 5.24 to 33.39 (Newcombe 1998, table II, a). In a public "
            "file of 4,119 telephone contacts the guard refuses the length of the call."
        ),
    )


def metrics(view: Reading) -> tuple[Metric, ...]:
    """The lift, what it caused, and what the test could see."""
    row, (caused, low, high) = view.pooled[reads.TREATED], _caused(view)
    found = [
        Metric(
            "lift",
            _("Lift over the control"),
            row.points,
            _("points"),
            digits=2,
            low=row.low,
            high=row.high,
            better="higher",
        ),
        Metric(
            "caused",
            _("New users due to the campaign"),
            caused,
            digits=0,
            low=low,
            high=high,
            better="higher",
            why=_("of {won} counted").format(won=number(_won(view), 0)),
        ),
    ]
    if view.design is not None:
        found.append(
            Metric(
                "power",
                _("Chance to see the lift wanted"),
                100 * view.design.power,
                "%",
                digits=0,
                better="higher",
                why=_("{points} points wanted; 80% is usual").format(
                    points=number(view.reader.scenario.wanted_lift, 1)
                ),
            )
        )
    return tuple(found)


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Experiments"."""
    view = read_test(reader)
    told, title = described(view), finding(view)
    shares = (
        *(_("Rate (%)"), _("Rate, low (%)"), _("Rate, high (%)")),
        *(_("Lift (points)"), _("Low"), _("High")),
    )
    formats = dict.fromkeys(shares, partial(number, digits=2)) | {
        _("p-value"): partial(number, digits=4),
        _("People"): partial(number, digits=0),
    }
    return Content(
        slug="marketing-experiments",
        answer=Answer(sentence(view), caution(view), more(view)),
        metrics=metrics(view),
        picture=Chart(
            "lift",
            title,
            charts.lifts(arm_effects(view), title=_("Lift (percentage points)")),
            told,
            view.kinds,
            note=note(view),
            figures=(Table("arms", title, arm_table(view), told, view.kinds, formats),),
        ),
        details=(
            Detail("power", _("Was the test large enough?"), partial(_large_enough, view)),
            Detail("guard", _("What was known before, and what only after?"), partial(_guarded, view)),
            Detail("email", _("E-mail: what it brings and costs"), partial(_mail, view)),
        ),
        method=method(),
    )


def _large_enough(view: Reading) -> tuple[Part, ...]:
    told = design_sentence(view)
    if view.design is None:
        return (Note(told, "empty"),)
    return (
        Chart(
            "power",
            _("Was the test large enough?"),
            charts.power_curve(
                view.design.curve,
                design_marks(view),
                x_title=_("People in the control"),
                y_title=_("Chance to see the lift wanted (%)"),
                mark_title=_("Size"),
            ),
            told,
            ("derived", "assumed"),
            note=told,
        ),
    )


def drivers(reader: Reader) -> tuple[str, ...]:
    """Columns of the people of the test that could be drivers; none where they are not known one by one."""
    view = read_test(reader)
    return () if guard_report(view) is None else reads.columns(reader.snapshot, view.bank, view.name)


def _guarded(view: Reading) -> tuple[Part, ...]:
    report = guard_report(view)
    if report is None:
        none = _("This test has no people one by one, or all fared alike: there is no column to judge.")
        return (Note(none, "empty"),)
    known = reads.columns(view.reader.snapshot, view.bank, view.name)
    asked = tuple(name for name in view.reader.scenario.contact_drivers or known if name in known)
    told = guard_sentence(report, asked)
    return (
        Note(told, title=_("What was known before, and what only after?")),
        Table("guard", "", guard_table(report, asked), told, view.kinds),
    )


def _mail(view: Reading) -> tuple[Part, ...]:
    letters = read_mailing(view)
    told, shown = mail_sentence(letters), _mail_kinds(view, letters)
    title = _("What do e-mails bring, and what do they cost the list?")
    formats = {
        _("People-sends"): partial(number, digits=0),
        _("Of all addressed (%)"): partial(number, digits=2),
        _("Benchmark: of all addressed (%)"): partial(number, digits=2),
    }
    return (
        Chart(
            "decay",
            title,
            charts.list_left(decay(letters), x_title=_("Sends"), y_title=_("List left (%)")),
            told,
            shown,
            note=told,
            figures=(Table("funnel", title, funnel_table(letters), told, shown, formats),),
        ),
    )
