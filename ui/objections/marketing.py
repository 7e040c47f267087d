"""Objections to the figures of marketing, and our answers."""

from __future__ import annotations

from typing import Final

from ui.content import Challenged
from ui.words import N_

PAGES: Final = {
    "marketing-levers": (
        Challenged(
            N_("More active customers"),
            (
                (
                    N_("Benchmarks of other markets and years are not this bank’s."),
                    N_(
                        "They are not: 400 draws over the benchmarks make the interval. The bank’s own cost"
                        " per conversion stands beside them where it has one."
                    ),
                ),
                (
                    N_("Levers are added as if independent."),
                    N_(
                        "They meet in one hazard, so that nobody adopts twice, and Shapley values share "
                        "what they do together. Synergy is not modelled."
                    ),
                ),
                (
                    N_("The interval leaves out the doubt of the forecast."),
                    N_(
                        "It does: it holds the doubt about the levers. The forecast’s own band is drawn on "
                        "its page and is wider."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Cost per adopter"),
            (
                (
                    N_("Unit costs of the reference programme are assumed."),
                    N_(
                        "They are, each named. The cost scales with them one for one: twice as dear, twice "
                        "the cost."
                    ),
                ),
                (
                    N_("Returns fall at rates that nobody measured."),
                    N_(
                        "The powers .6, .7 and .8 are assumptions. Beyond ten times the programme the page "
                        "warns and the allocator stops."
                    ),
                ),
                (
                    N_("Customers who would have come anyway are counted."),
                    N_(
                        "They are not: the figure is those with the levers less those without, at the "
                        "horizon."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Lifetime value over cost, and payback"),
            (
                (
                    N_("Margin and retention are assumed."),
                    N_(
                        "Yes: MAD 300 a year and .9. At a retention of .8 the value falls by 43%; the "
                        "margin is the reader’s."
                    ),
                ),
                (
                    N_("An active customer is not a new customer."),
                    N_(
                        "Right: it is one of the bank’s own who begins. The margin must be what use adds, "
                        "not what the account earns."
                    ),
                ),
                (
                    N_("Payback in months looks too good."),
                    N_(
                        "It leaves out the cost of building and of staff. It compares levers, and does not "
                        "approve a budget."
                    ),
                ),
            ),
        ),
    ),
    "marketing-search": (
        Challenged(
            N_("Share of possible clicks"),
            (
                (
                    N_("A curve of 2020 is not today’s page."),
                    N_(
                        "It is not: the interval takes rank 1 from 13.7% to 46.9% of clicks, by layout. "
                        "Answers given without a click are not in it."
                    ),
                ),
                (
                    N_("Keywords and their relevance were chosen by hand."),
                    N_(
                        "They are the bank’s own list. A list of easy words flatters everybody alike, and "
                        "the rank among banks less than the share."
                    ),
                ),
                (
                    N_("A rank of one day and place is noise."),
                    N_(
                        "It is one reading. The page compares months, and no move smaller than a rank is "
                        "valued."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("The best move"),
            (
                (
                    N_("Nobody can choose to rise one rank."),
                    N_("True: the figure says what it would be worth, not how to do it or at what cost."),
                ),
                (
                    N_("Second-page clicks are assumed."),
                    N_(
                        "They are .005 each, from 0 to .01. From rank 11 to 10 the gain is .020, with .015 "
                        "to .025."
                    ),
                ),
                (
                    N_("A click is not a customer."),
                    N_("It is not. Its worth is the reader’s, MAD 5 by default, and labelled assumed."),
                ),
            ),
        ),
    ),
    "marketing-experiments": (
        Challenged(
            N_("Lift over the control"),
            (
                (
                    N_("Counting who was drawn dilutes the effect on who was reached."),
                    N_(
                        "It does, on purpose: comparing only those reached would compare the willing. The "
                        "figure is what the campaign as run does."
                    ),
                ),
                (
                    N_("With several arms one wins by chance."),
                    N_(
                        "Bonferroni holds the error of all comparisons at the level chosen, at the cost of "
                        "wider intervals."
                    ),
                ),
                (
                    N_("The control heard of it too."),
                    N_(
                        "If so, the lift is too small. Nothing in the file tells; a control in other "
                        "branches would."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("New users due to the campaign"),
            (
                (
                    N_("They may be back to nothing in a month."),
                    N_("They may: the count ends with the test. It is not carried into the forecast."),
                ),
                (
                    N_("The total sums treatments that differ."),
                    N_(
                        "It is the lift of all together times the people addressed; each arm has its own row."
                    ),
                ),
                (
                    N_("An interval that wide is no answer."),
                    N_(
                        "It is the honest one for so few people: the chance to see the wanted lift stands "
                        "beside it."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Chance to see the lift wanted"),
            (
                (
                    N_("Power computed after the test says nothing new."),
                    N_("It is computed at the lift wanted, not at the lift found, and so judges the plan."),
                ),
                (
                    N_("The wanted lift is the reader’s."),
                    N_("It is: 1 point by default. Half of it takes about four times the people."),
                ),
                (
                    N_("The 80% that is usual is a habit."),
                    N_("It is a convention and called one: at 80%, one good campaign in five is missed."),
                ),
            ),
        ),
    ),
    "marketing-one-to-one": (
        Challenged(
            N_("Worth an offer"),
            (
                (
                    N_("One uplift for all is what an offer never has."),
                    N_(
                        "True. No test tells customers apart here; a randomised one would. Until then the "
                        "order is by expected operations, not by persuasion."
                    ),
                ),
                (
                    N_("An offer to who comes anyway is wasted."),
                    N_(
                        "The uplift is on operations that would come, so that the most active are favoured:"
                        " the known weakness of one uplift."
                    ),
                ),
                (
                    N_("Margin, uplift and cost are assumed."),
                    N_(
                        "They are the reader’s: MAD 25, 20% and MAD 15. Expected gain is proportional to "
                        "the first two."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Customers who come back"),
            (
                (
                    N_("The model knows neither season nor price."),
                    N_(
                        "It does not. It is tried on the last quarter of the file, and the count stands "
                        "beside what it foresaw."
                    ),
                ),
                (
                    N_("Parameters are held while the interval is drawn."),
                    N_("They are: the interval is chance alone, and too narrow where customers are few."),
                ),
                (
                    N_("BG/NBD was made for shops."),
                    N_(
                        "It was. It reproduces the shop’s published figures; for operations of a bank the "
                        "quarter held back is its only trial."
                    ),
                ),
            ),
        ),
    ),
    "marketing-mix": (
        Challenged(
            N_("Points of the mix"),
            (
                (
                    N_("Forty-three equal items are not equally important."),
                    N_(
                        "They are not. Within a dimension they count alike; the reader weighs privacy and "
                        "security, and ranks run over everybody’s intervals."
                    ),
                ),
                (
                    N_("Seen from outside, much is not seen."),
                    N_(
                        "Right: what was not answered counts as all no and all yes in the interval, and a "
                        "yes without evidence is no answer."
                    ),
                ),
                (
                    N_("Who answers decides."),
                    N_(
                        "One rater’s reading carries no measure of agreement. Evidence stands beside each "
                        "item so that a second one can check."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Trust suggested"),
            (
                (
                    N_("The slope of 0.4 is invented."),
                    N_(
                        "It is assumed: no study that could be read gives one. All of 0 to 100 points moves"
                        " trust from .4 to .8."
                    ),
                ),
                (
                    N_("Trust counted twice: mix and reputation."),
                    N_(
                        "It does not: the forecast takes the reputational score. The mix is a case that the"
                        " reader may choose in its place."
                    ),
                ),
                (
                    N_("A page of legal notices does not make trust."),
                    N_(
                        "It may not. The figure is a suggestion for a trial, and has no interval because "
                        "nothing measures one."
                    ),
                ),
            ),
        ),
    ),
}
