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
        about=_("Points of interest rate for each point that the currency moves: 0 floats, the peg never moves."),
    )
with places[1]:
    controls.slide("openness", _("Openness: imports in consumption"), 0.05, shown=percent)
with places[2]:
    names = views.weights()
    controls.choose("ara_weights", _("Weights of the ARA metric"), list(names), shown=names.__getitem__)
with places[3]:
    controls.enter("short_term_debt", _("Short-term external debt, MAD billion"), example="150")
with places[4]:
    controls.enter("other_liabilities", _("Other external liabilities, MAD billion"), example="600")
with places[5]:
    controls.slide("sudden_stop", _("Capital that leaves in a sudden stop"), 0.01, shown=percent)
controls.reset(
    "exchange_response", "openness", "ara_weights", "short_term_debt", "other_liabilities", "sudden_stop"
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
    rules = tables.rules_table(view)
    shown.table(
        rules, name="rules", alt_text=views.described_cover(view), kinds=views.KINDS, height=height(rules)
    )
    regimes = tables.regime_table(view)
    shown.table(
        regimes,
        name="regimes",
        title=_("What each regime steadies"),
        alt_text=views.described_curve(view),
        kinds=("derived",),
        formats=dict.fromkeys(regimes.select_dtypes("float"), partial(number, digits=2))
        | {regimes.columns[-1]: partial(number, digits=3)},
    )
    published = tables.published_table()
    shown.table(
        published,
        name="published",
        title=_("The published table beside ours"),
        alt_text=tables.published_sentence(published),
        kinds=("observed", "derived"),
        height=height(published),
        formats=dict.fromkeys(published.select_dtypes("float"), partial(number, digits=2)),
    )
    figures = tables.figures_table(view)
    shown.table(
        figures,
        name="figures",
        title=_("Morocco: the figures used"),
        alt_text=views.sentence(view),
        kinds=views.KINDS,
        height=height(figures),
    )
shown.method(**tables.method())
shown.footer()
