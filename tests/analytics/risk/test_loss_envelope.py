"""The range over laws holds the truth, never narrows with a law more, and says how rare a year is carried."""

import itertools

import numpy as np
import pytest
from scipy import stats

from analytics.risk.loss_envelope import LawLosses, LossEnvelope, carried_return_period, loss_envelope
from analytics.risk.loss_uncertainty import DrawnLogs, DrawnPareto, drawn_quantiles
from analytics.risk.losses import Poisson, Spliced, compound_loss
from analytics.risk.severity_laws import CONTRADICTED, candidate_laws
from tests.thinned import one_in

LEVELS = (0.5, 0.8, 0.9, 0.99, 0.999)
RATE, YEARS = 20.0, 6.0
LOGNORMAL = stats.lognorm(1.3, scale=np.exp(12.0))
WITH_TAIL = Spliced(mu=12.0, sigma=1.1, threshold=4e5, shape=0.5, scale=3e5, tail_probability=0.3)


def envelope(losses: np.ndarray, *, years: float = YEARS, draws: int = 60, seed: int = 0) -> LossEnvelope:
    return loss_envelope(
        Poisson(losses.size / years),
        candidate_laws(losses, seed=seed),
        years=years,
        n_events=losses.size,
        quantiles=LEVELS,
        draws=draws,
        seed=seed,
    )


@pytest.mark.parametrize(
    "truth",
    [
        pytest.param(LOGNORMAL, id="lognormal", marks=pytest.mark.exhaustive),
        pytest.param(WITH_TAIL, id="pareto tail"),
    ],
)
def test_a_known_law_lies_inside_the_range_at_every_level(truth) -> None:
    exact = compound_loss(Poisson(RATE), truth).quantile(np.array(LEVELS))
    held = np.zeros(len(LEVELS))
    cases = 5
    for case in range(cases):
        rng = np.random.default_rng(100 + case)
        losses = truth.rvs(int(rng.poisson(RATE * YEARS)), random_state=rng)
        curve = envelope(losses, draws=30, seed=case).curve
        held += (curve["low"].to_numpy() <= exact) & (exact <= curve["high"].to_numpy())
    # One law's own interval is of 80 %, and the range over laws holds no less. In 40 cases apart it held
    # 95 to 100 % of lognormal truths and 88 to 95 % of those with a tail.
    assert held.sum() >= 0.8 * cases * len(LEVELS), held
    assert held[LEVELS.index(0.8)] >= 4


def test_a_single_law_would_have_been_far_too_narrow() -> None:
    losses = WITH_TAIL.rvs(120, random_state=5)
    found = envelope(losses).at(0.999)
    assert found.highest > 5.0 * found.lowest
    assert found.low <= found.lowest < found.highest <= found.high


def test_a_law_more_never_narrows_the_range() -> None:
    losses = LOGNORMAL.rvs(80, random_state=3)
    laws = candidate_laws(losses)
    common = {"years": YEARS, "n_events": 80, "quantiles": LEVELS, "draws": 40}
    one_by_one = [loss_envelope(Poisson(13.0), laws[: count + 1], **common) for count in range(len(laws))]
    assert not any(found.none_fits for found in one_by_one)
    for fewer, more in itertools.pairwise(one_by_one):
        assert (more.curve["low"] <= fewer.curve["low"]).all()
        assert (more.curve["high"] >= fewer.curve["high"]).all()


def test_a_view_of_dependence_joins_the_range_with_its_value_inside() -> None:
    found = envelope(LOGNORMAL.rvs(60, random_state=8))
    outside = 3.0 * found.at(0.8).high
    values = np.full(len(LEVELS), outside)
    together = LawLosses("apart_together", True, np.nan, np.nan, "", 1.0, values, values, values)
    joined = found.joined([together])
    assert joined.at(0.8).high == joined.at(0.8).highest == outside
    assert joined.at(0.8).highest_law == "apart_together"
    assert joined.at(0.8).low == found.at(0.8).low
    assert joined.none_fits == found.none_fits
    with pytest.raises(ValueError, match="5 levels"):
        found.joined([LawLosses("x", True, 0.5, 1.0, "all", 1.0, values[:2], values[:2], values[:2])])


def test_a_law_that_the_losses_contradict_is_left_out_by_its_p_value_alone() -> None:
    laws = {law.name: law for law in candidate_laws(LOGNORMAL.rvs(400, random_state=1))}
    assert laws["weibull"].p_value < CONTRADICTED <= laws["lognormal"].p_value
    assert not laws["weibull"].kept
    assert laws["lognormal"].kept
    found = loss_envelope(
        Poisson(40.0), [*laws.values()], years=10.0, n_events=400, quantiles=LEVELS, draws=40
    )
    assert {law.name for law in found.inside} == {name for name, law in laws.items() if law.kept}


def test_where_no_law_fits_all_of_them_stand_and_that_is_said() -> None:
    two_sizes = np.concatenate([np.linspace(1.0, 1.001, 200), np.linspace(30.0, 30.1, 200)])
    laws = [law for law in candidate_laws(two_sizes) if law.tested == "all"]
    found = loss_envelope(Poisson(5.0), laws, years=80.0, n_events=400, quantiles=LEVELS, draws=20)
    assert found.none_fits
    assert len(found.inside) == len(laws)


