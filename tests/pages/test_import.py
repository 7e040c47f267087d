"""The import page asks for what a file leaves open, and says what it will not load."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Opener, plain

HEADER = "bank;indicator;month;value;missing_reason;pnb"


def _texts(elements) -> str:
    return plain(" ".join(element.value for element in elements))


@pytest.mark.parametrize(
    ("language", "asked", "left"),
    [
        ("fr", "DOS (850) : fermé", "Ceci figure dans le fichier et ne sera pas chargé"),
        ("en", "DOS (850) : fermé", "This stands in the file and will not be loaded"),
    ],
)
def test_the_encoding_is_asked_for_and_what_is_dropped_is_named(
    open_page: Opener, language: str, asked: str, left: str
) -> None:
    app = open_page("workbench_import.py", language)
    content = f"{HEADER}\natlas;O2;2026-01;1;fermé;12\n".encode("cp850")
    app.file_uploader[0].upload("f.csv", content, "text/csv").run()
    assert asked in _texts(app.error)
    app.selectbox(key="import encoding").select("cp850").run()
    assert not app.error
    app.button(key="import check").click().run()
    assert left in _texts(app.warning)
    assert "1 (pnb" in _texts(app.markdown).replace("\\", "")
    assert not app.exception
