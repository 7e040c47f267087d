"""Objections to the figures of the overview and the workbench, and our answers."""

from __future__ import annotations

from typing import Final

from ui.content import Challenged
from ui.words import N_

PAGES: Final = {
    "overview": (
        Challenged(
            N_("What to worry about first"),
            (
                (
                    N_("The worst score is not the worst loss."),
                    N_(
                        "It is not: scores have no money in them. Losses and their year in n stand on their"
                        " own page."
                    ),
                ),
                (
                    N_("Intervals overlap, and yet one is called first."),
                    N_(
                        "Somebody must come first. Where the next risk’s interval overlaps, the page of "
                        "scores shows both; read “first”, not “far ahead”."
                    ),
                ),
                (
                    N_("Six figures of six methods do not add up."),
                    N_(
                        "They are not added. Each opens the page that answers for it, with its own "
                        "assumptions."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Three decisions, with cost and effect"),
            (
                (
                    N_("Why these three?"),
                    N_(
                        "One from each chain: mend the worst risk, win customers, move operations. They are"
                        " proposals, not a ranking of all that could be done."
                    ),
                ),
                (
                    N_("Points of effort, adopters and dirhams cannot be compared."),
                    N_(
                        "They cannot, and no common unit is made up. Each has its own cost, effect, owner "
                        "and first step."
                    ),
                ),
                (
                    N_("Effects are conditional on assumptions."),
                    N_(
                        "They are those of the scenario in the address. Change one, and the three decisions"
                        " change with it."
                    ),
                ),
            ),
        ),
    ),
    "story": (
        Challenged(
            N_("The argument in eight screens"),
            (
                (
                    N_("A story chooses what suits it."),
                    N_(
                        "The screens are fixed, and each says its page’s own sentence, bad news included. "
                        "No figure is computed for the story."
                    ),
                ),
                (
                    N_("“Therefore” suggests causes."),
                    N_(
                        "It joins assumptions: trust bends adoption by a number nobody has published. The "
                        "link’s page says so."
                    ),
                ),
                (
                    N_("On a screen the interval gets lost."),
                    N_("Headlines carry it, and notes give the speaker what weakens the figure."),
                ),
            ),
        ),
    ),
    "scenarios": (
        Challenged(
            N_("Difference from the baseline"),
            (
                (
                    N_("A difference without an interval looks certain."),
                    N_(
                        "It has none because both share most of their doubt; each side’s own interval "
                        "stands in the row."
                    ),
                ),
                (
                    N_("Scenarios are chosen to differ."),
                    N_("They are, by the reader, and have no probability. Not one is called likely."),
                ),
                (
                    N_("Chains multiply assumptions."),
                    N_(
                        "They do: trust, then adoption, then migration and friction. The table shows each "
                        "result, so that a reader sees where it grows."
                    ),
                ),
            ),
        ),
    ),
    "proofs": (
        Challenged(
            N_("Reference figures that come out"),
            (
                (
                    N_("Some of these prints nobody opened again."),
                    N_(
                        "Right: those figures rest on the first typing. The page counts them, and names for "
                        "each of the others where it was read."
                    ),
                ),
                (
                    N_("You chose the cases that agree."),
                    N_(
                        "We chose methods first, then what is published of them. Closed forms are marked "
                        "apart; cases from outside are counted apart."
                    ),
                ),
                (
                    N_("Reproducing a textbook proves no model of a bank."),
                    N_(
                        "It proves the arithmetic, not that the method fits. Fit is tried on data held "
                        "back, page by page."
                    ),
                ),
                (
                    N_("Tolerances are yours."),
                    N_(
                        "They are half of the last printed digit where nothing else is said; wider ones "
                        "give their reason beside the case."
                    ),
                ),
            ),
        ),
    ),
    "start": (
        Challenged(
            N_("A bank from a dozen typed figures"),
            (
                (
                    N_("What is not typed is somebody else’s."),
                    N_(
                        "It is: medians of fictional banks of like size, scaled by customers. Every page "
                        "says how much of it is assumed."
                    ),
                ),
                (
                    N_("Fictional banks resemble nobody."),
                    N_(
                        "They were drawn around published levels, eight of them. A typed bank’s scores are "
                        "an exercise, and must not be published."
                    ),
                ),
                (
                    N_("Costs do not scale with customers."),
                    N_(
                        "Not exactly: twice the customers need less than twice the staff. A typed cost "
                        "takes the place of the scaled one."
                    ),
                ),
            ),
        ),
    ),
}
