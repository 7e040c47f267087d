"""The value behind a page that was opened, whichever of its details the screen shows."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.snapshots import current
from ui.content import Chart, Content, Note, Table
from ui.contents import CONTENTS
from ui.link import LANGUAGE_STATE
from ui.reader import Reader


def content_of(app: AppTest) -> Content:
    """The page as a value, for the scenario and the data that the session has."""
    state = app.session_state
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("streamlit.session_state", {LANGUAGE_STATE: state[LANGUAGE_STATE]})
        reader = Reader(current(state["workspace"]), state["scenario"], state["display"])
        found = CONTENTS[state["page shown"]](reader)
        assert isinstance(found, Content)
        # Details word themselves when they are made: here, in the page's language.
        parts = found.parts()
    object.__setattr__(found, "parts", lambda: parts)
    return found


def table_with(app: AppTest, *columns: str) -> pd.DataFrame:
    """The table of the page that has one of ``columns``."""
    tables = [part.frame for part in content_of(app).parts() if isinstance(part, Table)]
    # A view of one row of it repeats its columns below it.
    found = next(frame for frame in tables if set(columns) & set(frame.columns))
    return found.reset_index(drop=True)


def said(app: AppTest) -> list[str]:
    """Every sentence of the page beneath its answer's first: the rest of the answer, notes, captions."""
    page = content_of(app)
    told = [page.answer.more]
    for part in page.parts():
        if isinstance(part, Note):
            told.append(part.sentence)
        elif isinstance(part, Chart):
            told.append(part.note)
    return [*told, *(note.sentence for note in page.before)]
