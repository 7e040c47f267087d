"""What stands in for figures that a bank has not given: medians of the fictional banks of like size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from data.codes import ASSUMED_FROM_PEERS, TYPED
from data.connection import query
from data.contracts.ddl import quoted
from data.demo.world import MAD_PER_EUR
from data.snapshots import Snapshot

OBSERVED: Final = {"source": TYPED, "kind": "observed"}
SPREAD: Final = {"source": TYPED, "kind": "derived"}
"""A total that was typed, spread over months, services and segments as the peers' is."""
ASSUMED: Final = {"source": ASSUMED_FROM_PEERS, "kind": "assumed"}
_MONTHS: Final = 12
_CAMPAIGN_MONTHS: Final = 24
_PER_CALL: Final = ("month", "channel")


def sources(base: Snapshot) -> pd.DataFrame:
    """The two sources that the rows of a typed bank name: what was typed, and what was assumed."""
    shared = {"year": base.as_of.year, "address": "workspace"}
    return pd.DataFrame(
        [
            {
                "source": TYPED,
                "publisher": "The bank",
                "title": "Figures typed into the form",
                "licence": "own data",
                "kind": "own_file",
                **shared,
            },
            {
                "source": ASSUMED_FROM_PEERS,
                "publisher": "Vigie",
                "title": "Assumed: medians of fictional banks of like size, until the bank loads its own",
                "licence": "Apache-2.0",
                "kind": "generator",
                **shared,
            },
        ]
    )


