"""The first paint says what the page says, in time or not at all, and is gone when the page stands."""

from __future__ import annotations

import html
import re
import threading

import pytest

from analytics.scenario import Scenario
from data.snapshots import current
from tests.outlets.asking import ask
from tests.outlets.sweeps import each_page_in_each_language
from tests.ui.test_server import PAGE, at_once
from ui import server, theme
from ui.content import Content
from ui.contents import CONTENTS
from ui.outlets import first, value
from ui.outlets.painted import DESK, PHONE, drawing, said, words
from ui.preview import introduced
from ui.reader import Reader
from ui.refusal import Refusal
from ui.words import speaking

SHELL = PAGE.replace(b"x</body>", b'<div id="root"></div></body>')


def ready(slug: str, query: str = "lang=fr", **headers: str) -> first.First:
    """The first paint of a page however long it takes."""
    page, shown = value.open_page(slug), first.First()
    assert page is not None
    first.begin(page, query, None, shown, narrow=headers.get("narrow") == "yes").result()
    return shown


@each_page_in_each_language
def test_the_first_paint_says_what_the_page_says(slug: str, spoken: str) -> None:
    shown = ready(slug, f"lang={spoken}&bank=caravane")
    with speaking(spoken):
        page = CONTENTS[slug](Reader(current(), Scenario()).change(bank="caravane"))
    body = shown.body.decode()
    if isinstance(page, Refusal):
        assert said(page.sentence) in body
        return
    assert said(page.answer.sentence) in body
    for metric in page.metrics:
        assert said(metric.label) in body
    if page.picture:
        assert "<svg" in body
        assert html.escape(page.picture.alt_text) in body
        assert said(page.picture.title) in body
    assert "<a " not in body
    assert "<button" not in body
    assert "<script" not in body
    assert 'aria-busy="true"' in body


def test_it_stands_before_the_live_page_and_asks_for_no_script() -> None:
    shown = ready("channels-costs")
    body = introduced(SHELL, "/channels-costs", "lang=fr", "fr", "https://vigie.example", shown).decode()
    assert body.index('<div id="vigie-first"') < body.index('<div id="root">')
    assert body.count("<h1>") == 1
    assert shown.sentence in html.unescape(body[body.index('name="description"') :])


def test_a_sentence_from_a_file_cannot_write_html() -> None:
    assert said('<script>alert("1")</script> **bold**').startswith("&lt;script&gt;")
    assert said("a **bold** word") == "a <strong>bold</strong> word"


def test_what_is_not_ready_in_time_is_left_out_and_kept_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, asked = threading.Event(), threading.Event()

    def slow(reader: Reader) -> Content | Refusal:
        asked.set()
        gate.wait()
        return CONTENTS["channels-costs"](reader)

    monkeypatch.setattr(value, "CONTENTS", {"channels-costs": slow})
    value.forget()
    try:
        monkeypatch.setattr(first, "SECONDS", 0.0)
        left_out = at_once(first.first, "/channels-costs", "lang=en", {})
        assert left_out.body == b""
        assert asked.wait(60)
        gate.set()
        assert ready("channels-costs", "lang=en").picture
    finally:
        gate.set()
        value.forget()


def test_a_page_that_is_no_value_has_no_first_paint() -> None:
    assert at_once(first.first, "/import", "", {}).body == b""
    assert at_once(first.first, "/nowhere", "", {}).body == b""


def test_a_mistyped_link_is_painted_as_its_page_opens() -> None:
    assert ready("channels-costs", "lang=fr&cback=7&w=nobodys").sentence == ready("channels-costs").sentence


def test_a_telephone_is_sent_a_narrow_picture() -> None:
    wide, narrow = ready("channels-costs"), ready("channels-costs", narrow="yes")
    widths = [float(re.search(r'<svg[^>]* width="([0-9.]+)"', each.picture)[1]) for each in (wide, narrow)]
    assert widths == [DESK, PHONE]


def test_colours_follow_the_readers_system() -> None:
    with speaking("fr"):
        page = CONTENTS["channels-costs"](Reader(current(), Scenario()))
        assert isinstance(page, Content)
        assert page.picture
        picture = drawing(page.picture, DESK)
    used = set(re.findall(r"var\((--v\d+),", picture))
    assert used
    head = ready("channels-costs").head.decode()
    night = head[head.index("prefers-color-scheme:dark") :]
    assert all(f"{name}:" in night for name in used)


def test_the_accent_and_a_sum_are_as_bright_at_night_as_on_the_live_page() -> None:
    with speaking("en"):
        page = CONTENTS["plan-shocks"](Reader(current(), Scenario()))
        assert isinstance(page, Content)
        assert page.picture
        picture = drawing(page.picture, DESK)
    assert set(re.findall(r"var\(--v\d+,(#[0-9A-F]{6})\)", picture)) >= set(theme.ACCENT_AND_GREYS[:2])
    head = ready("plan-shocks").head.decode()
    assert all(colour in head for colour in theme.NIGHT.values())


def test_words_without_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.outlets.asked import read

    page = value.open_page("channels-costs")
    assert page is not None
    with speaking("en"):
        told = words(read([("lang", "en")], None), page, Refusal("Nothing yet.", ("bank",)))
    shown = first.First(told)
    assert b"Nothing yet." in shown.body
    assert b"data-picture" not in shown.body


def test_the_page_is_sent_packed_to_whoever_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    import gzip

    async def shell(scope, receive, send) -> None:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]}
        )
        await send({"type": "http.response.body", "body": SHELL})

    page = server.OwnPage(shell)
    plain = ask(page, "/import", accept="text/html")
    packed = ask(page, "/import", accept="text/html", accept_encoding="gzip, br")
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert gzip.decompress(packed.body) == plain.body
