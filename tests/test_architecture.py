"""Rules of the house that no single test would notice being broken."""

import ast
import re
import statistics
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import grimp
import pytest

from data.contracts import CONTRACTS
from ui.contents import CONTENTS
from ui.messages import SPOKEN, read, template
from ui.reader import KEPT
from ui.registry import GROUPS, PAGES, PageEntry
from ui.words import LANGUAGES, SOURCE_LANGUAGE

ROOT = Path(__file__).resolve().parent.parent
FLOORS_BELOW = ("studies", "reviews", "analytics", "data")
FLOORS = ("analytics", "data", "studies", "reviews", "ui", "pages", "vigie")
PRODUCT = [path for folder in FLOORS for path in sorted((ROOT / folder).rglob("*.py"))] + [ROOT / "app.py"]
PLACEHOLDER = re.compile(r"\{[a-z_]*\}")


def _holding(text: str, paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths if text in path.read_text(encoding="utf-8")]


def test_one_module_speaks_to_each_database() -> None:
    assert _holding(".execute(", PRODUCT) == ["data/connection.py", "reviews/connection.py"]


def test_no_page_writes_html_of_its_own() -> None:
    assert _holding("unsafe_allow_html", PRODUCT) == []
    assert _holding("st.html(", PRODUCT) == []


def test_nothing_ends_the_run_of_a_page() -> None:
    # The story, the board pack and the comparison draw what a view refuses: they must outlive it.
    assert _holding("st.stop", PRODUCT) == []
    assert _holding("StopException", PRODUCT) == []


_DRAWN_AS_MARKDOWN = {
    *("markdown", "caption", "info", "warning", "error", "success", "title", "subheader", "header")
}


_HARMLESS = ("_", "prose", "paragraphs", "web_link", "tabled", "own_address")


def _own_words(text: ast.expr) -> bool:
    """Whether a text is the product's own: a literal, a sentence of the catalogue, or made harmless."""
    if isinstance(text, ast.Call):
        return isinstance(text.func, ast.Name) and text.func.id in _HARMLESS
    if isinstance(text, ast.BinOp):
        return _own_words(text.left) and _own_words(text.right)
    if isinstance(text, ast.JoinedStr):
        return all(
            _own_words(part.value if isinstance(part, ast.FormattedValue) else part) for part in text.values
        )
    if isinstance(text, ast.BoolOp | ast.IfExp):
        parts = text.values if isinstance(text, ast.BoolOp) else [text.body, text.orelse]
        return all(map(_own_words, parts))
    if isinstance(text, ast.ListComp):
        return _own_words(text.elt)
    if isinstance(text, ast.List | ast.Tuple):
        return all(map(_own_words, text.elts))
    return isinstance(text, ast.Constant)


_LABELLED = {
    *("button", "download_button", "link_button", "form_submit_button", "page_link", "badge", "metric"),
    *("tabs", "expander", "popover", "status", "spinner", "toast", "dialog", "checkbox", "toggle", "radio"),
    *("pills", "selectbox", "multiselect", "segmented_control", "slider", "select_slider", "feedback"),
    *("file_uploader", "number_input", "text_input", "text_area", "date_input", "time_input"),
}
"""What the framework draws with a label: labels and tooltips are Markdown to it, options of menus text."""


def _labels(call: ast.Call, name: str) -> list[ast.expr]:
    """The label and the tooltip of a widget, and the figure of a metric."""
    read = ("label", "help", *(("value", "delta") if name == "metric" else ()))
    named = [word.value for word in call.keywords if word.arg in read]
    # The first argument of a link between pages is its script.
    return [*call.args[: {"metric": 3, "page_link": 0}.get(name, 1)], *named]


def _drawn() -> Iterator[tuple[str, str, ast.Call]]:
    """Every call of the framework: file and line, what is called, and the call."""
    for path in PRODUCT:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and ast.unparse(called.value) == "st":
                yield f"{path.relative_to(ROOT)}:{node.lineno}", called.attr, node


def test_labels_badges_and_tooltips_were_made_harmless() -> None:
    live = [
        f"{where} {ast.unparse(text)}"
        for where, name, node in _drawn()
        if name in _LABELLED
        for text in _labels(node, name)
        if not _own_words(text)
    ]
    assert live == []