class Standing:
    """The rows that stand in for a bank's own.

    Parameters
    ----------
    base : the demonstration, whose banks are the peers
    bank : code of the bank
    customers : it has now
    country : three letters
    transactions : channel → operations a year, where typed
    unit_cost : channel → full cost of an operation, MAD, where typed
    """

    def __init__(
        self,
        base: Snapshot,
        *,
        bank: str,
        customers: int,
        country: str,
        transactions: Mapping[str, float],
        unit_cost: Mapping[str, float],
    ) -> None:
        self._base, self._bank, self._customers, self._country = base, bank, customers, country
        self._typed, self._unit_cost = transactions, unit_cost
        self._now = pd.Timestamp(base.as_of).to_period("M").to_timestamp()
        known = query(base, "SELECT bank, size, customers FROM bank WHERE kind = 'synthetic' ORDER BY bank")
        distance = (np.log(known["customers"].astype(float)) - np.log(customers)).abs()
        nearest = known.loc[distance.idxmin()]
        self.size = str(nearest["size"])
        like = known[known["size"] == self.size].set_index("bank")["customers"].astype(float)
        self._peers = like
        self._likest = str(nearest["bank"])
        self._ratio = customers / float(nearest["customers"])

    def rows(
        self,
        *,
        branches: int | None,
        incidents: int | None,
        fraud_loss_mad: float | None,
        marketing_budget_mad: float | None,
        active: Mapping[int, int],
    ) -> dict[str, pd.DataFrame]:
        """Rows by table; ``active``: years ago → active customers."""
        activity, times = self._activity(), self._times()
        return {
            "risk_observation": self._indicators(),
            "adoption_series": self._adoption(active),
            "channel_activity": activity,
            "channel_resource": self._resources(activity, times, branches),
            "service_time": times,
            "service_offer": self._offers(),
            "channel_arrival": self._pattern("channel_arrival", ("hour_of_week",), ("timed", "seconds")),
            "channel_outcome": self._pattern("channel_outcome", ("service", "step", "reason"), ()),
            "channel_region": self._pattern("channel_region", ("region", "tier"), ("failures",)),
            "branch_activity": self._branches(activity, branches),
            "incident": self._incidents(incidents),
            "loss_event": self._losses(fraud_loss_mad),
            "control": self._controls(),
            "financial_statement": self._yearly("financial_statement"),
            "bank_position": self._yearly("bank_position"),
            "campaign": self._campaigns(marketing_budget_mad),
            "bank_customer": self._abroad(),
            "search_rank": self._ranks(),
            "mix_answer": self._answers(),
            **{
                name: self._copied(name)
                for name in ("campaign_contact", "customer_transaction", "customer_holding")
            },
        }

    def _of_peers(self, table: str, since: int | None = None) -> pd.DataFrame:
        """The peers' rows; of the last ``since`` months where it is given."""
        rows = query(
            self._base,
            f"SELECT * FROM {quoted(table)} WHERE list_contains($banks, bank) ORDER BY ALL",  # noqa: S608
            banks=list(self._peers.index),
        )
        if since is not None:
            rows = rows[rows["month"] > self._now - pd.DateOffset(months=since)]
        return rows

    def _of_likest(self, table: str) -> pd.DataFrame:
        statement = f"SELECT * FROM {quoted(table)} WHERE bank = $bank ORDER BY ALL"  # noqa: S608
        return query(self._base, statement, bank=self._likest).assign(bank=self._bank, **ASSUMED)

    def _copied(self, table: str) -> pd.DataFrame:
        return self._of_likest(table)

    def _times(self) -> pd.DataFrame:
        """The peers' median minutes and purchases of a service on a channel."""
        rows = self._of_peers("service_time")
        found = rows.groupby(["channel", "service"], as_index=False)[
            ["minutes", "variable_cost_mad"]
        ].median()
        return found.assign(bank=self._bank, **ASSUMED)

    def _indicators(self) -> pd.DataFrame:
        """The peers' median of each indicator in the latest month: a level, and no history."""
        rows = self._of_peers("risk_observation")
        seen = rows[(rows["month"] == self._now) & rows["value"].notna() & ~rows["withdrawn"]]
        found = pd.DataFrame(seen.groupby("indicator", as_index=False)["value"].median())
        counted = query(self._base, 'SELECT indicator FROM risk_indicator WHERE "count"')["indicator"]
        whole = found["indicator"].isin(counted)
        found["value"] = found["value"].where(~whole, np.floor(found["value"] + 0.5))
        return found.assign(bank=self._bank, month=self._now, **ASSUMED)

    def _adoption(self, active: Mapping[int, int]) -> pd.DataFrame:
        """Customers and active users now, one and two years ago; other measures now, as the peers' are."""
        rows = self._of_peers("adoption_series").pivot_table(
            index=["bank", "month"], columns="measure", values="value"
        )
        found: list[dict[str, Any]] = []

        def add(measure: str, month: pd.Timestamp, value: float, kind: Mapping[str, str]) -> None:
            found.append(
                {"bank": self._bank, "measure": measure, "month": month, "value": float(round(value)), **kind}
            )

        now = rows.xs(self._now, level="month")
        for ago in range(3):
            month = self._now - pd.DateOffset(years=ago)
            then = rows.xs(month, level="month")
            customers = self._customers * float((then["customers"] / now["customers"]).median())
            share = float((then["active"] / then["customers"]).median())
            add("customers", month, customers, ASSUMED if ago else OBSERVED)
            users = float(min(active[ago], round(customers))) if ago in active else share * customers
            add("active", month, users, OBSERVED if ago in active else ASSUMED)
            if ago == 0:
                for measure in ("enrolled", "active_internet", "active_mobile"):
                    part = float((then[measure] / then["active"]).median())
                    add(measure, month, min(part * users, customers), ASSUMED)
        return pd.DataFrame(found)

    def _scale(self, channel: pd.Series, count: pd.Series) -> pd.Series:
        """By what each channel's counts are multiplied so that the year adds up to what was typed."""
        sums = count.groupby(channel).sum()
        factors = {
            name: self._typed[name] / total
            for name, total in self._totals(sums).items()
            if name in self._typed and total > 0
        }
        scaled: pd.Series = channel.map(factors).astype(float).fillna(1.0)
        return scaled

    def _totals(self, sums: pd.Series) -> dict[str, float]:
        """Yearly operations that share one typed figure: the phone's two channels add up to theirs."""
        totals = {str(name): float(value) for name, value in sums.items()}
        phone = totals.get("ivr", 0.0) + totals.get("adviser", 0.0)
        return totals | {name: phone for name in ("ivr", "adviser") if name in totals}

    def _kind(self, channel: pd.Series) -> pd.DataFrame:
        typed = channel.isin(list(self._typed))
        return pd.DataFrame(
            {name: np.where(typed, SPREAD[name], ASSUMED[name]) for name in ("source", "kind")},
            index=channel.index,
        )

    def _activity(self) -> pd.DataFrame:
        """A year of operations: a channel's typed total, spread over months and services like the peers'."""
        rows = self._of_peers("channel_activity", _MONTHS)
        customers = rows["bank"].map(self._peers)
        asked = rows["count"].astype(float)
        rows = rows.assign(
            each=asked / customers,
            failed=rows["failures"].astype(float) / asked.where(asked > 0),
            amount=rows["amount_mad"].astype(float) / asked.where(asked > 0),
        )
        keys = ["month", "channel", "service", "segment"]
        found = rows.groupby(keys, as_index=False)[["each", "failed", "amount"]].median()
        expected = found["each"] * self._customers
        count = (expected * self._scale(found["channel"], expected)).round()
        found = found.assign(
            bank=self._bank,
            count=count.astype("int64"),
            failures=(count * found["failed"].fillna(0.0)).round().astype("int64"),
            amount_mad=(count * found["amount"]).round(2),
        )
        found = found.assign(**self._kind(found["channel"]))
        return found[found["count"] > 0].drop(columns=["each", "failed", "amount"])

    def _pattern(self, table: str, within: Sequence[str], others: Sequence[str]) -> pd.DataFrame:
        """Counts by channel and more, as the peers' are; ``others`` are shares of the count."""
        rows = self._of_peers(table, _MONTHS)
        asked = rows["count"].astype(float)
        shares = {name: rows[name].astype(float) / asked.where(asked > 0) for name in others}
        rows = rows.assign(each=asked / rows["bank"].map(self._peers), **shares)
        found = rows.groupby([*_PER_CALL, *within], as_index=False)[["each", *others]].median()
        expected = found["each"] * self._customers
        scaled = self._scale(found["channel"], expected) if table != "channel_region" else 1.0
        count = (expected * scaled).round()
        found = found.assign(
            bank=self._bank,
            count=count.astype("int64"),
            **{name: (count * found[name].fillna(0.0)).round().astype("int64") for name in others},
            **ASSUMED,
        )
        return found[found["count"] > 0].drop(columns="each")

    def _resources(self, activity: pd.DataFrame, times: pd.DataFrame, branches: int | None) -> pd.DataFrame:
        """Cost, minutes and people of a channel in proportion to its operations, as with the peers.

        A typed unit cost is the year's: its cost less purchases is spread evenly over the months.
        """
        rows = self._of_peers("channel_resource", _MONTHS)
        peers = self._of_peers("channel_activity", _MONTHS)
        asked = peers.groupby(["bank", *_PER_CALL])["count"].sum().rename("asked").reset_index()
        rows = rows.merge(asked, on=["bank", *_PER_CALL])
        per = ("cost_mad", "minutes_supplied", "units", "full_time_equivalents")
        for name in per:
            rows[name] = rows[name].astype(float) / rows["asked"]
        same = ("minutes_per_transaction", "variable_cost_mad", "unit_capacity")
        found = rows.groupby(list(_PER_CALL), as_index=False)[[*per, *same]].median()
        own = activity.groupby(list(_PER_CALL))["count"].sum().rename("own").reset_index()
        found = found.merge(own, on=list(_PER_CALL))
        for name in per:
            found[name] = found[name] * found["own"]
        stated = found["channel"].map(self._unit_cost).astype(float)
        bought = activity.merge(times[["channel", "service", "variable_cost_mad"]], on=["channel", "service"])
        purchases = (bought["count"] * bought["variable_cost_mad"]).groupby(bought["channel"]).sum()
        yearly = stated * found["channel"].map(found.groupby("channel")["own"].sum())
        evenly = (yearly - found["channel"].map(purchases)).clip(lower=0.0) / _MONTHS
        found["cost_mad"] = evenly.fillna(found["cost_mad"]).round(2)
        if branches is not None:
            found["units"] = found["units"].where(found["channel"] != "branch", branches)
        found["units"] = found["units"].round().clip(lower=1).astype("int64")
        kind = np.where(stated.notna(), SPREAD["kind"], ASSUMED["kind"])
        source = np.where(stated.notna(), SPREAD["source"], ASSUMED["source"])
        return found.drop(columns="own").assign(bank=self._bank, source=source, kind=kind)

    def _branches(self, activity: pd.DataFrame, branches: int | None) -> pd.DataFrame:
        """Branches as unlike in size as the likest peer's, which share the year's branch operations."""
        rows = self._of_likest("branch_activity")
        by_size = rows.groupby(["branch", "region"])["count"].sum().sort_values(kind="stable").reset_index()
        wanted = branches if branches is not None else round(len(by_size) * self._ratio)
        if not wanted or by_size.empty:
            return rows.head(0)
        taken = by_size.iloc[np.linspace(0, len(by_size) - 1, wanted).round().astype(int)]
        share = (taken["count"] / taken["count"].sum()).to_numpy()
        named = [f"SUPPOSE-{place:04d}" for place in range(1, wanted + 1)]
        monthly = activity[activity["channel"] == "branch"].groupby("month")["count"].sum()
        made = [
            pd.DataFrame(
                {
                    "month": month,
                    "branch": named,
                    "region": taken["region"].to_numpy(),
                    "count": np.round(share * total).astype("int64"),
                }
            )
            for month, total in monthly.items()
        ]
        return pd.concat(made, ignore_index=True).assign(bank=self._bank, **ASSUMED) if made else rows.head(0)

    def _offers(self) -> pd.DataFrame:
        """Services that more than half of the peers offer on a channel, since their median month."""
        rows = self._of_peers("service_offer")
        grouped = rows.groupby(["service", "channel"])["since"]
        found = grouped.agg(["count", "max"]).reset_index()
        found = found[found["count"] > len(self._peers) / 2].rename(columns={"max": "since"})
        return found.drop(columns="count").assign(bank=self._bank, **ASSUMED)

    def _incidents(self, wanted: int | None) -> pd.DataFrame:
        """As many incidents of the last year as were typed, like those of the peers, named as assumed."""
        rows = self._of_peers("incident").sort_values(["occurred_at", "bank", "incident"])
        year = rows[rows["occurred_at"] > pd.Timestamp(self._base.as_of) - pd.DateOffset(years=1)]
        expected = len(year) / len(self._peers)
        count = min(wanted if wanted is not None else round(expected), len(year))
        taken = year.iloc[np.linspace(0, len(year) - 1, count).round().astype(int)] if count else year.head(0)
        ratio = self._customers / taken["bank"].map(self._peers)
        clients = (taken["clients_affected"].astype(float) * ratio).round()
        cost = (taken["cost_mad"].astype(float) * ratio).round(2)
        numbered = [f"SUPPOSE-{place:03d}" for place in range(1, len(taken) + 1)]
        return taken.assign(
            bank=self._bank,
            incident=numbered,
            title="Assumed: " + taken["title"].astype(str),
            title_fr="Supposé : " + taken["title_fr"].astype(str),
            clients_affected=clients,
            cost_mad=cost,
            cost_eur=(cost / MAD_PER_EUR).round(2),
            **ASSUMED,
        )

    def _losses(self, fraud_loss_mad: float | None) -> pd.DataFrame:
        """The likest peer's events, amounts in proportion; fraud from outside as it was typed."""
        rows = self._of_likest("loss_event").drop(columns="incident")
        years = max((rows["occurred_on"].max() - rows["occurred_on"].min()).days / 365.25, 1.0)
        fraud = rows["event_type"] == "external_fraud"
        yearly = float(rows.loc[fraud, "gross_amount"].astype(float).sum()) / years
        stated = self._ratio if fraud_loss_mad is None or yearly <= 0 else fraud_loss_mad / yearly
        factor = np.where(fraud, stated, self._ratio)
        for name in ("gross_amount", "recovery_amount"):
            rows[name] = (rows[name].astype(float) * factor).round(2)
        rows = rows[rows["gross_amount"] > 0]
        if fraud_loss_mad is not None:
            is_fraud = rows["event_type"] == "external_fraud"
            for name in ("source", "kind"):
                rows[name] = rows[name].where(~is_fraud, SPREAD[name])
        return rows.assign(event=[f"SUPPOSE-{place:04d}" for place in range(1, len(rows) + 1)])

    def _controls(self) -> pd.DataFrame:
        """The likest peer's controls, untested: nobody has shown that they work here."""
        rows = self._of_likest("control")
        return rows.assign(
            annual_cost_mad=(rows["annual_cost_mad"].astype(float) * self._ratio).round(2),
            tested_on=None,
            tester=None,
        )

    def _yearly(self, table: str) -> pd.DataFrame:
        """Yearly amounts: the peers' median for each of their customers of now."""
        rows = self._of_peers(table)
        amounts = [name for name in rows.columns if name not in ("bank", "year", "source", "kind")]
        each = (
            rows[amounts].astype(float).div(rows["bank"].map(self._peers), axis=0).assign(year=rows["year"])
        )
        found = each.groupby("year", as_index=False)[amounts].median()
        found[amounts] = (found[amounts] * self._customers).round(3)
        return found.assign(bank=self._bank, **ASSUMED)

    def _campaigns(self, budget: float | None) -> pd.DataFrame:
        """The likest peer's campaigns of two years, as large as the typed budget of the last one."""
        rows = self._of_likest("campaign")
        rows = rows[
            rows["start_on"] > pd.Timestamp(self._base.as_of) - pd.DateOffset(months=_CAMPAIGN_MONTHS)
        ]
        year = rows["start_on"] > pd.Timestamp(self._base.as_of) - pd.DateOffset(months=_MONTHS)
        spent = float(rows.loc[year, "cost_mad"].astype(float).sum())
        factor = self._ratio if budget is None or spent <= 0 else budget / spent
        counts = ("reached", "delivered", "opened", "clicked", "unsubscribed", "converted")
        scaled = {name: np.floor(rows[name].astype("Float64") * factor).astype("Int64") for name in counts}
        rows = rows.assign(**scaled, cost_mad=(rows["cost_mad"].astype(float) * factor).round(2))
        return rows[rows["reached"] > 0]

    def _abroad(self) -> pd.DataFrame:
        """Where the customers live: as with the peers for a Moroccan bank, else at home."""
        if self._country != "MAR":
            home = {"bank": self._bank, "country": self._country, "customers": self._customers}
            return pd.DataFrame([home | ASSUMED])
        rows = self._of_peers("bank_customer")
        share = rows["customers"].astype(float) / rows["bank"].map(self._peers)
        served = share.groupby(rows["country"]).agg(["median", "count"])
        abroad = served[(served["count"] > len(self._peers) / 2) & (served.index != "MAR")]["median"]
        counts = (abroad * self._customers).round().astype("int64")
        counts["MAR"] = max(self._customers - int(counts.sum()), 0)
        return pd.DataFrame(
            {"bank": self._bank, "country": counts.index, "customers": counts.to_numpy(), **ASSUMED}
        )

    def _ranks(self) -> pd.DataFrame:
        """The peers' median place in search results over the last year; none where most have none."""
        rows = self._of_peers("search_rank", _MONTHS)
        grouped = rows.groupby(["engine", "keyword", "month"])
        found = grouped.agg(
            rank=("rank", "median"),
            seen=("rank", "count"),
            volume=("volume", "first"),
            relevance=("relevance", "first"),
        ).reset_index()
        placed = found["rank"].where(found["seen"] > len(self._peers) / 2)
        return found.assign(bank=self._bank, rank=np.ceil(placed).astype("Int64"), **ASSUMED).drop(
            columns="seen"
        )

    def _answers(self) -> pd.DataFrame:
        """The peers' median answer to each item of the site checklist; an item that few answered stays open.

        The evidence says that nobody looked: without any, an answer would not count.
        """
        rows = self._of_peers("mix_answer").dropna(subset=["answer"])
        grouped = rows.assign(answer=rows["answer"].astype(float)).groupby("item")["answer"]
        found = pd.DataFrame(grouped.agg(["median", "count"])).reset_index()
        found = found[found["count"] > len(self._peers) / 2].rename(columns={"median": "answer"})
        told = "Supposé, médiane de banques fictives / Assumed, median of fictional banks: nobody has looked"
        return found.drop(columns="count").assign(bank=self._bank, evidence=told, **ASSUMED)
