"""The recipes of CONTRIBUTING.md, each followed on a copy of the sources: what it promises is there."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from babel.messages.pofile import read_po, write_po

from ui.messages import template

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("analytics", "data", "studies", "reviews", "ui", "pages", "vigie", "locale", ".streamlit", "docs")
# Opens a page as the router does, in a process that knows the copy only.
OPEN = """
import sys
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

def opened(slug, **query):
    app = AppTest.from_file("ui/router.py", default_timeout=300)
    app.query_params.update({"show": "all"} | query)
    app._page_hash = calc_hash(slug)
    app.run()
    assert not app.exception, app.exception
    assert app.session_state["page shown"] == slug, app.session_state["page shown"]
    return app
"""


class Scratch:
    """A copy of the sources, and the files that a recipe has touched in it."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.home = folder, home
        self.touched: list[str] = []
        for name in SOURCES:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copyfile(ROOT / "app.py", folder / "app.py")

    def write(self, path: str, text: str) -> None:
        """A new file."""
        place = self.folder / path
        assert not place.exists()
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        self.touched.append(path)

    def put(self, path: str, before: str, text: str) -> None:
        """``text`` into a file, before the first place that reads ``before``."""
        place = self.folder / path
        known = place.read_text(encoding="utf-8")
        assert before in known, (path, before)
        place.write_text(known.replace(before, text + before, 1), encoding="utf-8")
        self.touched.append(path)

    def translate(self, french: Mapping[str, str]) -> None:
        """The French of new sentences, written where translators write it."""
        path = self.folder / "locale/fr/LC_MESSAGES/vigie.po"
        with path.open("rb") as source:
            catalogue = read_po(source, locale="fr")
        for english, said in french.items():
            catalogue.add(english, said)
        with path.open("wb") as target:
            write_po(target, catalogue, width=110)

    def run(self, script: str) -> str:
        """What a script prints in the copy; it fails with what the script says."""
        known = os.environ | {"VIGIE_HOME": str(self.home), "PYTHONPATH": str(self.folder)}
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", dedent(script)],
            cwd=self.folder,
            env=known,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


@pytest.fixture
def scratch(tmp_path: Path, demo_home: Path) -> Scratch:
    """A fresh copy, with the demonstration's data."""
    return Scratch(tmp_path / "copy", demo_home)


def recipe(name: str) -> list[str]:
    """The files that CONTRIBUTING names for a recipe, in its order."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| {name} \|(.*?)\|", text, re.M)
    return re.findall(r"`([^`]+)`", row)


def follows(scratch: Scratch, name: str) -> None:
    """Whether the recipe names the files that were touched, and no other."""
    named = recipe(name)
    assert len(set(scratch.touched)) == len(named), (scratch.touched, named)
    for path, pattern in zip(dict.fromkeys(scratch.touched), named, strict=True):
        form = re.escape(pattern).replace("<subject>", "[a-z_]+").replace("<page>", "[a-z_]+")
        assert re.fullmatch(form.replace("<language>", "[a-z]+"), path), (path, pattern)


def test_a_new_page_opens_in_both_languages(scratch: Scratch) -> None:
    scratch.write(
        "ui/macro/dirham.py",
        '''
        """What the page on the dirham shows."""

        from studies.macro import country
        from ui.content import Answer, Content, Method
        from ui.reader import Reader, page_content
        from ui.words import _, number


        @page_content
        def content(reader: Reader) -> Content:
            """The price of a dollar."""
            rows = country.monthly(reader.snapshot, "mad_per_usd")
            said = _("A dollar costs {price} dirhams.").format(price=number(rows["value"].iloc[-1], 2))
            method = Method.of(formula="p", words=[_("The last month known.")], proof=_("None: it is read."))
            return Content("macro-dirham", Answer(said), None, method)
        ''',
    )
    scratch.put("ui/contents.py", '    "macro-capital"', '    "macro-dirham": dirham.content,\n')
    scratch.put("ui/contents.py", "from ui.marketing import", "from ui.macro import dirham\n")
    scratch.put(
        "ui/registry.py",
        '    PageEntry(\n        slug="macro-capital"',
        """    PageEntry(
        slug="macro-dirham",
        group="Macro",
        script="macro_dirham.py",
        title=N_("Dirham"),
        question=N_("What does a dollar cost?"),
        icon=":material/payments:",
    ),
