"""The framework's scripts are sent packed, whole, and kept for good."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest
import streamlit as st
from starlette.responses import PlainTextResponse

from tests.outlets.asking import ask
from ui.outlets.packed import Packed

FOLDER = Path(st.__file__).parent / "static"
INDEX = (FOLDER / "index.html").read_text(encoding="utf-8")
FIRST = re.findall(r'(?:src|href)="\./static/((?:js|css)/[\w.-]+)"', INDEX)
BESIDE = PlainTextResponse("as it is")
PACKED = Packed(BESIDE, FOLDER / "static")
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


def test_the_page_names_its_scripts_as_this_expects() -> None:
    assert len(FIRST) > 20


@pytest.mark.parametrize(
    ("accepted", "way"), [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip")]
)
def test_a_script_is_packed_as_the_browser_unpacks_it(accepted: str, way: str) -> None:
    for name in FIRST[:5]:
        answer = ask(PACKED, f"/static/{name}", accept_encoding=accepted)
        if "content-encoding" not in answer.headers:
            assert (FOLDER / "static" / name).stat().st_size < 1024
            continue
        assert answer.headers["content-encoding"] == way
        assert UNPACK[way](answer.body) == (FOLDER / "static" / name).read_bytes()
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["vary"] == "accept-encoding"
        again = ask(PACKED, f"/static/{name}", accept_encoding=accepted, if_none_match=answer.headers["etag"])
        assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"/static/{FIRST[0]}", {}),
        (f"/static/{FIRST[0]}", {"accept_encoding": "br", "range": "bytes=0-9"}),
        ("/static/js/nothing.aaaaaaaa.js", {"accept_encoding": "br"}),
        ("/static/js/../../index.html", {"accept_encoding": "br"}),
        ("/app/static/img/vigie.png", {"accept_encoding": "br"}),
        ("/channels-costs", {"accept_encoding": "br"}),
    ],
)
def test_all_else_is_answered_as_before(path: str, headers: dict[str, str]) -> None:
    assert ask(PACKED, path, **headers).body == b"as it is"


def test_a_first_page_takes_less_than_a_third_of_the_bytes() -> None:
    files = [FOLDER / "static" / name for name in FIRST]
    plain = sum(path.stat().st_size for path in files)
    sent = sum(len(PACKED.packed(name, "br") or b"x" * 1024) for name in FIRST)
    assert sent < plain / 3
