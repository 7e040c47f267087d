"""Logit of survey answers: agreement with statsmodels, effects by counterfactuals, and refusals."""

import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit
from statsmodels.miscmodels.ordinal_model import OrderedModel

from analytics.adoption.drivers import build_constructs, cronbach_alpha, fit_logit


def respondents(count=1500, seed=0):
    """Answers whose logit is known."""
    rng = np.random.default_rng(seed)
    education = rng.choice(["none", "secondary", "tertiary"], count, p=[0.4, 0.35, 0.25])
    data = pd.DataFrame(
        {
            "trust": rng.normal(4.0, 1.3, count),
            "age": rng.uniform(18, 75, count),
            "urban": rng.random(count) < 0.6,
            "education": education,
            "weight": rng.lognormal(0.0, 0.4, count),
        }
    )
    index = -3.5 + 0.6 * data["trust"] + 0.12 * data["age"] - 0.0016 * data["age"] ** 2 + 0.4 * data["urban"]
    index += 0.5 * (education == "secondary") + 1.4 * (education == "tertiary")
    data["adopter"] = rng.random(count) < expit(index)
    data["stage"] = np.digitize(index + rng.logistic(size=count), [-0.5, 1.0])
    return data


@pytest.fixture(scope="module")
def survey():
    return respondents()


@pytest.fixture(scope="module")
def fitted(survey):
    return fit_logit(survey, "adopter", ["trust", "age", "age^2", "urban", "education"])


def reference_columns(data):
    return pd.DataFrame(
        {
            "const": 1.0,
            "trust": data["trust"],
            "age": data["age"],
            "age2": data["age"] ** 2,
            "urban": data["urban"].astype(float),
            "secondary": (data["education"] == "secondary").astype(float),
            "tertiary": (data["education"] == "tertiary").astype(float),
        }
    )


def test_binary_coefficients_and_robust_errors_are_those_of_statsmodels(survey, fitted):
    model = sm.Logit(survey["adopter"].astype(float), reference_columns(survey))
    other = model.fit(disp=False, cov_type="HC0", maxiter=200, tol=1e-12)
    assert fitted.coefficients["estimate"].to_numpy() == pytest.approx(other.params.to_numpy(), rel=1e-5)
    assert fitted.coefficients["standard_error"].to_numpy() == pytest.approx(other.bse.to_numpy(), rel=1e-4)
    assert fitted.pseudo_r2 == pytest.approx(other.prsquared, rel=1e-6)


def test_survey_weights_enter_as_sampling_weights(survey):
    data = survey.iloc[:400]
    fit = fit_logit(data, "adopter", ["trust", "urban"], weights="weight")
    columns = np.column_stack([np.ones(400), data["trust"], data["urban"].astype(float)])
    chance = expit(columns @ fit.coefficients["estimate"].to_numpy())
    weight = data["weight"].to_numpy() / data["weight"].mean()
    residual = data["adopter"].to_numpy(dtype=float) - chance
    assert columns.T @ (weight * residual) == pytest.approx(np.zeros(3), abs=1e-6)
    bread = np.linalg.inv((columns * (weight * chance * (1 - chance))[:, None]).T @ columns)
    scores = columns * (weight * residual)[:, None]
    sandwich = bread @ scores.T @ scores @ bread
    assert fit.coefficients["standard_error"].to_numpy() == pytest.approx(
        np.sqrt(np.diag(sandwich)), rel=1e-4
    )


def test_doubling_every_weight_changes_nothing(survey):
    one = fit_logit(survey, "adopter", ["trust"], weights="weight")
    two = fit_logit(survey, "adopter", ["trust"], weights=2.0 * survey["weight"].to_numpy())
    pd.testing.assert_frame_equal(one.coefficients, two.coefficients)


