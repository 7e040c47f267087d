"""What the drivers page shows: who adopts, what holds the others back, and what trust would change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd

from analytics.adoption.drivers import LogitFit
from analytics.scenario import assumption
from data.contracts import contract
from studies import core
from studies.adoption import drivers as reads
from studies.adoption import observed
from ui.adoption.countries import home, home_name, names
from ui.adoption.words import CONSTRUCTS, construct_name
from ui.charts import adoption as charts
from ui.content import (
    Answer,
    Chart,
    Content,
    Detail,
    Method,
    Metric,
    Note,
    Open,
    Part,
    Table,
    Telling,
    shared,
)
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.words import N_, _, interval, language, listing, ngettext, number, percent, signed, within

_PROFILE: Final = {
    "age": N_("Age, ten years more"),
    "female": N_("A woman rather than a man"),
    "urban": N_("In town rather than in the country"),
    "education[primary]": N_("Primary rather than no education"),
    "education[secondary]": N_("Secondary rather than no education"),
    "education[tertiary]": N_("Tertiary rather than no education"),
}
OUTCOMES: Final = assumption("survey_outcome").names
_TOLD: Final = {
    "adopter": N_("e-banking use"),
    "risk_3": N_("fear of hacking"),
    "trust_3": N_("trust in the bank’s e-banking"),
}
_TERMS: Final = {
    "age": N_("Age, one year more"),
    "intercept": N_("Constant"),
    "threshold[disagree|neutral]": N_("Threshold from disagreeing to neutral"),
    "threshold[neutral|agree]": N_("Threshold from neutral to agreeing"),
    "threshold[disagree|agree]": N_("Threshold from disagreeing to agreeing"),
}
_UNIT_OF: Final = {"age": 10.0}
_REASONS: Final = {
    "no_account_lack_of_money": N_("Lack of money"),
    "no_account_lack_of_trust": N_("Lack of trust"),
}


@dataclass(frozen=True)
class Drivers:
    """Effects on one outcome, ready to be shown.

    ``effects``: name, label, group, estimate, low, high (points), clear (the interval leaves out zero), the
    strongest first in each group; ``share``: weighted share with the outcome.
    """

    reader: Reader
    survey: str
    outcome: str
    items: tuple[str, ...]
    fit: LogitFit
    effects: pd.DataFrame
    kinds: tuple[str, ...]


def item_name(item: str) -> str:
    """An item as it was put to respondents, with the construct that it measures."""
    column = contract("survey_response").column(item)
    text = column.meaning_fr if language() == "fr" else column.meaning_en
    (construct,) = reads.mapping((item,))
    # The language of the contract sets the space before its colon.
    said = re.split(r"\s?: ", text, maxsplit=1)[1]
    return f"{construct_name(construct)} · {said}"


def surveys(reader: Reader) -> dict[str, str]:
    """Survey → its name with the number of its answers. Raises ``Refused`` where there is none."""
    known = reads.surveys(reader.snapshot)
    if known.empty:
        raise Refused(
            _("This workspace has no survey yet. Load answers on the import page."), "survey_response"
        )
    return {
        str(row["survey"]): _("{survey} ({respondents} answers)").format(
            survey=row["survey"], respondents=number(row["respondents"], 0)
        )
        for _index, row in known.iterrows()
    }


def drivers(reader: Reader) -> Drivers:
    """The effects of every driver. Raises ``Refused``, with the reason, where they cannot be estimated."""
    snapshot, scenario = reader.snapshot, reader.scenario
    survey = reader.chosen("survey", list(surveys(reader)))
    outcome = reader.chosen("survey_outcome", list(OUTCOMES))
    items = tuple(item for item in scenario.survey_items if item in reads.ITEMS)
    try:
        fit = reads.driver_model(snapshot, survey, outcome, items, scenario.level)
    except ValueError:
        raise Refused(
            _(
                "These answers do not allow an estimate: too few of them, too few who differ, or drivers "
                "that cannot be told apart. Choose more items or another survey."
            )
        ) from None
    effects = fit.marginal_effects
    if fit.kind == "ordered":
        effects = pd.DataFrame(effects.xs(reads.AGREES, level="outcome"))
    known = reads.surveys(snapshot).set_index("survey")
    kinds = (str(known.loc[survey, "kind"]), "derived")
    return Drivers(reader, survey, outcome, items, fit, _described(effects), kinds)


def _described(effects: pd.DataFrame) -> pd.DataFrame:
    table = 100.0 * effects.reset_index()[["estimate", "low", "high"]]
    table = table.assign(name=list(effects.index))
    for name, unit in _UNIT_OF.items():
        table.loc[table["name"] == name, ["estimate", "low", "high"]] *= unit
    attitude = ~table["name"].isin(_PROFILE)
    table["group"] = [_("Attitude, one point more of seven") if own else _("Profile") for own in attitude]
    table["label"] = [
        construct_name(name) if own else _(_PROFILE[name])
        for name, own in zip(table["name"], attitude, strict=True)
    ]
    table["clear"] = (table["low"] > 0) | (table["high"] < 0)
    strength = table["estimate"].abs()
    return table.assign(attitude=attitude, strength=strength).sort_values(
        ["attitude", "strength"], ascending=False, ignore_index=True
    )


def _clear(view: Drivers) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Attitudes that go clearly with the outcome, and those that go clearly against it, strongest first."""
    clear = view.effects[view.effects["attitude"] & view.effects["clear"]]
    return clear[clear["estimate"] > 0], clear[clear["estimate"] < 0]


