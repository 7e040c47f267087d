"""What the page on personal offers shows: who comes back, what an offer brings, and what to do with whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from analytics.marketing.bgnbd import BgNbd
from analytics.marketing.customers import least_effect, offers_by_effect, segment_summary
from studies.marketing import one_to_one as reads
from studies.marketing.own_tests import OwnTest, own_tests
from ui.charts import customers as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Open, Part, Table
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.words import _, day, interval, language, number, percent, worded

_LISTED: Final = 100
_LEAST_DRAWN: Final = 0.1
_TRIED: Final = (0.05, 0.1, 0.2, 0.5, 1.0)
"""Shares of operations added, tried beside the one assumed: a convention."""


@dataclass(frozen=True)
class Offers:
    """A bank's customers and what an offer to each would bring.

    ``customers``: rows of the read with gain (MAD that the offer adds), value (MAD expected without it) and
    worth (bool: the gain exceeds the cost); ``back``: how many come back, with its interval.
    """

    reader: Reader
    bank: str
    name: str
    model: BgNbd
    customers: pd.DataFrame
    segments: pd.DataFrame
    back: tuple[float, float, float]
    kept_back: reads.KeptBack | None
    kinds: tuple[str, ...]


def offers(reader: Reader) -> Offers:
    """What offers would bring. Raises ``Refused``, with the reason, where that cannot be said."""
    snapshot, scenario, (bank, name) = reader.snapshot, reader.scenario, reader.bank()
    rows = reads.transactions(snapshot, bank)
    if rows.empty:
        raise Refused(
            _(
                "This bank has no customer operations yet. Load them on the import page, by pseudonym: "
                "customer, day, amount."
            ),
            "customer_transaction",
        )
    try:
        fitted = reads.model(snapshot, bank)
        table = reads.customers(snapshot, bank, scenario.customer_weeks)
    except ValueError:
        raise Refused(
            _(
                "These operations allow no estimate: fewer than 30 customers, or nobody who came back. "
                "Load a longer file."
            ),
            "customer_transaction",
        ) from None
    value = scenario.operation_margin * table["discounted"]
    gain = scenario.offer_uplift * value
    table = table.assign(value=value, gain=gain, worth=gain > scenario.offer_cost)
    return Offers(
        reader,
        bank,
        name,
        fitted,
        table,
        segment_summary(table),
        reads.returning(table, scenario.level),
        reads.kept_back(snapshot, bank),
        (*rows["kind"].drop_duplicates(), "derived", "assumed"),
    )


def chosen(view: Offers) -> pd.DataFrame:
    """Customers worth an offer who agreed to be addressed, the most promising first."""
    rows = view.customers[view.customers["worth"] & view.customers["opted_in"]]
    return rows.sort_values("gain", ascending=False, kind="stable")


def sentence(view: Offers) -> str:
    """How many are worth an offer, who may be addressed, and who comes back at all."""
    expected, low, high = view.back
    return _(
        "{worth} of {all} customers of {name} are worth an offer of {cost}; {asked} of them agreed to be "
        "addressed. {back} ({range}) will come back at all."
    ).format(
        worth=number(view.customers["worth"].sum(), 0),
        all=number(len(view.customers), 0),
        name=view.name,
        cost=number(view.reader.scenario.offer_cost, 0, "MAD"),
        asked=number(len(chosen(view)), 0),
        back=number(expected, 0),
        range=interval(low, high, 0),
    )


def more(view: Offers) -> str:
    """What the offers would bring and cost; empty where nobody may be addressed."""
    addressed, scenario = chosen(view), view.reader.scenario
    if addressed.empty:
        return ""
    return _("Offers to those who agreed would bring {gain} for {spent} over {weeks} weeks.").format(
        gain=number(addressed["gain"].sum(), 0, "MAD"),
        spent=number(scenario.offer_cost * len(addressed), 0, "MAD"),
        weeks=number(scenario.customer_weeks, 0),
    )


def own_test(view: Offers) -> OwnTest | None:
    """The bank's tests of personal messages that the levers take; None where there are none, or left out."""
    scenario = view.reader.scenario
    if scenario.own_tests != "used":
        return None
    found = own_tests(view.reader.snapshot, view.bank, scenario.level)
    return next((each for each in found if each.lever == "one_to_one" and each.enters), None)