def test_ordered_logit_is_that_of_statsmodels(survey):
    fit = fit_logit(survey, "stage", ["trust", "urban"])
    columns = survey[["trust", "urban"]].astype(float)
    model = OrderedModel(survey["stage"], columns, distr="logit")
    other = model.fit(method="bfgs", disp=False, maxiter=500)
    thresholds = model.transform_threshold_params(other.params.to_numpy())[1:-1]
    assert fit.kind == "ordered"
    assert list(fit.coefficients.index) == ["threshold[0|1]", "threshold[1|2]", "trust", "urban"]
    expected = [*thresholds, *other.params.to_numpy()[:2]]
    assert fit.coefficients["estimate"].to_numpy() == pytest.approx(expected, rel=1e-3)


def test_weighted_ordered_logit_counts_a_respondent_of_weight_two_twice(survey):
    data = survey.iloc[:300].reset_index(drop=True)
    weight = np.where(np.arange(300) % 3 == 0, 2.0, 1.0)
    twice = data.loc[np.repeat(np.arange(300), weight.astype(int))]
    weighted = fit_logit(data, "stage", ["trust", "age"], weights=weight)
    repeated = fit_logit(twice, "stage", ["trust", "age"])
    assert weighted.coefficients["estimate"].to_numpy() == pytest.approx(
        repeated.coefficients["estimate"].to_numpy(), rel=1e-3, abs=1e-4
    )


def test_an_education_effect_excludes_the_other_levels(survey, fitted):
    columns = reference_columns(survey)
    beta = fitted.coefficients["estimate"].to_numpy()
    none = columns.assign(secondary=0.0, tertiary=0.0)
    tertiary = none.assign(tertiary=1.0)
    right = np.mean(expit(tertiary @ beta) - expit(none @ beta))
    assert fitted.marginal_effects.loc["education[tertiary]", "estimate"] == pytest.approx(right, rel=1e-9)
    # Switching the tertiary column on while people keep their secondary column is another, wrong, figure.
    careless = np.mean(
        expit(columns.assign(tertiary=1.0) @ beta) - expit(columns.assign(tertiary=0.0) @ beta)
    )
    assert abs(careless - right) > 0.002


def test_age_and_age_squared_have_one_effect_together(survey, fitted):
    columns = reference_columns(survey)
    beta = fitted.coefficients["estimate"].to_numpy()
    chance = expit(columns @ beta)
    slope = np.mean(chance * (1 - chance) * (beta[2] + 2 * beta[3] * survey["age"]))
    assert fitted.marginal_effects.loc["age", "estimate"] == pytest.approx(slope, rel=1e-5)
    assert "age^2" not in fitted.marginal_effects.index
    assert "age^2" in fitted.coefficients.index


def test_simple_effects_and_intervals_are_those_of_the_delta_method(survey):
    fit = fit_logit(survey, "adopter", ["trust", "age"])
    columns = sm.add_constant(survey[["trust", "age"]])
    other = sm.Logit(survey["adopter"].astype(float), columns).fit(disp=False, cov_type="HC0")
    table = other.get_margeff().summary_frame()
    assert fit.marginal_effects["estimate"].to_numpy() == pytest.approx(table["dy/dx"].to_numpy(), rel=1e-4)
    assert fit.marginal_effects["low"].to_numpy() == pytest.approx(
        table["Conf. Int. Low"].to_numpy(), rel=1e-3
    )


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    hits = []
    for seed in range(40):
        data = respondents(500, seed)
        row = fit_logit(data, "adopter", ["trust", "age", "age^2", "urban", "education"]).coefficients.loc[
            "trust"
        ]
        hits.append(row["low"] <= 0.6 <= row["high"])
    assert np.mean(hits) >= 0.87


def test_ordered_effects_on_all_outcomes_add_up_to_nothing(survey):
    effects = fit_logit(survey, "stage", ["trust", "education"]).marginal_effects
    assert effects["estimate"].groupby("driver").sum().to_numpy() == pytest.approx(np.zeros(3), abs=1e-9)
    assert effects.loc[("trust", 2.0), "low"] > 0


