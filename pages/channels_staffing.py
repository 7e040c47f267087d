"""Staffing: people for the counters and the phone, and what moving customers releases in whole ones."""

from functools import partial

from ui import controls, page
from ui.charts import channels_week as charts
from ui.views import channels_staffing as views
from ui.views import channels_staffing_tables as tables
from ui.views.choices import pick_bank
from ui.words import _, percent

shown = page.open_page("channels-staffing")

places = page.controls(7)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    queue = controls.choose(
        "queue", _("Queue"), list(views.QUEUES), shown=partial(views.name_of, views.QUEUES)
    )
with places[2]:
    controls.choose(
        views.PROMISE_FIELD[queue],
        _("Promise"),
        views.promises_of(queue),
        shown=views.promise_name,
        otherwise=views.usual_promise(queue),
    )
with places[3]:
    controls.slide(
        views.PATIENCE_FIELD[queue],
        _("Patience"),
        views.PATIENCE_STEP[queue],
        about=_("Mean time before a customer who waits gives up; at zero nobody leaves."),
        shown=partial(views.patience_name, unit=views.PATIENCE_UNIT[queue]),
    )
with places[4]:
    controls.slide("shrinkage", _("Away from the desk"), 0.05, shown=percent)
with places[5]:
    controls.slide(
        "counter_moved",
        _("Moved online"),
        0.05,
        about=_("Share of the counter transactions, other than cash, that move to Internet and mobile."),
        shown=percent,
    )
with places[6]:
    controls.reset("bank", "queue", *views.FIELDS)

view = views.staffing(bank, name)
shown.answer(views.sentence(view), caution=views.caution(view, bank))
shown.chart(
    charts.week_by_hour(views.week(view), days=views.day_names(), title=_("People at the desks")),
    title=_("People at the desks by hour: {queue}").format(queue=views.name_of(views.QUEUES, queue)),
    alt_text=views.week_described(view),
    name="week",
    kinds=view.kinds,
    note=views.week_described(view),
)
whole = tables.whole_columns()
shown.table(
    tables.needs_table(view, bank),
    name="needs",
    alt_text=views.sentence(view),
    kinds=view.kinds,
    formats=whole,
)
shown.chart(
    charts.curves(
        views.curve(view),
        x_title=_("People at the busiest hour"),
        y_title="%",
        chosen=views.needed_at_peak(view),
        chosen_label=_("needed"),
        level=100.0 * view.promises[queue].level,
    ),
    title=views.curve_title(view),
    alt_text=views.curve_described(view),
    name="service",
    kinds=view.kinds,
    note=views.peak_note(view),
)
shown.table(tables.models_table(view), name="models", alt_text=views.curve_described(view), kinds=view.kinds)
if view.release:
    shown.chart(
        charts.curves(
            views.ladder_lines(view),
            x_title=_("Moved (% of what can leave the counter)"),
            y_title=_("People released"),
            chosen=100.0 * view.moved,
            chosen_label=percent(view.moved),
        ),
        title=_("What the move releases"),
        alt_text=views.release_sentence(view),
        name="release",
        kinds=view.kinds,
        note=_("The gap is made of people whom no branch can give back in part."),
    )
    shown.table(
        tables.ladder_table(view),
        name="ladder",
        alt_text=views.release_sentence(view),
        kinds=view.kinds,
        formats=whole,
    )
    shown.table(
        tables.region_table(view, bank),
        name="regions",
        title=_("By region"),
        alt_text=views.release_sentence(view),
        kinds=view.kinds,
        height=320,
    )
shown.method(**tables.method())
shown.footer()
