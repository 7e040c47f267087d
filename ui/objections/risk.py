"""Objections to the figures of risk, and our answers."""

from __future__ import annotations

from typing import Final

from ui.content import Challenged
from ui.words import N_

PAGES: Final = {
    "risk-scores": (
        Challenged(
            N_("The score and its grade"),
            (
                (
                    N_("Equal weights and p = 2 are your choice; another choice gives another grade."),
                    N_(
                        "Yes. The page draws both and prints how often the published grade survives each "
                        "alone and all at once. The reader moves them on every page."
                    ),
                ),
                (
                    N_("Most thresholds are your own convention."),
                    N_(
                        "Each cut carries the tag of its source, C where it is ours. Conventional cuts are "
                        "drawn by ±20% and can be scaled; limits of law do not move."
                    ),
                ),
                (
                    N_("No outcome shows that a bank at 60 fares worse than one at 40."),
                    N_(
                        "There is none: the score is calibrated on no loss and no failure. It orders "
                        "attention, is no probability and sets no capital; losses stand on their own page."
                    ),
                ),
                (
                    N_("A trigger of a notice is no limit of risk."),
                    N_(
                        "It is not: such cuts carry a second letter C, and are drawn and scaled as "
                        "conventions are."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Points for silence"),
            (
                (
                    N_("Half of this score is a penalty, not a risk."),
                    N_(
                        "The penalty is a figure of its own beside the score as last reported, with certain"
                        " bounds. Without it, not reporting would pay."
                    ),
                ),
                (
                    N_("The upper quartile of eight banks rests on two of them."),
                    N_(
                        "It does. It is a rule for what stopped, not an estimate: it drifts to 100 within "
                        "twelve months whatever the others do."
                    ),
                ),
                (
                    N_("A third missing is an arbitrary line."),
                    N_(
                        "It is a convention: at p = 2, that third alone moves a score by more than a grade "
                        "is wide. Beyond it the page says “or worse”."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Probability of the grade, and “robust”"),
            (
                (
                    N_("A grade that one draw in three gives back is no grade."),
                    N_(
                        "It is then not called robust, and the answer names the likelier grade. The rule’s "
                        "own grade stands, so that two readers publish the same."
                    ),
                ),
                (
                    N_("The widths of the draws, 5%, ±20% and ±25%, are yours."),
                    N_(
                        "They are conventions, printed beside the figure. A table draws each alone, so that"
                        " a reader sees which one decides."
                    ),
                ),
                (
                    N_("Which indicators there are, and the cuts at 25, 50 and 75, are not drawn."),
                    N_(
                        "Right: the probability holds no doubt about the catalogue. It is an upper bound of"
                        " how sure one may be."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("What controls leave"),
            (
                (
                    N_("A score after controls lets a bank talk itself down."),
                    N_(
                        "Outcomes are never lowered. A control counts on the exposure that it names, if "
                        "tested within 24 months by somebody named; the strongest alone is credited."
                    ),
                ),
                (
                    N_("Which indicators tell of exposure is your reading."),
                    N_(
                        "It is, in the catalogue for all to see. Six of 37 are exposure; only three of "
                        "them, O9, R4 and P1, can be lowered."
                    ),
                ),
                (
                    N_("Effectiveness is the bank’s own word."),
                    N_(
                        "Yes, within a test whose tester is named beside it. A rating that the test does "
                        "not bear out is a finding, which we cannot see."
                    ),
                ),
            ),
        ),
    ),
    "risk-drivers": (
        Challenged(
            N_("Heaviest driver"),
            (
                (
                    N_("Three measures of influence name three different drivers."),
                    N_(
                        "They answer three questions: a point more, without the indicator, where the doubt "
                        "comes from. The answer uses the parts that add up to the score."
                    ),
                ),
                (
                    N_("Sobol indices rest on assumed spreads."),
                    N_(
                        "They do: data 5%, thresholds ±20%, weights ±25%, p held. They rank what to measure"
                        " better; at 1,024 draws small ones may change rank."
                    ),
                ),
                (
                    N_("The waterfall blames indicators for what thresholds or silence moved."),
                    N_(
                        "Both months are scored by the same rules. Silence and a report resumed are causes "
                        "of their own; months that measure other indicators are not compared."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Smallest step and cheapest way to a better grade"),
            (
                (
                    N_("The smallest step ignores that indicators move together."),
                    N_(
                        "It is arithmetic on one indicator, all else as published, and no advice. Only what"
                        " the bank reports can be moved."
                    ),
                ),
                (
                    N_("A point of effort does not cost the same everywhere."),
                    N_(
                        "It is assumed to (C). The list orders points where convexity makes them cheapest; "
                        "it is no budget."
                    ),
                ),
                (
                    N_("Near a cut, a step reaches a grade that the draws take back."),
                    N_(
                        "It may: the probability of the grade stands on the page of scores and decides more"
                        " than the step."
                    ),
                ),
            ),
        ),
    ),
    "risk-losses": (
        Challenged(
            N_("One year in n costs from … to …"),
            (
                (
                    N_("The range is so wide that it decides nothing."),
                    N_(
                        "It is as wide as the record leaves it. At one bank the choice of law moves the "
                        "1-in-1,000 year from 52 to 3,458 million."
                    ),
                ),
                (
                    N_("Laws are missing: g-and-h, Burr, log-gamma, external losses."),
                    N_(
                        "One more can only widen the range. Those taken run from the lightest tail in use "
                        "to free shapes; outside losses are not in the data."
                    ),
                ),
                (
                    N_("The test has little power, and drops the true law once in a hundred times."),
                    N_(
                        "Little power keeps laws in, which widens. In trials the range held the truth at "
                        "least as often as its level says."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("The average lost a year"),
            (
                (
                    N_("One large loss makes it."),
                    N_(
                        "It is what was lost in the record, no forecast. Where a law’s mean is infinite, "
                        "the page says so."
                    ),
                ),
                (
                    N_("Losses not yet known are missing."),
                    N_(
                        "They are: late events and open provisions are not estimated, and recoveries to "
                        "come are not counted either."
                    ),
                ),
                (
                    N_("Small losses lie under the bank’s own collection threshold."),
                    N_("Every loss recorded counts; none is added for those never recorded."),
                ),
            ),
        ),
        Challenged(
            N_("Events a year"),
            (
                (
                    N_("A constant rate hides a trend."),
                    N_(
                        "It does: the rate is that of the whole record. Change over the last year stands "
                        "beside it, and the map of scores takes three years."
                    ),
                ),
                (
                    N_("Events of one cause are counted apart."),
                    N_(
                        "They are, as recorded. Clusters show as overdispersion: where Akaike’s criterion "
                        "asks for it, the negative binomial stands in for Poisson."
                    ),
                ),
                (
                    N_("No event proves no risk."),
                    N_(
                        "Agreed: three silent years still allow 0.54 a year at 80%, and 1.0 at 95%. The "
                        "bound is printed with its level."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("What controls return"),
            (
                (
                    N_("A control cannot save more than is lost."),
                    N_(
                        "It cannot here: coverage times effectiveness of the expected loss of the types it "
                        "acts on, at most that loss."
                    ),
                ),
                (
                    N_("The losses have the control in them already, so the saving is understated."),
                    N_(
                        "By the factor 1/(1 − c e) if the rating is right, and the rating is what is in "
                        "question. We state the least, and say so."
                    ),
                ),
                (
                    N_("Which types a control acts on is assumed."),
                    N_(
                        "It is, by the bank, control by control, and shown as assumed. Strong "
                        "authentication leaves physical damage and employment as they are."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Capital"),
            (
                (
                    N_("Basel’s losses are not these."),
                    N_(
                        "Asked and said: all operational losses, net, by date of accounting, EUR 20,000 at "
                        "least, ten years. With electronic channels alone no multiplier is stated."
                    ),
                ),
                (
                    N_("A bank under EUR 1 billion must not be given a multiplier."),
                    N_("It has 1. The row with losses holds only where the supervisor decides so."),
                ),
                (
                    N_("The Moroccan approaches need business lines."),
                    N_(
                        "The split is a convention; the bounds hold for any split and stand beside each "
                        "figure."
                    ),
                ),
            ),
        ),
    ),
    "risk-incidents": (
        Challenged(
            N_("The verdict"),
            (
                (
                    N_("This regulation does not bind a bank in Morocco."),
                    N_(
                        "It does not: it is the yardstick, because it has thresholds. Law 05-20, article 8,"
                        " binds designated banks, and that form goes first."
                    ),
                ),
                (
                    N_("Point 9(5)(b) can be read otherwise."),
                    N_("It can; the page says when the other reading gives another verdict."),
                ),
                (
                    N_("It judges with hindsight: on the day the bank knew less."),
                    N_(
                        "The verdict takes the facts as they stand in the register now. Deadlines run from "
                        "the moments recorded, when the bank became aware and when it classified."
                    ),
                ),
                (
                    N_("The register decides."),
                    N_(
                        "It does not say what it does not know: a missing fact leaves the verdict open. "
                        "Where the flag contradicts the facts, the law goes first."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("The deadlines"),
            (
                (
                    N_("Your holidays are not those of the Bulletin officiel."),
                    N_(
                        "Fixed ones are. Islamic ones are computed, and a deadline that the moon could move"
                        " by a day is called estimated."
                    ),
                ),
                (
                    N_("The article speaks of Member States."),
                    N_(
                        "The bank’s country stands in for it, by analogy. For a credit institution only the"
                        " final report waits: one deadline in three at most."
                    ),
                ),
                (
                    N_("Supervisors can withdraw the relief."),
                    N_(
                        "Paragraph 6 lets them, for significant institutions. No such decision is recorded:"
                        " a bank that was told so counts the strict hour."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Recurring groups"),
            (
                (
                    N_("Adding percentages counts a client twice."),
                    N_("It may, up to 100%: the cautious reading, said in the method."),
                ),
                (
                    N_("A long chain becomes major by its length."),
                    N_("No: each span of six months is judged alone; overlapping spans are one group."),
                ),
                (
                    N_("Root causes are words in a register."),
                    N_("They are, as the bank wrote them. Incidents without one are named as not assessed."),
                ),
            ),
        ),
    ),
    "risk-licensing": (
        Challenged(
            N_("The outcome of a case"),
            (
                (
                    N_("A program gives no legal opinion."),
                    N_(
                        "It gives none: every page says so and prints rule, article, tag, days and what was"
                        " not stated. It orders the questions for counsel."
                    ),
                ),
                (
                    N_("Half of your rules were read in secondary sources."),
                    N_(
                        "Their tags say which (V2, M), and a second reading says what was read on which "
                        "day. The answer prints the tag of the rule that decides."
                    ),
                ),
                (
                    N_("National law is missing."),
                    N_(
                        "Of the Member States only Germany’s is recorded, and only until 2027. Elsewhere "
                        "the outcome is unclear, never free."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Countries with the same answer"),
            (
                (
                    N_("A map makes one bank’s facts look like the world’s."),
                    N_(
                        "It asks one question of every country: what would be needed for these facts there."
                        " Sentence, note and table say so."
                    ),
                ),
                (
                    N_("Iceland, Liechtenstein and Norway are in the Area."),
                    N_(
                        "The rule of 2027 binds the Union; that it was taken over there is not recorded, so"
                        " they are unclear. One row changes it."
                    ),
                ),
                (
                    N_("Fifty-four countries are not the world."),
                    N_("They are those that the rules or the shipped figures know. Others are not counted."),
                ),
            ),
        ),
        Challenged(
            N_("R1 held against its bound"),
            (
                (
                    N_("The bound is loose."),
                    N_(
                        "It is: it counts every customer of a country where some fact not stated could need"
                        " a licence. It convicts nobody; it finds impossible figures."
                    ),
                ),
                (
                    N_("Zero may hide a breach."),
                    N_(
                        "It may. The least is 0 because a licence may be held wherever one is needed; the "
                        "bank’s list of licences, which no table holds, would narrow it."
                    ),
                ),
                (
                    N_("The day matters."),
                    N_(
                        "The bound is of the day of the data. From 11 January 2027 on other rules answer, "
                        "and the page shows from when."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("Fifteen worked cases that agree"),
            (
                (
                    N_("You wrote the questions and the answers."),
                    N_("We did. They are called worked cases, and the proofs page does not count them."),
                ),
                (
                    N_("Two of them needed a day added."),
                    N_(
                        "Without a day, the rules of the day of the data answer, and France is unclear. The"
                        " cases now state 1 February 2027."
                    ),
                ),
                (
                    N_("The American case has no office."),
                    N_(
                        "It states none either way. The outcome is a subsidiary, and presence is named as "
                        "able to change it; by Internet only, it is unclear."
                    ),
                ),
            ),
        ),
    ),
    "risk-supervision": (
        Challenged(
            N_("Stress that one bank’s trouble brings to others"),
            (
                (
                    N_("Links between banks are not measured."),
                    N_(
                        "In the demonstration they are invented, and marked so. A supervisor loads its own;"
                        " every link ±25% shows what they decide."
                    ),
                ),
                (
                    N_("Two settings of the links are no interval."),
                    N_("They are not, and are not called one: “every link a quarter weaker or stronger”."),
                ),
                (
                    N_("DebtRank lets stress pass once, without panic and without help."),
                    N_(
                        "True: it is linear propagation of trust lost, capped at 1. A run would bring more,"
                        " a guarantee of deposits less; neither is modelled."
                    ),
                ),
            ),
        ),
        Challenged(
            N_("The four tools, and the mean of the banks"),
            (
                (
                    N_("The supervisor’s silence improves its own score."),
                    N_(
                        "It moves no figure: what is not supplied is left out and said, “2 of 3 measures”. "
                        "Beyond a third unknown there is no figure."
                    ),
                ),
                (
                    N_("The cuts of the supervisor’s measures are yours."),
                    N_(
                        "They are conventions (C), shown as such. No rule of law stands behind 3, 5 or 8 "
                        "years."
                    ),
                ),
                (
                    N_("A mean over banks hides the one that is in trouble."),
                    N_(
                        "It does: it speaks of the tool. The banks stand above it one by one, worst first, "
                        "and each mean says how many banks it holds."
                    ),
                ),
            ),
        ),
    ),
}
