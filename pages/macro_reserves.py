"""Reserves: the regime between float and peg, and Morocco's reserves against four rules and an optimum."""

from functools import partial

from ui import controls, page
from ui.charts import macro as charts
from ui.charts import macro_reserves as cover_chart
from ui.views import macro_reserves as views
from ui.views import macro_reserves_tables as tables
from ui.views.macro_words import height
from ui.words import _, number, percent

shown = page.open_page("macro-reserves")

places = page.controls(6)
with places[0]:
    answers = views.answers()
    controls.choose(
        "exchange_response",
        _("Response to the exchange rate"),
        list(answers),
        shown=answers.__getitem__,
        otherwise="1",
        about=_(
            "Points of interest rate for each point that the currency moves: 0 floats, the peg never moves."
        ),
    )
with places[1]:
    controls.slide("price_rigidity", _("Prices left unchanged each quarter"), 0.05, shown=percent)
with places[2]:
    names = views.weights()
    controls.choose("ara_weights", _("Weights of the ARA metric"), list(names), shown=names.__getitem__)
with places[3]:
    controls.enter(
        "short_term_debt",
        _("Short-term external debt, MAD billion"),
        example="150",
        placeholder=_("not known"),
    )
with places[4]:
    controls.enter(
        "other_liabilities",
        _("Other external liabilities, MAD billion"),
        example="600",
        placeholder=_("not known"),
    )
with places[5]:
    controls.slide("sudden_stop", _("Capital that leaves in a sudden stop"), 0.01, shown=percent)
controls.reset(
    "exchange_response",
    "price_rigidity",
    "ara_weights",
    "short_term_debt",
    "other_liabilities",
    "sudden_stop",
)

view = views.reserves()
if view is None:
    shown.answer(views.no_reserves())
    page.empty(views.no_reserves())
else:
    shown.answer(views.sentence(view), caution=views.caution(view))
    ticks = tables.curve_ticks()
    shown.chart(
        charts.curves(
            tables.curve_frame(view),
            x_title=_("Response to the exchange rate"),
            y_title=_("Standard deviation, % a quarter"),
            log_x=True,
            ticks=list(ticks),
            tick_names=list(ticks.values()),
            marks=tables.curve_marks(view),
            zero=True,
        ),
        title=_("From float to peg"),
        note=views.regime_sentence(view),
        alt_text=views.described_curve(view),
        name="hybrid",
        kinds=("derived",),
    )
    shown.chart(
        cover_chart.cover(
            tables.cover_frame(view), title=_("Reserves, % of what the rule asks"), most=tables.COVER_SHOWN
        ),
        title=_("Are the reserves enough?"),
        note=views.implied_sentence(view),
        alt_text=views.described_cover(view),
        name="cover",
        kinds=views.KINDS,
    )
    for name, title, frame, words, kinds, digits in tables.every_table(view):
        shown.table(
            frame,
            name=name,
            title=title,
            alt_text=words,
            kinds=kinds,
            height=height(frame),
            formats={column: partial(number, digits=count) for column, count in digits.items()},
        )
shown.method(**tables.method())
shown.footer()
