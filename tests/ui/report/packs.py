"""A whole pack of one bank in one language, as its session would order it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st

from analytics.scenario import Scenario
from studies import core
from tests.partial import only
from ui import link
from ui.link import LANGUAGE_STATE
from ui.report import gather
from ui.report.board import Pack
from ui.report.chosen import Asked


@contextmanager
def gathered(bank: str, language: str, home: Path) -> Iterator[Pack]:
    """The pack with every section, the session speaking its language.

    Parameters
    ----------
    bank : code; empty for a workspace that holds rows on risk alone
    home : of the demonstration
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(home))
        st.session_state[LANGUAGE_STATE] = language
        if not bank:
            link.open_workspace(only("risk-alone", ("bank", "risk_observation")).workspace)
        known = core.banks(link.shown())
        code = bank or known["bank"].iloc[0]
        st.session_state["scenario"] = Scenario().change(bank=code)
        name = dict(zip(known["bank"], known["name"], strict=True))[code]
        try:
            yield gather.gather(
                tuple(gather.SECTIONS), Asked(code, name), "http://localhost:8501", lambda *_told: None
            )
        finally:
            st.session_state.clear()