def test_more_trust_raises_adoption_with_an_interval(survey, fitted):
    change = fitted.what_if("trust", 1.0, bounds=(1, 7))
    beta = fitted.coefficients["estimate"].to_numpy()
    columns = reference_columns(survey)
    moved = columns.assign(trust=np.clip(survey["trust"] + 1, 1, 7))
    assert change.estimate == pytest.approx(np.mean(expit(moved @ beta) - expit(columns @ beta)))
    assert change.before == pytest.approx(survey["adopter"].mean(), abs=1e-6)
    assert 0 < change.low < change.estimate < change.high
    assert fitted.what_if("trust", 0.0).estimate == 0.0
    assert fitted.what_if("urban", 1.0).after == pytest.approx(fitted.what_if("urban", 5.0).after)


def test_what_if_on_an_ordered_outcome_counts_from_the_level_asked(survey):
    fit = fit_logit(survey, "stage", ["trust"])
    top, middle = fit.what_if("trust", 1.0), fit.what_if("trust", 1.0, at_least=1.0)
    assert middle.before > top.before
    assert middle.before == pytest.approx((survey["stage"] >= 1).mean(), abs=0.02)
    with pytest.raises(ValueError, match="at_least is 9"):
        fit.what_if("trust", 1.0, at_least=9.0)


def test_missing_answers_leave_the_respondent_out_and_are_counted(survey):
    data = survey.copy()
    data.loc[:99, "trust"] = np.nan
    data["education"] = data["education"].mask(data.index.isin(range(150, 200)))
    fit = fit_logit(data, "adopter", ["trust", "education"])
    assert (fit.observations, fit.dropped) == (1350, 150)
    same = fit_logit(data.dropna(), "adopter", ["trust", "education"])
    pd.testing.assert_frame_equal(fit.coefficients, same.coefficients)


def test_reference_categories_can_be_chosen_and_results_travel(survey):
    fit = fit_logit(survey, "adopter", ["education"], references={"education": "tertiary"})
    assert set(fit.marginal_effects.index) == {"education[none]", "education[secondary]"}
    assert (fit.marginal_effects["estimate"] < 0).all()
    assert pickle.loads(pickle.dumps(fit)).predict().shape == (1500, 2)
    ordered = pd.Categorical(survey["education"], ["tertiary", "secondary", "none"])
    other = fit_logit(survey.assign(education=ordered), "adopter", ["education"])
    assert list(other.coefficients.index) == ["intercept", "education[secondary]", "education[none]"]


@given(shift=st.floats(-50, 50), scale=st.floats(0.01, 100))
@settings(max_examples=15, deadline=None)
def test_a_change_of_unit_rescales_the_effect_only(shift, scale):
    data = respondents(400)
    one = fit_logit(data, "adopter", ["trust", "urban"])
    other = fit_logit(data.assign(trust=shift + scale * data["trust"]), "adopter", ["trust", "urban"])
    effects = other.marginal_effects["estimate"] * [scale, 1.0]
    assert effects.to_numpy() == pytest.approx(
        one.marginal_effects["estimate"].to_numpy(), rel=1e-5, abs=1e-9
    )


