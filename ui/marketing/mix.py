"""What the page on the mix shows: how complete a bank's site is over 2P + 2C + 3S, with evidence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from analytics.marketing.audit import MixAudit
from analytics.marketing.checklist import CHECKLIST, DIMENSIONS
from studies import core
from studies.marketing import mix as reads
from ui.charts import mix as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Open, Part, Table
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.rows import row_of
from ui.words import MISSING, N_, _, interval, listing, localised, ngettext, number, percent

_REASONS: Final = {
    "": N_("counts"),
    "no answer": N_("not looked at"),
    "no evidence": N_("yes, without evidence: not counted"),
}
_FULL: Final = 100.0


@dataclass(frozen=True)
class Mix:
    """One bank's audit beside its peers'.

    ``dimensions``: label, score, low, high, peer_low, peer_median, peer_high (0 to 100), answered, items;
    ``trusts``: bank, value, low, high; ``peers``: codes of the banks compared.
    """

    reader: Reader
    bank: str
    name: str
    result: MixAudit
    dimensions: pd.DataFrame
    overall: pd.Series
    trusts: pd.DataFrame
    peers: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def ranked(self) -> bool:
        """Whether the bank has a rank: not among those whose medians its answers are."""
        return bool(self.peers) and not self.reader.stands_in("mix_answer", self.bank)


def mix(reader: Reader) -> Mix:
    """The audit of the bank asked about. Raises ``Refused`` where it was not looked at."""
    snapshot, scenario, (bank, name) = reader.snapshot, reader.scenario, reader.bank()
    peers = reader.peers(bank)
    rows = reads.answers(snapshot)
    own = rows[rows["bank"] == bank]
    audited = tuple(code for code in peers if (rows["bank"] == code).any())
    result = reads.audited(snapshot, (bank, *audited), scenario.mix_weight)
    if result is None or own["answer"].notna().sum() == 0:
        raise Refused(
            _(
                "The site of {name} has not been looked at yet. Take the template of the site checklist "
                "on the import page, answer what can be seen, keep the evidence, and load it."
            ).format(name=name),
            "mix_answer",
        )
    scores = result.scores
    table = scores[scores["bank"] == bank].set_index("dimension")
    others = scores[scores["bank"] != bank].groupby("dimension")["score"]
    names = {one.code: localised(one, "name") for one in DIMENSIONS}
    dimensions = table.assign(
        label=[names[code] for code in table.index], peer_low=others.min(), peer_high=others.max()
    )
    return Mix(
        reader,
        bank,
        name,
        result,
        dimensions.reset_index(),
        row_of(result.overall.set_index("bank"), bank),
        reads.trusts(snapshot, (bank, *audited), scenario.trust_slope),
        audited,
        (*own["kind"].drop_duplicates(), "derived"),
    )


def _points(value: float) -> str:
    return number(value, 0)


def sentence(view: Mix) -> str:
    """How complete the mix is, with its interval and rank, and where it is weakest."""
    row = view.overall
    told = (
        _("{name} meets {score} of 100 points of the mix ({range}), rank {rank} of {count}.")
        if view.ranked
        else _("{name} meets {score} of 100 points of the mix ({range}).")
    ).format(
        name=view.name,
        score=_points(row["score"]),
        range=interval(row["low"], row["high"], 0),
        rank=number(row["rank"], 0),
        count=number(len(view.result.overall), 0),
    )
    return f"{told} " + _("Weakest: {weakest}.").format(weakest=_weakest(view, 1))


def _weakest(view: Mix, count: int) -> str:
    """The dimensions with the lowest scores, beside the peers."""
    rows = view.dimensions.dropna(subset=["score"]).sort_values("score", kind="stable").head(count)
    return listing(
        [
            _("{dimension} {score} (peers {median})").format(
                dimension=one["label"].lower(),
                score=_points(one["score"]),
                median=_points(one["peer_median"]),
            )
            if view.peers
            else f"{one['label'].lower()} {_points(one['score'])}"
            for _index, one in rows.iterrows()
        ]
    )


def more(view: Mix) -> str:
    """The ends of the rank, the two weakest dimensions, and what is open."""
    row, told = view.overall, []
    if view.ranked:
        told.append(
            _("The rank lies between {best} and {worst}.").format(
                best=number(row["rank_best"], 0), worst=number(row["rank_worst"], 0)
            )
        )
    told.append(_("The two weakest: {weakest}.").format(weakest=_weakest(view, 2)))
    open_items = int(row["items"] - row["answered"])
    if open_items:
        told.append(
            ngettext(
                "{count} item of {items} is not answered or not proven.",
                "{count} items of {items} are not answered or not proven.",
                open_items,
            ).format(count=number(open_items, 0), items=number(row["items"], 0))
        )
    return " ".join(told)


def caution(view: Mix) -> str:
    """That the answers are invented, where they are."""
    return _("These answers are invented, to show the method") if "synthetic" in view.kinds else ""


def trust_sentence(view: Mix) -> str:
    """What privacy and security suggest for trust, and where that is used."""
    row = row_of(view.trusts.set_index("bank"), view.bank)
    gain = reads.trust_to_gain(view.reader.snapshot, view.bank, view.reader.scenario.trust_slope)
    return _(
        "Privacy and security suggest a trust of {value} ({range}), where 0.6 goes with a mean score of 50. "
        "The slope is an assumption. Meeting every item of both would add {gain}: the levers page takes that "
        "as a case of trust, and the forecast, the channels and the macro pages follow."
    ).format(
        value=number(row["value"], 2),
        range=interval(row["low"], row["high"], 2),
        gain=number(gain, 2),
    )


def described(view: Mix) -> str:
    """The scores in words."""
    return ". ".join(
        _("{dimension}: {score} ({range}), peers {median}").format(
            dimension=row["label"],
            score=_points(row["score"]),
            range=interval(row["low"], row["high"], 0),
            median=_points(row["peer_median"]),
        )
        for _index, row in view.dimensions.iterrows()
    )


def by_gap(view: Mix) -> pd.DataFrame:
    """The dimensions, the one furthest behind the peers first, then those that nobody answered."""
    rows = view.dimensions.assign(gap=view.dimensions["score"] - view.dimensions["peer_median"])
    return rows.sort_values("gap", kind="stable").drop(columns="gap")


def finding(view: Mix) -> str:
    """What the chart finds."""
    told = by_gap(view).dropna(subset=["score", "peer_median"])
    if told.empty:
        return _("Dimension by dimension")
    row = told.iloc[0]
    if row["score"] >= row["peer_median"]:
        return _("Level with the peers or ahead in every dimension")
    return _("Furthest behind the peers: {dimension}, {score} of 100 against {median}").format(
        dimension=row["label"].lower(), score=_points(row["score"]), median=_points(row["peer_median"])
    )


def dimension_table(view: Mix) -> pd.DataFrame:
    """Every dimension beside the peers."""
    rows = view.dimensions
    return pd.DataFrame(
        {
            _("Dimension"): rows["label"],
            _("Score of the mix (0–100)"): rows["score"],
            _("Low"): rows["low"],
            _("High"): rows["high"],
            _("Answered"): rows["answered"].astype(int),
            _("Items"): rows["items"].astype(int),
            _("Peers: lowest"): rows["peer_low"],
            _("Peers: median"): rows["peer_median"],
            _("Peers: highest"): rows["peer_high"],
        }
    )


def bank_table(view: Mix) -> pd.DataFrame:
    """Every bank over the whole mix, with the trust that its privacy and security suggest."""
    rows = view.result.overall.merge(view.trusts, on="bank", suffixes=("", "_trust"))
    names = core.banks(view.reader.snapshot).set_index("bank")["name"]
    return pd.DataFrame(
        {
            _("Bank"): rows["bank"].map(names),
            _("Score of the mix (0–100)"): rows["score"],
            _("Low"): rows["low"],
            _("High"): rows["high"],
            _("Rank"): rows["rank"].astype(int),
            _("Rank, between"): [
                interval(best, worst, 0)
                for best, worst in zip(rows["rank_best"], rows["rank_worst"], strict=True)
            ],
            _("Trust suggested"): rows["value"],
            _("Trust, interval"): [
                interval(low, high, 2)
                for low, high in zip(rows["low_trust"], rows["high_trust"], strict=True)
            ],
        }
    )


def _answer(value: float) -> str:
    if math.isnan(value):
        return MISSING
    if value in (0.0, 1.0):
        return _("yes") if value else _("no")
    return _("in part ({share})").format(share=percent(value))


def _typeset(text: str) -> str:
    return text.replace("'", "’")


def item_table(view: Mix) -> pd.DataFrame:
    """Every item of the checklist: the answer, its evidence, and how many peers meet it."""
    answers = view.result.answers
    own = answers[answers["bank"] == view.bank].set_index("item")
    met = answers[answers["bank"].isin(view.peers)].groupby("item")["answer"].mean()
    names = {one.code: localised(one, "name") for one in DIMENSIONS}
    codes = [item.code for item in CHECKLIST]
    rows = own.loc[codes]
    return pd.DataFrame(
        {
            _("Dimension"): [names[item.dimension] for item in CHECKLIST],
            _("Item"): [_typeset(localised(item, "statement")) for item in CHECKLIST],
            _("Answer"): [_answer(value) for value in rows["answer"]],
            _("Standing"): [_(_REASONS[reason]) for reason in rows["reason"]],
            _("Evidence"): rows["evidence"].fillna(MISSING).to_numpy(),
            _("Evidence wanted"): [_typeset(localised(item, "proof")) for item in CHECKLIST],
            _("Peers that meet it (%)"): _FULL * met.reindex(codes).to_numpy(dtype=float),
        }
    )


def method() -> Method:
    """How the mix is judged, for the foot of the page."""
    return Method.of(
        formula=r"S_d=\frac{100}{n_d}\sum_{i\in\text{answered}}a_i,\qquad "
        r"\Big[\tfrac{100}{N_d}\sum a_i,\;\tfrac{100}{N_d}\big(\sum a_i+N_d-n_d\big)\Big],\qquad "
        r"T=0.6+s\Big(\tfrac{S_\text{privacy}+S_\text{security}}{200}-0.5\Big)",
        words=[
            _(
                "2P + 2C + 3S: personalisation, privacy, customer service, community, site, security, sales "
                "promotion. Each item can be seen from outside, on the public site or in an app store."
            ),
            _(
                "What was not answered is never taken as no: the interval runs from all of it as no to "
                "all of it as yes. A yes without evidence is not an answer."
            ),
            _(
                "The whole is the mean of the dimensions, privacy and security at the weight chosen; "
                "ranks run over everybody’s intervals."
            ),
            _(
                "Privacy and security feed trust. No study that could be read gives the slope: it is the "
                "reader’s own."
            ),
        ],
        proof=_(
            "A bank that meets every item with evidence has 100 and no interval; one item blanked never "
            "moves the ends inwards. The tests hold the page to both."
        ),
    )


def metrics(view: Mix) -> tuple[Metric, ...]:
    """The score, the rank, the trust that follows, and what is still open."""
    row, trust = view.overall, row_of(view.trusts.set_index("bank"), view.bank)
    score = Metric(
        "mix",
        _("Points of the mix, of 100"),
        float(row["score"]),
        digits=0,
        low=float(row["low"]),
        high=float(row["high"]),
        better="higher",
    )
    rank = Metric(
        "rank",
        _("Rank among {count} banks").format(count=number(len(view.result.overall), 0)),
        float(row["rank"]),
        digits=0,
        low=float(row["rank_best"]),
        high=float(row["rank_worst"]),
        better="lower",
    )
    open_items = Metric(
        "open_items",
        _("Items without answer or proof"),
        float(row["items"] - row["answered"]),
        digits=0,
        better="lower",
        opens=Open("import"),
        why=_("of {count}; counted").format(count=number(row["items"], 0)),
    )
    ends = float(trust["low"]), float(trust["high"])
    # All that trust rests on was answered: what is left is the slope, which is the reader's own.
    low, high = ends if ends[0] < ends[1] else (None, None)
    suggested = Metric(
        "trust_suggested",
        _("Trust suggested, 0 to 1"),
        float(trust["value"]),
        digits=2,
        low=low,
        high=high,
        better="higher",
        opens=Open("marketing-levers", {"trust_case": "site"}),
        why=_("the slope is assumed") if low is not None else _("no interval: all answered; slope assumed"),
    )
    return (score, *((rank,) if view.ranked else ()), suggested, open_items)


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "E-marketing mix"."""
    view = mix(reader)
    told, title = described(view), _("Dimension by dimension")
    scores = (
        *(_("Score of the mix (0–100)"), _("Low"), _("High")),
        *(_("Peers: lowest"), _("Peers: median"), _("Peers: highest")),
    )
    return Content(
        slug="marketing-mix",
        answer=Answer(sentence(view), caution(view), more(view)),
        metrics=metrics(view),
        picture=Chart(
            "dimensions",
            finding(view),
            charts.against_peers(
                by_gap(view), own=view.name, peers=_("Peers: median and range"), title=_("Score (0–100)")
            ),
            told,
            view.kinds,
            note=_(
                "Thin line: the interval of the items not answered. Pale bar: the peers. "
                "On the right: the score."
            ),
            figures=(
                Table(
                    "scores",
                    title,
                    dimension_table(view),
                    told,
                    view.kinds,
                    dict.fromkeys(scores, partial(number, digits=0)),
                ),
            ),
        ),
        details=(
            Detail("items", _("The checklist, with its evidence"), partial(_checklist, view)),
            Detail("trust", _("What does it do to trust?"), partial(_trusting, view)),
            Detail("radar", _("The mix at a glance"), partial(_radar, view)),
        ),
        method=method(),
    )


def _checklist(view: Mix) -> tuple[Part, ...]:
    return (
        Table(
            "items",
            _("The checklist, with its evidence"),
            item_table(view),
            sentence(view),
            view.kinds,
            {_("Peers that meet it (%)"): partial(number, digits=0)},
            height=420,
        ),
    )


def _trusting(view: Mix) -> tuple[Part, ...]:
    told = trust_sentence(view)
    scores = (_("Score of the mix (0–100)"), _("Low"), _("High"))
    return (
        Note(told, title=_("What does it do to trust?")),
        Table(
            "banks",
            "",
            bank_table(view),
            told,
            (*view.kinds, "assumed"),
            dict.fromkeys(scores, partial(number, digits=0))
            | {_("Trust suggested"): partial(number, digits=2)},
        ),
    )


def _radar(view: Mix) -> tuple[Part, ...]:
    return (
        Chart(
            "radar",
            _("The mix at a glance"),
            charts.radar(view.dimensions, own=view.name, peers=_("Peers: median"), title=_("Score (0–100)")),
            described(view),
            view.kinds,
            note=_(
                "Filled: the score; pale: what the items not answered or not proven leave open; red arc: the "
                "peers’ median. The outer circle is 100."
            ),
        ),
    )
