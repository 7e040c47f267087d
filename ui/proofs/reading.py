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
    where : title and address of what was read; empty where nothing was
    items : figures that it covers, by their names; empty for all. The others could not be opened
    """

    how: How
    where: str = ""
    items: tuple[str, ...] = ()


_NOT: Final = Reading("not_read")
_DEBTRANK: Final = Reading("run", "R NetworkRiskMeasures 0.1.4")
READINGS: Final[dict[str, Reading]] = {
    "Becker and others (2022), COINr, Journal of Open Source Software 7; ASEM index": _NOT,
    "Ishigami, Homma (1990)": Reading("quoted", "Saltelli et al. (2008), in the tests of public packages"),
    "Basel Committee (2020), OPE25.7": Reading(
        "quoted", "public notes on the framework, page 133 of its PDF"
    ),
    "Society of Actuaries, exam C, sample question": _NOT,
    "R actuar 3.3-2, aggregateDist": Reading("run", "R actuar 3.3-2"),
    "R NetworkRiskMeasures 0.1.4": _DEBTRANK,
    "Cowpertwait, Metcalfe (2009), pp. 52–53": Reading(
        "quoted", "R4Bass-Model, README.md, github.com/rockpanda666/R4Bass-Model"
    ),
    "MIT 2.555A, module 1": Reading("text", "Module 1, in-class exercise 2, with its solution"),
    "Kaplan, Anderson (2004), Harvard Business Review": _NOT,
    "Economic Policy Institute (2016), table 1": _NOT,
    "Economic Policy Institute (2016)": _NOT,
    "Galí, Monacelli (2005), table 1": _NOT,
    "Galí, Monacelli (2005), Review of Economic Studies 72, table 1": _NOT,
    "Galí, Monacelli (2005), Review of Economic Studies 72, table 2": _NOT,
    "Guidotti (1999)": _NOT,
    "JMulTi; statsmodels": Reading(
        "text", "statsmodels 0.15.0, tsa/vector_ar/tests/JMulTi_results, macrodata_jmulti_c"
    ),
    "Westerhoff, Dieci (2006)": _NOT,
    "Newcombe (1998), table II": Reading("quoted", "R DescTools, R ratesci: tests"),
    "Standard tables of two proportions": Reading("quoted", "R, power.prop.test: example", ("n (50 %)",)),
    "Fader, Hardie, Lee (2005), CDNOW": Reading(
        "quoted", "lifetimes: tests, github.com/CamDavidsonPilon/lifetimes", ("E[Y | x, t, T]",)
    ),
    "McNeil (1997), ASTIN Bulletin 27, pp. 117–138": _NOT,
    "Klugman, Panjer, Willmot (2008), Loss Models": _NOT,
    "Klugman, Panjer, Willmot (2008), Loss Models, data set B": _NOT,
    "Garwood (1936), Biometrika 28, pp. 437–442": Reading(
        "quoted",
        "public tables of the exact limits of a Poisson count",
        tuple(f"n = {count}, {end}" for count in (0, 1, 5, 10, 50, 100) for end in ("min", "max")),
    ),
    "Erlang (1917); loss table, B = 1 %": _NOT,
    "Gross, Harris (1998), Fundamentals of Queueing Theory, chapter 2": _NOT,
    "Hillier, Lieberman (2010), Introduction to Operations Research, chapter 17": _NOT,
    "Hull (2009), Options, Futures, and Other Derivatives, example 13.6": Reading(
        "quoted", "tests of public packages, which name example 13.6"
    ),
    "Gupta, Lehmann (2003), Journal of Interactive Marketing 17(1), pp. 9–24": _NOT,
    "Jeanne, Rancière (2011), Economic Journal 121, pp. 905–930": _NOT,
    "Spector, Mazzeo (1980), as in Greene (2012), Econometric Analysis, table 17.1": Reading(
        "quoted",
        "Stata 11, in statsmodels 0.15.0, discrete/tests/results/results_discrete.py",
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
