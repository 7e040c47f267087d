"""How visible a bank is in search engines: coverage, relevance, ranking, and what a better rank is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.marketing._checks import FloatArray, columns, number, numbers

PAGE: Final = 10
"""Results on one page."""

CLICK_THROUGH: Final = (0.285, 0.157, 0.110, 0.080, 0.072, 0.051, 0.040, 0.032, 0.028, 0.025)
"""Share of searches that click on ranks 1 to 10 (SISTRIX 2020, 80 million keywords)."""

FIRST_PLACE: Final = (0.137, 0.469)
"""Published range of the share that clicks on rank 1, by the layout of the results page."""

SECOND_PAGE: Final = 0.005
"""Share that clicks on each rank of the second page: published as under .01, the middle of it assumed."""

_REQUIRED: Final = ("engine", "keyword", "volume", "rank")


def click_through(
    rank: ArrayLike, *, second_page: float = SECOND_PAGE, first: float = CLICK_THROUGH[0]
) -> FloatArray:
    """Share of searches that click on a result.

    Parameters
    ----------
    rank : array-like, 1 first; averages between two ranks are interpolated; NaN is not found at all
    second_page : float in [0, .025], for each of the ranks 11 to 20; later ranks get no click
    first : float in [.025, 1], for rank 1; the ranks after it get at most as much

    Returns
    -------
    array of the same shape, in [0, first]

    Raises
    ------
    ValueError: a rank under 1, a second page above the tenth rank, or a first place below it

    References
    ----------
    SISTRIX 2020, click-through rate by rank over 80 million keywords; the first place ranges from .137
    to .469 with the page's layout.
    """
    second = number("second_page", second_page, 0.0, CLICK_THROUGH[-1])
    ranks = np.asarray(rank, dtype=np.float64)
    if (ranks < 1).any():
        raise ValueError(f"rank must be at least 1, got {float(np.nanmin(ranks)):g}")
    top = number("first", first, CLICK_THROUGH[-1], 1.0)
    page = np.minimum(np.array(CLICK_THROUGH[1:]), top)
    known = np.concatenate([[top], page, np.full(PAGE, second), [0.0]])
    curve = np.interp(ranks, np.arange(1, known.size + 1), known, right=0.0)
    return np.where(np.isnan(ranks), 0.0, curve).astype(np.float64)


@dataclass(frozen=True)
class PageThreshold:
    """What crossing the page is worth beside climbing on it, in share of searches.

    ``onto_page`` is 11 → 10 with its bounds (the second page at .01 and at 0); ``on_page`` is 9 → 7.
    """

    onto_page: float
    onto_page_low: float
    onto_page_high: float
    on_page: float


def page_threshold() -> PageThreshold:
    """The gain of one rank across the page's end against two ranks within the page."""

    def gain(start: int, end: int, second_page: float) -> float:
        worse, better = click_through([start, end], second_page=second_page)
        return float(better) - float(worse)

    return PageThreshold(
        onto_page=gain(PAGE + 1, PAGE, SECOND_PAGE),
        onto_page_low=gain(PAGE + 1, PAGE, 0.01),
        onto_page_high=gain(PAGE + 1, PAGE, 0.0),
        on_page=gain(9, 7, SECOND_PAGE),
    )


@dataclass(frozen=True)
class Visibility:
    """What search engines show of a site.

    Parameters
    ----------
    engines : DataFrame, one row per engine (and bank, where given): keywords, volume, coverage,
        relevance, ranking, page_one, clicks, visibility
    keywords : DataFrame, the keywords given, with click_through, clicks, and what moves are worth:
        gain_one_up, gain_first_page, gain_first, in clicks a period
    coverage, relevance, visibility : float in [0, 1], over all rows; None when nothing is searched
    ranking : float >= 1, mean rank of what is ranked, by volume; None when nothing is ranked
    clicks : float, clicks a period in all
    """

    engines: pd.DataFrame
    keywords: pd.DataFrame
    coverage: float | None
    relevance: float | None
    ranking: float | None
    visibility: float | None
    clicks: float


