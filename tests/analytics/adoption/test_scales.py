"""Scales of survey items: Cronbach's alpha and construct means."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.adoption.scales import build_constructs, cronbach_alpha, items_by_construct

# Six respondents, three items.
ANSWERS = pd.DataFrame({"a": [2, 3, 4, 4, 5, 3], "b": [1, 3, 4, 4, 4, 2], "c": [2, 4, 5, 3, 5, 3]})


def test_alpha_by_hand():
    variances = ANSWERS.var(ddof=1).sum()
    expected = 1.5 * (1 - variances / ANSWERS.sum(axis=1).var(ddof=1))
    result = cronbach_alpha(ANSWERS)
    assert result.alpha == pytest.approx(expected)
    assert result.low < result.alpha < result.high
    assert (result.items, result.respondents) == (3, 6)
    assert result.acceptable


def test_identical_items_are_perfectly_consistent_and_opposed_ones_are_not():
    same = pd.DataFrame({"a": [1, 2, 5, 7], "b": [1, 2, 5, 7]})
    assert cronbach_alpha(same).alpha == pytest.approx(1.0)
    opposed = pd.DataFrame({"a": [1, 2, 5, 7, 4], "b": [7, 6, 3, 1, 5]})
    assert cronbach_alpha(opposed).alpha < 0
    assert not cronbach_alpha(opposed).acceptable


@given(seed=st.integers(0, 1000), items=st.integers(2, 6))
@settings(max_examples=25, deadline=None)
def test_alpha_follows_spearman_brown_for_parallel_items(seed, items):
    rng = np.random.default_rng(seed)
    common = rng.normal(size=4000)
    table = pd.DataFrame({f"i{i}": common + rng.normal(size=4000) for i in range(items)})
    assert cronbach_alpha(table).alpha == pytest.approx(items * 0.5 / (1 + (items - 1) * 0.5), abs=0.04)


def test_a_stray_item_is_shown_by_what_alpha_would_be_without_it():
    rng = np.random.default_rng(1)
    common = rng.normal(size=300)
    table = pd.DataFrame({f"i{i}": common + 0.5 * rng.normal(size=300) for i in range(3)})
    table["stray"] = rng.normal(size=300)
    result = cronbach_alpha(table)
    by_item = result.by_item.set_index("item")
    assert by_item.loc["stray", "alpha_without"] > result.alpha
    assert abs(by_item.loc["stray", "rest_correlation"]) < 0.2
    assert (by_item.loc[["i0", "i1", "i2"], "alpha_without"] < result.alpha).all()


def test_respondents_with_a_blank_are_left_out_of_alpha():
    blank = pd.concat([ANSWERS, pd.DataFrame({"a": [3.0], "b": [np.nan], "c": [2.0]})])
    assert cronbach_alpha(blank).alpha == pytest.approx(cronbach_alpha(ANSWERS).alpha)


def test_constructs_are_means_with_reversed_items_turned_round():
    data = pd.DataFrame(
        {"t1": [7, 1, np.nan], "t2": [1, 7, np.nan], "r1": [4, np.nan, 2], "r2": [2, 6, np.nan]}
    )
    built = build_constructs(data, {"trust": ["t1", "t2"], "risk": ["r1", "r2"]}, reverse=["t2"])
    assert built["trust"].tolist()[:2] == [7.0, 1.0]
    assert np.isnan(built["trust"].iloc[2])
    assert built["risk"].tolist() == [3.0, 6.0, 2.0]
    strict = build_constructs(data, {"risk": ["r1", "r2"]}, answered=1.0)
    assert strict["risk"].isna().tolist() == [False, True, True]


def test_numbered_items_name_their_construct():
    names = ["age", "trust_1", "trust_2", "privcon1", "privcon2", "year2020x"]
    assert items_by_construct(names) == {"trust": ["trust_1", "trust_2"], "privcon": ["privcon1", "privcon2"]}


@pytest.mark.parametrize(
    ("items", "message"),
    [
        (ANSWERS[["a"]], "alpha needs at least 2"),
        (ANSWERS.iloc[:2], "alpha needs at least 3"),
        (pd.DataFrame({"a": [1, 2, 3], "b": [3, 2, 1]}), "same total for every respondent"),
        (pd.DataFrame({"a": ["x", "y", "z"], "b": [1, 2, 3]}), "item 'a' has answers that are not numbers"),
    ],
)
def test_alpha_refuses_what_it_cannot_judge(items, message):
    with pytest.raises(ValueError, match=message):
        cronbach_alpha(items)


@pytest.mark.parametrize(
    ("mapping", "options", "message"),
    [
        ({}, {}, "mapping is empty"),
        ({"trust": []}, {}, "gives construct 'trust' no item"),
        ({"trust": ["zz"]}, {}, "mapping names zz"),
        ({"trust": ["a", "b"]}, {"reverse": ["c"]}, "reverse names c"),
        ({"trust": ["a", "b"]}, {"scale": (1.0, 4.0)}, "item 'a' has answers outside the scale 1 to 4"),
        ({"trust": ["a", "b"]}, {"scale": (5.0, 1.0)}, "scale is"),
        ({"trust": ["a", "b"]}, {"answered": 0.0}, "answered is 0"),
    ],
)
def test_constructs_refuse_what_does_not_fit(mapping, options, message):
    with pytest.raises(ValueError, match=message):
        build_constructs(ANSWERS, mapping, **options)
