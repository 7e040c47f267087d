"""Objections to the figures of adoption, and our answers."""

from __future__ import annotations

from typing import Final

from ui.content import Challenged
from ui.words import N_

PAGES: Final = {
    "adoption-forecast": (
        Challenged(
            N_("The share forecast, and its band"),
            (
                (
                    N_("Forecasters and widths were chosen on the data that judge them."),
                    N_(
                        "No forecast sees its own outcome. With the judged family left out of every "
                        "setting, the error is at most 1.02 times the best simple method’s."
                    ),
                ),
                (
                    N_("European countries say nothing of Morocco."),
                    N_(
                        "They say how fast others went on from the same level, not why. It is an analogy, "
                        "called one; without it there are two surveys and no forecast."
                    ),
                ),
                (
                    N_("A survey of two years is no series."),
                    N_(
                        "It is not: the page says forecast by analogy. If the figure fell, it says so and "
                        "whether the surveys’ error covers it."
                    ),
                ),
                (
                    N_("Next time will be another boom or another stop."),
                    N_(
                        "Bands are as wide as past errors. In 21 groups of four families they held 76 to 92% "
                        "of outcomes; the page says where they held too little, or too much."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("The year in which a level is passed"),
            (
                (
                    N_("A year without an interval of its own is false precision."),
                    N_(
                        "Each level has its earliest and latest year, read off the ends of the band. Beyond"
                        " the band it says “later”."
                    ),
                ),
                (
                    N_("Reading years off a band of levels is not a band of years."),
                    N_(
                        "Right: it holds year by year, not for the whole path. It is the cautious side for "
                        "one level, and is called nothing more."
                    ),
                ),
                (
                    N_("The reader’s scenario paths look like forecasts."),
                    N_(
                        "They are assumptions: trust and marketing multiply the speed by a factor nobody "
                        "has published. They are dashed and labelled assumed."
                    ),
                ),
            ),
        ),
    ),
    "adoption-drivers": (
        Challenged(
            N_("Effect of a driver on use"),
            (
                (
                    N_("A survey of one day shows no cause."),
                    N_(
                        "It shows none: the answer says “goes with”. Users may trust because they use; only"
                        " a trial can tell."
                    ),
                ),
                (
                    N_("One questionnaire measures both cause and effect, which inflates links."),
                    N_(
                        "It may: in one review method made about a quarter of the variance (Cote and "
                        "Buckley, 1987). Nothing is corrected; read the order, not the digit."
                    ),
                ),
                (
                    N_("Effects of seven correlated constructs cannot be told apart."),
                    N_(
                        "Intervals widen as constructs overlap, and are printed at the reader’s level. They"
                        " hold none of the doubt about which items belong to which construct."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Use if trust changed"),
            (
                (
                    N_("Nobody knows how to raise trust by one point of seven."),
                    N_(
                        "The change is the reader’s assumption. The figure says what would go with it, not "
                        "what a campaign would buy."
                    ),
                ),
                (
                    N_("The curve is steepest where few people answered."),
                    N_(
                        "Effects are averages over the people who answered, not at the mean person; away "
                        "from their answers the line is an extrapolation."
                    ),
                ),
                (
                    N_("The interval forgets the doubt about the model."),
                    N_(
                        "It does: it is the sampling error of a logit. Another list of items, which the "
                        "reader can choose, may move the effect beyond it."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("People in the estimate"),
            (
                (
                    N_("The sample is not the country."),
                    N_(
                        "It is weighted as far as the file has weights, and no further. Without weights it "
                        "speaks for those who answered."
                    ),
                ),
                (
                    N_("People left out are not like the others."),
                    N_(
                        "They are counted beside the figure. Nothing is filled in for them, so that a large"
                        " count is a reason for doubt."
                    ),
                ),
                (
                    N_("The answers shown are invented."),
                    N_(
                        "Those of the demonstration are, and every outlet says so. They show the method; a "
                        "loaded survey takes their place."
                    ),
                ),
            ),
        ),
    ),
    "adoption-services": (
        Challenged(
            N_("Offered online, of the catalogue"),
            (
                (
                    N_("The weights of services are your judgement."),
                    N_(
                        "They are, service by service in the catalogue. The mean of the three tiers, shown "
                        "beside, halves what one weight can do."
                    ),
                ),
                (
                    N_("Offered is not usable."),
                    N_(
                        "Right: a service counts from the day it began, however clumsy. What is done online"
                        " stands beside it for that reason."
                    ),
                ),
                (
                    N_("Twenty-three services leave out what is new."),
                    N_(
                        "They do until a row is added. A bank that offers something else is not credited, "
                        "and its rank may be too low."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Done online"),
            (
                (
                    N_("A low share may be the customers’ choice."),
                    N_("It may: the figure is what was done, not why. The page of drivers asks why."),
                ),
                (
                    N_("Peers serve other customers."),
                    N_(
                        "They do. Their range is printed, not only the median, and no part of it is called "
                        "a lag."
                    ),
                ),
                (
                    N_("Operations are not worth the same."),
                    N_(
                        "They count one each here: a balance as much as a transfer. Within a tier they are "
                        "alike enough to be set side by side."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Which gap to close first"),
            (
                (
                    N_("The order multiplies three judgements."),
                    N_(
                        "It does: weight, attitudes and peers. It ranks and promises no adopters; by peers "
                        "alone the reader can rank instead."
                    ),
                ),
                (
                    N_("Cost of building is not in it."),
                    N_("It is not: no table holds it. The first of the list may be the dearest."),
                ),
                (
                    N_("Effects of attitudes come from an invented survey."),
                    N_("In the demonstration they do. Without a survey the order takes weights and peers."),
                ),
            ),
        ),
    ),
}
