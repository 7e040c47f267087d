"""The proofs page: everything agrees, a broken function turns it red, and the filter filters."""

from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path

import pytest

from analytics.channels import staffing
from analytics.macro import tax
from analytics.marketing import lifetime
from analytics.risk import capital, contagion
from data.snapshots import current
from reviews import methods as rules
from reviews import reads as reviews_reads
from studies import inventory
from studies.inventory import MODELS, digest
from tests.pages.conftest import Opener
from tests.pages.seen import answered, table_with
from tests.partial import only
from ui.content import Note, Table
from ui.proofs import computed as reads
from ui.review import desk, figures
from ui.review.methods import NAMES
from ui.words import speaking
from ui.workbench import proofs

SCRIPT = "workbench_proofs.py"


@pytest.fixture
def _kept():
    yield
    reads.forget()


def test_every_published_figure_comes_out(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en")
    assert answered(app).startswith("#### Yes: all 381 reference figures of 94 cases")
    cases = table_with(app, "Tolerance")
    assert set(cases["Verdict"]) == {"● agrees"}
    assert set(cases["Subject matter"]) == {"Risk", "Adoption", "Channels", "Macro", "Marketing"}
    assert cases[["Inputs", "Reference", "Ours", "Tolerance", "Source"]].map(len).min().min() > 0


def test_the_filter_shows_one_subject_and_stands_in_the_address(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en")
    app.selectbox(key="control proofs").set_value("channels").run()
    assert app.query_params["proofs"] == "channels"
    assert set(table_with(app, "Tolerance")["Subject matter"]) == {"Channels"}
    assert "all 38 reference figures of 13 cases" in answered(app)


@pytest.mark.usefixtures("_kept")
@pytest.mark.parametrize(
    ("subject", "module", "function", "case"),
    [
        ("channels", staffing, "erlang_c", "Call centre by Erlang C"),
        ("macro", tax, "tax_outcome", "Trading cost saved, USD billion"),
        ("marketing", lifetime, "customer_lifetime_value", "Customer lifetime value"),
        ("risk", capital, "internal_loss_multiplier", "Internal loss multiplier"),
    ],
)
def test_a_broken_function_turns_the_page_red_and_a_mended_one_green(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch, subject: str, module, function: str, case: str
) -> None:
    right = getattr(module, function)

    def broken(*args, **kwargs):
        found = right(*args, **kwargs)
        return found * 1.01 if isinstance(found, float) else None

    reads.forget()
    monkeypatch.setattr(module, function, broken)
    app = open_page(SCRIPT, "en", proofs=subject)
    assert answered(app).startswith("#### No: ")
    cases = table_with(app, "Tolerance")
    assert cases["Verdict"].iloc[0] == "■ differs"
    assert case in set(cases.loc[cases["Verdict"] == "■ differs", "Reference case"])
    assert any(case in badge.value for badge in app.markdown)
    assert table_with(app, "Largest difference, of what is allowed")["■ differs"].iloc[0] > 0
    monkeypatch.setattr(module, function, right)
    app.button(key="again").click().run()
    assert answered(app).startswith("#### Yes: all ")


@pytest.mark.usefixtures("_kept")
def test_a_function_that_fails_is_red_with_its_message(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_args, **_kwargs):
        raise ZeroDivisionError("no agents")

    reads.forget()
    monkeypatch.setattr(staffing, "erlang_a", failing)
    cases = table_with(open_page(SCRIPT, "en", proofs="channels"), "Tolerance")
    assert cases.iloc[0][["Verdict", "Ours"]].tolist() == ["■ differs", "ZeroDivisionError: no agents"]


def _inventory(app):
    return table_with(app, "Changed since its validation").set_index("Model")


def test_the_inventory_says_who_validated_what_and_what_changed_since(open_page: Opener) -> None:
    desk.clear()
    app = open_page(SCRIPT, "en")
    found = _inventory(app)
    assert set(found.index) == {NAMES[model.code] for model in MODELS}
    scores = found.loc["Risk scores and grades"]
    assert (scores["State"], scores["Changed since its validation"]) == ("validated", "nothing")
    assert scores["Owner"] == "Tarik Mernissi"
    assert scores["Version (SHA-256)"] == figures.method_hash(current())[:12]
    assert "three indicators in four" in scores["Limits"]
    assert found.loc["Annual losses", "Changed since its validation"] == "never validated"
    forecast = found.loc["Adoption forecast"]
    assert (forecast["State"], forecast["Changed since its validation"][:16]) == (
        "registered",
        "another version:",
    )
    assert digest("forecast")[:12] in forecast["Changed since its validation"]
    told = table_with(app, "Hash of the event")
    ledger = {str(event.seq): event for event in desk.desk().office.store.events()}
    assert set(told["What"]) == {"Method validated", "Method retired"}
    for _place, row in told.iterrows():
        assert ledger[row["Event"]].hash.startswith(row["Hash of the event"])


def test_what_a_validator_decides_stands_in_the_inventory(open_page: Opener) -> None:
    desk.clear()
    here = desk.desk()
    row = next(each for each in reads_of(here) if each["hash"] == digest("losses"))
    rules.validate(here.office, here.numbers["validator"], row["hash"], row["version"], "Fit for five years.")
    found = _inventory(open_page(SCRIPT, "en")).loc["Annual losses"]
    assert (found["State"], found["Limits"]) == ("validated", "Fit for five years.")
    desk.clear()


def reads_of(here):
    return reviews_reads.methods(here.office, here.numbers["validator"])


def test_a_bank_s_own_data_have_no_register_here(open_page: Opener) -> None:
    own = only("own", ("bank", "risk_observation")).workspace
    app = open_page(SCRIPT, "en", w=own)
    assert set(_inventory(app)["State"]) == {"–"}
    assert any("nothing is said to be validated" in each.value for each in app.markdown)


def test_a_model_whose_code_changes_is_another_method(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest("contagion")
    copied = tmp_path / "contagion.py"
    copied.write_bytes(Path(contagion.__file__).read_bytes())

    def found(_name: str) -> ModuleSpec:
        return spec_from_file_location("contagion", copied)

    monkeypatch.setattr(inventory, "find_spec", found)
    digest.cache_clear()
    assert digest("contagion") == before
    copied.write_bytes(copied.read_bytes().replace(b"\n", b"\r\n"))
    digest.cache_clear()
    assert digest("contagion") == before, "ends of lines change no model"
    copied.write_bytes(copied.read_bytes() + b"# another\n")
    digest.cache_clear()
    assert digest("contagion") != before
    digest.cache_clear()


def test_where_people_sign_in_no_file_of_the_register_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.workbench import inventory as page

    data = current()
    with speaking("en"):
        opened = [part for part in page.parts(data, proofs.subjects()) if isinstance(part, Table)]
        assert {table.private for table in opened} == {False}
        here = desk._desk_of("process")
        monkeypatch.setattr(desk, "signs_in", lambda: True)
        assert [type(part) for part in page.parts(data, proofs.subjects())] == [Note, Table, Note], (
            "nobody yet"
        )
        monkeypatch.setattr(desk, "register_of", lambda _data: (here.office, here.numbers["head-1"]))
        closed = [part for part in page.parts(data, proofs.subjects()) if isinstance(part, Table)]
        assert {table.private for table in closed} == {True}
