"""Objections to the figures of channels, and our answers."""

from __future__ import annotations

from typing import Final

from ui.content import Challenged
from ui.words import N_

PAGES: Final = {
    "channels-costs": (
        Challenged(
            N_("Full cost of a transaction"),
            (
                (
                    N_("Full cost makes a busy channel look cheap and an idle one dear."),
                    N_(
                        "It does, and so used and avoidable cost stand beside it. Decisions on closing take"
                        " the avoidable one, never the full."
                    ),
                ),
                (
                    N_("Minutes per service are estimates."),
                    N_(
                        "They are the bank’s. Where a service states none, the channel’s average stands in,"
                        " and the page says so."
                    ),
                ),
                (
                    N_("A range over months is no interval."),
                    N_(
                        "It is not, and is called “from month to month”. It holds volume and season, not "
                        "the doubt about minutes."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Mobile against branch"),
            (
                (
                    N_("The two channels do different things."),
                    N_(
                        "They do: services and segments have rows of their own, and migration compares "
                        "service by service, never the averages."
                    ),
                ),
                (
                    N_("Projects and security of the digital channel are missing."),
                    N_(
                        "They count as far as the bank’s resources hold them. What is booked at head office"
                        " is not found here, and the ratio would rise."
                    ),
                ),
                (
                    N_("Published ratios are decades old."),
                    N_(
                        "They are shown with year and kind of cost, each over the branch of its own study. "
                        "Not one enters the bank’s figures."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Resources that stand idle"),
            (
                (
                    N_("Idle is what waiting customers need."),
                    N_(
                        "Partly: a queue needs slack. The page of staffing says how much of it keeps the "
                        "promise of waiting."
                    ),
                ),
                (
                    N_("Practical capacity at 100% overstates it."),
                    N_(
                        "If the minutes supplied are gross, it does: at 80%, the usual advice, a fifth of "
                        "them is no capacity at all."
                    ),
                ),
                (
                    N_("Idle money is not saved money."),
                    N_(
                        "Right: by default nothing is given back. Freed minutes stay on the payroll until "
                        "the bank decides otherwise."
                    ),
                ),
            ),
        ),
    ),
    "channels-migration": (
        Challenged(
            N_("Really saved, of what is claimed"),
            (
                (
                    N_("Users were better customers before they began."),
                    N_(
                        "They were (Hitt and Frei). Nothing here compares them with others: cost is counted"
                        " per operation that moves."
                    ),
                ),
                (
                    N_("Use grows when it gets easier."),
                    N_(
                        "By half, assumed; the growth at which saving stops is printed with its interval, "
                        "so that the reader can judge the distance."
                    ),
                ),
                (
                    N_("Fixed cost never leaves."),
                    N_(
                        "30% is assumed to leave, in whole branches, 18 months later. At 0% the saving is "
                        "the variable part alone."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Net present value, and probability of a loss"),
            (
                (
                    N_("Triangles are your guess."),
                    N_(
                        "Their widths are conventions: ±30%, 20 points, or nothing to twice. The "
                        "probability is of these draws, not of the world."
                    ),
                ),
                (
                    N_("Assumptions are drawn as if independent."),
                    N_(
                        "They are. If use grows more where more moves, the ends lie farther apart; the "
                        "tornado shows each alone."
                    ),
                ),
                (
                    N_("Five years cut off what comes after."),
                    N_(
                        "They do, at the reader’s choice. The plan of three years is valued over ten, and "
                        "has a name of its own."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Growth in use at which it stops paying"),
            (
                (
                    N_("The formula knows two prices and a fixed part."),
                    N_(
                        "It does; halo and retention are left out, which makes it the narrow question of "
                        "cost."
                    ),
                ),
                (
                    N_("Nobody’s use grows sixfold."),
                    N_(
                        "Hardly. A high threshold says that growth of use is not what decides; the fixed "
                        "cost is."
                    ),
                ),
                (
                    N_("The cost ratio may be a seventh by the course’s word only."),
                    N_(
                        "It is the bank’s own where its costs are known. The seventh stands in for it only "
                        "where they are not."
                    ),
                ),
            ),
        ),
    ),
    "channels-staffing": (
        Challenged(
            N_("People at the counters and on the phone"),
            (
                (
                    N_("Erlang assumes arrivals without memory and exponential service."),
                    N_(
                        "Yes. With steadier service fewer wait: half as long where times are fixed. So the "
                        "figure errs towards too many people."
                    ),
                ),
                (
                    N_("Branches lend each other people."),
                    N_(
                        "They may. Each is a queue of its own here, two people at least; in small branches "
                        "that minimum decides, not the queue."
                    ),
                ),
                (
                    N_("Quietest to busiest month is no interval."),
                    N_("It is a range and called one. It holds no doubt about minutes or patience."),
                ),
            ),
        ),
        Challenged(
            N_("People released"),
            (
                (
                    N_("An average promises more."),
                    N_(
                        "It does, and stands beside: whole people and open branches cannot be released by "
                        "fractions."
                    ),
                ),
                (
                    N_("A released person is not a saved salary."),
                    N_("Right: the plan counts the cost of exits, and here nothing is turned into money."),
                ),
                (
                    N_("Patience of 15 minutes is assumed."),
                    N_(
                        "It is: no Moroccan measure was found. It changes who gives up, not how many are "
                        "needed for the promise by Erlang C."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Branches that close"),
            (
                (
                    N_("Closing is no matter of one person kept busy."),
                    N_(
                        "It is a convention (C): a branch that kept one person busy and no longer does. "
                        "Territory and law are not in it."
                    ),
                ),
                (
                    N_("Customers of a closed branch may leave."),
                    N_(
                        "Here nobody does: they go to the other branches in proportion. No published rate for"
                        " Morocco is known to us."
                    ),
                ),
                (
                    N_("Distance is not counted."),
                    N_(
                        "It is not: no table holds places. The nearest branch may be the only one of its "
                        "town."
                    ),
                ),
            ),
        ),
    ),
    "channels-activity": (
        Challenged(
            N_("Operations, growth and share online"),
            (
                (
                    N_("Growth of operations is not growth of use."),
                    N_(
                        "It counts what was asked for: a balance looked at twice is two. Active customers "
                        "are on the page of the forecast."
                    ),
                ),
                (
                    N_("Two years alone show no trend."),
                    N_(
                        "They do not: twelve months are set against the twelve before, only where all of "
                        "them are there, and months are drawn."
                    ),
                ),
                (
                    N_("A new code of the log makes growth."),
                    N_(
                        "It could. Unknown codes stand under “unknown”, and a declared break cuts the "
                        "comparison; an undeclared one is not seen."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Operations that fail"),
            (
                (
                    N_("Giving up is not failing."),
                    N_(
                        "It is told apart by reason: given up, refused, technical. The total is named with "
                        "its commonest reason."
                    ),
                ),
                (
                    N_("What never began is not in the log."),
                    N_(
                        "Right: whoever found the service down left no row. The indicators of downtime hold"
                        " that."
                    ),
                ),
                (
                    N_("Failures repeat: one customer tries five times."),
                    N_(
                        "Then it is five. Rows carry no customer here, so that fewer customers are hit than"
                        " the share of tries suggests."
                    ),
                ),
            ),
        ),
    ),
}
