"""What the experiments page says of e-mail: the funnel, and the list that wears down."""

from __future__ import annotations

from typing import Final

import pandas as pd

from studies import core
from studies.marketing.campaigns import Mailing, mailing
from ui import link
from ui.words import N_, _, number, percent

_STAGES: Final = {
    "addressed": N_("Addressed"),
    "delivered": N_("Delivered"),
    "opened": N_("Messages opened"),
    "clicked": N_("Clicked"),
    "converted": N_("Converted"),
}


def read_mailing(bank: str) -> Mailing:
    """The bank's e-mail over the sends of the session's scenario."""
    return mailing(link.shown(), bank, link.scenario().email_sends)


def kinds(found: Mailing) -> tuple[str, ...]:
    """Kinds of the figures shown."""
    if found.own is None:
        return ("observed", "assumed")
    rows = core.banks(link.shown())
    return (*rows["kind"].drop_duplicates(), "observed")


def sentence(found: Mailing) -> str:
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


def decay(found: Mailing) -> pd.DataFrame:
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


def funnel_table(found: Mailing) -> pd.DataFrame:
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