""",
    )
    scratch.write(
        "pages/macro_dirham.py",
        '''
        """The dirham: what a dollar costs."""

        from ui import page
        from ui.macro import dirham

        shown = page.open_page("macro-dirham")
        shown.show(dirham.content(shown.reader))
        ''',
    )
    scratch.translate(
        {
            "Dirham": "Dirham",
            "What does a dollar cost?": "Combien coûte un dollar ?",
            "A dollar costs {price} dirhams.": "Un dollar coûte {price} dirhams.",
        }
    )
    said = scratch.run(
        OPEN
        + """
for spoken in ("fr", "en"):
    app = opened("macro-dirham", lang=spoken)
    print(app.title[0].value, "|", app.container(key="answer").markdown[0].value)
"""
    )
    french, english = said.strip().splitlines()
    assert french.replace("\N{NO-BREAK SPACE}", " ").startswith("Combien coûte un dollar ? | ")
    assert re.search(r"Un dollar coûte \d+,\d\d dirhams", french)
    assert english.startswith("What does a dollar cost? | ")
    assert re.search(r"A dollar costs \d+\.\d\d dirhams", english)
    follows(scratch, "page")


def test_a_new_assumption_has_a_control_a_parameter_and_a_row_among_scenarios(scratch: Scratch) -> None:
    scratch.put(
        "analytics/assumptions/macro.py",
        "    tobin_tax: float",
        """    rain: float = assume(
        0.5,
        "number",
        "rain",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: a year like any other",
        label="Rain of a year",
        explanation="Of what falls in a wet year.",
        step=0.05,
    )
""",
    )
    scratch.put(
        "pages/macro_reserves.py",
        "controls.reset(",
        'controls.ask("rain")\n',
    )
    scratch.translate(
        {
            "Rain of a year": "Pluie de l’année",
            "Of what falls in a wet year.": "De ce qui tombe d’ordinaire.",
        }
    )
    said = scratch.run(
        OPEN
        + """
app = opened("macro-reserves", lang="fr", rain="0.35")
(slider,) = [each for each in app.select_slider if each.label == "Pluie de l’année"]
print(slider.value)
slider.set_value(0.6).run()
print(app.query_params["rain"])

from analytics.scenario import Scenario
from data.snapshots import current
from ui.reader import Reader
from ui.words import speaking
from ui.workbench.scenarios import Comparison, Results, Row, table

def row(name, query):
    scenario, refused = Scenario.from_query(query)
    return Row(name, Reader(current(), scenario), Results("amandier", {}, ()), not query), refused

(usual, _), (dry, none) = row("Usual", {}), row("Dry", {"rain": "0.2"})
_odd, refused = row("Odd", {"rain": "2"})
with speaking("fr"):
    print(*table(Comparison((usual, dry), "revenue")).iloc[0], sep=" | ")
