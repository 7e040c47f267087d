"""Files of the reviews: who gets them, through which address, and for how long."""

from __future__ import annotations

import io
import time

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from reviews import reads
from tests.pages.asking import Answered, ask
from tests.pages.conftest import Opener, plain
from tests.pages.test_review import become
from ui.review import desk
from ui.review.files import disposition, routes

CASE = "review_case.py"


@pytest.fixture(autouse=True)
def _fresh_desk() -> None:
    """Every test begins at a desk that nobody has used."""
    desk.clear()


def told(judged: bool = True) -> dict[str, str]:
    """Bank, month and risk of a decision that was communicated, and its case."""
    here = desk._desk_of("process")
    head = here.numbers["head-1"]
    newest: dict[tuple[str, str, str], int] = {}
    for row in reads.cases(here.office, head):
        newest.setdefault((row["bank"], row["month"], row["risk"]), row["id"])
    for row in reads.cases(here.office, head):
        file = reads.case_file(here.office, head, row["id"])
        place = (row["bank"], row["month"], row["risk"])
        if row["state"] == "communicated" and bool(file.evidence) == judged and newest[place] == row["id"]:
            return {"bank": row["bank"], "month": row["month"], "risk": row["risk"], "number": str(row["id"])}
    raise AssertionError("the invented history holds no such case")


def links(app: AppTest) -> list[str]:
    return [each.proto.url for each in app.get("link_button")]


def fetch(address: str) -> Answered:
    return ask(routes(), address)


def opened(open_page: Opener, language: str = "en") -> tuple[AppTest, str, str]:
    where = told()
    number = where.pop("number")
    return become(open_page(CASE, language, **where), "head-1"), number, where["bank"]


def test_the_letter_is_read_in_both_languages_and_names_event_and_hash(open_page: Opener) -> None:
    app, number, _bank = opened(open_page)
    french, english = links(app)[:2]
    here = desk._desk_of("process")
    event = next(
        each
        for each in here.office.store.events()
        if each.body["action"] == "case.communicated" and each.body["case"] == int(number)
    )
    for address, said, language in ((french, "Note retenue", "fr"), (english, "Grade decided", "en")):
        answer = fetch(address)
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        reader = PdfReader(io.BytesIO(answer.body))
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"].startswith(language)
        text = " ".join(plain(page.extract_text()) for page in reader.pages)
        assert said in text
        assert event.hash in text
        assert f" {event.seq}" in text
        assert ("invented" if language == "en" else "inventé") in text, "the desk's mark stands on every file"
    assert answer.headers["cache-control"] == "no-store, private"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert app.get("download_button") == []


def test_who_sits_down_after_another_opens_nothing_with_the_other_s_address(open_page: Opener) -> None:
    app, _number, bank = opened(open_page)
    mine = links(app)[0]
    assert fetch(mine).status == 200
    stranger = "bank-zellige" if bank != "zellige" else "bank-noria"
    become(app, stranger)
    assert links(app) == []
    assert fetch(mine).status == 404


def test_another_bank_s_case_in_the_address_is_not_found(open_page: Opener) -> None:
    app, number, bank = opened(open_page)
    become(app, f"bank-{bank}")
    own = links(app)[0]
    assert fetch(own).status == 200
    here = desk._desk_of("process")
    others = [
        row["id"]
        for row in reads.cases(here.office, here.numbers["head-1"])
        if row["bank"] != bank or row["state"] not in reads.TOLD
    ]
    answers = {fetch(own.replace(f"/letter/{number}?", f"/letter/{other}?")).status for other in others[:12]}
    assert answers == {404}
    assert (
        fetch(own.replace(f"/letter/{number}?", "/letter/99999?")).body
        == fetch(own.replace(f"/letter/{number}?", f"/letter/{others[0]}?")).body
    ), "what exists and what does not answer alike"


def test_an_address_lives_a_quarter_of_an_hour_and_needs_its_session(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, _number, _bank = opened(open_page)
    address = links(app)[0]
    assert fetch(address.replace("seat=", "seat=x")).status == 404
    assert fetch(address.split("?")[0]).status == 404
    now = time.monotonic()
    monkeypatch.setattr(desk.time, "monotonic", lambda: now + 901)
    assert fetch(address).status == 404


def test_a_letter_that_cannot_be_signed_is_not_handed_out_unsigned(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, _number, _bank = opened(open_page)
    monkeypatch.setenv("VIGIE_SIGNATURE", "/nowhere.p12")
    answer = fetch(links(app)[1])
    assert answer.status == 503
    assert b"VIGIE_SIGNATURE" in answer.body
    assert b"nowhere" not in answer.body, "where the certificate lies is the log's to tell"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("note.pdf", 'filename="note.pdf"'),
        ('a"; evil="b.pdf', 'filename="a___evil__b.pdf"'),
        ("relevé\r\nSet-Cookie: x.pdf", 'filename="relev___Set-Cookie__x.pdf"'),
    ],
)
def test_no_name_of_a_file_adds_to_the_answer_s_headers(name: str, kept: str) -> None:
    (line,) = disposition(name).values()
    assert kept in line
    assert "\n" not in line
    assert "\r" not in line
