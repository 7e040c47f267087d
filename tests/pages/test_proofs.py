"""The proofs page: everything agrees, a broken function turns it red, and the filter filters."""

import pytest

from analytics.channels import staffing
from analytics.macro import tax
from analytics.marketing import lifetime
from analytics.risk import capital
from tests.pages.conftest import Opener
from tests.pages.test_every_page import answered
from ui.proofs import computed as reads

SCRIPT = "workbench_proofs.py"


@pytest.fixture
def _kept():
    yield
    reads.forget()


def _table(app, column: str):
    return next(table.value for table in app.dataframe if column in table.value.columns)


def test_every_published_figure_comes_out(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en")
    assert answered(app).startswith("#### Yes: all 309 published figures of 79 reference cases")
    cases = _table(app, "Tolerance")
    assert set(cases["Verdict"]) == {"● agrees"}
    assert set(cases["Subject matter"]) == {"Risk", "Adoption", "Channels", "Macro", "Marketing"}
    assert cases[["Inputs", "Published", "Ours", "Tolerance", "Source"]].map(len).min().min() > 0


def test_the_filter_shows_one_subject_and_stands_in_the_address(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en")
    app.selectbox(key="control proofs").set_value("channels").run()
    assert app.query_params["proofs"] == "channels"
    assert set(_table(app, "Tolerance")["Subject matter"]) == {"Channels"}
    assert "all 25 published figures of 9 reference cases" in answered(app)


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
    cases = _table(app, "Tolerance")
    assert cases["Verdict"].iloc[0] == "■ differs"
    assert case in set(cases.loc[cases["Verdict"] == "■ differs", "Reference case"])
    assert any(case in badge.value for badge in app.markdown)
    assert _table(app, "Largest difference, of what is allowed")["■ differs"].iloc[0] > 0
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
    cases = _table(open_page(SCRIPT, "en", proofs="channels"), "Tolerance")
    assert cases.iloc[0][["Verdict", "Ours"]].tolist() == ["■ differs", "ZeroDivisionError: no agents"]
