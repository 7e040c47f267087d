"""What the experiments page shows: what a campaign caused, what a test can see, and what is known too "
"late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from analytics.marketing.experiment import LiftResult
from analytics.marketing.leakage import LeakageReport
from studies.marketing import campaigns as reads
from ui import controls, link
from ui.refusal import Refused
from ui.words import N_, _, interval, listing, number, percent, signed

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


@dataclass(frozen=True)
class Reading:
    """One test, read. ``arms`` by arm, ``pooled`` all treatments together; ``design`` None when it "
    "cannot be."""

    bank: str
    name: str
    arms: LiftResult
    pooled: LiftResult
    design: reads.Design | None
    by_person: bool
    kinds: tuple[str, ...]


def pick_test(bank: str) -> str:
    """A menu of the bank's randomised tests. Raises ``Refused`` where there are none."""
    known = reads.tests(link.shown(), bank)
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
    names = {
        row["campaign"]: _("{test} ({people} people)").format(
            test=row["campaign"], people=number(row["people"], 0)
        )
        for _index, row in known.iterrows()
    }
    return controls.choose("campaign_test", _("Test"), list(names), shown=names.__getitem__)


def arm_name(arm: str) -> str:
    """An arm in the reader's language; its own name when it is not one of the usual."""
    return _(_ARMS[arm]) if arm in _ARMS else arm


def read_test(bank: str, name: str) -> Reading:
    """The test under the session's scenario. Raises ``Refused``, with the reason, where it cannot be read."""
    snapshot, scenario = link.shown(), link.scenario()
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
    return Reading(bank, name, arms, pooled, found, bool(known["by_person"]), (str(known["kind"]), "derived"))


def sentence(view: Reading) -> str:
    """Whether the campaign caused new users, how many, and how many would have come anyway."""
    row = view.pooled[reads.TREATED]
    verdict = _("Yes, in part")
    if row.low <= 0 <= row.high:
        verdict = _("Not shown")
    elif row.high < 0:
        verdict = _("No, it drove people away")
    won = round(row.rate * row.people)
    caused = [row.people * points / 100 for points in (row.points, row.low, row.high)]
    return _(
        "{verdict}: {lift} points ({interval}) over the {rate} of the control; of {won} new users among "
        "{people} people addressed, {caused} ({range}) came because of it, and {anyway} would have come "
        "anyway."
    ).format(
        verdict=verdict,
        lift=signed(row.points, 2),
        interval=interval(row.low, row.high, 2),
        rate=percent(view.pooled.control_rate, 2),
        won=number(won, 0),
        people=number(row.people, 0),
        caused=number(caused[0], 0),
        range=interval(caused[1], caused[2], 0),
        anyway=number(won - caused[0], 0),
    )


def caution(view: Reading) -> str:
    """What weakens the reading; empty when nothing does."""
    parts = []
    if "synthetic" in view.kinds:
        parts.append(_("This test is invented, to show the method"))
    if view.design is not None and view.design.power < reads.POWER:
        parts.append(_("Too small to see the lift wanted"))
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
    wanted = number(link.scenario().wanted_lift, 1)
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
        return reads.guard(link.shown(), view.bank, view.name)
    except ValueError:
        return None


def guard_sentence(report: LeakageReport, asked: tuple[str, ...]) -> str:
    """Which of the columns asked for are refused, and why."""
    rows = report.table.set_index("column")
    refused = [name for name in asked if name in report.refused]
    allowed = [column_name(name).lower() for name in asked if name in report.allowed]
    if not refused:
        return _("None refused: {columns} may be drivers.").format(columns=listing(allowed))
    told = listing(
        [
            _("“{column}” ({reason}; alone it ranks {area} of pairs right)").format(
                column=column_name(name),
                reason=_(_REASONS[rows.loc[name, "reason"]]),
                area=percent(rows.loc[name, "auc"]),
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
