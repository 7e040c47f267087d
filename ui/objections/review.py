"""Objections to the figures of the review desk, and our answers."""

from __future__ import annotations

from typing import Final

from ui.content import Challenged
from ui.words import N_

PAGES: Final = {
    "review-horizontal": (
        Challenged(
            N_("Which bank to inspect first"),
            (
                (
                    N_("Weights of .5, .3 and .2 are yours."),
                    N_(
                        "They are a convention, and the reader moves them. The three parts of each priority"
                        " stand in the table."
                    ),
                ),
                (
                    N_("Not reporting moves a bank up twice."),
                    N_(
                        "It may: by the penalty in its score and by its gaps. For an order of inspection "
                        "that is meant."
                    ),
                ),
                (
                    N_("An order has no interval."),
                    N_(
                        "It has none here. Banks whose priorities differ by .02 or less are best read as "
                        "equal."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Decided grades that the model gives a year on"),
            (
                (
                    N_("The model’s later grade is no truth."),
                    N_(
                        "It is not: it is the only grade on record a year on. Agreement may mean that both "
                        "were wrong."
                    ),
                ),
                (
                    N_("A decision changes the bank, and so its later grade."),
                    N_(
                        "It should: a bank that mended itself counts as a miss. The direction of misses is "
                        "therefore shown."
                    ),
                ),
                (
                    N_("Few decisions make any share."),
                    N_(
                        "The interval is exact binomial at 95%: of ten decisions, eight hits leave 44 to 97%."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Judgements by supervisor"),
            (
                (
                    N_("It ranks people."),
                    N_(
                        "It does not: cases are not dealt at random, and numbers are small. A high share of"
                        " better grades is a question, not a fault."
                    ),
                ),
                (
                    N_("Days to a decision punish care."),
                    N_("They could. Shortest and longest stand beside the median, and no target is set."),
                ),
                (
                    N_("Easy banks make good supervisors."),
                    N_(
                        "They do in such a count; shares by bank stand beside those by supervisor for that "
                        "reason."
                    ),
                ),
            ),
        ),
    ),
    "review-case": (
        Challenged(
            N_("The grade proposed"),
            (
                (
                    N_("Two may approve what the model calls impossible."),
                    N_(
                        "Within bounds: one grade better at most, two worse, never better than 3 under a "
                        "red flag, on evidence dated after the data."
                    ),
                ),
                (
                    N_("A probability of 10% is low for one head."),
                    N_(
                        "It is a convention. It asks for a second head where the model itself sees less "
                        "than one chance in ten."
                    ),
                ),
                (
                    N_("A judgement outlives its reason."),
                    N_(
                        "It lives twelve months, six for a large bank. It lapses earlier when grade, red "
                        "flag, method or evidence change."
                    ),
                ),
            ),
        ),
    ),
}
