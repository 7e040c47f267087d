"""How the adoption forecast is made, in words, for the foot of its page."""

from __future__ import annotations

from ui.words import _


def method() -> dict[str, object]:
    """How the forecast is made, for the foot of the page."""
    return {
        "formula": r"\hat y=\sum_m w_m\,\hat y_m,\quad w_m\propto\pi_m\,e_m^{-k},\qquad "
        r"\operatorname{logit}y_{T+h}\in\operatorname{logit}\hat y_{T+h}+"
        r"\big[\,Q_{h,s}^{(1-\alpha)/2},\;Q_{h,s}^{(1+\alpha)/2}\big]",
        "words": [
            _(
                "Every forecast that could have been made since the series began was made again, knowing "
                "only the past. The ends of the band are quantiles of those errors, by years ahead and by "
                "stage (below or above 40 %). Recent errors count for more."
            ),
            _(
                "Where past bands held too little, the next ones are wider; where they held too much, "
                "narrower. The share that held is printed beside the band, and a warning when it falls short."
            ),
            _(
                "Below 40 % the rule starts from the countries once at this level; above, from the series’ "
                "own line and growth curves. Each other method joins it with the weight that its past errors "
                "earned. Naive, drift and Holt are always listed."
            ),
            _(
                "Where a survey published its error, the band holds it twice: for the figure known and for "
                "the figure to come."
            ),
            _(
                "The band is the error of forecasts. The fan of scenarios is drawn apart: it shows what "
                "other assumptions would give, and says nothing of how likely they are."
            ),
            _(
                "A country’s bills paid online and a bank’s active customers are set among the countries of "
                "Eurostat’s Internet banking series: an analogy, since they are counted otherwise."
            ),
            _(
                "A ceiling is “not identified” when the data alone leave open a range wider than a factor "
                "of 2 (profile likelihood at 95 %)."
            ),
        ],
        "proof": _(
            "On Eurostat’s Internet banking series, forecasts of 2015 to 2022 one to five years ahead: the "
            "80 % band holds 77 to 84 % of outcomes, and below 40 % the mean error is under 5 points. Other "
            "families stand in the methods, with what their bands held."
        ),
    }
