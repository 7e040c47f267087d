"""Each number in an answer to an objection is the one that the product computes or assumes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import pytest
from scipy.stats import beta

from analytics.adoption.settings import IN_FORCE
from analytics.adoption.transfer import FEWEST, judged
from analytics.marketing import lifetime, search
from analytics.marketing.parts import Value
from analytics.plan import peers
from analytics.risk.draws import Spread
from analytics.risk.missing import MONTHS_TO_WORST
from analytics.risk.residual import TEST_MONTHS
from analytics.risk.severity_laws import CONTRADICTED
from analytics.scenario import Scenario
from data.contracts.marketing import MIX_ITEMS
from data.shipped import shipped_tables
from data.snapshots import current
from reviews import judgement
from studies.adoption import services
from studies.channels.staffing import FEWEST_AT_COUNTER
from studies.families import families
from studies.macro import reserves
from studies.marketing import levers
from studies.risk import drivers, inspection, loss_laws
from ui.contents import CONTENTS
from ui.objections.every import OBJECTIONS
from ui.outlets import watching
from ui.reader import Reader
from ui.risk.licensing.cases import CASES

GIVEN: Final = Scenario()
WORDS: Final = {1: "one", 2: "two", 3: "three", 5: "five", 6: "six", 12: "twelve", 23: "twenty-three"} | {
    40: "forty",
    43: "forty-three",
}


def _percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def _decimal(value: float) -> str:
    """As the answers write a number below one."""
    return f"{value:.3g}".removeprefix("0")


def _exposed() -> str:
    catalogue = shipped_tables()["risk_indicator"]
    exposed = catalogue[catalogue["stage"] == "exposure"]
    own = exposed.loc[exposed["scope"] == "bank", "indicator"]
    return (
        f"{WORDS[len(exposed)]} of {len(catalogue)} are exposure; only {WORDS[len(own)]} of them, "
        f"{', '.join(own[:-1])} and {own.iloc[-1]}, can be lowered"
    )


def _silent(years: int) -> str:
    usual, strict = (-math.log(1 - level) / years for level in (0.8, 0.95))
    return f"still allow {usual:.2f} a year at 80%, and {strict:.1f} at 95%"


def _crossing() -> str:
    page = search.page_threshold()
    ends = (page.onto_page, page.onto_page_low, page.onto_page_high)
    return "the gain is {}, with {} to {}".format(*(f"{end:.3f}".removeprefix("0") for end in ends))


def _worth() -> str:
    rate = Value().discount
    kept = [lifetime.customer_lifetime_value(GIVEN.adopter_margin, share, rate) for share in (0.9, 0.8)]
    return f"at a retention of .8 the value falls by {_percent(1 - kept[1] / kept[0])}"


def _eight_of_ten() -> str:
    return f"{beta.ppf(0.025, 8, 3) * 100:.0f} to {_percent(float(beta.ppf(0.975, 9, 2)))}"


SAID: Final[tuple[tuple[str, Callable[[], str]], ...]] = (
    ("risk-scores", _exposed),
    ("risk-scores", lambda: f"tested within {TEST_MONTHS} months"),
    ("risk-scores", lambda: f"drifts to 100 within {WORDS[MONTHS_TO_WORST]} months"),
    (
        "risk-drivers",
        lambda: (
            f"data {_percent(Spread().data_error)}, thresholds ±{_percent(Spread().thresholds)}, "
            f"weights ±{_percent(Spread().weights)}"
        ),
    ),
    ("risk-drivers", lambda: f"at {drivers.BASE_DRAWS:,} draws"),
    ("risk-losses", lambda: _silent(3)),
    ("risk-losses", lambda: f"once in {'a hundred' if CONTRADICTED == 0.01 else '?'} times"),
    (
        "plan-shares",
        lambda: (
            f"{GIVEN.plan_first * 100:.0f}, {GIVEN.plan_second * 100:.0f} and {_percent(GIVEN.plan_third)}"
        ),
    ),
    ("plan-shares", lambda: f"from {_percent(GIVEN.plan_floor)} to {_percent(GIVEN.plan_stretch)} of them"),
    (
        "plan-shares",
        lambda: f"parted {GIVEN.plan_people_share * 100:.0f} to {(1 - GIVEN.plan_people_share) * 100:.0f}",
    ),
    ("plan-shares", lambda: f"exits cost more than mad {GIVEN.plan_exit_person * 1000:,.0f}"),
    ("plan-shares", lambda: f"ten people cost mad {GIVEN.plan_exit_person / 100:g} million more"),
    ("plan-shares", lambda: f"lag of {GIVEN.saving_lag} months"),
    ("plan-outage", lambda: f"advisers for {WORDS[int(GIVEN.outage_hours)]} hours"),
    (
        "plan-shocks",
        lambda: f"twice the assumed {'half point' if GIVEN.refinancing_spread == 0.005 else '?'}",
    ),
    ("plan-peers", lambda: f"below {WORDS[peers.LEAST]} banks"),
    ("plan-watch", lambda: f"{WORDS[watching.MOST]} is the most"),
    ("plan-watch", lambda: f"each end of an {_percent(GIVEN.level)} interval is passed one time in ten"),
    ("adoption-services", lambda: f"{WORDS[len(services.catalogue())]} services"),
    ("marketing-levers", lambda: f"{levers.DRAWS} draws"),
    ("marketing-levers", lambda: f"mad {GIVEN.adopter_margin:.0f} a year and {_decimal(Value().retention)}"),
    ("marketing-levers", _worth),
    ("marketing-levers", lambda: f"beyond {'ten' if levers.TRIED == 10.0 else '?'} times the programme"),
    (
        "marketing-search",
        lambda: " to ".join(f"{share * 100:.1f}%" for share in search.FIRST_PLACE),
    ),
    ("marketing-search", lambda: f"they are {_decimal(search.SECOND_PAGE)} each"),
    ("marketing-search", _crossing),
    ("marketing-search", lambda: f"mad {GIVEN.click_worth:.0f} by default"),
    ("marketing-experiments", lambda: f"it is: {GIVEN.wanted_lift:.0f} point by default"),
    (
        "marketing-one-to-one",
        lambda: (
            f"mad {GIVEN.operation_margin:.0f}, {_percent(GIVEN.offer_uplift)} and mad {GIVEN.offer_cost:.0f}"
        ),
    ),
    ("marketing-mix", lambda: f"{WORDS[len(MIX_ITEMS)]} equal items"),
    ("marketing-mix", lambda: f"the slope of {GIVEN.trust_slope:g}"),
    ("channels-migration", lambda: f"{_percent(GIVEN.released_share)} is assumed to leave"),
    ("channels-migration", lambda: f"{GIVEN.saving_lag} months later"),
    ("channels-staffing", lambda: f"{WORDS[FEWEST_AT_COUNTER]} people at least"),
    ("channels-staffing", lambda: f"patience of {GIVEN.counter_patience:.0f} minutes"),
    ("macro-tobin-tax", lambda: f"transfer’s cost of {_percent(GIVEN.transfer_cost)}"),
    ("macro-fx-market", lambda: f"noise of {GIVEN.market_runs} histories"),
    ("macro-reserves", lambda: f"aversion to risk from {reserves.BOLD:.0f} to {reserves.CAUTIOUS:.0f}"),
    (
        "macro-capital",
        lambda: f"{_percent(GIVEN.public_debt)} and −{_percent(-GIVEN.primary_balance)} of gdp",
    ),
    ("macro-capital", lambda: f"{GIVEN.spread_sensitivity * 100:.0f} basis points"),
    (
        "review-horizontal",
        lambda: "weights of {}, {} and {}".format(*(_decimal(share) for share in inspection.USUAL.shares())),
    ),
    ("review-horizontal", lambda: f"eight hits leave {_eight_of_ten()}"),
    (
        "review-case",
        lambda: (
            f"{WORDS[judgement.BETTER_AT_MOST]} grade better at most, "
            f"{WORDS[judgement.WORSE_AT_MOST]} worse, "
            f"never better than {judgement.FLAG_FLOOR}"
        ),
    ),
    ("review-case", lambda: f"a probability of {_percent(judgement.DOUBT)}"),
    (
        "review-case",
        lambda: (
            f"{WORDS[judgement.LIFE_MONTHS]} months, {WORDS[judgement.LIFE_MONTHS_LARGE]} for a large bank"
        ),
    ),
)


@pytest.mark.parametrize(
    ("slug", "said"), SAID, ids=[f"{slug}-{place}" for place, (slug, _) in enumerate(SAID)]
)
def test_an_answer_says_the_number_that_the_product_takes(slug: str, said: Callable[[], str]) -> None:
    texts = [text for each in OBJECTIONS[slug] for pair in each.pairs for text in pair]
    assert any(said().lower() in text.lower() for text in texts), said()


def _met(slug: str, bank: str = "caravane") -> dict[str, tuple[float, float, float, str]]:
    page = CONTENTS[slug](Reader(current(), Scenario()).change(bank=bank))
    return {each.code: (each.value, each.low, each.high, each.why) for each in page.metrics}


def _between_laws() -> str:
    """From the lightest to the heaviest law kept for one bank's 1-in-1,000 year, in millions."""
    drawn = loss_laws.envelope_draws(current(), "caravane", loss_laws.ALL, GIVEN.mad_per_euro, GIVEN.seed)
    rarest = [law.values[-1] / 1e6 for law in drawn.laws if law.kept]
    return f"1-in-1,000 year from {min(rarest):,.0f} to {max(rarest):,.0f} million"