@pytest.mark.parametrize(
    ("outcome", "drivers", "options", "message"),
    [
        ("adopter", ["income"], {}, "driver 'income' is not a column"),
        ("adopter", [], {}, "at least one column name"),
        ("adopter", ["trust", "trust"], {}, "trust more than once"),
        ("adopter", ["adopter"], {}, "names the outcome"),
        ("bought", ["trust"], {}, "outcome 'bought' is not a column"),
        ("education", ["trust"], {}, "outcome 'education' holds text"),
        ("age", ["trust"], {}, "outcome 'age' has 1500 values"),
        ("adopter", ["constant"], {}, "driver 'constant' has the same value for everyone"),
        ("constant", ["trust"], {}, "outcome 'constant' has the same value"),
        ("adopter", ["trust", "urban", "twin"], {}, r"driver '\w+' follows exactly from the other drivers"),
        ("adopter", ["copy", "urban"], {}, "driver 'copy' separates the outcomes perfectly"),
        ("stage", ["latent"], {}, "driver 'latent' separates the outcomes perfectly"),
        ("adopter", ["education^2"], {}, "driver 'education' is a category"),
        ("adopter", ["education:trust"], {}, "driver 'education' is a category"),
        ("adopter", ["broken"], {}, "driver 'broken' has infinite values"),
        ("adopter", ["trust"], {"weights": "mass"}, "weights 'mass' is not a column"),
        ("adopter", ["trust"], {"weights": [1.0, 2.0]}, "one weight for each of 1500 rows"),
        ("adopter", ["trust"], {"weights": "minus"}, "weights must be finite, 0 or above"),
        ("adopter", ["trust"], {"level": 95}, "level is 95"),
        ("adopter", ["education"], {"references": {"education": "doctor"}}, "reference 'doctor'"),
        ("adopter", ["trust"], {"references": {"education": "none"}}, "which drivers does not use"),
        ("adopter", ["trust"], {"references": {"trust": "none"}}, "not a category"),
    ],
)
def test_bad_input_is_refused_by_name(survey, outcome, drivers, options, message):
    data = survey.assign(
        constant=3.0,
        twin=survey["trust"] + survey["urban"],
        copy=survey["adopter"] * 2.0 + 1.0,
        latent=survey["stage"] + np.linspace(0.0, 0.5, len(survey)),
        broken=np.where(survey.index == 3, np.inf, survey["age"]),
        minus=-survey["weight"],
    )
    with pytest.raises(ValueError, match=message):
        fit_logit(data, outcome, drivers, **options)


def test_fewer_respondents_than_parameters_are_refused(survey):
    with pytest.raises(ValueError, match="complete respondents; 5 parameters need more"):
        fit_logit(survey.iloc[:5], "stage", ["trust", "age", "age^2"])


def test_a_what_if_needs_a_number_among_the_drivers(fitted):
    with pytest.raises(ValueError, match="driver is 'education'; it must be one of trust, age, urban"):
        fitted.what_if("education", 1.0)
    with pytest.raises(ValueError, match="change is nan"):
        fitted.what_if("trust", float("nan"))


@pytest.mark.published
def test_trust_raises_and_perceived_risk_lowers_intention_in_a_real_survey(published: Path):
    answers = pd.read_csv(published / "raw" / "trust_privacy_risk_intention_1090.csv")
    mapping = {
        "trust": ["trust1", "trust2"],
        "risk": ["risk1", "risk2", "risk3"],
        "intention": ["intent1", "intent2"],
    }
    alphas = {name: cronbach_alpha(answers[items]).alpha for name, items in mapping.items()}
    assert alphas == pytest.approx({"trust": 0.902, "risk": 0.819, "intention": 0.877}, abs=5e-4)
    data = build_constructs(answers, mapping).assign(intent1=answers["intent1"])
    fit = fit_logit(data, "intent1", ["trust", "risk"])
    assert fit.coefficients.loc["trust", "low"] > 0 > fit.coefficients.loc["risk", "high"]
    assert fit.what_if("trust", 1.0, at_least=4.0, bounds=(1, 7)).low > 0.05


@pytest.mark.published
def test_four_constructs_of_a_real_technology_survey(published: Path):
    answers = pd.read_csv(published / "raw" / "utaut_technology_300.csv")
    mapping = {name: [c for c in answers if c[:2] == name] for name in ("pe", "ee", "sn", "fc")}
    data = build_constructs(answers, mapping).assign(intends=answers["bi1"] == 7)
    effects = fit_logit(data, "intends", ["pe", "ee", "sn", "fc"]).marginal_effects
    assert (effects.loc[["pe", "ee", "sn"], "low"] > 0).all()
    assert effects.loc["fc", "low"] < 0