def sentence(view: Drivers) -> str:
    """What goes most with the outcome, and what goes most against it."""
    up, down = _clear(view)
    told = _(_TOLD[view.outcome])
    if up.empty and down.empty:
        return _("No attitude goes clearly with {outcome} in this survey of {count} people.").format(
            outcome=told, count=number(view.fit.observations, 0)
        )
    patterns = (
        (up, _("Most goes with {outcome}: {effect}.")),
        (down, _("What holds back most: {effect}.") if len(up) else _("Most against {outcome}: {effect}.")),
    )
    return " ".join(
        pattern.format(outcome=told, effect=_effect(rows.iloc[0])) for rows, pattern in patterns if len(rows)
    )


def more(view: Drivers) -> str:
    """The two strongest attitudes on either side, and among whom."""
    sides = zip((_("goes with {effects}"), _("is held back by {effects}")), _clear(view), strict=True)
    parts = [
        template.format(effects=listing([_effect(row) for _index, row in rows.head(2).iterrows()]))
        for template, rows in sides
        if len(rows)
    ]
    if not parts:
        return ""
    return _(
        "Among {count} people, {outcome} {parts}; a point of a 1 to 7 scale each, all else equal."
    ).format(count=number(view.fit.observations, 0), outcome=_(_TOLD[view.outcome]), parts=listing(parts))


def _effect(row: pd.Series) -> str:
    return _("{driver} ({effect} points, {interval})").format(
        driver=within(row["label"]),
        effect=signed(row["estimate"], 1),
        interval=interval(row["low"], row["high"], 1),
    )


def caution(view: Drivers) -> str:
    """What weakens the estimate; empty when nothing does."""
    parts = []
    if "synthetic" in view.kinds:
        parts.append(_("These answers are invented, to show the method"))
    if "few_events" in view.fit.warnings:
        parts.append(_("Few people differ in the outcome: the effects are uncertain"))
    return " · ".join(parts)


def note(view: Drivers) -> str:
    """Who was used, and how to read the chart."""
    left_out = ngettext(
        "{count} left out for a missing answer", "{count} left out for missing answers", view.fit.dropped
    ).format(count=number(view.fit.dropped, 0))
    return _(
        "Average marginal effects in points, with their {level} interval, survey weights and robust errors; "
        "hollow: the interval holds zero. {used} people, {left_out}. Associations, not causes."
    ).format(level=percent(view.fit.level), used=number(view.fit.observations, 0), left_out=left_out)


def effects_table(view: Drivers) -> pd.DataFrame:
    """Every driver with its effect and interval."""
    rows = view.effects
    return pd.DataFrame(
        {
            _("Driver"): rows["label"],
            _("Kind of driver"): rows["group"],
            _("Effect (points)"): rows["estimate"].round(1),
            _("Low"): rows["low"].round(1),
            _("High"): rows["high"].round(1),
        }
    )


def coefficient_table(view: Drivers) -> pd.DataFrame:
    """The coefficients behind the effects, thresholds included."""
    rows = view.fit.coefficients
    names = {**CONSTRUCTS, **_PROFILE, **_TERMS}
    return pd.DataFrame(
        {
            _("Term"): [_(names[term]) if term in names else term for term in rows.index],
            _("Log-odds"): rows["estimate"].round(3).to_numpy(),
            _("Standard error"): rows["standard_error"].round(3).to_numpy(),
            _("Odds ratio"): rows["odds_ratio"].round(2).to_numpy(),
        }
    )


