"""Objections to the figures of the plan, and our answers."""

from __future__ import annotations

from typing import Final

from ui.content import Challenged
from ui.words import N_

PAGES: Final = {
    "plan-shares": (
        Challenged(
            N_("Paid back after, and net present value"),
            (
                (
                    N_("Targets are the reader’s own."),
                    N_(
                        "They are: 5, 12 and 20% by default. What is reached is a triangle from 60% to 125%"
                        " of them, assumed."
                    ),
                ),
                (
                    N_("Ten years of shares held still are a long time."),
                    N_(
                        "They are. After the third year nothing grows in the plan; what would leave without"
                        " it is taken off first."
                    ),
                ),
                (
                    N_("A plan not paid back in one course of four is no plan."),
                    N_(
                        "The share is printed beside the year, and the interval is left open: “after”. The "
                        "board decides what chance is enough."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("People and branches given back"),
            (
                (
                    N_("People and premises are parted 60 to 40 by convention."),
                    N_(
                        "They are, where the accounts do not tell. It moves money between two rows, not the"
                        " total."
                    ),
                ),
                (
                    N_("Exits cost more than MAD 150,000."),
                    N_(
                        "They may: the figure is assumed. Twice as dear, ten people cost MAD 1.5 million "
                        "more, paid at once."
                    ),
                ),
                (
                    N_("Whole branches do not fall in step with shares."),
                    N_(
                        "They do not: each branch’s queue is computed, and gives up whole people. That is "
                        "why the range is wide."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Saved a year"),
            (
                (
                    N_("Operations that move would have left anyway."),
                    N_("Those are taken off: only what exceeds the migration without a plan is the plan’s."),
                ),
                (
                    N_("Costs where they go rise with them."),
                    N_(
                        "They are counted at the cost of the same services there, whole machines or seats "
                        "where it takes them."
                    ),
                ),
                (
                    N_("The lag of 18 months is Spain’s."),
                    N_(
                        "It is (Hernando and Nieto); no Moroccan one is published. Six months either way "
                        "are in the doubt."
                    ),
                ),
            ),
        ),
    ),
    "plan-outage": (
        Challenged(
            N_("Direct cost"),
            (
                (
                    N_("Shares of callers, visitors and claims are not measured."),
                    N_(
                        "They are assumed, each a triangle from half to one and a half. The cost follows "
                        "them almost one for one."
                    ),
                ),
                (
                    N_("Each try counted as a customer overstates."),
                    N_("It does, up to all who are hit. It is the cautious side for calls, and is said."),
                ),
                (
                    N_("Fines and lawsuits are missing."),
                    N_("They are: no rule gives an amount for one outage. The figure is a least."),
                ),
            ),
        ),
        Challenged(
            N_("Active customers fewer"),
            (
                (
                    N_("The link from trust to customers is invented."),
                    N_(
                        "It is assumed: no coefficient is published. The range begins at nothing, and the "
                        "caution says how much of the cost rests on it."
                    ),
                ),
                (
                    N_("Customers forget within weeks."),
                    N_(
                        "Half is assumed forgotten in six months. Twice as fast, about half as many are "
                        "missed."
                    ),
                ),
                (
                    N_("All who are hit lose the same trust."),
                    N_(
                        "They do here; those hit twice would lose more. One outage is asked about, not a "
                        "series."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Advisers more, and the score after"),
            (
                (
                    N_("Nobody hires advisers for six hours."),
                    N_(
                        "Right: it is how many would keep the promise at the peak. The alternative is the "
                        "waiting that the page shows."
                    ),
                ),
                (
                    N_("One outage does not make a grade."),
                    N_(
                        "It enters O1, O2, O6, P2 and P4 by the published rules. That one case moves a "
                        "grade is what the rules say."
                    ),
                ),
                (
                    N_("The clock of a European regulation."),
                    N_(
                        "It is the yardstick, as on the page of incidents; designated Moroccan banks have "
                        "another form."
                    ),
                ),
            ),
        ),
    ),
    "plan-shocks": (
        Challenged(
            N_("Income of a year"),
            (
                (
                    N_("The elasticities are those of other countries and markets."),
                    N_(
                        "They are: no Moroccan one was found. Each goes at least from half to one and a half "
                        "of the figure, and the interval carries it."
                    ),
                ),
                (
                    N_("A bank would answer: prices, credit, products."),
                    N_(
                        "It would. Here it keeps all of them for the year: this is the loss before any "
                        "answer, the one to prepare for."
                    ),
                ),
                (
                    N_("A bank may bear part of the tax itself."),
                    N_(
                        "It would then lose less turnover and more margin. The customer bears it here, as "
                        "most estimates of turnover suppose."
                    ),
                ),
                (
                    N_("In a crisis shocks feed each other."),
                    N_(
                        "They do. Here one follows another in a stated order, so that the steps add up "
                        "exactly; a spiral is not modelled."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Liquidity ratio after, and refinancing"),
            (
                (
                    N_("The run-off rates are not the bank’s own."),
                    N_(
                        "They are the Basel Committee’s for less stable retail deposits and for firms; from"
                        " half to one and a half is drawn."
                    ),
                ),
                (
                    N_("A bank borrows against assets: it need not sell them."),
                    N_(
                        "Assets pledged no longer count as liquid, so either way they leave the ratio; that "
                        "is why both move together."
                    ),
                ),
                (
                    N_("The spread over the policy rate would rise with the need."),
                    N_(
                        "It would. It goes from nothing to twice the assumed half point whatever the amount:"
                        " raise it to see more."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Capital ratio after"),
            (
                (
                    N_("Borrowers in currency would default after a fall of the dirham."),
                    N_(
                        "Some would, and no such loss is counted. Their debts weigh more in dirhams, and that"
                        " is all."
                    ),
                ),
                (
                    N_("Securities lose value when rates rise."),
                    N_(
                        "They do; no rate moves here but the bank’s own. The liquid assets are taken at their"
                        " value before."
                    ),
                ),
                (
                    N_("A loss gives no tax back in the same year."),
                    N_(
                        "It lowers the tax on the year’s profit, where there is one. Set the tax to zero for "
                        "a bank without."
                    ),
                ),
            ),
        ),
    ),
    "plan-peers": (
        Challenged(
            N_("The place of each figure among the peers"),
            (
                (
                    N_("Quartiles of a handful of banks say little."),
                    N_(
                        "Little, and so few are not told apart further. Below five banks nothing is shown; "
                        "the count stands beside each figure."
                    ),
                ),
                (
                    N_("A small bank is no peer of a large one."),
                    N_(
                        "Its own size class is taken first. Where that holds fewer than five others, all are "
                        "taken, and the caution says so."
                    ),
                ),
                (
                    N_("Being cheaper than others may mean serving worse."),
                    N_(
                        "It may. Cost stands beside services, incidents and scores for that reason, and no "
                        "total is made of them."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("The published figures beside"),
            (
                (
                    N_("They count something else than the bank does."),
                    N_("They do, and what each counts stands in its row. They enter no band and no place."),
                ),
                (
                    N_("Some are years old."),
                    N_(
                        "Each bears its year: the latest that was read. A newer one, loaded as a country "
                        "figure, takes its place."
                    ),
                ),
                (
                    N_("Most were read in the press, not in the report."),
                    N_(
                        "That is so, and the source names where. The catalogue of data marks them as read "
                        "second-hand."
                    ),
                ),
            ),
        ),
    ),
    "plan-watch": (
        Challenged(
            N_("Crossed, held by the interval, not measured"),
            (
                (
                    N_("A figure just beyond its limit should alarm."),
                    N_(
                        "It shows as an interval that holds the bound, and that is said once. Crossed means "
                        "that the whole interval lies beyond."
                    ),
                ),
                (
                    N_("Figures without an interval look surer than they are."),
                    N_("They are compared as they stand. Their own page says why they have no interval."),
                ),
                (
                    N_("With forty bounds some are crossed by chance."),
                    N_(
                        "Yes: each end of an 80% interval is passed one time in ten. Forty is the most, and "
                        "nothing is corrected for their number."
                    ),
                ),
                (
                    N_("Whoever sets a bound can set it out of reach."),
                    N_(
                        "They can. The bound stands beside the figure, and whoever has the writing key of "
                        "the workspace answers for it."
                    ),
                ),
            ),
        ),
    ),
}
