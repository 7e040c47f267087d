"""Overview: the bank's four risks, what changed, and the country's real figures beside others."""

from ui import controls, page, tour
from ui.adoption.countries import home, names
from ui.charts import countries as country_charts
from ui.charts import risk as charts
from ui.risk import bank as risk
from ui.risk import measured, method
from ui.views import countries
from ui.views.choices import pick_bank, pick_month
from ui.words import _

shown = page.open_page("overview")
tour.offer()

# Controls
places = page.controls(4)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    month = pick_month(bank)
known, definitions = names(shown.reader), countries.indicator_names()
with places[2]:
    fact = controls.choose("indicator", _("Country figure"), list(definitions), shown=definitions.__getitem__)
with places[3]:
    others = [code for code in known if code != home(shown.reader)]
    compared = controls.choose_several("compared", _("Beside"), others, shown=known.__getitem__)

# The bank
view = risk.bank_risks(shown.reader, bank, month, "overall")
shown.answer(risk.worry_sentence(view), caution=risk.gap_sentence(view))
shown.chart(
    charts.interval_points(
        view.risks, label="label", order=list(view.risks["label"]), title=_("Score, 0 best to 100 worst")
    ),
    title=_("The four risks of {bank}").format(bank=name),
    alt_text=risk.described_risks(view),
    name="risks",
    kinds=view.kinds,
)
if view.changes.empty:
    page.empty(risk.no_changes(view))
else:
    shown.chart(
        charts.changes(view.changes, label="label", title=_("Change of score, points; worse to the right")),
        title=_("What changed since last month"),
        alt_text=risk.described_changes(view),
        name="changes",
        kinds=view.kinds,
    )
shown.table(
    risk.risk_table(view),
    name="risks",
    alt_text=_("Scores, intervals and grades of the four risks"),
    kinds=view.kinds,
)
if not (gaps := measured.gap_table(shown.reader, bank, month)).empty:
    told = _("Indicators that are not reported, by how much of the overall score they leave open")
    shown.table(gaps, name="report", title=_("Report these"), alt_text=told, kinds=view.kinds)

# The country
figures = countries.figures(fact, (home(shown.reader), *compared))
if figures.figures.empty:
    page.empty(_("No figures were found for these countries; choose others."))
else:
    shown.chart(
        country_charts.country_lines(figures.figures, unit=figures.unit, breaks=figures.breaks),
        title=figures.title,
        note=countries.sentence(figures),
        alt_text=countries.sentence(figures),
        name="country",
        kinds=figures.kinds,
    )
    shown.table(
        countries.table(figures),
        name="country",
        alt_text=figures.title,
        kinds=figures.kinds,
    )
shown.method(**method.method().parts())
shown.footer()