def scale_table(view: Drivers) -> pd.DataFrame:
    """Which items make each construct, and how well they hold together."""
    found = reads.reliabilities(view.reader.snapshot, view.survey, view.items)
    mapping = reads.mapping(view.items)
    rows: list[dict[str, Any]] = []
    for construct, scale in found.items():
        for item in mapping[construct]:
            own = None if scale is None else scale.by_item.set_index("item").loc[item]
            rows.append(
                {
                    _("Construct"): construct_name(construct),
                    _("Item"): item_name(item).split(" · ", 1)[1],
                    _("Cronbach’s alpha"): None if scale is None else scale.alpha,
                    _("Alpha, interval"): _("one item: no alpha")
                    if scale is None
                    else interval(scale.low, scale.high, 2),
                    _("Correlation with the other items"): None if own is None else own["rest_correlation"],
                    _("Alpha without this item"): None if own is None else own["alpha_without"],
                }
            )
    return pd.DataFrame(rows)


def scale_sentence(view: Drivers) -> str:
    """Which constructs hold together and which do not."""
    found = reads.reliabilities(view.reader.snapshot, view.survey, view.items)
    weak = [
        construct_name(name) for name, scale in found.items() if scale is not None and not scale.acceptable
    ]
    if weak:
        return _("Below the usual 0.7: {constructs}. Their effects are blurred.").format(
            constructs=listing(weak)
        )
    return _("Every construct of several items reaches the usual 0.7 of Cronbach’s alpha.")


def trust(view: Drivers) -> reads.TrustChange | None:
    """What the change of trust asked for would go with."""
    scenario = view.reader.scenario
    try:
        return reads.trust_change(
            view.reader.snapshot, view.survey, view.items, scenario.level, scenario.trust_change
        )
    except ValueError:
        return None


def trust_sentence(found: reads.TrustChange) -> str:
    """Trust + x → adoption + y, with its interval."""
    move = found.asked
    return _(
        "If everyone’s trust changed by {change} points of seven: {before} → {after} of customers on "
        "e-banking, {estimate} points ({interval}). The size of the change is the reader’s assumption."
    ).format(
        change=signed(move.change, 1),
        before=percent(move.before, 1),
        after=percent(move.after, 1),
        estimate=signed(100 * move.estimate, 1),
        interval=interval(100 * move.low, 100 * move.high, 1),
    )


def _reasons(reader: Reader) -> pd.DataFrame:
    parts = [
        observed.panel(reader.snapshot, indicator).assign(reason=_(label))
        for indicator, label in _REASONS.items()
    ]
    return pd.concat(parts, ignore_index=True)


def reasons_table(reader: Reader) -> pd.DataFrame:
    """Why adults have no account, as they told Findex."""
    rows = _reasons(reader)
    named = core.source_names(reader.snapshot)
    return pd.DataFrame(
        {
            _("Country"): rows["entity"].map(names(reader)),
            _("Reason"): rows["reason"],
            _("Year"): rows["year"],
            _("Adults (%)"): rows["value"].round(1),
            _("Source"): rows["source"].map(named),
        }
    )


def reasons_sentence(view: Drivers) -> str:
    """The claim that fear of hacking is the brake, beside what people say and what the survey shows."""
    reader = view.reader
    rows = _reasons(reader)
    own = (
        rows[rows["entity"] == home(reader)]
        .drop_duplicates("reason", keep="last")
        .set_index("reason")["value"]
    )
    trust, money = (own.get(_(label)) for label in reversed(_REASONS.values()))
    if trust is None or money is None:
        return _("Findex has no reasons for {country}.").format(country=home_name(reader))
    stated = _(
        "It is often said that fear of hacking is the brake. In {country}, {trust} of adults name lack of "
        "trust as the reason for having no account, {money} lack of money."
    ).format(country=home_name(reader), trust=number(trust, 1, "%"), money=number(money, 1, "%"))
    attitudes = view.effects[view.effects["attitude"]].reset_index(drop=True)
    place = attitudes.index[attitudes["name"] == "risk"]
    if view.outcome != "adopter" or place.empty:
        return stated
    return (
        stated
        + " "
        + _(
            "In this survey perceived risk is number {place} of {count} attitudes by strength of its effect."
        ).format(place=int(place[0]) + 1, count=len(attitudes))
    )


def described(view: Drivers) -> str:
    """The chart of the effects in words."""
    return ". ".join(_effect(row) for _index, row in view.effects.iterrows())