def _two_sets() -> str:
    """How far the two sets of the market lie apart, and the widest noise of either."""
    found = _met("macro-fx-market")
    apart = abs(found["volatility_1_M"][0] - found["volatility_1_W"][0])
    noise = max(found[name][2] - found[name][1] for name in ("volatility_1_M", "volatility_1_W"))
    return f"differ by {apart:.0f} points where the noise is under {math.ceil(noise)}"


def _held() -> str:
    """What the bands in force held of four families, in groups of fifty forecasts or more."""
    cells = [judged(family, IN_FORCE) for family in families().values()]
    held = [share for each in cells for share in each.loc[each["cases"] >= FEWEST, "held"]]
    return f"in {len(held)} groups of four families they held {min(held) * 100:.0f} to {max(held) * 100:.0f}%"


COMPUTED: Final[tuple[tuple[str, Callable[[], str]], ...]] = (
    ("risk-losses", _between_laws),
    ("macro-fx-market", _two_sets),
    ("adoption-forecast", _held),
    (
        "risk-licensing",
        lambda: f"{'fifty-four' if '54' in _met('risk-licensing')['countries_alike'][3] else '?'} countries",
    ),
)


@pytest.mark.exhaustive
@pytest.mark.parametrize(("slug", "said"), COMPUTED, ids=[slug for slug, _ in COMPUTED])
def test_an_answer_says_the_number_that_the_page_computes(slug: str, said: Callable[[], str]) -> None:
    test_an_answer_says_the_number_that_the_product_takes(slug, said)


def test_the_worked_cases_are_as_many_as_the_objection_names() -> None:
    assert any(each.figure.startswith("Fifteen") for each in OBJECTIONS["risk-licensing"]) == (
        len(CASES) == 15
    )