def visibility(
    keywords: pd.DataFrame,
    *,
    engine_shares: Mapping[str, float] | None = None,
    second_page: float = SECOND_PAGE,
    first: float = CLICK_THROUGH[0],
) -> Visibility:
    """Coverage, relevance, ranking and visibility in search engines.

    Clicks are the sum over engines of share × covered × volume × relevance × click-through at the rank;
    visibility is clicks over what the first place for every keyword would bring.

    Parameters
    ----------
    keywords : DataFrame engine, keyword, volume (searches a period), rank (1 first, missing when not
        found), and optionally relevance (0-1, else 1), covered (whether the engine lists the site, else
        whether a rank is given), bank
    engine_shares : engine → share of searches, when ``volume`` counts all engines together; without it
        ``volume`` counts the row's own engine
    second_page, first : float, as in :func:`click_through`

    Returns
    -------
    Visibility; ``coverage`` is the share of searches in which the site is listed, ``relevance`` and
    ``ranking`` means weighted by volume

    Raises
    ------
    ValueError: a column missing, a keyword twice for the same engine and bank, a value outside its
        range, an engine without share, or shares above 1 together
    """
    rows = _read(keywords)
    rows["volume"] = rows["volume"] * _shares(rows["engine"], engine_shares)
    rows["click_through"] = np.where(
        rows["covered"], click_through(rows["rank"], second_page=second_page, first=first), 0.0
    )
    reach = rows["volume"] * rows["relevance"]
    rows["clicks"] = reach * rows["click_through"]
    rank = rows["rank"].where(rows["covered"])
    for name, better in {
        "gain_one_up": np.maximum(rank - 1, 1.0),
        "gain_first_page": np.minimum(rank.fillna(PAGE), PAGE),
        "gain_first": rank.clip(upper=1.0).fillna(1.0),
    }.items():
        after = click_through(better, second_page=second_page, first=first)
        # A rank that is not known has no place above it: one step up is missing, not zero.
        rows[name] = np.where(np.isnan(better), np.nan, reach * after - rows["clicks"])
    by = ["bank", "engine"] if "bank" in rows else ["engine"]
    summary = [
        dict(zip(by, key, strict=True)) | _summary(group, first) for key, group in rows.groupby(by, sort=True)
    ]
    overall = _summary(rows, first)
    return Visibility(
        engines=pd.DataFrame(summary),
        keywords=rows,
        coverage=overall["coverage"],
        relevance=overall["relevance"],
        ranking=overall["ranking"],
        visibility=overall["visibility"],
        clicks=float(rows["clicks"].sum()),
    )


def _read(keywords: pd.DataFrame) -> pd.DataFrame:
    columns("keywords", keywords, _REQUIRED)
    rows = keywords.reset_index(drop=True).copy()
    if "relevance" not in rows:
        rows["relevance"] = 1.0
    rows["volume"] = numbers("volume", rows["volume"], 0.0)
    rows["relevance"] = numbers("relevance", rows["relevance"], 0.0, 1.0)
    rows["rank"] = pd.to_numeric(rows["rank"]).astype("float64")
    listed = rows["covered"] if "covered" in rows else rows["rank"].notna()
    if not listed.isin([True, False]).all():
        raise ValueError("covered must be true or false in every row")
    rows["covered"] = listed.astype(bool)
    key = [name for name in ("bank", "engine", "keyword") if name in rows]
    if (blank := rows[key].isna().any()).any():
        raise ValueError(f"{blank.idxmax()} must be given in every row")
    if (twice := rows.duplicated(key)).any():
        first = rows.loc[twice, key].iloc[0]
        raise ValueError(
            f"keywords must name each {', '.join(key)} once; twice: {', '.join(map(str, first))}"
        )
    return rows


def _shares(engines: pd.Series, shares: Mapping[str, float] | None) -> FloatArray:
    if shares is None:
        return np.ones(len(engines))
    if missing := sorted(set(engines) - set(shares)):
        raise ValueError(f"engine_shares must name every engine; missing: {', '.join(missing)}")
    given = numbers("engine_shares", [shares[engine] for engine in shares], 0.0, 1.0)
    if given.sum() > 1 + 1e-9:
        raise ValueError(f"engine_shares must add up to at most 1, got {given.sum():g}")
    return np.array([shares[engine] for engine in engines], dtype=np.float64)


def _summary(rows: pd.DataFrame, first: float) -> dict[str, float | None]:
    volume = rows["volume"].to_numpy()
    covered = rows["covered"].to_numpy()
    ranked = covered & rows["rank"].notna().to_numpy()
    best = float((volume * rows["relevance"]).sum()) * first
    clicks = float(rows["clicks"].sum())
    return {
        "keywords": float(len(rows)),
        "volume": float(volume.sum()),
        "coverage": _mean(covered.astype(float), volume),
        "relevance": _mean(rows["relevance"].to_numpy(), volume),
        "ranking": _mean(rows["rank"].to_numpy()[ranked], volume[ranked]),
        "page_one": _mean((ranked & (rows["rank"].to_numpy() <= PAGE)).astype(float), volume),
        "clicks": clicks,
        "visibility": clicks / best if best > 0 else None,
    }


def _mean(values: FloatArray, weights: FloatArray) -> float | None:
    total = float(weights.sum())
    return float(values @ weights) / total if total > 0 else None
