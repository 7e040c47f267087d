"""Objections to the figures of the economy, and our answers."""

from __future__ import annotations

from typing import Final

from ui.content import Challenged
from ui.words import N_

PAGES: Final = {
    "macro-tobin-tax": (
        Challenged(
            N_("Revenue a year"),
            (
                (
                    N_("A bank’s unit cost is not what a customer pays."),
                    N_("Agreed: the ratio is the reader’s input, and its default is labelled."),
                ),
                (
                    N_("Elasticities of other markets do not hold for the dirham."),
                    N_(
                        "The interval is their disagreement, not the dirham’s doubt. Base, cost and "
                        "relocation are assumed and stand outside it."
                    ),
                ),
                (
                    N_("Traders would leave."),
                    N_(
                        "A lone country keeps 43% of its base here, an assumption after WIFO; cooperation "
                        "is an input."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Friction lost, and the tax that restores it"),
            (
                (
                    N_("E-banking does not lower the cost of a spread."),
                    N_(
                        "It may not: only the transfer’s cost of 1% is said to fall. Where the spread is "
                        "half of it, half of the effect goes."
                    ),
                ),
                (
                    N_("A tax that restores friction restores no autonomy."),
                    N_(
                        "It restores the band within which rates may differ, (c + 2τ)/H. Whether that band "
                        "is used is policy."
                    ),
                ),
                (
                    N_("No interval stands beside this rate."),
                    N_(
                        "It follows exactly from assumed inputs, and an interval would be invented. The "
                        "scenarios carry the forecast’s own."
                    ),
                ),
            ),
        ),
    ),
    "macro-fx-market": (
        Challenged(
            N_("Volatility of the taxed and of the untaxed market"),
            (
                (
                    N_("It is a toy with two markets, not the dirham."),
                    N_(
                        "It is: after Westerhoff and Dieci, fitted to no Moroccan price. It shows a "
                        "mechanism; nothing of it enters another figure."
                    ),
                ),
                (
                    N_("Noise of 40 histories is no doubt about the model."),
                    N_(
                        "The page says so beside the answer. Two parameter sets differ by 17 points where "
                        "the noise is under 3."
                    ),
                ),
                (
                    N_("A sign that holds in one set only is no result."),
                    N_(
                        "Agreed: five signs are tried in both, four hold in both, and the fifth is said to "
                        "hold in set M only."
                    ),
                ),
            ),
        ),
    ),
    "macro-money": (
        Challenged(
            N_("Cash displaced at which the banks’ need ends"),
            (
                (
                    N_("The example is the United States."),
                    N_(
                        "It shows the method of transmission, and its halves differ in sign: no evidence "
                        "for Morocco, and the page says so."
                    ),
                ),
                (
                    N_("Price series change their base."),
                    N_(
                        "Computation begins at the last declared break; an undeclared jump is named beside "
                        "the answer."
                    ),
                ),
                (
                    N_("Displaced cash is a guess."),
                    N_(
                        "It is the reader’s input; the answer gives the share at which the need for central"
                        " bank money ends."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Seigniorage lost"),
            (
                (
                    N_("Opportunity cost is not what the State is paid."),
                    N_(
                        "It is not: i s C is what the notes would have earned. The dividend paid is another"
                        " figure, published by the central bank."
                    ),
                ),
                (
                    N_("Cash abroad and hoarded will not move."),
                    N_("Then a smaller share does; s is the reader’s. The figure is proportional to it."),
                ),
                (
                    N_("E-money of the central bank would keep it."),
                    N_("It would. The page takes private e-money, and says what it displaces."),
                ),
            ),
        ),
    ),
    "macro-reserves": (
        Challenged(
            N_("Rules met for certain"),
            (
                (
                    N_("Short-term debt is missing."),
                    N_(
                        "What is not known is a bound or no bound, never zero; a rule without a bound gets "
                        "no bar."
                    ),
                ),
                (
                    N_("The weights for a fixed rate are not verified."),
                    N_("They are marked so, and the floating ones can be chosen."),
                ),
                (
                    N_("Rules of thumb were made for crises of the 1990s."),
                    N_("They were. Five are shown because they disagree; none of them alone is the answer."),
                ),
            ),
        ),
        Challenged(
            N_("Optimal reserves"),
            (
                (
                    N_("The optimal level rests on an assumed crisis."),
                    N_(
                        "Loss, chance and premium are those of Jeanne and Rancière; the interval spans "
                        "aversion to risk from 1 to 8."
                    ),
                ),
                (
                    N_("A chance of 10% a year is not Morocco’s."),
                    N_(
                        "It is the authors’ for emerging markets. At half of it the optimum falls; the "
                        "page’s interval does not hold that doubt."
                    ),
                ),
                (
                    N_("An optimum under what is held says: spend it."),
                    N_(
                        "It says no such thing: insurance against one kind of crisis is one reason to hold "
                        "reserves among others."
                    ),
                ),
            ),
        ),
    ),
    "macro-capital": (
        Challenged(
            N_("Moves out once, illustration"),
            (
                (
                    N_("Mobility is a number out of the air."),
                    N_(
                        "It is assumed: the answer is called an illustration, its range halves and doubles "
                        "it, and the reader moves it."
                    ),
                ),
                (
                    N_("Residents may not move money freely."),
                    N_(
                        "True, and the model leaves exchange controls out; read it as the pull that the "
                        "controls resist."
                    ),
                ),
                (
                    N_("A difference of rates gives a shift, not a yearly flow."),
                    N_("Agreed: amounts are moved once."),
                ),
            ),
        ),
        Challenged(
            N_("Room, and cost of a slip"),
            (
                (
                    N_("Debt and balance are not published figures here."),
                    N_(
                        "They are inputs, 70% and −1% of GDP by default, labelled assumed. One point of "
                        "balance moves the room by one point."
                    ),
                ),
                (
                    N_("Lenders’ sensitivity is of other countries."),
                    N_(
                        "It is: 10 basis points a point of deficit, twice that above 45%. The interval "
                        "halves and doubles it."
                    ),
                ),
                (
                    N_("Debt at the margin is not all debt."),
                    N_(
                        "True: a higher rate reaches the whole stock only as it is rolled over. The cost "
                        "shown is the one once it has."
                    ),
                ),
            ),
        ),
    ),
}