def _of_test(view: Offers, test: OwnTest) -> str:
    low, high = test.measured.between(view.reader.scenario.level)
    return f"{percent(test.measured.value)} ({interval(100 * low, 100 * high, 0, '%')})"


def tested(view: Offers) -> str:
    """Why tests of personal messages, which the levers take, are not an offer’s effect; empty without."""
    test = own_test(view)
    if test is None:
        return ""
    return _(
        "The bank’s tests of personal messages ({people} people, to {date}) count new active users: "
        "{value} more than the control. They tell nothing of how often those who are active come."
    ).format(people=number(test.people, 0), date=day(test.last), value=_of_test(view, test))


def effects(view: Offers) -> list[tuple[float, str]]:
    """Effects under which the offers are tried, with what each rests on, from the smallest."""
    assumed = view.reader.scenario.offer_uplift
    tried = dict.fromkeys(_TRIED, _("for comparison"))
    if (test := own_test(view)) is not None:
        tried[test.measured.value] = _("own tests, of new users: another effect")
    tried[assumed] = _("assumed on this page")
    return sorted(tried.items())


def effect_table(view: Offers) -> pd.DataFrame:
    """Who is worth an offer, and what the offers bring, by how much an offer adds."""
    tried = effects(view)
    own = view.customers
    found = offers_by_effect(
        own["value"], own["opted_in"], [each for each, _told in tried], view.reader.scenario.offer_cost
    )
    return pd.DataFrame(
        {
            _("Operations added (%)"): 100 * found["effect"],
            _("Rests on"): [told for _each, told in tried],
            _("Worth an offer"): found["worth"],
            _("And may be addressed"): found["addressed"],
            _("Brought, less cost (MAD)"): found["net"],
        }
    )


def effect_sentence(view: Offers) -> str:
    """The effect below which no offer pays."""
    least = least_effect(view.customers["value"], view.reader.scenario.offer_cost)
    if least is None:
        return _("No margin is expected of anyone: no effect pays for an offer.")
    return _("Under {least} of operations added, no offer of {cost} pays.").format(
        least=percent(least, 1), cost=number(view.reader.scenario.offer_cost, 0, "MAD")
    )


def caution(view: Offers) -> str:
    """What weakens the estimate; empty when nothing does."""
    parts = []
    uplift = percent(view.reader.scenario.offer_uplift)
    if (test := own_test(view)) is not None:
        parts.append(
            _("An effect of {uplift} is assumed: own tests, {value}, count new users, not operations").format(
                uplift=uplift, value=_of_test(view, test)
            )
        )
    else:
        parts.append(_("An effect of {uplift} on operations is assumed").format(uplift=uplift))
    if "synthetic" in view.kinds:
        parts.append(_("These customers are invented, to show the method"))
    if view.model.warnings:
        parts.append(_("The model’s parameters are not well determined by these operations"))
    return " · ".join(parts)


def _segment_names(view: Offers) -> dict[str, str]:
    return dict(zip(view.segments["segment"], view.segments[worded("name")], strict=True))


def points(view: Offers) -> pd.DataFrame:
    """Every customer, ready to be drawn; those from whom nothing is expected are left out."""
    rows = view.customers[view.customers["gain"] > 0]
    addressed, unasked, unworthy = standings()
    return pd.DataFrame(
        {
            "customer": rows.index,
            "gain": rows["gain"].clip(lower=_LEAST_DRAWN).to_numpy(),
            "chance": 100 * rows["probability_of_return"].to_numpy(),
            "segment": rows["segment"].map(_segment_names(view)).to_numpy(),
            "standing": np.select([~rows["worth"], rows["opted_in"]], [unworthy, addressed], unasked),
        }
    )


def standings() -> tuple[str, str, str]:
    """How a customer stands to an offer, as the legend lists it."""
    return (_("Worth an offer, agreed to be addressed"), _("Worth it, did not agree"), _("Not worth it"))


def heading(view: Offers) -> str:
    """What the chart finds."""
    worth = view.customers["worth"]
    return _("Customers for whom an offer pays: {worth}, of whom {asked} agreed to be addressed").format(
        worth=number(worth.sum(), 0), asked=number((worth & view.customers["opted_in"]).sum(), 0)
    )


