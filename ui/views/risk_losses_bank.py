"""What the losses page knows of a bank, before any word is said of it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.risk.loss_envelope import LossEnvelope
from studies.risk.capital import Capital
from studies.risk.losses import LossModel, LossRecord, TypeResults


@dataclass(frozen=True)
class BankLosses:
    """One bank's losses under the session's scenario; amounts in dirhams, capital in millions.

    ``model``, the law in use, and ``envelope``, over every law, are None where the events are too few to fit
    (``problem`` then says why, where it is not their number). ``types`` is None where they cannot be modelled
    apart, or one type alone is looked at. ``observed``: years of the record for the chart, in millions.
    """

    bank: str
    name: str
    loss_type: str
    record: LossRecord
    n_events: int
    capital: Capital
    approach: str
    model: LossModel | None
    envelope: LossEnvelope | None
    types: TypeResults | None
    observed: pd.DataFrame
    problem: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of the loss events."""
        return self.record.kinds
