"""Diffusion curves against published estimates, the laws they obey, and what they refuse."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.adoption.curves import (
    Priors,
    Shock,
    WarningKind,
    bass_peak,
    bass_share,
    fit_curve,
    shocked_time,
)
from tests.analytics.adoption.series import SERIES

CEILING, INNOVATION, IMITATION = 1000.0, 0.012, 0.42


def flows(m=CEILING, p=INNOVATION, q=IMITATION, periods=16):
    return m * np.diff(bass_share(np.arange(periods + 1.0), p, q))


def kinds(fit):
    return {warning.kind for warning in fit.warnings}


# Mean squared error of the global optimum and, where printed, the parameters there.
GLOBAL = [
    ("room_ac", "bass", 26266.800961063782, (18712.7, 0.00944208, 0.374763)),
    ("room_ac", "gompertz", 14504.422714179776, (22819.8, 7.0291, 0.209989)),
    ("room_ac", "gsgompertz", 14488.283695177253, None),
    ("room_ac", "weibull", 16383.041993610379, (18999.8, 11.398, 2.67552)),
    ("room_ac", "logistic", 40335.07963476475, (17635.9, 59.755, 0.431615)),
    ("color_tv", "bass", 119474.00396830059, (39658.6, 0.0184664, 0.615863)),
    ("color_tv", "gompertz", 65650.78972333005, (47105.8, 6.54239, 0.355617)),
    ("color_tv", "gsgompertz", 62742.50216021348, (43862.0, 3.1067, 0.434909, 3.01391)),
    ("color_tv", "weibull", 84914.18417252385, (39504.4, 6.57247, 2.5914)),
    ("color_tv", "logistic", 249977.05034466382, (38019.9, 48.3468, 0.704111)),
]


@pytest.mark.parametrize(("series", "curve", "error", "parameters"), GLOBAL)
def test_least_squares_reach_the_global_optimum(series, curve, error, parameters):
    fit = fit_curve(SERIES[series], curve=curve, method="nls")
    assert fit.sse / fit.observed.size <= error * (1 + 1e-9)
    if parameters is not None:
        assert tuple(fit.parameters.values()) == pytest.approx(parameters, rel=1e-4)


TEXTBOOK = [
    ("room_ac", "ols", (17091.252594, 0.016992, 0.404946)),
    ("room_ac", "nls", (18712.7416075, 0.0094421, 0.3747628)),
    ("room_ac", "mle", (17636.676977, 0.007170, 0.423479)),
    ("color_tv", "ols", (35494.644683, 0.035693, 0.671931)),
    ("color_tv", "nls", (39658.6245215, 0.0184664, 0.6158633)),
    ("color_tv", "mle", (38626.316161, 0.016043, 0.656271)),
    ("ultrasound", "ols", (178.891425, -0.001432, 0.539751)),
    ("ultrasound", "nls", (167.3775696, 0.0013179, 0.6206044)),
    ("ultrasound", "mle", (191.287134, 0.005975, 0.442185)),
    ("durable", "ols", (10.5036768, 0.0626032, 0.73766359)),
]


@pytest.mark.parametrize(("series", "method", "parameters"), TEXTBOOK)
def test_estimators_reproduce_the_published_bass_parameters(series, method, parameters):
    fit = fit_curve(SERIES[series], method=method)
    assert fit.parameters["m"] == pytest.approx(parameters[0], rel=1e-6)
    assert fit.parameters["p"] == pytest.approx(parameters[1], rel=1e-4, abs=5e-7)
    assert fit.parameters["q"] == pytest.approx(parameters[2], rel=1e-5)


def test_video_recorders_under_the_density_convention():
    fit = fit_curve(SERIES["vcr"], convention="density", method="nls")
    assert fit.parameters["m"] == pytest.approx(68000, rel=1e-3)
    assert fit.parameters["p"] == pytest.approx(0.00659, rel=1e-3)
    assert fit.parameters["q"] == pytest.approx(0.638, rel=1e-3)
    assert np.sqrt(fit.sse / 7) == pytest.approx(727, abs=0.5)


def test_regression_forecasts_by_recursion():
    fit = fit_curve(SERIES["durable"], method="ols")
    assert fit.predict(3) == pytest.approx([1.723714402, 0.833785284, 0.253556965], rel=1e-7)


@pytest.mark.parametrize("method", ["ols", "mle"])
def test_textbook_methods_read_totals_as_well_as_flows(method):
    flow, total = np.array(SERIES["room_ac"], dtype=float), np.cumsum(SERIES["room_ac"])
    one = fit_curve(flow, method=method)
    other = fit_curve(total, convention="cumulative", method=method)
    assert other.parameters == pytest.approx(dict(one.parameters), rel=1e-6)
    ahead = one.predict(3)
    if method == "ols":
        assert other.predict(3) == pytest.approx(total[-1] + np.cumsum(ahead), rel=1e-9)
    else:
        assert np.diff(other.predict(3)) == pytest.approx(ahead[1:], rel=1e-6)


def test_negative_innovation_of_the_regression_is_said():
    fit = fit_curve(SERIES["ultrasound"], method="ols")
    assert {WarningKind.NEGATIVE_INNOVATION, WarningKind.TEXTBOOK_METHOD} <= kinds(fit)


@pytest.mark.parametrize("curve", ["bass", "logistic", "gompertz", "weibull"])
@pytest.mark.parametrize("convention", ["increments", "cumulative", "density", "level"])
def test_noiseless_data_give_their_parameters_back(curve, convention):
    seed = fit_curve(SERIES["room_ac"], curve=curve, method="nls")
    times = np.arange(1.0, 17.0)
    share = seed.share(times)
    first = share - seed.share(times - 1)
    if curve in ("logistic", "gompertz"):
        first[0] = share[0]
    slope = (seed.share(times + 1e-4) - seed.share(times - 1e-4)) / 2e-4
    y = seed.ceiling * {"increments": first, "density": slope}.get(convention, share)
    fit = fit_curve(y, curve=curve, convention=convention, method="nls")
    assert fit.parameters == pytest.approx(dict(seed.parameters), rel=1e-5)


@given(
    p=st.floats(0.003, 0.05),
    q=st.floats(0.2, 0.7),
    scale=st.sampled_from([1e-3, 1.0, 2.5e6]),
)
@settings(max_examples=15, deadline=None)
def test_default_method_recovers_clean_data_and_scales_with_its_unit(p, q, scale):
    periods = int(1.3 * bass_peak(p, q)) + 6
    fit = fit_curve(flows(CEILING * scale, p, q, periods))
    assert fit.parameters["m"] == pytest.approx(CEILING * scale, rel=0.01)
    assert fit.parameters["p"] == pytest.approx(p, rel=0.02)
    assert fit.parameters["q"] == pytest.approx(q, rel=0.01)


@pytest.mark.parametrize("method", ["map", "nls"])
def test_a_change_of_unit_moves_the_ceiling_only(method):
    one, thousand = (
        fit_curve(np.array(SERIES["ultrasound"]) * unit, method=method, ceiling=170.0 * unit)
        for unit in (1.0, 1000.0)
    )
    assert thousand.parameters["m"] == pytest.approx(1000.0 * one.parameters["m"], rel=1e-6)
    assert thousand.parameters["p"] == pytest.approx(one.parameters["p"], rel=1e-5)
    assert thousand.parameters["q"] == pytest.approx(one.parameters["q"], rel=1e-5)


@given(p=st.floats(1e-4, 0.2), q=st.floats(0.0, 1.5), start=st.floats(0.0, 0.9))
@settings(max_examples=60, deadline=None)
def test_bass_shares_start_where_told_and_never_fall(p, q, start):
    share = bass_share(np.arange(0.0, 200.0), p, q, start)
    assert share[0] == pytest.approx(start, abs=1e-12)
    assert np.all(np.diff(share) >= -1e-12)
    assert np.all((share >= -1e-12) & (share <= 1 + 1e-12))


def test_start_of_zero_is_bass_and_no_innovation_is_logistic():
    t = np.linspace(0, 30, 61)
    rate = 0.012 + 0.42
    bass = (1 - np.exp(-rate * t)) / (1 + 0.42 / 0.012 * np.exp(-rate * t))
    assert bass_share(t, 0.012, 0.42, 0.0) == pytest.approx(bass, abs=1e-13)
    logistic = 1 / (1 + 9 * np.exp(-0.42 * t))
    assert bass_share(t, 0.0, 0.42, 0.1) == pytest.approx(logistic, abs=1e-13)


def test_increments_add_up_to_the_level_reached():
    fit = fit_curve(SERIES["room_ac"])
    assert fit.fitted().sum() == pytest.approx(fit.ceiling * fit.share(13.0), rel=1e-12)
    assert bass_peak(0.00944208, 0.374763) == pytest.approx(np.log(0.374763 / 0.00944208) / 0.38420508)


def test_survey_level_with_an_unknown_launch():
    level = 80.0 * bass_share(np.arange(1.0, 15.0), 0.01, 0.4, 0.12)
    known = fit_curve(level, convention="level", start_level=0.12, method="nls")
    assert known.parameters == pytest.approx({"m": 80.0, "p": 0.01, "q": 0.4}, rel=1e-5)
    unknown = fit_curve(level, convention="level", start_level=None, method="nls")
    assert unknown.parameters == pytest.approx(
        {"m": 80.0, "p": 0.01, "q": 0.4, "start_level": 0.12}, rel=1e-3
    )


def test_missing_years_are_left_out_not_read_as_zero():
    level = 60.0 * bass_share(np.arange(1.0, 16.0), 0.01, 0.5)
    level[[3, 4, 9]] = np.nan
    fit = fit_curve(level, convention="level", method="nls")
    assert fit.parameters == pytest.approx({"m": 60.0, "p": 0.01, "q": 0.5}, rel=1e-5)
    assert fit.observed.size == 12


def test_the_convention_moves_innovation_by_a_third():
    by_increments = fit_curve(SERIES["color_tv"], method="nls").parameters["p"]
    by_density = fit_curve(SERIES["color_tv"], convention="density", method="nls").parameters["p"]
    assert by_increments / by_density == pytest.approx(1.33, abs=0.02)


@pytest.mark.parametrize(
    "shock", [Shock("exponential", 6.0, -0.4, 1.5), Shock("rectangular", 5.0, 9.0, 0.8)], ids=lambda s: s.kind
)
def test_a_shock_is_found_with_its_date_and_size(shock):
    y = 1000.0 * np.diff(bass_share(shocked_time(np.arange(26.0), (shock,)), 0.008, 0.28))
    fit = fit_curve(y, curve="generalised_bass", method="nls", shocks=[shock.kind])
    found = fit.shocks[0]
    assert (found.start, found.memory, found.intensity) == pytest.approx(
        (shock.start, shock.memory, shock.intensity), rel=1e-4
    )
    assert fit.sse < 1e-6 * fit_curve(y, method="nls").sse


def test_two_shocks_leave_less_than_one_and_say_the_search_is_partial():
    shocks = (Shock("exponential", 5.0, -0.5, 1.2), Shock("exponential", 15.0, -0.3, 1.5))
    y = 1000.0 * np.diff(bass_share(shocked_time(np.arange(27.0), shocks), 0.006, 0.25))
    one = fit_curve(y, curve="generalised_bass", method="nls", shocks=["exponential"])
    two = fit_curve(y, curve="generalised_bass", method="nls", shocks=["exponential"] * 2)
    assert two.sse < 0.01 * one.sse
    assert WarningKind.SEARCH_NOT_EXHAUSTIVE in kinds(two)


def test_shocks_of_no_intensity_are_the_bass_model():
    t = np.linspace(0, 20, 41)
    idle = (Shock("exponential", 3.0, -0.2, 0.0), Shock("rectangular", 4.0, 8.0, 0.0))
    assert shocked_time(t, idle) == pytest.approx(t)
    exponential = shocked_time(t, (Shock("exponential", 3.0, -0.2, 0.7),))
    assert exponential[-1] == pytest.approx(20 + 0.7 / -0.2 * (np.exp(-0.2 * 17) - 1))
    rectangular = shocked_time(t, (Shock("rectangular", 4.0, 8.0, 0.5),))
    assert rectangular[[8, 12, -1]] == pytest.approx([4.0, 7.0, 22.0])


def test_marketing_effort_speeds_diffusion_up_by_its_coefficient():
    effort = np.random.default_rng(1).normal(0, 0.5, 25)
    clock = np.arange(26.0) + 0.4 * np.concatenate([[0.0], np.cumsum(effort)])
    y = 1000.0 * np.diff(bass_share(clock, 0.01, 0.35))
    fit = fit_curve(y, curve="generalised_bass", method="nls", effort=effort)
    assert fit.parameters["beta1"] == pytest.approx(0.4, rel=1e-5)
    assert fit.fitted() == pytest.approx(y, rel=1e-6)
    without = fit_curve(flows(), curve="generalised_bass", method="nls", effort=effort[:16])
    assert without.parameters["beta1"] == pytest.approx(0.0, abs=1e-6)


def test_young_series_are_forecast_better_with_priors_than_without():
    rng = np.random.default_rng(3)
    penalised, free = [], []
    for _ in range(15):
        p, q = 0.016 * np.exp(0.5 * rng.normal()), 0.38 * np.exp(0.3 * rng.normal())
        known = max(int(0.6 * bass_peak(p, q)), 5)
        truth = flows(1000.0 * np.exp(0.3 * rng.normal()), p, q, known + 5)
        seen = truth[:known] * np.exp(0.1 * rng.normal(size=known))
        target = truth[known:].sum()
        for errors, method in ((penalised, "map"), (free, "nls")):
            forecast = fit_curve(seen, method=method, ceiling=1000.0).predict(5).sum()
            errors.append(abs(forecast / target - 1))
    assert np.median(penalised) < 0.25
    assert np.median(penalised) < 0.6 * np.median(free)


# Online card payments in Morocco, million operations a year, 2010 to 2022 (two years unpublished).
CMI = [0.33, 0.67, 1.2, 1.945959, np.nan, np.nan, 3.624, 6.6, 8.3, 9.8, 14.276, 20.7, 28.1]


def test_the_ceiling_of_moroccan_online_payments_is_not_identified():
    fit = fit_curve(CMI, curve="logistic", convention="level", ceiling=200.0)
    assert WarningKind.CEILING_NOT_IDENTIFIED in kinds(fit)
    assert fit.profile.verdict == "not identified"
    assert fit.profile.high > 400
    message = next(w.message for w in fit.warnings if w.kind is WarningKind.CEILING_NOT_IDENTIFIED)
    assert "not identified" in message


def test_a_finished_series_identifies_its_ceiling():
    fit = fit_curve(flows(periods=24), method="nls")
    assert fit.profile.identified
    assert fit.profile.contains(CEILING)
    assert WarningKind.CEILING_NOT_IDENTIFIED not in kinds(fit)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_one_two_three_points_are_held_by_the_priors_and_say_so(count):
    fit = fit_curve([5.0, 9.0, 16.0][:count], ceiling=300.0)
    assert fit.parameters["m"] == pytest.approx(300.0, rel=0.1)
    assert {WarningKind.FEW_OBSERVATIONS, WarningKind.CEILING_NOT_IDENTIFIED} <= kinds(fit)
    assert np.all(fit.predict(5) > 0)


def test_priors_move_the_fit_toward_themselves():
    low, high = (
        fit_curve(SERIES["ultrasound"][:6], ceiling=ceiling, priors=Priors(ceiling_sd=0.1)).ceiling
        for ceiling in (100.0, 400.0)
    )
    assert low == pytest.approx(100.0, rel=0.2)
    assert high == pytest.approx(400.0, rel=0.2)


def test_the_same_data_give_the_same_bytes_and_results_travel():
    first, second = (fit_curve(SERIES["room_ac"], ceiling=2e4) for _ in range(2))
    assert first.parameters == second.parameters
    assert pickle.loads(pickle.dumps(first)).predict(3) == pytest.approx(first.predict(3))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"y": []}, "y has shape"),
        ({"y": [[1.0, 2.0]]}, "y has shape"),
        ({"y": [0.0, 0.0, 0.0]}, "no adoption to fit"),
        ({"y": [1.0, np.inf, 2.0]}, "y has infinite values"),
        ({"y": [1, 2, 3, 4], "curve": "richards"}, "curve is 'richards'; it must be one of bass"),
        ({"y": [1, 2, 3, 4], "convention": "rate"}, "convention is 'rate'"),
        ({"y": [1, 2, 3, 4], "method": "gmm"}, "method is 'gmm'"),
        ({"y": [1, 2, 3, 4], "method": "ols", "curve": "gompertz"}, "it needs curve 'bass'"),
        ({"y": [1, 2, 3, 4], "ceiling": 0.0}, "ceiling is 0.0; it must be a finite number above 0"),
        ({"y": [1, 2, 3, 4], "start_level": 7.0}, r"start_level is 7.0; .* in \[0, 1\)"),
        ({"y": [1, 2, 3, 4], "start_level": None}, "needs convention 'level'"),
        ({"y": [1, 2, 3, 4], "curve": "gompertz", "start_level": 0.1}, "has no starting level"),
        ({"y": [1, 2], "method": "nls"}, "needs at least 3"),
        ({"y": [1, 2, 3], "method": "ols"}, "needs at least 4"),
        ({"y": [1, 2, 4, 9, 20], "method": "ols"}, "gives no ceiling under method 'ols'"),
        ({"y": [1, np.nan, 3, 4, 5], "method": "mle"}, "missing periods"),
        ({"y": [5, -2, 3, 4, 5], "method": "mle"}, "negative increments"),
        ({"y": [5, -2, 3, 4], "convention": "level"}, "negative values"),
        ({"y": [1, 2, 3, 4], "times": [1, 2, 2, 3]}, "times must be above 0 and increasing"),
        ({"y": [1, 2, 3, 4], "times": [1, 2]}, "one time per value"),
        ({"y": [1, 2, 3, 4], "shocks": ["exponential"]}, "shocks and effort need curve"),
        ({"y": [1, 2, 3, 4], "curve": "generalised_bass", "shocks": ["square"]}, "a shock is"),
        ({"y": [1, 2, 3, 4], "curve": "generalised_bass", "effort": [1.0]}, "effort has shape"),
        ({"y": [1, 2, 3, 4], "curve": "generalised_bass", "effort": [0.0] * 4}, "column of zeros"),
    ],
)
def test_bad_input_is_refused_with_its_name_and_range(arguments, message):
    with pytest.raises(ValueError, match=message):
        fit_curve(**arguments)


def test_bad_shocks_priors_and_horizons_are_refused():
    with pytest.raises(ValueError, match="intensity is -1"):
        Shock("exponential", 2.0, -0.1, -1.0)
    with pytest.raises(ValueError, match=r"memory is 0\.3"):
        Shock("exponential", 2.0, 0.3, 1.0)
    with pytest.raises(ValueError, match="cannot end before"):
        Shock("rectangular", 5.0, 4.0, 1.0)
    with pytest.raises(ValueError, match="kind is 'step'"):
        Shock("step", 5.0, 4.0, 1.0)
    with pytest.raises(ValueError, match="ceiling_sd"):
        Priors(ceiling_sd=0.0)
    with pytest.raises(ValueError, match="horizon is 0"):
        fit_curve(SERIES["room_ac"]).predict(0)
    with pytest.raises(ValueError, match="peak_time needs"):
        _ = fit_curve(SERIES["room_ac"], curve="weibull").peak_time