def test_whatever_is_drawn_as_markdown_was_made_harmless() -> None:
    live = [
        f"{where} {ast.unparse(node.args[0])}"
        for where, name, node in _drawn()
        if name in _DRAWN_AS_MARKDOWN and not all(map(_own_words, node.args[:1]))
    ]
    assert live == []


def test_every_page_script_is_registered_and_every_registered_page_has_its_script() -> None:
    assert sorted(path.name for path in (ROOT / "pages").glob("*.py")) == sorted(
        page.script for page in PAGES
    )
    assert {page.group for page in PAGES} == set(GROUPS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_a_page_script_is_short_and_holds_no_function(page) -> None:
    source = page.path.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 120
    assert not re.search(r"^\s*(def|class) ", source, re.MULTILINE)
    assert source.startswith('"""'), "a page says what it is for"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_the_readme_names_every_page(page) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`{page.slug}`" in readme


_LONG = 800
"""Lines. Length is a smell to look at, not a reason to part what is read together; this much has a cause."""


def test_no_module_outgrows_its_reader() -> None:
    assert [str(path) for path in PRODUCT if len(path.read_text(encoding="utf-8").splitlines()) > _LONG] == []


@pytest.mark.parametrize("language", [spoken for spoken in LANGUAGES if spoken != SOURCE_LANGUAGE])
def test_every_sentence_is_translated(language: str) -> None:
    catalogue = read(language)
    wanted = [message for message in template() if message.id]
    missing = []
    for message in wanted:
        key = message.id[0] if message.pluralizable else message.id
        found = catalogue.get(key)
        complete = found and (all(found.string) if isinstance(found.string, tuple) else found.string)
        if not complete:
            missing.append(key)
    assert missing == []
    assert len(list(catalogue)) == len(wanted) + 1, (
        "the catalogue holds sentences that the code no longer has"
    )


@pytest.mark.parametrize("language", [spoken for spoken in LANGUAGES if spoken != SOURCE_LANGUAGE])
def test_a_translation_keeps_the_places_for_figures(language: str) -> None:
    for message in read(language):
        if not message.id or message.pluralizable:
            continue
        assert sorted(PLACEHOLDER.findall(message.id)) == sorted(PLACEHOLDER.findall(message.string)), (
            message.id
        )


def test_a_sentence_shown_is_a_sentence_marked() -> None:
    # What is given to the reader passes through gettext: a bare literal would be English for everybody.
    bare = re.compile(
        r"""st\.(?:title|subheader|caption|info|warning|error|success|button|markdown)\(\s*f?["']\w"""
    )
    offenders = [
        str(path.relative_to(ROOT))
        for folder in SPOKEN
        for path in (ROOT / folder).rglob("*.py")
        if bare.search(path.read_text(encoding="utf-8"))
    ]
    assert offenders == []


def test_the_picture_of_growth_is_spelled_once() -> None:
    """Screen, pack, story, comparison and interface draw one value: nobody draws that picture again."""
    assert _holding("forecast_band(", PRODUCT) == ["ui/adoption/forecast.py", "ui/charts/adoption.py"]


def test_a_refusal_names_tables_that_there_are() -> None:
    """Who reads it asks the contracts for their titles, long after it was written."""
    named = set()
    for path in PRODUCT:
        text = path.read_text(encoding="utf-8")
        if "from ui.refusal import" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Refused", "Refusal"):
                given = [each for argument in node.args[1:] for each in ast.walk(argument)]
                named |= {each.value for each in given if isinstance(each, ast.Constant)}
    assert len(named) > 10
    assert named <= set(CONTRACTS)


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    """Who imports whom, lazily too."""
    return grimp.build_graph("ui", *FLOORS_BELOW, include_external_packages=True, cache_dir=None)


def test_no_module_stands_on_itself(imports: grimp.ImportGraph) -> None:
    # A module is not counted upstream of itself: asked are those that it imports.
    reached = {name: imports.find_upstream_modules(name) for name in imports.modules}
    circles = [
        name
        for name in imports.modules
        if any(name in reached[direct] for direct in imports.find_modules_directly_imported_by(name))
    ]
    assert circles == []


KNOW_THE_SCREEN = {
    # What is asked of the framework itself; the session and its address; what stands around every page.
    *("ui.framework", "ui.link", "ui.visit", "ui.router", "ui.page", "ui.controls", "ui.menus"),
    # What a visitor keeps, and its key: in the session, and the menu that shows it.
    "ui.place",
    # Pages of forms and screens, whose scripts hold no function.
    "ui.outlets.forms",
    *("ui.views.report", "ui.views.story"),
    # The desk of the reviews: who sits at it, and the forms of what they do.
    "ui.review.desk",
}
"""Modules beside the pages that import Streamlit: the list may become shorter."""


def test_no_further_module_knows_the_screen(imports: grimp.ImportGraph) -> None:
    found = set(imports.find_modules_that_directly_import("streamlit"))
    assert found == KNOW_THE_SCREEN


def test_what_a_form_says_is_made_without_a_screen(imports: grimp.ImportGraph) -> None:
    assert "streamlit" in imports.find_upstream_modules("ui.outlets.forms")
    for name in ("ui.form", "ui.importer", "ui.start_form"):
        assert "streamlit" not in imports.find_upstream_modules(name), name


def _imported(page: PageEntry, known: Collection[str]) -> set[str]:
    """The product's modules that a page's script names."""
    found = set()
    for node in ast.walk(ast.parse(page.path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            deeper = {f"{node.module}.{each.name}" for each in node.names} & set(known)
            found |= deeper or ({node.module} & set(known))
    return found


def _reached(imports: grimp.ImportGraph, begun: Iterable[str]) -> int:
    """How many of the product's modules can be come to, imports inside functions counted."""
    known = {name for name in imports.modules if name.startswith(tuple(f"{floor}." for floor in FLOORS))}
    return len(set().union(*({each} | imports.find_upstream_modules(each) for each in begun)) & known)


_REACHED_BY_A_SCRIPT, _REACHED_BY_A_VALUE = 70, 57
"""Medians, which may become smaller: of the pages' scripts, and of the modules that make their values."""


def test_a_page_reaches_no_more_of_the_product(imports: grimp.ImportGraph) -> None:
    scripts = [_reached(imports, _imported(page, imports.modules)) for page in PAGES]
    values = [_reached(imports, [make.__module__]) for make in CONTENTS.values()]
    assert min(scripts) > min(values) > 0
    assert statistics.median(scripts) <= _REACHED_BY_A_SCRIPT
    assert statistics.median(values) <= _REACHED_BY_A_VALUE


NOT_KEPT = {"ui.risk.incidents", "ui.workbench.proofs", "ui.workbench.scenarios"}
"""They count from now, tell when a proof ran, or show what a session keeps."""


def test_a_page_whose_value_is_kept_reaches_neither_session_nor_reviews(imports: grimp.ImportGraph) -> None:
    """What one reader sees of a session or of a case must not be found by another."""
    assert {make.__module__ for make in CONTENTS.values()} - KEPT == NOT_KEPT
    for name in KEPT:
        reached = imports.find_upstream_modules(name)
        assert not {each for each in reached if each.startswith(("reviews", "ui.review"))}, name
        assert not {"ui.link", "ui.visit", "ui.controls", "ui.page", "ui.shelf"} & reached, name


VALUES = ("ui.adoption.", "ui.channels.", "ui.macro.", "ui.marketing.", "ui.risk.", "ui.workbench.")
"""Subjects whose pages are values."""


def test_a_page_that_is_a_value_reads_no_session(imports: grimp.ImportGraph) -> None:
    values = {name for name in imports.modules if name.startswith(VALUES)}
    assert values
    for name in values | {"ui.content", "ui.reader"}:
        assert not {
            "ui.link",
            "ui.visit",
            "ui.controls",
            "ui.page",
        } & imports.find_modules_directly_imported_by(name)


def test_what_every_page_is_drawn_by_stands_on_no_page(imports: grimp.ImportGraph) -> None:
    """A page that reached the list of all pages would wait for all of them to be read."""
    reached = imports.find_upstream_modules("ui.page")
    assert not {"ui.contents", "ui.objections.every"} & reached
    assert not {name for name in reached if name.startswith(("data.ingest.", "ui.views.", *VALUES))}


def test_tests_of_a_group_stay_on_one_worker(request: pytest.FixtureRequest) -> None:
    """Where tests are dealt out by group, the dealer reads the group at the end of each one's name."""
    dealt_by_group = request.config.getoption("loadgroup", default=False)
    assert not dealt_by_group or request.node.nodeid.endswith("@test_architecture.py")