def described(view: Offers) -> str:
    """The segments in words."""
    return ". ".join(
        _("{segment}: {count} customers, {chance} come back").format(
            segment=row[worded("name")],
            count=number(row["customers"], 0),
            chance=percent(row["probability_of_return"]),
        )
        for _index, row in view.segments[view.segments["customers"] > 0].iterrows()
    )


def note(view: Offers) -> str:
    """How to read the chart, and how the model did on days that it had not seen."""
    told = _("Who did not agree to commercial messages may not be addressed (Law 09-08).")
    tried = view.kept_back
    if tried is None:
        return told
    return f"{told} " + _(
        "Fitted on the days up to {date}, the model foretold {foretold} operations for the rest of the file; "
        "{counted} were counted."
    ).format(date=day(tried.since), foretold=number(tried.foretold, 0), counted=number(tried.counted, 0))


def segment_table(view: Offers) -> pd.DataFrame:
    """Every segment with its size, chances, share of customer and action."""
    rows, own = view.segments, view.customers.groupby("segment")
    shares, told = own["share"].mean(), own["share"].count()
    words = language()
    return pd.DataFrame(
        {
            _("Segment"): rows[f"name_{words}"],
            _("Action"): rows[f"action_{words}"],
            _("Customers"): rows["customers"],
            _("Come back (%)"): 100 * rows["probability_of_return"],
            _("Expected operations"): rows["expected"],
            _("Expected margin (MAD)"): rows["segment"].map(own["value"].sum()).fillna(0.0),
            _("Worth an offer"): rows["segment"].map(own["worth"].sum()).fillna(0).astype(int),
            _("Share of customer (%)"): 100 * rows["segment"].map(shares),
            _("Share known for"): rows["segment"].map(told).fillna(0).astype(int),
        }
    )


def _middle(known: pd.Series) -> str:
    """Between what the middle half of customers lie."""
    low, high = (float(100 * known.quantile(end)) for end in (0.25, 0.75))
    return interval(low, high, 0, "%")


def share_sentence(view: Offers) -> str:
    """How much of its customers' business the bank holds, and for how many that is known."""
    known = view.customers["share"].dropna()
    if known.empty:
        return _("What these customers hold elsewhere is not known: no share of customer.")
    return _(
        "Share of customer: {share} of what {count} customers hold is here (middle half: {range}); for the "
        "other {unknown} it is not known what they hold elsewhere."
    ).format(
        share=percent(known.mean()),
        count=number(len(known), 0),
        range=_middle(known),
        unknown=number(len(view.customers) - len(known), 0),
    )


def customer_table(view: Offers, *, segment: str = "") -> pd.DataFrame:
    """The customers, of one segment where named, whom an offer would move most, addressable or not."""
    held = view.customers if not segment else view.customers[view.customers["segment"] == segment]
    rows = held.sort_values("gain", ascending=False, kind="stable").head(_LISTED)
    return pd.DataFrame(
        {
            _("Customer"): rows.index,
            _("Offer"): [
                (_("yes") if asked else _("may not be addressed")) if worth else _("not worth it")
                for worth, asked in zip(rows["worth"], rows["opted_in"], strict=True)
            ],
            _("Segment"): rows["segment"].map(_segment_names(view)).to_numpy(),
            _("Repeats"): rows["frequency"].astype(int).to_numpy(),
            _("Weeks since the last"): (rows["age"] - rows["recency"]).to_numpy(),
            _("Alive (%)"): 100 * rows["probability_alive"].to_numpy(),
            _("Comes back (%)"): 100 * rows["probability_of_return"].to_numpy(),
            _("Expected operations"): rows["expected"].to_numpy(),
            _("Expected margin (MAD)"): rows["value"].to_numpy(),
            _("Offer adds (MAD)"): rows["gain"].to_numpy(),
            _("Share of customer (%)"): 100 * rows["share"].to_numpy(),
        }
    )


