"""Where a bank's customers live, beside what each country asks for."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.snapshots import Snapshot
from studies import core
from studies.risk import licensing as reads
from ui.risk.licensing.answer import LicensingAnswer, outcome_name
from ui.words import _, day, listing, number, percent


@dataclass(frozen=True)
class Customers:
    """Customers of one bank by country.

    ``abroad`` : Series country → customers, without the bank's own country, most first; empty where the bank
    states none or the case is of a bank from elsewhere. ``everywhere`` : customers in all countries.
    ``reason`` says why none are shown, empty where some are.
    """

    name: str
    abroad: pd.Series
    everywhere: int
    kinds: tuple[str, ...]
    reason: str


def bank_names(snapshot: Snapshot) -> dict[str, str]:
    """Code → name of the banks whose customers can stand on the map; empty where the workspace has none."""
    banks = core.banks(snapshot)
    return dict(zip(banks["bank"], banks["name"], strict=True))


def customers(view: LicensingAnswer) -> Customers:
    """The customers of the bank chosen, as far as they fit the case."""
    snapshot, none = view.reader.snapshot, pd.Series(dtype="int64")
    names = bank_names(snapshot)
    if not names:
        return Customers("", none, 0, (), _("No bank has been loaded: the map shows no customers."))
    bank = view.reader.chosen("bank", list(names))
    home = core.banks(snapshot).set_index("bank").loc[bank, "country"]
    rows = reads.customers(snapshot)
    rows = rows[rows["bank"] == bank]
    if rows.empty:
        told = _("{bank} states no customers by country: load them on the import page.")
        return Customers(names[bank], none, 0, (), told.format(bank=names[bank]))
    if home != view.case.home:
        told = _("The case is of a bank from elsewhere ({home}): the customers of {bank} are not shown.")
        reason = told.format(home=view.names[view.case.home], bank=names[bank])
        return Customers(names[bank], none, 0, (), reason)
    counts = rows.set_index("country")["customers"].astype("int64")
    counts = counts[counts.index.isin(list(view.by_country))]
    abroad = counts[(counts.index != home) & (counts > 0)].sort_values(ascending=False, kind="stable")
    kinds = tuple(sorted(rows["kind"].unique()))
    return Customers(names[bank], abroad, int(counts.sum()), kinds, "")


def table(view: LicensingAnswer, found: Customers) -> pd.DataFrame:
    """Customers abroad with every outcome that their country could ask for; empty where none are shown."""
    snapshot = view.reader.snapshot
    on = view.decision.day or snapshot.as_of
    possible = _("Outcomes possible on {day}, their facts not stated (no legal advice)").format(day=day(on))
    rows = [
        {
            _("Country"): view.names[code],
            _("Customers"): int(count),
            possible: listing(
                [outcome_name(outcome) for outcome in reads.possible(snapshot, view.case.home, code, on)]
            ),
        }
        for code, count in zip(map(str, found.abroad.index), found.abroad, strict=True)
    ]
    return pd.DataFrame(rows)


def sentence(found: Customers) -> str:
    """How many customers live abroad, and that the answers are not about them."""
    if found.reason:
        return found.reason
    if found.abroad.empty:
        return _("{bank} states no customers abroad.").format(bank=found.name)
    told = _(
        "{bank}: {abroad} of its customers ({share}) live in {count} countries abroad. What is asked for "
        "them turns on facts of theirs that the bank does not state."
    )
    return told.format(
        bank=found.name,
        abroad=number(int(found.abroad.sum()), 0),
        share=percent(found.abroad.sum() / found.everywhere, 1),
        count=len(found.abroad),
    )


def unexplained(snapshot: Snapshot) -> str:
    """Banks whose reported share without licence their customers and the rules do not explain."""
    names, checks = bank_names(snapshot), reads.unlicensed(snapshot)
    above = [names[bank] for bank, check in checks.items() if check.explained is False]
    unknown = [
        names[bank] for bank, check in checks.items() if check.explained is None and (check.reported or 0) > 0
    ]
    parts = []
    if above:
        parts.append(
            _("R1 unexplained, above what customers abroad and the rules allow: {banks}.").format(
                banks=listing(above)
            )
        )
        parts.append(
            _("That bound is loose: it counts every customer where one unstated fact could need a licence.")
        )
    if unknown:
        parts.append(
            _("R1 unexplained, for want of customers by country: {banks}.").format(banks=listing(unknown))
        )
    return " ".join(parts)