print(none, refused)
"""
    )
    at, chosen, row, refused = said.replace("\N{NO-BREAK SPACE}", " ").strip().splitlines()
    assert float(at) == 0.35
    assert chosen.strip("[]'") == "0.6"
    assert row.endswith("| Pluie de l’année | 50 % | 20 %")
    assert refused == "() (('rain', '2'),)"
    follows(scratch, "assumption")


def test_a_new_indicator_stands_in_the_catalogue_and_in_the_score(scratch: Scratch, tmp_path: Path) -> None:
    with (scratch.folder / "data/catalogue/risk_indicator.csv").open(encoding="utf-8", newline="") as file:
        like = next(row for row in csv.reader(file) if row[0] == "P2")
    fresh = io.StringIO()
    own = ["P99", *like[1:4], "Letters of thanks", "Remerciements", *like[6:]]
    csv.writer(fresh, lineterminator="\n").writerow(own)
    scratch.put("data/catalogue/risk_indicator.csv", "P3,", fresh.getvalue())
    scratch.put("data/demo/indicators.py", '    "P2": _Recipe', '    "P99": _Recipe(40.0, impact=9.0),\n')
    scratch.home = tmp_path / "home"
    said = scratch.run(
        """
        from data import queries
        from data.build import build_base
        from analytics.scenario import Scenario
        from ui.reader import Reader
        from ui.risk.bank import chosen_risks
        from ui.words import speaking

        snapshot = build_base()
        known = queries.risk_catalogue(snapshot)
        print("P99" in set(known["indicator"]))
        with speaking("en"):
            rows = chosen_risks(Reader(snapshot, Scenario(bank="amandier")), "reputational").indicators
        own = rows[rows["indicator"] == "P99"].iloc[0]
        print(own["status"], own["score"] >= 0, own["label"])
        """
    )
    assert said.split(maxsplit=3) == ["True", "observed", "True", "Letters of thanks\n"]
    follows(scratch, "indicator")


def test_a_new_table_has_ddl_template_and_dictionary(scratch: Scratch, tmp_path: Path) -> None:
    scratch.write(
        "data/contracts/weather.py",
        '''
        """Weather by month."""

        from data.contracts.model import Column, ColumnType, Contract
        from data.contracts.vocabulary import kind_column, month_column, source_column

        WEATHER = Contract(
            "weather",
            "Weather",
            "Météo",
            "Rain by month",
            "Pluie par mois",
            (
                month_column(),
                Column("rain", ColumnType.NUMBER, "Rain", "Pluie", unit="mm", minimum=0, example="12"),
                source_column(),
                kind_column(),
            ),
            key=("month",),
            importable=True,
        )
        ''',
    )
    scratch.put("data/contracts/__init__.py", "    figures.MODEL_FIGURE,", "    weather.WEATHER,\n")
    scratch.put("data/contracts/__init__.py", "    risk,\n)", "    weather,\n")
    scratch.home = tmp_path / "home"
    said = scratch.run(
        """
        import runpy
        import pandas as pd
        from data import queries_catalogue
        from data.build import build_base, build_workspace
        from data.contracts import contract
        from data.contracts.ddl import ddl
        from data.ingest.templates import template

        print("rain" in ddl(contract("weather")))
        print("mm" in template("weather", "csv", "fr").decode("utf-8-sig"))
        runpy.run_module("data.dictionary", run_name="__main__")
        print("`weather`" in open("docs/DATA.md", encoding="utf-8").read())
        row = {"month": "2026-10", "rain": 12.0, "source": "own_file", "kind": "observed"}
        snapshot = build_workspace("wet", {"weather": pd.DataFrame([row])})
        print(queries_catalogue.tables(snapshot).set_index("table").loc["weather", "rows"])
        """
    )
    assert said.split()[-4:] == ["True", "True", "True", "1"]
    follows(scratch, "table")


LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنه")


def _pseudo(text: str) -> str:
    """The text in Arabic letters, its parameters and marks as they were."""
    parts = re.split(r"(\{[a-z_]*\}|:[a-z_]+:)", text)
    return "".join(part if place % 2 else part.lower().translate(LETTERS) for place, part in enumerate(parts))


def test_a_new_language_is_one_catalogue_that_turns_the_page_where_it_is_read_from_the_right(
    scratch: Scratch,
) -> None:
    path = "locale/ar/LC_MESSAGES/vigie.po"
    catalogue = template()
    catalogue.locale = "ar"
    for message in catalogue:
        if message.id and not message.pluralizable:
            message.string = _pseudo(str(message.id))
        elif message.id:
            message.string = tuple(_pseudo(message.id[1]) for _form in range(catalogue.num_plurals))
    (scratch.folder / path).parent.mkdir(parents=True)
    with (scratch.folder / path).open("wb") as target:
        write_po(target, catalogue, width=110)
    scratch.touched.append(path)
    said = scratch.run(
        OPEN
        + """
app = opened("macro-reserves", lang="ar")
print(app.title[0].value)
print(app.container(key="answer").markdown[0].value.replace(chr(10), " "))
from ui import server
scope = {"type": "http", "path": "/macro-reserves", "query_string": b"lang=ar", "headers": []}
page = b'<!doctype html><html lang="en"><head></head><body></body></html>'
print(server._own(scope, page)[:80].decode())
print(server._own(scope | {"query_string": b"lang=fr"}, page)[:80].decode())
"""
    )
    title, answer, arabic, french = said.strip().splitlines()
    assert title == _pseudo("Are the country’s reserves enough?")
    assert re.search("[\\u0600-\\u06ff]", answer)
    assert '<html lang="ar" dir="rtl"' in arabic
    assert '<html lang="fr" data-from-the-right="ar"' in french
    follows(scratch, "language")
