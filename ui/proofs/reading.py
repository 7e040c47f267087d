"""What was read again of the figures that others printed: where, and what could not be opened.

A case agrees with figures as they were typed; whether the print states them is another question, and this
module answers it, publication by publication.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from ui.proofs.case import Case
from ui.words import N_

READ_ON: Final = date(2026, 12, 1)
How = Literal["text", "quoted", "run", "not_read"]
HOW: Final[dict[How, str]] = {
    "text": N_("read in the text itself, or a copy"),
    "quoted": N_("read as others quote it"),
    "run": N_("output of a package, in no print"),
    "not_read": N_("could not be opened again"),
}


@dataclass(frozen=True)
class Reading:
    """What was read of one source of cases.

    Parameters
    ----------
    how : key of ``HOW``
    where : what was read, in English, to be translated; empty where nothing was
    address : where it stands, as it is written in every language; empty where ``where`` says it
    items : figures that it covers, by their names; empty for all. The others could not be opened
    """

    how: How
    where: str = ""
    address: str = ""
    items: tuple[str, ...] = ()


_NOT: Final = Reading("not_read")
_EPI: Final = Reading(
    "text",
    N_("table 1, on the institute’s own page of the chart"),
    "epi.org/chart/ftt-paper-table-1-volume-of-financial-transactions-by-type-2015",
)
READINGS: Final[dict[str, Reading]] = {
    "Becker and others (2022), COINr, Journal of Open Source Software 7; ASEM index": Reading(
        "text",
        N_("the package’s own vignette, “Presenting results”"),
        "stat.ethz.ch/CRAN/web/packages/COINr/vignettes/results.html",
    ),
    "Ishigami, Homma (1990)": Reading(
        "quoted", N_("in the tests of public packages"), "Saltelli et al. (2008)"
    ),
    "Basel Committee (2020), OPE25.7": Reading(
        "quoted", N_("public notes on the framework, page 133 of its PDF")
    ),
    "Society of Actuaries, exam C, sample question": Reading(
        "text",
        N_("both questions with the Society’s own answers, reprinted by its permission"),
        "stochiki.com, exercises F4863b9771 and B048c9ff6d",
    ),
    "R actuar 3.3-2, aggregateDist": Reading("run", address="R actuar 3.3-2"),
    "R NetworkRiskMeasures 0.1.4": Reading("run", address="R NetworkRiskMeasures 0.1.4"),
    "Cowpertwait, Metcalfe (2009), pp. 52–53": Reading(
        "quoted", N_("a public model"), "github.com/rockpanda666/R4Bass-Model"
    ),
    "MIT 2.555A, module 1": Reading("text", N_("module 1, exercise 2 in class, with its solution")),
    # The working paper has other units of work, so its unit costs are not those of the article.
    "Kaplan, Anderson (2004), Harvard Business Review": Reading(
        "text",
        N_("the authors’ working paper of the same example; its unit costs differ"),
        "yumpu.com/en/document/view/47674301",
        ("rate", "used", "unused"),
    ),
    "Economic Policy Institute (2016), table 1": _EPI,
    "Economic Policy Institute (2016)": _EPI,
    "Galí, Monacelli (2005), table 1": _NOT,
    "Galí, Monacelli (2005), Review of Economic Studies 72, table 1": _NOT,
    "Galí, Monacelli (2005), Review of Economic Studies 72, table 2": _NOT,
    "Guidotti (1999)": _NOT,
    "JMulTi; statsmodels": Reading(
        "text",
        N_("results of JMulTi among the tests of the package"),
        "statsmodels 0.15.0, macrodata_jmulti_c",
    ),
    "Westerhoff, Dieci (2006)": Reading(
        "text",
        N_("the abstract alone, in a copy"),
        "paperexplained.cn/articles/paper/detail/9654e6b9e123a4ea63cecc57375f711e8c0ffd46",
    ),
    "Newcombe (1998), table II": Reading(
        "quoted", N_("in the tests of public packages"), "R DescTools, R ratesci"
    ),
    "Standard tables of two proportions": Reading(
        "quoted", N_("an example of the software, and the tests of public packages"), "R, power.prop.test"
    ),
    "Fader, Hardie, Lee (2005), CDNOW": Reading(
        "quoted",
        N_("in the tests of public packages"),
        "github.com/CamDavidsonPilon/lifetimes",
        ("E[Y | x, t, T]",),
    ),
    "McNeil (1997), ASTIN Bulletin 27, pp. 117–138": Reading(
        "quoted", N_("public notes on heavy tails, for the shape of the tail alone"), items=("ξ",)
    ),
    "Klugman, Panjer, Willmot (2008), Loss Models": _NOT,
    "Klugman, Panjer, Willmot (2008), Loss Models, data set B": _NOT,
    "Garwood (1936), Biometrika 28, pp. 437–442": Reading(
        "quoted",
        N_("public tables of the exact limits of a Poisson count"),
    ),
    # The tables give 0.010 for one line, a digit less than 0.0101.
    "Erlang (1917); loss table, B = 1 %": Reading(
        "quoted",
        N_("a textbook’s table as public notes copy it, and the tables in public programs"),
        items=tuple(f"n = {lines}" for lines in (5, 10, 20, 50, 100)),
    ),
    "Gross, Harris (1998), Fundamentals of Queueing Theory, chapter 2": _NOT,
    "Hillier, Lieberman (2010), Introduction to Operations Research, chapter 17": _NOT,
    "Hull (2009), Options, Futures, and Other Derivatives, example 13.6": Reading(
        "quoted", N_("in the tests of public packages, which name example 13.6")
    ),
    "Gupta, Lehmann (2003), Journal of Interactive Marketing 17(1), pp. 9–24": _NOT,
    "Jeanne, Rancière (2011), Economic Journal 121, pp. 905–930": _NOT,
    "Spector, Mazzeo (1980), as in Greene (2012), Econometric Analysis, table 17.1": Reading(
        "quoted",
        N_("results of Stata 11 among the tests of the package"),
        "statsmodels 0.15.0, results_discrete.py",
    ),
}


def reading(case: Case, item: str) -> Reading | None:
    """What was read of one figure; None where nobody else printed it.

    Raises
    ------
    KeyError: a case from outside whose source says nothing of its reading
    """
    if not case.outside:
        return None
    found = READINGS[case.source]
    return found if not found.items or item in found.items else _NOT