def method() -> Method:
    """How the effects are computed, for the foot of the page."""
    return Method.of(
        formula=r"P(y_i=1)=\frac{1}{1+e^{-x_i\beta}},\qquad "
        r"\Delta_k=\frac{\sum_i w_i\,[P(x_i^{k+})-P(x_i^{k-})]}{\sum_i w_i},\qquad "
        r"\alpha=\frac{k}{k-1}\Big(1-\frac{\sum_j\sigma_j^2}{\sigma^2_{\Sigma}}\Big)",
        words=[
            _(
                "Weighted logit of using e-banking (ordered logit for agreeing with an item) on the means of "
                "the items of each construct, age, sex, place and education, with robust errors."
            ),
            _(
                "The effect of a driver compares predictions for everyone with the driver changed and all "
                "else as it is; a category excludes the other categories. The interval follows from the "
                "delta method."
            ),
            _(
                "The drivers are those of the technology acceptance models: usefulness, ease, trust, "
                "perceived risk, social influence, cost, convenience."
            ),
            _(
                "Studies in Morocco agree in sign: usefulness, cost and convenience count, risk holds back "
                "(Echchabi 2011, 300 people; Essanoussi and Bennis Nechba, 201 people; IJAFAME 438, 182 "
                "branches). No pooled strength of trust was found in print: it stays an assumption."
            ),
        ],
        proof=_(
            "Coefficients and robust errors are those of statsmodels; the effect of one level of education "
            "leaves out the other levels, and age moves with its square. The survey is invented from known "
            "effects, and the intervals hold them as often as they say. All stand in the tests."
        ),
    )


def metrics(view: Drivers) -> tuple[Metric, ...]:
    """The strongest on either side, what more trust would go with, and how many were asked."""
    up, down = _clear(view)
    found = [_strongest(rows.iloc[0]) for rows in (up, down) if len(rows)]
    change = trust(view)
    if change is not None:
        move = change.asked
        found.append(
            Metric(
                "trust_what_if",
                _("Use of e-banking if trust changed by {change}").format(change=signed(move.change, 1)),
                100 * move.estimate,
                _("points"),
                low=100 * move.low,
                high=100 * move.high,
                better="higher",
                opens=Open("marketing-levers"),
            )
        )
    asked = Metric(
        "respondents",
        _("People in the estimate"),
        float(view.fit.observations),
        digits=0,
        opens=Open("data"),
        why=_("counted; {dropped} left out").format(dropped=number(view.fit.dropped, 0)),
    )
    return (*found, asked)


def _strongest(row: pd.Series) -> Metric:
    return Metric(
        f"effect_{row['name']}",
        str(row["label"]),
        float(row["estimate"]),
        _("points"),
        low=float(row["low"]),
        high=float(row["high"]),
        why=_("for one point more of seven"),
    )


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "What holds back"."""
    view = drivers(reader)
    told = described(view)
    title = _("What goes with {outcome} (at right), and against it (at left)").format(
        outcome=_(_TOLD[view.outcome])
    )
    return Content(
        slug="adoption-drivers",
        answer=Answer(sentence(view), caution(view), more(view)),
        metrics=shared(metrics(view)),
        picture=Chart(
            "effects",
            title,
            charts.effects(
                view.effects, label="label", group="group", title=_("Effect on the share (points)")
            ),
            told,
            view.kinds,
            note=note(view),
            figures=(Table("effects", title, effects_table(view), told, view.kinds),),
        ),
        details=(
            Detail("trust", _("What if trust changed?"), partial(_trusting, view)),
            Detail("reasons", _("Is it the fear of hacking?"), partial(_fear, view)),
            Detail("scales", _("Items and constructs"), partial(_scales, view)),
            Detail("coefficients", _("Coefficients"), partial(_terms, view)),
        ),
        method=method(),
        story=Telling("effects", (more(view), note(view), reasons_sentence(view))),
    )


def _trusting(view: Drivers) -> tuple[Part, ...]:
    change = trust(view)
    if change is None:
        said = _("Without items on trust among those chosen, its change cannot be worked out.")
        return (Note(said, "empty"),)
    return (
        Chart(
            "trust",
            _("What if trust changed?"),
            charts.band_line(
                change.path,
                x_title=_("Change of trust (points of seven)"),
                y_title=_("% of customers on e-banking"),
            ),
            trust_sentence(change),
            (*view.kinds, "assumed"),
            note=trust_sentence(change),
        ),
    )


def _fear(view: Drivers) -> tuple[Part, ...]:
    told = reasons_sentence(view)
    return (
        Note(told, title=_("Is it the fear of hacking?")),
        Table("reasons", "", reasons_table(view.reader), told, ("observed",)),
    )


def _scales(view: Drivers) -> tuple[Part, ...]:
    figures = (_("Cronbach’s alpha"), _("Correlation with the other items"), _("Alpha without this item"))
    told = scale_sentence(view)
    return (
        Table(
            "scales",
            _("Items and constructs"),
            scale_table(view),
            told,
            view.kinds,
            dict.fromkeys(figures, partial(number, digits=2)),
        ),
        Note(told, "aside"),
    )


def _terms(view: Drivers) -> tuple[Part, ...]:
    figures = (_("Log-odds"), _("Standard error"), _("Odds ratio"))
    return (
        Table(
            "coefficients",
            _("Coefficients"),
            coefficient_table(view),
            described(view),
            view.kinds,
            dict.fromkeys(figures, partial(number, digits=3)),
        ),
    )