@pytest.mark.parametrize("family", one_in(3, ["lognormal", "weibull", "loglogistic"]))
def test_a_true_law_is_contradicted_about_as_often_as_the_test_says(family: str) -> None:
    truth = {"lognormal": LOGNORMAL, "weibull": stats.weibull_min(0.7), "loglogistic": stats.fisk(1.8)}
    cases = 60
    rejected = sum(
        not {law.name: law for law in candidate_laws(truth[family].rvs(19, random_state=case))}[family].kept
        for case in range(cases)
    )
    # 1 % of 60 is 0.6; three binomial deviations are 2.3.
    assert rejected <= 3


def test_the_fits_are_the_maximum_likelihood_ones_of_scipy() -> None:
    losses = stats.fisk(1.6, scale=2e5).rvs(150, random_state=2)
    laws = {law.name: law for law in candidate_laws(losses)}
    for name, family in (("weibull", stats.weibull_min), ("loglogistic", stats.fisk)):
        shape, _location, scale = family.fit(losses, floc=0.0)
        assert laws[name].severity.args[0] == pytest.approx(shape, rel=1e-3)
        assert laws[name].severity.kwds["scale"] == pytest.approx(scale, rel=1e-3)
        assert laws[name].log_likelihood >= family.logpdf(losses, shape, 0.0, scale).sum() - 1e-6


@pytest.mark.parametrize(
    ("sizes", "law"),
    [
        (
            DrawnLogs("weibull", np.array([11.0]), np.array([1.4])),
            stats.weibull_min(1 / 1.4, scale=np.exp(11.0)),
        ),
        (
            DrawnLogs("loglogistic", np.array([11.0]), np.array([0.6])),
            stats.fisk(1 / 0.6, scale=np.exp(11.0)),
        ),
        (DrawnPareto(np.array([0.4]), np.array([9e4])), stats.genpareto(0.4, scale=9e4)),
    ],
)
def test_drawn_laws_are_those_of_the_fine_grid(sizes, law) -> None:
    coarse = drawn_quantiles([Poisson(12.0)], sizes, np.array(LEVELS))[0]
    assert coarse == pytest.approx(compound_loss(Poisson(12.0), law).quantile(np.array(LEVELS)), rel=0.01)
    assert sizes.means()[0] == pytest.approx(float(law.mean()))


@pytest.mark.parametrize(
    ("years", "events", "carried"),
    [(6.0, 116, 6), (5.8, 73, 5), (1.9, 40, 0), (2.0, 2, 2), (10.0, 3, 3), (0.0, 0, 0), (40.0, 900, 40)],
)
def test_a_record_carries_no_rarer_year_than_its_length_or_its_events(years, events, carried) -> None:
    assert carried_return_period(years, events) == carried


def test_beyond_what_the_record_carries_every_figure_is_an_illustration() -> None:
    found = loss_envelope(
        Poisson(10.0),
        candidate_laws(LOGNORMAL.rvs(50, random_state=4)),
        years=5.0,
        n_events=50,
        quantiles=LEVELS,
        draws=20,
    )
    assert found.carried == 5
    assert found.curve["illustration"].tolist() == [False, False, True, True, True]
    assert not found.at(0.8).illustration
    assert found.at(0.999).illustration


def test_the_largest_recorded_loss_is_passed_just_beyond_the_year_carried() -> None:
    """In a year as rare as the record is long, about one of its losses stands at the single-loss figure."""
    losses = np.sort(WITH_TAIL.rvs(120, random_state=7))
    rate, period = losses.size / YEARS, carried_return_period(YEARS, losses.size)
    reached = WITH_TAIL.isf(1.0 / (rate * np.array([period, 20.0 * period])))
    above = [(losses > x).sum() for x in reached]
    assert 1 <= above[0] <= 3
    assert above[1] == 0


def test_few_losses_have_fewer_laws_and_no_test_that_could_contradict_the_only_one() -> None:
    three = candidate_laws([9e4, 2.4e5, 1.3e6])
    assert [law.name for law in three] == ["lognormal"]
    assert np.isnan(three[0].p_value)
    assert three[0].kept
    fifteen = candidate_laws(LOGNORMAL.rvs(15, random_state=1))
    assert {law.name for law in fifteen} == {"lognormal", "weibull", "loglogistic", "pareto"}
    thirty = {law.name for law in candidate_laws(LOGNORMAL.rvs(30, random_state=1))}
    assert {"tail_0.5", "tail_0.6"} <= thirty
    assert "tail_0.9" not in thirty


def test_the_same_seed_gives_the_same_range() -> None:
    losses = LOGNORMAL.rvs(60, random_state=9)
    one, again, other = (envelope(losses, seed=seed).curve for seed in (1, 1, 2))
    assert one.equals(again)
    assert not one.equals(other)


def test_what_cannot_be_is_refused_with_its_name() -> None:
    laws = candidate_laws(LOGNORMAL.rvs(30, random_state=1))
    good = {"years": 5.0, "n_events": 30, "quantiles": [0.9]}
    for changed, said in (
        ({"years": 0.0}, "years is 0.0"),
        ({"quantiles": [1.0]}, "quantiles is"),
        ({"level": 1.0}, "level is 1.0"),
        ({"draws": 3}, "draws is 3"),
    ):
        with pytest.raises(ValueError, match=said):
            loss_envelope(Poisson(6.0), laws, **(good | changed))
    with pytest.raises(ValueError, match="laws is empty"):
        loss_envelope(Poisson(6.0), [], **good)
    with pytest.raises(ValueError, match="tail_starts"):
        candidate_laws([1.0, 2.0, 3.0], tail_starts=(1.2,))
    with pytest.raises(ValueError, match=r"level is 0\.7"):
        loss_envelope(Poisson(6.0), laws[:1], **good).at(0.7)
