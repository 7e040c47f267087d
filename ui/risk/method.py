"""How risk scores are computed, for the foot of the risk pages."""

from __future__ import annotations

from ui.content import Method
from ui.words import _


def method() -> Method:
    """How scores are computed, for the foot of the risk pages."""
    return Method.of(
        formula=r"S=\left(\frac{\sum_i w_i s_i^{\,p}}{\sum_i w_i}\right)^{1/p},\qquad "
        r"(k_0,k_1,k_2,k_3,k_4)\mapsto(0,25,50,75,100)\;:\;x_i\mapsto s_i",
        words=[
            _(
                "Each indicator is scored from 0 (best) to 100 (worst) by five knots; the three inner knots "
                "are the cuts between the grades 1 to 4."
            ),
            _(
                "A risk is the power mean of its indicators; with p = 2 a bad indicator weighs more than a "
                "good one can offset. Overall is the power mean of the four risks."
            ),
            _(
                "What a bank has never reported is not measured: a score is the mean of the rest, its "
                "interval takes the missing ones at 0 and at 100, and where more than a third of the weight "
                "was never reported there is no grade and no rank. Histories start at the first report; "
                "scores of two months are compared only where both measure the same indicators."
            ),
            _(
                "An indicator that was reported and then stopped counts as the worse of its last known "
                "score and the upper quartile of the other banks, drifting to 100 over twelve months: "
                "silence never improves a score, and the points that it adds are stated apart."
            ),
            _(
                "Intervals and ranks take whatever is not reported at 0 and at 100; only probabilities draw "
                "a stopped indicator from its published score to 100. Where more than a third of the weight "
                "is not reported this month, the grade as last observed holds or is worse."
            ),
            _(
                "Low, high, probabilities and ranks come from 1,000 draws: data error 5%, conventional "
                "thresholds ±20%, weights ±25%, p from 1 to 4, values no longer reported at least as "
                "bad as published. A red flag (legal breach) holds the grade at 3 or above."
            ),
            _(
                "A grade is robust where at least 80% of the draws give the published grade itself. Where "
                "another grade is likelier, the answer says so. The p chosen is drawn with the rest; outside "
                "1 to 4 it is declared."
            ),
            _(
                "Letters of a cut. Source: V read in it, V2 read in a secondary source, M not verified, C a "
                "convention of this product. Use: S the source’s own purpose, C another purpose (trigger of "
                "a notice, exemption, formula of capital), so a convention as a limit of risk."
            ),
        ],
        proof=_(
            "Scores 20, 40 and 80 with weights 1, 1 and 2 give 60.83 for p = 2 and 55 for p = 1; the "
            "same figures stand in the tests."
        ),
    )
