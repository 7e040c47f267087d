"""How the losses page computes its figures."""

from __future__ import annotations

from typing import Any

from analytics.risk.event_types import FEWEST_FOR_A_LOGNORMAL, FEWEST_FOR_A_TAIL
from analytics.risk.severity_laws import CONTRADICTED
from ui.views import risk_losses_controls
from ui.words import _, percent


def method() -> dict[str, Any]:
    """How losses and capital are computed, for the foot of the page."""
    return {
        "formula": r"L=\sum_{i=1}^{N}X_i,\quad \mathrm{E}[L]=\lambda\,\mathrm{E}[X],\qquad "
        r"K=\mathrm{BIC}\cdot\ln\!\left(e-1+\left(\tfrac{15\,\bar L}{\mathrm{BIC}}\right)^{0.8}\right)",
        "words": [
            _(
                "Losses are taken after recoveries, in dirhams, from the month of the bank’s first event "
                "to the last month of the data; the number of events a year is Poisson or negative "
                "binomial, whichever Akaike’s criterion prefers."
            ),
            _(
                "One loss may follow a lognormal, Weibull or log-logistic law, a generalised Pareto law from "
                "zero, or a lognormal body with a generalised Pareto tail from the quantiles 50 to 90 % or "
                "from where the tail fits best. Under 20 losses no tail is fitted, under 10 a lognormal "
                "alone."
            ),
            _(
                "Each law is tested by itself: Anderson-Darling distance, p-value from up to 999 samples "
                "drawn from the law and fitted again; a law in two pieces is tested on its tail. Under "
                "{least} it is left out. As no law is judged against another, one more never narrows the "
                "range."
            ).format(least=percent(CONTRADICTED)),
            _(
                "The range holds, for each law left, its value and the interval of 200 laws drawn from what "
                "the estimates leave open (seeded), and the types apart: independent, tied by the copula, "
                "all bad in the same years. A few years of record cannot test dependence."
            ),
            _(
                "Rarest year carried: a record of n years has one year in n, or in as many years as it has "
                "events where these are fewer. There about one recorded loss stands where the year’s total "
                "does; beyond, none does, and the figure is an illustration."
            ),
            _(
                "The year’s law comes from a fast Fourier transform with exponential tilting; the tail is "
                "never cut off."
            ),
            _(
                "A type with {tail} losses or more gets a tail of its own, one with {lognormal} or more a "
                "lognormal of its own; below, the severity of all the bank’s losses stands in. A t copula "
                "with 4 degrees of freedom ties the years (convention)."
            ).format(tail=FEWEST_FOR_A_TAIL, lognormal=FEWEST_FOR_A_LOGNORMAL),
            risk_losses_controls.method(),
            _(
                "Fall of market value: as much as the loss after external fraud, over twice the loss after "
                "internal fraud (Perry and de Fontnouvelle, 2005); no finding for the other types."
            ),
            _(
                "Shortcuts of other tools are kept to show their error on the law in use: the average number "
                "of events times one severity makes all losses of a year equally bad; one event a year "
                "leaves the others out."
            ),
            _(
                "Capital: Basel Framework OPE25; Regulation (EU) 575/2013, articles 312 to 315; Bank "
                "Al-Maghrib, circular 26/G/2006, articles 56 to 62. The accounts show no business lines or "
                "loans by line: net fees go to payment, the trading book to trading, the rest 60 % to "
                "retail and 40 % to commercial banking (convention)."
            ),
            _(
                "For a business indicator of EUR 1 billion or less Basel sets the multiplier to 1; it is the "
                "formula’s only where the supervisor admits the bank’s losses."
            ),
            _(
                "Basel asks for ten years of losses; the record’s own length is used where it is shorter. "
                "Losses under EUR 20,000 after recoveries stay out (up to 100,000 where the supervisor "
                "allows, in buckets 2 and 3); they count in the year they are booked. Under five years, the "
                "multiplier is 1."
            ),
        ],
        "proof": _(
            "A business indicator of EUR 35 billion gives EUR 5.37 billion (OPE25.7); accounts with a "
            "component of EUR 107.14 million and losses of 12 million a year give a capital of EUR 125.71 "
            "million; two events a year of 1, 2 or 3 units (50, 30 and 20 %) give 8 units at 95 %. The "
            "same figures stand in the tests."
        ),
    }
