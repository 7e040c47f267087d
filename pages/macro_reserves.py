"""Reserves: the regime between float and peg, and Morocco's reserves against four rules and an optimum."""

from ui import controls, page
from ui.macro import reserves
from ui.words import _, percent

shown = page.open_page("macro-reserves")

places = page.beside(6)
with places[0]:
    answers = reserves.answers()
    controls.choose(
        "exchange_response",
        list(answers),
        shown=answers.__getitem__,
        otherwise="1",
        about=_(
            "Points of interest rate for each point that the currency moves: 0 floats, the peg never moves."
        ),
    )
with places[1]:
    controls.slide("price_rigidity", 0.05, shown=percent)
with places[2]:
    names = reserves.weights()
    controls.choose("ara_weights", list(names), shown=names.__getitem__)
with places[3]:
    controls.enter(
        "short_term_debt",
        example="150",
        placeholder=_("not known"),
    )
with places[4]:
    controls.enter(
        "other_liabilities",
        example="600",
        placeholder=_("not known"),
    )
with places[5]:
    controls.slide("sudden_stop", 0.01, shown=percent)
controls.reset(
    "exchange_response",
    "price_rigidity",
    "ara_weights",
    "short_term_debt",
    "other_liabilities",
    "sudden_stop",
)

shown.show(reserves.content(shown.reader))
