"""Laws are named in the reader's language; titles, which are looked up by their words, stay in their own."""

import pytest
import streamlit as st

from ui.citations import cited
from ui.link import LANGUAGE_STATE


@pytest.fixture(autouse=True)
def _in_french():
    st.session_state[LANGUAGE_STATE] = "fr"
    yield
    st.session_state.clear()


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Law 43-20 (legalisation)", "Loi 43-20 (légalisation)"),
        ("Law 05-20, articles 1, 4 and 16", "Loi 05-20, articles 1, 4 et 16"),
        ("Law 43-20 and decree 2-22-687", "Loi 43-20 et décret 2-22-687"),
        ("Reading of Law 103-12, article 1", "Lecture de la loi 103-12, article 1"),
        ("Directive (EU) 2024/1619, article 21c", "Directive (UE) 2024/1619, article 21c"),
        ("Directive 2013/36/EU, articles 48a and 48b", "Directive 2013/36/UE, articles 48a et 48b"),
        (
            "Regulation (EU) No 468/2014, article 11(3) and (4)",
            "Règlement (UE) n° 468/2014, article 11(3) et (4)",
        ),
        ("Regulation (EU) 2024/1772", "Règlement (UE) 2024/1772"),
        ("Delegated Regulation (EU) 2018/389", "Règlement délégué (UE) 2018/389"),
    ],
)
def test_a_law_is_cited_in_french(english: str, french: str) -> None:
    assert cited(english) == french
    assert cited(english, within=True) == french[0].lower() + french[1:]


@pytest.mark.parametrize(
    "text",
    [
        "Law 103-12 on credit institutions and assimilated bodies",
        "Law of the frequency",
        "International Banking Act",
        "PSD2 art. 101",
    ],
)
def test_what_is_no_citation_stays_as_it_is(text: str) -> None:
    assert cited(text) == text


def test_in_english_nothing_changes() -> None:
    st.session_state[LANGUAGE_STATE] = "en"
    assert cited("Law 43-20 and decree 2-22-687") == "Law 43-20 and decree 2-22-687"
