"""What other pages may show of ours, and what a link brings along where it is sent."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
import streamlit
from PIL import Image
from starlette.applications import Starlette
from starlette.routing import Route

from tests.outlets.asking import ask
from tests.outlets.sweeps import each_page, each_page_in_each_language
from ui import server
from ui.outlets import card, embedding, first, value
from ui.outlets.api import api
from ui.outlets.lane import Busy
from ui.preview import introduced, tags
from ui.registry import PAGES, PageEntry
from ui.words import LANGUAGES, _, speaking

FRAMED = server.SecurityHeaders(Starlette(routes=[Route("/embed/{slug}", embedding.embedded)]))


def policy(path: str) -> str:
    answer = ask(FRAMED, path, "lang=fr")
    return next(
        part for part in answer.headers["content-security-policy"].split("; ") if part.startswith("frame-anc")
    )


def test_nobody_may_frame_a_page_unless_the_settings_name_him(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(embedding.EMBED_FROM, raising=False)
    assert policy("/embed/channels-costs") == "frame-ancestors 'self'"
    monkeypatch.setenv(embedding.EMBED_FROM, "https://intranet.bank.example, https://*.group.example:8443/")
    allowed = "frame-ancestors 'self' https://intranet.bank.example https://*.group.example:8443"
    assert policy("/embed/channels-costs") == allowed
    # The live page, with its controls, is framed by nobody.
    assert policy("/channels-costs") == "frame-ancestors 'self'"


@pytest.mark.parametrize(
    "wrong", ["*", "intranet.example", "https://a.example; script-src *", "https://a.example/x"]
)
def test_what_is_no_origin_allows_nothing(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(embedding.EMBED_FROM, wrong)
    assert embedding.framing() == ()


@each_page
def test_a_framed_page_says_what_the_page_says_without_script(slug: str) -> None:
    answer = ask(FRAMED, f"/embed/{slug}", "lang=en&bank=safran")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/html")
    body = answer.body.decode()
    told = ask(api, f"/pages/{slug}", "lang=en&bank=safran").json()
    assert html.escape(told["answer"]["sentence"]) in body
    assert "<script" not in body
    assert f'href="{html.escape(told["link"])}"' in body
    assert ask(FRAMED, "/embed/nowhere").status == 404


def described(slug: str, spoken: str, query: str = "") -> dict[str, str]:
    page = value.open_page(slug)
    assert page is not None
    shown = first.First()
    first.begin(page, f"lang={spoken}&{query}", None, shown, narrow=False).result()
    head = tags(f"/{slug}", query, spoken, "https://vigie.example", shown.sentence).decode()
    return {
        name: html.unescape(text) for name, text in re.findall(r'<meta \w+="([^"]+)" content="([^"]*)"', head)
    }


@each_page_in_each_language
def test_a_link_describes_itself_by_the_answer(slug: str, spoken: str) -> None:
    told = ask(api, f"/pages/{slug}", f"lang={spoken}&bank=safran").json()
    named = described(slug, spoken, "bank=safran")
    assert named["description"] == named["og:description"] == told["answer"]["sentence"].replace("**", "")
    assert named["og:title"] == told["question"]
    wanted = urlencode({"lang": spoken, "bank": "safran"})
    assert named["og:image"] == f"https://vigie.example/api/v1/pages/{slug}/card.png?{wanted}"
    assert (named["og:image:width"], named["og:image:height"]) == ("1200", "630")


@each_page
def test_the_picture_of_a_link_has_the_size_that_it_states(slug: str) -> None:
    answer = ask(api, f"/pages/{slug}/card.png", "lang=fr")
    assert answer.status == 200
    picture = Image.open(io.BytesIO(answer.body))
    assert (picture.format, picture.size) == ("PNG", card.SIZE)
    assert len(answer.body) < 600_000


def test_where_the_picture_takes_too_long_the_products_own_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.outlets import api as module

    class Full:
        async def run(self, *_given: object, **_named: object) -> bytes:
            raise Busy("full")

    monkeypatch.setattr(module, "_LANE", Full())
    for spoken in LANGUAGES:
        answer = ask(api, "/pages/channels-costs/card.png", f"lang={spoken}")
        assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
        assert Image.open(io.BytesIO(answer.body)).size == card.SIZE


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_a_crawler_that_runs_no_script_reads_whose_page_it_is(page: PageEntry, spoken: str) -> None:
    shell = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    query = f"lang={spoken}&bank=safran&mode=presentation"
    body = introduced(shell, f"/{page.slug}", query, spoken, "https://vigie.example").decode()
    # The framework's licence stands in a remark, and its name in files' names: nobody is shown either.
    read = re.sub(r"<!--.*?-->|(?:href|src)=\"\./static/[^\"]*\"", "", body, flags=re.DOTALL)
    assert "streamlit" not in read.lower()
    with speaking(spoken):
        question = _(page.question)
    assert re.findall(r"<title>([^<]*)</title>", body) == [html.escape(f"{question} · Vigie")]
    assert question in html.unescape(body[body.index("<noscript>") :])
    assert len(re.findall(r'<link rel="(?:shortcut )?icon"[^>]* href="[^"]+"', body)) == 1
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]+)"', body)
    others = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', body))
    assert set(others) == set(LANGUAGES)
    assert others[spoken] == canonical
    assert "mode=" not in canonical
    named = dict(re.findall(r'<meta \w+="([^"]+)" content="([^"]*)"', body))
    assert named["description"]
    assert named["og:image"].startswith("https://vigie.example/")


def test_a_page_that_is_no_value_is_sent_with_the_products_own_picture() -> None:
    head = tags("/import", "", "en", "https://vigie.example").decode()
    assert 'content="https://vigie.example/app/static/img/card-en.png"' in head


def test_a_picture_of_many_rows_shows_the_first_at_a_size_that_a_message_can_show() -> None:
    rows = [f"row {place}" for place in range(17)]
    side = {"field": "fact", "type": "nominal", "axis": None, "sort": rows}
    tall = {
        "height": 1232,
        "layer": [
            {"mark": "point", "encoding": {"y": side, "x": {"field": "share"}}},
            {"mark": "rule", "encoding": {"x": {"datum": 100}}},
        ],
    }
    shown, left_out = card._first_rows(tall)
    points, rule = shown["layer"]
    kept = points["encoding"]["y"]["sort"]
    assert kept == rows[: len(kept)]
    assert 3 <= len(kept) < 17
    assert left_out == 17 - len(kept)
    assert points["transform"] == [{"filter": {"field": "fact", "oneOf": kept}}]
    assert rule == tall["layer"][1], "what belongs to no row stays"
    assert shown["height"] / len(kept) == pytest.approx(1232 / 17, abs=1)
    assert card._first_rows(tall | {"height": 400}) == (tall | {"height": 400}, 0)