def parameter_table(view: Offers) -> pd.DataFrame:
    """The four parameters with their standard errors."""
    names = ("r", "alpha", "a", "b")
    errors = view.model.standard_errors or (None,) * len(names)
    return pd.DataFrame(
        {
            _("Parameter"): names,
            _("Estimate"): [getattr(view.model, name) for name in names],
            _("Standard error"): list(errors),
            _("Meaning"): [
                _("pace of operations: shape"),
                _("pace of operations: rate (weeks)"),
                _("leaving after an operation: first"),
                _("leaving after an operation: second"),
            ],
        }
    )


def method() -> Method:
    """How the offers are judged, for the foot of the page."""
    return Method.of(
        formula=r"P(\text{back})=1-P(0\text{ in }h),\qquad "
        r"V=m\sum_{t=1}^{h}\frac{E[x_t]-E[x_{t-1}]}{(1+d)^t},"
        r"\qquad \text{offer}\iff u\,V>c,\qquad \text{CLV}=\frac{m\,r}{1+d-r}",
        words=[
            _(
                "BG/NBD (Fader, Hardie and Lee 2005): customers come at a pace of their own and may leave "
                "after each operation; four parameters by maximum likelihood from each customer’s number of "
                "repeats, last day and first day. Operations of one day count once."
            ),
            _(
                "The chance to come back is used, not the chance to be alive, which is 1 in this model for "
                "everyone who never came back."
            ),
            _(
                "An offer pays where the operations it adds bring more margin than it costs. Margin, "
                "uplift and cost are the reader’s own; the uplift is best taken from a randomised test. "
                "Later margins count less by 10% a year (convention)."
            ),
            _(
                "One uplift for all is a strong assumption: those who come anyway may be moved least. "
                "Test an offer on each segment before it goes to all of it."
            ),
            _(
                "Interval of those who come back: each by their own chance, independently, with the "
                "parameters held; it leaves out that these are estimated."
            ),
            _("Share of customer: held here over held here and elsewhere, only where both are known."),
        ],
        proof=_(
            "CDNOW, 2,357 customers: r 0.243, alpha 4.414, a 0.793, b 2.426, log-likelihood "
            "−9582.4. A margin of 100 at retention 0.8 and discount 0.1 is worth 266.667."
        ),
    )


