"""What the risk pages show: results of the models with the words of the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pandas as pd

from analytics.risk.measured import NOT_GRADABLE
from analytics.risk.uncertainty import ROBUST_AT
from studies.risk import scores as risk_reads
from ui import rows
from ui.reader import Reader, remembered
from ui.refusal import Refused
from ui.risk import indicators as table_of_indicators
from ui.risk import measured
from ui.risk.rules import rules
from ui.risk.words import IN_SENTENCE, RISK_NAMES, brief, grade_mark, risk_name
from ui.words import (
    MISSING,
    _,
    interval,
    labelled,
    language,
    listing,
    month_name,
    number,
    percent,
    signed,
    worded,
)

_MOST_CHANGES: Final = 8


@dataclass(frozen=True)
class BankRisks:
    """One bank's risks in one month, ready to be drawn.

    ``risks``: label, score, low, high, grade, probability_1 to probability_4, likely_grade, robust, rank,
    rank_low, rank_high, n_ranked, red_flag, n_observed, n_measured, n_indicators, coverage, silence,
    certain_low, certain_high; ``indicators``: one row per indicator; ``history``: month, score, low, high,
    n_measured of the risk chosen, from its first report; ``moves``: the bank's indicators in the month and
    the one before; ``kinds``: of the data used; ``risk``: the risk chosen.
    """

    reader: Reader
    bank: str
    name: str
    month: pd.Timestamp
    risk: str
    risks: pd.DataFrame
    indicators: pd.DataFrame
    history: pd.DataFrame
    moves: pd.DataFrame
    kinds: tuple[str, ...]

    @property
    def code(self) -> str:
        """The month as links have it: 2026-10."""
        return f"{self.month:%Y-%m}"

    @cached_property
    def changes(self) -> pd.DataFrame:
        """Indicators that moved since the month before: label, change, text; from worse to better.

        Only those reported in both months: what silence adds is said apart.
        """
        seen = self.moves[self.moves["status"] == "observed"]
        declared = risk_reads.breaks(self.reader.snapshot)
        anew = declared["subject"].isin([self.bank, "*"]) & (declared["month"] == self.month)
        # A figure of another definition than the month before has not moved.
        alike = seen[~seen["indicator"].isin(declared.loc[anew, "indicator"])]
        return _changes(self.reader, alike, self.month)


@remembered
def known_months(reader: Reader, bank: str) -> tuple[str, ...]:
    """The months for which a bank has scores, the latest first, as 2026-10; empty where there are none."""
    if not risk_reads.observed(reader.snapshot):
        return ()
    risks = risk_reads.risk_history(reader.snapshot, reader.scenario.power, rules(reader.scenario)).risks
    known = risks.loc[risks["bank"] == bank, "month"].drop_duplicates().sort_values(ascending=False)
    return tuple(f"{month:%Y-%m}" for month in known)


def months(reader: Reader, bank: str) -> tuple[str, ...]:
    """The months for which a bank has scores, the latest first. Raises ``Refused`` where there are none."""
    found = known_months(reader, bank)
    if not found:
        raise Refused(
            _("This bank has no indicator yet. Load a file on the import page."), "risk_observation"
        )
    return found


def chosen_risks(reader: Reader, risk: str = "") -> BankRisks:
    """The risks of the bank and the month asked about, with the history of ``risk`` or of the one chosen.

    Raises
    ------
    Refused: there is no bank, or it has no scores
    """
    bank = reader.bank().code
    return bank_risks(
        reader,
        bank,
        reader.chosen("month", months(reader, bank)),
        risk or reader.chosen("risk", list(RISK_NAMES)),
    )


@remembered
def bank_risks(reader: Reader, bank: str, month: str, risk: str) -> BankRisks:
    """Scores, intervals, history and changes of one bank, under the reader's scenario.

    Raises
    ------
    KeyError: the bank has no scores in that month
    """
    snapshot, scenario = reader.snapshot, reader.scenario
    history = risk_reads.risk_history(snapshot, scenario.power, rules(reader.scenario))
    risks, when = score_rows(reader, bank, month), pd.Timestamp(f"{month}-01")
    bands = risk_reads.risk_bands(
        snapshot, bank, scenario.power, scenario.level, scenario.seed, rules(reader.scenario)
    )
    indicators = history.indicators[history.indicators["bank"] == bank]
    return BankRisks(
        reader=reader,
        bank=bank,
        name=reader.banks()[bank],
        month=when,
        risk=risk,
        risks=risks,
        indicators=described(reader, indicators[indicators["month"] == when]),
        history=bands[bands["risk"] == risk].sort_values("month"),
        moves=indicators[indicators["month"].between(when - pd.DateOffset(months=1), when)],
        kinds=risk_reads.risk_kinds(snapshot, bank),
    )


def score_rows(reader: Reader, bank: str, month: str) -> pd.DataFrame:
    """The four risks and the whole of one bank in one month: ``risks`` of :class:`BankRisks`.

    Raises
    ------
    KeyError: the bank has no scores in that month
    """
    snapshot, scenario = reader.snapshot, reader.scenario
    history = risk_reads.risk_history(snapshot, scenario.power, rules(reader.scenario))
    when = pd.Timestamp(f"{month}-01")
    now = history.risks[(history.risks["bank"] == bank) & (history.risks["month"] == when)]
    if now.empty:
        raise KeyError(f"{bank} has no scores in {month}")
    doubt = risk_reads.risk_uncertainty(
        snapshot, month, scenario.power, scenario.level, scenario.seed, rules(reader.scenario)
    )
    doubt = doubt[doubt["bank"] == bank].drop(columns=["bank", "score", "grade"])
    risks = now.rename(columns={"low": "certain_low", "high": "certain_high"}).merge(doubt, on="risk")
    risks = risks.set_index("risk").loc[[*risk_reads.RISKS, "overall"]].reset_index()
    unmeasured = rules(scenario).never_reported == "unmeasured"
    return risks.assign(
        label=risks["risk"].map(risk_name),
        partial=unmeasured & (risks["n_measured"] < risks["n_indicators"]),
    )


def described(reader: Reader, indicators: pd.DataFrame) -> pd.DataFrame:
    catalogue = risk_reads.catalogue(reader.snapshot, rules(reader.scenario))
    columns = ["indicator", "maps_to", "weight", *table_of_indicators.CUTS, *table_of_indicators.LETTERS]
    note = catalogue["use_note_fr" if language() == "fr" else "use_note"].fillna("")
    unit = catalogue["unit_fr" if language() == "fr" else "unit"]
    words = catalogue[columns].assign(label=catalogue[worded("label")], unit=unit, use_note=note)
    return indicators.drop(columns=["weight"], errors="ignore").merge(words, on="indicator", how="left")


def _changes(reader: Reader, indicators: pd.DataFrame, when: pd.Timestamp) -> pd.DataFrame:
    scores = indicators.pivot_table(index="indicator", columns="month", values="score")
    before = when - pd.DateOffset(months=1)
    if before not in scores.columns or when not in scores.columns:
        return pd.DataFrame(columns=["label", "change", "text"])
    moved = (scores[when] - scores[before]).rename("change").reset_index()
    moved = moved[moved["change"].abs() >= 0.05]
    top = moved.reindex(moved["change"].abs().sort_values(ascending=False).index).head(_MOST_CHANGES)
    top = described(reader, top).sort_values("change", ascending=False)
    return top.assign(
        label=top["indicator"] + " · " + top["label"],
        text=[signed(change, 1) for change in top["change"]],
    )[["label", "change", "text"]]


def risk_table(view: BankRisks) -> pd.DataFrame:
    """The four risks and the whole, as the table below the chart has them."""
    risks = view.risks
    return pd.DataFrame(
        {
            _("Risk"): risks["label"],
            _("Score (0–100)"): risks["score"].round(1),
            _("Low"): risks["low"].round(1),
            _("High"): risks["high"].round(1),
            _("Grade (1–4)"): [grade_mark(grade) for grade in risks["grade"]],
            _("Probability of that grade"): [
                measured.grade_probability(row) for _index, row in risks.iterrows()
            ],
            _("Robust"): [robust_words(row) for _index, row in risks.iterrows()],
            _("Rank, 1 least risky"): [measured.rank_words(row) for _index, row in risks.iterrows()],
            _("Red flag"): [_("yes") if flag else _("no") for flag in risks["red_flag"]],
            _("Indicators observed"): [
                f"{seen}/{all_}"
                for seen, all_ in zip(risks["n_observed"], risks["n_indicators"], strict=True)
            ],
            _("Weight measured (%)"): 100 * risks["coverage"],
            _("As last reported (0–100)"): risks["held"].round(1),
            _("Points for silence"): risks["silence"].round(1),
            _("Weight reported this month (%)"): 100 * risks["observed_share"],
            _("On what is observed"): [measured.observed_words(row) for _index, row in risks.iterrows()],
            _("Certain bounds"): [
                interval(low, high, 0)
                for low, high in zip(risks["certain_low"], risks["certain_high"], strict=True)
            ],
        }
    )


def indicator_table(view: BankRisks, risk: str) -> pd.DataFrame:
    """The indicators behind a risk, the worst first."""
    rows = view.indicators if risk == "overall" else view.indicators[view.indicators["risk"] == risk]
    return table_of_indicators.table(rows)


def robust_words(row: pd.Series) -> str:
    """Whether a grade is robust; a dash where there is none."""
    return (_("yes") if row["robust"] else _("no")) if measured.is_graded(row) else MISSING


def grade_words(row: pd.Series) -> str:
    mark = measured.grade_said(row)
    return mark + " " + _("(held by a red flag)") if row["red_flag"] else mark


def row_of(view: BankRisks, risk: str) -> pd.Series:
    """The row of one risk."""
    return rows.row_of(view.risks.set_index("risk"), risk)


def worst(view: BankRisks) -> pd.Series:
    """The risk with the highest score, among the gradable ones where there are any."""
    four = view.risks[(view.risks["risk"] != "overall") & view.risks["score"].notna()]
    graded = four[four["grade"] != NOT_GRADABLE]
    four = four if graded.empty else graded
    return rows.row_of(four, four["score"].idxmax())


def score_sentence(view: BankRisks, risk: str) -> str:
    """How risky the bank is, with number, interval, grade and, where it takes few words, the change."""
    row = row_of(view, risk)
    words = {
        "bank": view.name,
        "risk": _(IN_SENTENCE[risk]),
        "score": number(row["score"], 0),
        "interval": interval(row["low"], row["high"], 0),
        "level": percent(view.reader.scenario.level),
        "seen": row["n_measured"],
        "all": row["n_indicators"],
        "grade": grade_words(row),
        "month": month_name(view.month),
    }
    if pd.isna(row["score"]):
        return _(
            "{bank}: {risk} is not measured, none of its {all} indicators is reported ({month})."
        ).format(**words)
    if not measured.is_graded(row):
        return _(
            "{bank}: {risk} {score} out of 100 on {seen} of {all} indicators ({interval} whatever the others "
            "are), not gradable, in {month}."
        ).format(**words)
    if measured.is_partial(row):
        return _(
            "{bank}: {risk} {score} out of 100 on {seen} of {all} indicators ({interval} whatever the others "
            "are), grade {grade}, in {month}."
        ).format(**words)
    if row["silence"] >= measured.LEAST_POINTS:
        return _(
            "{bank}: {risk} {score} out of 100 ({interval} whatever is missing), grade {grade}, in {month}."
        ).format(**words)
    said = _("{bank}: {risk} {score} out of 100 ({interval} at {level}), grade {grade} out of 4, in {month}")
    return brief(said.format(**words) + _change_end(view, row), said.format(**words) + ".")


def score_more(view: BankRisks, risk: str) -> str:
    """Rank, change in twelve months, a likelier grade and what to mend first."""
    row = row_of(view, risk)
    if pd.isna(row["score"]):
        return ""
    said = []
    if measured.is_graded(row) and not view.reader.stands_in("risk_observation", view.bank):
        said.append(
            _("Rank {rank} of {banks} ({low} to {high}; 1 is least risky).").format(
                rank=row["rank"], banks=row["n_ranked"], low=row["rank_low"], high=row["rank_high"]
            )
        )
    said += [_change_words(view, row), measured.likelier_words(row), mend_words(view, risk)]
    return " ".join(filter(None, said))


def change_in_a_year(view: BankRisks, row: pd.Series) -> float | None:
    """Points that the score of the risk chosen gained in twelve months; None where they do not compare."""
    months = view.month - pd.DateOffset(months=12), view.month
    then, here = (view.history[view.history["month"] == month] for month in months)
    if then.empty or here.empty or not risk_reads.alike(then, here.iloc[0]).all():
        return None
    return float(row["score"] - then.iloc[0]["score"])


def _change_end(view: BankRisks, row: pd.Series) -> str:
    """The end of a sentence on a score: its change in twelve months, where both months measure the same."""
    change = change_in_a_year(view, row)
    return (
        "." if change is None else _("; {change} points in twelve months.").format(change=signed(change, 1))
    )


def _change_words(view: BankRisks, row: pd.Series) -> str:
    """What the score gained in twelve months, how much of it for silence, or why that is not stated."""
    earlier = view.history[view.history["month"] == view.month - pd.DateOffset(months=12)]
    if earlier.empty:
        return ""
    then, change = earlier.iloc[0], change_in_a_year(view, row)
    if change is None and then["n_measured"] == row["n_measured"]:
        return _("An indicator has been defined anew since, so no change in twelve months is stated.")
    if change is None:
        return _("A year earlier {seen} indicators were measured, so no change is stated.").format(
            seen=then["n_measured"]
        )
    silence = row["silence"] - then["silence"]
    if abs(silence) < measured.LEAST_POINTS:
        return _("{change} points in twelve months.").format(change=signed(change, 1))
    return _("{change} points in twelve months, {silence} of them for silence.").format(
        change=signed(change, 1), silence=signed(silence, 1)
    )


def caution(view: BankRisks, risk: str) -> str:
    """What holds a score back: what is not measured, what silence adds, and a grade that is not robust."""
    row = row_of(view, risk)
    return " ".join([*measured.caution(row, counted=True), robustness(view, risk)]).strip()


def robustness(view: BankRisks, risk: str) -> str:
    """Whether the grade can be relied on; empty when it can, and where there is none."""
    row = row_of(view, risk)
    if row["robust"] or not measured.is_graded(row):
        return ""
    return _("Grade not robust: {share} of the draws give it, fewer than {least} ({grades}).").format(
        share=measured.grade_probability(row),
        least=percent(ROBUST_AT),
        grades=measured.grade_shares(row),
    )


def worry_sentence(view: BankRisks) -> str:
    """What to worry about, of what the bank reports, and what to mend first where few words say it."""
    said, risk = _worry(view)
    if risk is None:
        return said
    return brief(
        f"{said} {mend_words(view, risk)}".strip(), f"{said} {_mend_first(view, risk)}".strip(), said
    )


def worry_more(view: BankRisks) -> str:
    """What the sentence had no room for: a likelier grade, and what to mend first."""
    _said, risk = _worry(view)
    if risk is None:
        return ""
    likelier = measured.likelier_words(row_of(view, risk))
    mend = mend_words(view, risk)
    return " ".join(filter(None, [likelier, "" if mend and mend in worry_sentence(view) else mend]))


def _worry(view: BankRisks) -> tuple[str, str | None]:
    """The sentence on the risk to worry about first, and its code; None where nothing is reported."""
    overall = row_of(view, "overall")
    counted = {"bank": view.name, "seen": overall["n_measured"], "all": overall["n_indicators"]}
    if pd.isna(overall["score"]):
        return _("{bank}: nothing that counts in a score is reported yet.").format(**counted), None
    risk = worst(view)
    sentence = _(
        "{bank} should worry first about its {risk}: {score} out of 100 ({interval}), grade {grade}."
    )
    if not measured.is_graded(risk):
        sentence = _(
            "{bank} reports {seen} of {all} indicators, too few for a grade. On these its {risk} is highest: "
            "{score} out of 100 ({interval})."
        )
    elif measured.is_partial(overall):
        sentence = _(
            "{bank} should worry first about its {risk}: {score} out of 100 ({interval}), grade {grade}; it "
            "reports {seen} of {all} indicators."
        )
    said = sentence.format(
        risk=_(IN_SENTENCE[risk["risk"]]),
        score=number(risk["score"], 0),
        interval=interval(risk["low"], risk["high"], 0),
        grade=grade_words(risk),
        **counted,
    )
    return said, str(risk["risk"])


def _to_mend(view: BankRisks, risk: str) -> pd.Series | None:
    """The worst indicator reported this month, of the risk where it has one to mend."""
    bad = view.indicators[(view.indicators["status"] == "observed") & (view.indicators["score"] > 0)]
    own = bad[bad["risk"] == risk]
    bad = bad if own.empty else own
    return None if bad.empty else rows.row_of(bad, bad["score"].idxmax())


def mend_words(view: BankRisks, risk: str) -> str:
    """What to mend first, and where it stands."""
    first = _to_mend(view, risk)
    if first is None:
        return ""
    return _("First to mend: {indicator} ({value}).").format(
        indicator=first["label"], value=number(first["value"], 1, first["unit"])
    )


def _mend_first(view: BankRisks, risk: str) -> str:
    """What to mend first, where no room is left for where it stands."""
    first = _to_mend(view, risk)
    return "" if first is None else _("First to mend: {indicator}.").format(indicator=first["label"])


def gap_sentence(view: BankRisks) -> str:
    """What to report first, and what silence adds to the overall score; empty where all is reported."""
    overall = row_of(view, "overall")
    rows = measured.gaps(view.reader, view.bank, view.code)
    return " ".join([*measured.caution(overall, counted=True), measured.gap_words(view.reader, rows)]).strip()


def first_month(view: BankRisks) -> str:
    """The month in which the history of the risk chosen starts: that of its first report."""
    return month_name(view.history["month"].min() if len(view.history) else view.month)


def history_note(view: BankRisks) -> str:
    """Where the line of the history is cut, and why; empty where it is not."""
    patterns = {
        "n_measured": _("The line is cut where indicators join, as the score is then another: {months}."),
        "segment": _("The line is cut where an indicator is defined anew: {months}."),
    }
    said = []
    for column, pattern in patterns.items():
        cuts = view.history.loc[view.history[column].diff().fillna(0) != 0, "month"]
        if not cuts.empty:
            said.append(pattern.format(months=listing([month_name(month) for month in cuts])))
    return " ".join(said)


def highest(view: BankRisks) -> str:
    """What the picture of the risks shows, as its title."""
    four = view.risks[(view.risks["risk"] != "overall") & view.risks["score"].notna()]
    if four.empty:
        return _("The four risks of {bank}").format(bank=view.name)
    top = rows.row_of(four, four["score"].idxmax())
    return _("{bank}: {risk} stands highest, at {score} of 100").format(
        bank=view.name, risk=_(IN_SENTENCE[top["risk"]]), score=number(top["score"], 0)
    )


def described_risks(view: BankRisks) -> str:
    """The chart of the risks in words."""
    return " ".join(measured.described(row["label"], row) for _index, row in view.risks.iterrows())


def no_changes(view: BankRisks) -> str:
    """Why no change since the month before is shown."""
    seen = view.moves[view.moves["status"] == "observed"]
    if seen.groupby("indicator")["month"].nunique().max() == 2:
        return _("No indicator has moved since the month before.")
    return _("No indicator was reported both this month and the month before: no change is stated.")


def described_changes(view: BankRisks) -> str:
    """The chart of the changes in words."""
    return ". ".join(labelled(row["label"], row["text"]) for _index, row in view.changes.iterrows())
