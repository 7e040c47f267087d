"""What the menu Share hands on leads back to the page, and the lines of Python compute it again."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, unquote, urlsplit

import pandas as pd
import pytest

from analytics.scenario import Scenario
from data.snapshots import current
from tests.outlets.asking import ask
from tests.outlets.sweeps import each_page_in_each_language
from ui.content import Content, Table
from ui.contents import CONTENTS
from ui.outlets import sharing
from ui.outlets.api import ROOT, api
from ui.outlets.asked import read
from ui.outlets.reproduced import lines
from ui.outlets.value import open_page
from ui.reader import Reader
from ui.refusal import Refusal
from ui.words import speaking

LINK = "https://vigie.example/channels-costs?lang=fr&v=1&bank=safran&cback=0.5&d=0123abcd-20261031"


@each_page_in_each_language
def test_six_lines_of_python_compute_the_page_again(slug: str, spoken: str) -> None:
    page, asked = open_page(slug), read([("lang", spoken), ("bank", "caravane")], None)
    assert page is not None
    told = lines(asked, page)
    assert len(told.splitlines()) == 6
    named: dict[str, object] = {}
    exec(told, named)
    with speaking(spoken):
        wanted = CONTENTS[slug](Reader(current(), Scenario()).change(bank="caravane"))
        again = named["page"]
        if isinstance(wanted, Refusal):
            assert again == wanted
            return
        assert isinstance(again, Content)
        assert again.answer == wanted.answer
        tables = [[part for part in each.parts() if isinstance(part, Table)] for each in (again, wanted)]
    for ours, theirs in zip(*tables, strict=True):
        pd.testing.assert_frame_equal(ours.frame, theirs.frame)


def test_the_lines_do_not_tell_the_name_of_a_workspace() -> None:
    from dataclasses import replace

    from ui.outlets.asked import Asked

    page = open_page("channels-costs")
    assert page is not None
    private = replace(current(), workspace="a-banks-own-name")
    assert "a-banks-own-name" not in lines(Asked(Reader(private, Scenario()), "fr"), page)


def test_the_picture_to_embed_is_drawn_with_the_assumptions_of_the_link() -> None:
    code = sharing.picture_code(LINK, "costs", 'Agence : "36"')
    address = html.unescape(re.search(r'src="([^"]+)"', code)[1])
    parts = urlsplit(address)
    assert parts.path == f"{ROOT}/pages/channels-costs/charts/costs.svg"
    assert dict(parse_qsl(parts.query))["cback"] == "0.5"
    assert 'alt="Agence : &quot;36&quot;"' in code
    assert ask(api, parts.path.removeprefix(ROOT), parts.query).body.startswith(b"<svg")


def test_the_frame_leads_to_the_page_that_is_made_for_it() -> None:
    code = sharing.frame_code(LINK, "Que coûte une opération ?")
    assert "https://vigie.example/embed/channels-costs?lang=fr&amp;v=1" in code


def test_the_first_page_has_an_address_of_its_own_there() -> None:
    assert "/embed/overview?lang=fr" in sharing.frame_code("https://vigie.example/?lang=fr", "x")
    assert "/pages/overview/charts/c.svg" in sharing.chart_address("https://vigie.example/?lang=fr", "c")


def test_a_letter_has_question_answer_and_link() -> None:
    with speaking("fr"):
        text = sharing.letter("Que coûte une opération ?", "**36** MAD.", LINK)
    assert text.startswith("Que coûte une opération ?\n\n36 MAD.")
    assert text.endswith(LINK)
    address = sharing.mail_address("Q & A", text)
    assert unquote(address.split("&body=")[1]) == text


@pytest.mark.parametrize(("link", "there"), [(LINK, True), (LINK + "x" * 4000, False)])
def test_a_link_has_a_code_unless_it_is_too_long(link: str, there: bool) -> None:
    assert sharing.qr_code(link).startswith("<svg") == there
