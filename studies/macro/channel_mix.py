"""What of a bank's channels weighs on the cost of moving money: how much is online, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.snapshots import Snapshot
from studies.channels import activity, costs
from studies.core import cached


@dataclass(frozen=True)
class ChannelMix:
    """What a bank's channels handled and cost over its last twelve months.

    ``online_share`` is the share of transactions by Internet and mobile; ``online_weight`` is what one of
    them costs in full, over what one at the branch costs; ``kind`` is the kind of the figures.
    """

    online_share: float
    online_weight: float
    first: pd.Timestamp
    last: pd.Timestamp
    kind: str


@cached
def channel_mix(snapshot: Snapshot, bank: str) -> ChannelMix | None:
    """The last twelve months of a bank's channels; None where costs or volumes are missing.

    Costs are those of the costs page, the share online is that of the activity page.
    """
    try:
        found = costs.bank_costs(snapshot, bank, 1.0, 0.0)
    except ValueError:
        return None
    used = found.by_channel[found.by_channel["transactions"] > 0].set_index("channel")
    online = used[used.index.isin(activity.ONLINE)]
    branch = float(used["full"].get("branch", np.nan))
    if online.empty or not branch > 0:
        return None
    weight = np.average(online["full"], weights=online["transactions"]) / branch
    share = activity.online_share(snapshot, bank, f"{found.months[-1]:%Y-%m}")
    kind = costs.bank_tables(snapshot, bank).kinds[0]
    return ChannelMix(share, float(weight), found.months[0], found.months[-1], kind)