def metrics(view: Offers) -> tuple[Metric, ...]:
    """Whom an offer moves, what that brings, who comes back, and how much of them the bank has."""
    addressed, scenario = chosen(view), view.reader.scenario
    spent = scenario.offer_cost * len(addressed)
    expected, low, high = view.back
    known = view.customers["share"].dropna()
    found = [
        Metric(
            "worth_an_offer",
            _("Worth an offer, and may be addressed"),
            float(len(addressed)),
            digits=0,
            why=_("no interval: by each one’s expected gain"),
        ),
        Metric(
            "offers_gain",
            _("What the offers bring, less their cost"),
            float(addressed["gain"].sum()) - spent,
            "MAD",
            digits=0,
            better="higher",
            why=_("expected; the uplift is assumed"),
        ),
        Metric(
            "coming_back",
            _("Customers who come back"),
            expected,
            digits=0,
            low=low,
            high=high,
            better="higher",
        ),
    ]
    if len(known):
        found.append(
            Metric(
                "share_of_customer",
                _("Share of customer"),
                100 * float(known.mean()),
                "%",
                digits=0,
                better="higher",
                why=_("known for {count}; middle half {range}").format(
                    count=number(len(known), 0),
                    range=interval(
                        float(100 * known.quantile(0.25)), float(100 * known.quantile(0.75)), 0, "%"
                    ),
                ),
            )
        )
    return tuple(found)


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "One to one"."""
    view = offers(reader)
    drawn = points(view)
    none = Note(_("With no margin or no added operations, an offer brings nothing from anyone."), "empty")
    return Content(
        slug="marketing-one-to-one",
        answer=Answer(sentence(view), caution(view), " ".join(filter(None, (more(view), tested(view))))),
        metrics=metrics(view),
        before=(none,) if drawn.empty else (),
        picture=None if drawn.empty else _picture(view, drawn, "worth", heading(view), described(view)),
        details=(
            Detail("segments", _("What to do with whom"), partial(_segments, view)),
            Detail("segment", _("One segment"), partial(_one_segment, view)),
            Detail("customers", _("Customer by customer"), partial(_one_by_one, view)),
            Detail("effect", _("How it hangs on the effect"), partial(_effects, view)),
            Detail("parameters", _("The model’s parameters"), partial(_parameters, view)),
        ),
        method=method(),
    )


def _picture(view: Offers, drawn: pd.DataFrame, code: str, title: str, told: str) -> Chart:
    titles = (_("What an offer adds (MAD)"), _("Chance to come back (%)"), _("Segment"), _("Customer"))
    return Chart(
        code,
        title,
        charts.worth(
            drawn,
            order=standings(),
            limit=max(view.reader.scenario.offer_cost, _LEAST_DRAWN),
            limit_text=_("an offer pays"),
            titles=titles,
        ),
        told,
        view.kinds,
        note=note(view),
        opened_by="segment",
        opens={name: _opens(view, code) for code, name in _segment_names(view).items()},
    )


def _opens(view: Offers, segment: str) -> Open:
    """The view of one segment, as its marks and rows lead to it."""
    return Open("marketing-one-to-one", {"bank": view.bank, "segment": segment}, "segment")


def _one_segment(view: Offers) -> tuple[Part, ...]:
    """The customers of the segment asked for, else of the largest: drawn, summed up and listed."""
    ranked = view.segments.sort_values("customers", ascending=False)["segment"].tolist()
    code = view.reader.chosen("segment", ranked)
    name = _segment_names(view)[code]
    row = view.segments[view.segments["segment"] == code].iloc[0]
    own = view.customers[view.customers["segment"] == code]
    said = _(
        "{segment}: {count} customers, {worth} worth an offer, {asked} of them may be addressed."
    ).format(
        segment=name,
        count=number(len(own), 0),
        worth=number(own["worth"].sum(), 0),
        asked=number((own["worth"] & own["opted_in"]).sum(), 0),
    )
    told = f"{said} {row[worded('action')]}"
    listed = customer_table(view, segment=code)
    drawn = points(view)
    drawn = drawn[drawn["segment"] == name]
    figures = (_("Alive (%)"), _("Comes back (%)"), _("Share of customer (%)"))
    table = Table(
        "segment-customers",
        name,
        listed,
        told,
        view.kinds,
        dict.fromkeys(figures, partial(number, digits=0)),
        height=320,
    )
    if drawn.empty:
        return Note(told), table
    return _picture(view, drawn, "segment", name, told), table


def _segments(view: Offers) -> tuple[Part, ...]:
    figures = (
        *(_("Come back (%)"), _("Expected operations")),
        *(_("Expected margin (MAD)"), _("Share of customer (%)")),
    )
    return (
        Table(
            "segments",
            _("What to do with whom"),
            segment_table(view),
            described(view),
            view.kinds,
            dict.fromkeys(figures, partial(number, digits=0)),
            opens=tuple(_opens(view, code) for code in view.segments["segment"]),
        ),
        Note(share_sentence(view), "aside"),
    )


def _one_by_one(view: Offers) -> tuple[Part, ...]:
    figures = (_("Alive (%)"), _("Comes back (%)"), _("Share of customer (%)"))
    return (
        Table(
            "customers",
            _("Customer by customer"),
            customer_table(view),
            sentence(view),
            view.kinds,
            dict.fromkeys(figures, partial(number, digits=0)),
            height=420,
        ),
    )


def _effects(view: Offers) -> tuple[Part, ...]:
    """What the offers bring under other effects, and why the one tested is not taken."""
    figures = (_("Operations added (%)"), _("Brought, less cost (MAD)"))
    said, test = effect_sentence(view), own_test(view)
    kinds = (*view.kinds, *(test.kinds if test else ()))
    table = Table(
        "effects",
        _("What offers bring, by how much one adds"),
        effect_table(view),
        said,
        tuple(dict.fromkeys(kinds)),
        dict.fromkeys(figures, partial(number, digits=0)),
    )
    told = tested(view)
    return (table, Note(said, "aside"), *((Note(told, "aside"),) if told else ()))


def _parameters(view: Offers) -> tuple[Part, ...]:
    figures = (_("Estimate"), _("Standard error"))
    return (
        Table(
            "parameters",
            _("The model’s parameters"),
            parameter_table(view),
            described(view),
            ("derived",),
            dict.fromkeys(figures, partial(number, digits=3)),
        ),
    )
