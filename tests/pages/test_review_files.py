"""Files of the reviews: who gets them, through which address, and for how long."""

from __future__ import annotations

import io
import time

import openpyxl
import pytest
from pypdf import PdfReader
from streamlit.runtime.uploaded_file_manager import DeletedFile
from streamlit.testing.v1 import AppTest

from reviews import reads, stamps
from reviews.dossier import verify_dossier
from reviews.ledger import verify
from tests.pages.asking import Answered, ask
from tests.pages.conftest import Opener, plain
from tests.pages.test_review import become
from tests.reviews.test_stamps import authority
from ui.review import case_steps, desk
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


def test_the_letter_prints_the_stamp_once_there_is_one(open_page: Opener) -> None:
    app, _number, _bank = opened(open_page)
    french, english = links(app)[:2]
    here = desk._desk_of("process")

    def text(address: str) -> str:
        pages = PdfReader(io.BytesIO(fetch(address).body)).pages
        return " ".join(plain(page.extract_text()) for page in pages)

    assert "no authority had stamped this event" in text(english)
    made = stamps.stamp(here.office.store, here.office.clock, authority())
    for address, said in ((english, "2 Nov 2026 09:00 UTC, by"), (french, "2 nov. 2026 09:00 UTC, par")):
        printed = text(address)
        assert f"{said} Clock of the town" in printed
        assert made.hash in printed
        assert made.fingerprint in printed


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


def attach(
    app: AppTest, name: str, content: bytes, *, dated: str = "2026-11-10", instead_of: str = ""
) -> AppTest:
    (place,) = [each for each in app.file_uploader if each.key == "review file"]
    place.upload(name, content, "application/octet-stream")
    app.text_input(key="review file dated").set_value("2026-11-10")
    if instead_of:
        app.selectbox(key="review supersedes").select(instead_of)
    (button,) = [each for each in app.button if each.label == "Bring in the file"]
    app = button.click().run()
    assert not app.exception
    return app


def evidence_rows(app: AppTest) -> list[dict[str, str]]:
    (frame,) = [each.value for each in app.dataframe if "Piece of evidence" in each.value]
    return frame.to_dict("records")


def test_a_file_of_evidence_comes_back_byte_for_byte_to_those_who_may_read_it(open_page: Opener) -> None:
    app = open_page(CASE, "en", bank="amandier", risk="reputational", month="2026-10")
    app.button(key="review open").click().run()
    content = b"%PDF-1.7\n" + bytes(range(256))
    attach(app, "../../Relevé <b>.pdf", content)
    newest = evidence_rows(app)[0]
    assert (newest["Piece of evidence"], newest["Version"]) == ("Relevé _b_.pdf", "1")
    assert newest["Dated"] != newest["Received"], "two dates"
    (address,) = [each for each in links(app) if "/evidence/" in each][:1]
    answer = fetch(address)
    assert (answer.status, answer.body) == (200, content)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    path = address.split("?")[0]
    readers = {"bank-amandier": 404, "bank-zellige": 404, "supervisor-2": 404, "auditor": 200}
    for who, status in readers.items():
        become(app, who)
        # Whether or not the page offers this person a file, the session has a seat.
        desk._seats["tried"] = ("process", who, time.monotonic() + 60)
        assert fetch(f"{path}?seat=tried").status == status, who


def test_the_same_name_with_other_bytes_is_a_new_version_or_refused(open_page: Opener) -> None:
    app = open_page(CASE, "en", bank="amandier", risk="reputational", month="2026-10")
    app.button(key="review open").click().run()
    attach(app, "minutes.txt", b"first")
    before = len(evidence_rows(app))
    attach(app, "minutes.txt", b"second")
    assert any("another file of this name is here" in each.value for each in app.warning)
    assert len(evidence_rows(app)) == before
    attach(app, "minutes.txt", b"second", instead_of="minutes.txt")
    rows = [row for row in evidence_rows(app) if row["Piece of evidence"] == "minutes.txt"]
    assert [row["Version"] for row in rows] == ["2", "1, superseded"]
    assert len({row["Hash (SHA-256)"] for row in rows}) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("page.pdf", b"<html><script>alert(1)</script>", "this type of file is not taken"),
        ("empty.txt", b"", "it is empty or beyond 10 MB"),
        ("§§.txt", b"text", "the file’s name holds no letter"),
    ],
)
def test_what_is_no_evidence_is_refused_with_a_sentence(
    open_page: Opener, name: str, content: bytes, said: str
) -> None:
    app = open_page(CASE, "en", bank="amandier", risk="reputational", month="2026-10")
    app.button(key="review open").click().run()
    before = len(evidence_rows(app))
    attach(app, name, content)
    assert any(said in each.value for each in app.warning)
    assert len(evidence_rows(app)) == before


def test_a_file_that_the_server_has_let_go_of_is_asked_for_again_and_nothing_is_sent(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = DeletedFile("gone")
    app = open_page(CASE, "en", bank="amandier", risk="reputational", month="2026-10")
    app.button(key="review open").click().run()
    before = len(evidence_rows(app))
    read = case_steps._brought
    monkeypatch.setattr(case_steps, "_brought", lambda given, key: read({key: gone}, key))
    attach(app, "minutes.txt", b"first")
    assert any("no longer holds this file" in each.value for each in app.warning)
    assert len(evidence_rows(app)) == before


@pytest.mark.parametrize("path", ["..%2f..%2freviews.db", "0" * 64, "reviews.db", "0" * 63, "A" * 64])
def test_no_address_of_evidence_reaches_beyond_its_folder(open_page: Opener, path: str) -> None:
    app, _number, _bank = opened(open_page)
    held = links(app)[0].partition("?")[2]
    assert fetch(f"/api/evidence/{path}?{held}").status == 404


def test_a_bank_answers_with_a_file_which_both_sides_then_read(open_page: Opener) -> None:
    here = desk._desk_of("process")
    head = here.numbers["head-1"]
    waiting = [row for row in reads.findings(here.office, head) if row["state"] in ("open", "reopened")]
    newest: dict[tuple[str, str, str], int] = {}
    for row in reads.cases(here.office, head):
        newest.setdefault((row["bank"], row["month"], row["risk"]), row["id"])
    row = next(row for row in waiting if newest[row["bank"], row["month"], row["risk"]] == row["case_id"])
    app = open_page(CASE, "en", bank=row["bank"], month=row["month"], risk=row["risk"])
    become(app, f"bank-{row['bank']}")
    key = f"reply {row['id']}"
    app.text_area(key=f"review text {key}").set_value("Tested; the report is attached.")
    (place,) = [each for each in app.file_uploader if each.key == f"review file {key}"]
    place.upload("report.csv", b"step;result\n1;passed\n", "text/csv")
    app.text_input(key=f"review dated {key}").set_value("2026-11-10")
    (button,) = [each for each in app.button if each.label == f"Answer finding {row['id']}"]
    app = button.click().run()
    assert not app.exception
    mine = next(each for each in links(app) if "/evidence/" in each)
    assert fetch(mine).body == b"step;result\n1;passed\n"
    become(app, "head-2")
    theirs = next(each for each in links(app) if each.startswith(mine.split("?")[0]))
    assert fetch(theirs).headers["content-disposition"].startswith('attachment; filename="report.csv"')


def test_an_auditor_takes_a_case_file_home_and_verifies_it(open_page: Opener) -> None:
    app, number, bank = opened(open_page)
    become(app, "auditor")
    (address,) = [each for each in links(app) if "/api/case/" in each]
    answer = fetch(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/zip")
    found = verify_dossier(answer.body)
    assert (found.problems, found.case) == ((), int(number))
    assert set(found.letters.values()) == {"not signed"}
    assert len(found.letters) == 2
    here = desk._desk_of("process")
    assert verify(here.office.store, [found.head]).state == "ok"
    become(app, f"bank-{bank}")
    assert not [each for each in links(app) if "/api/case/" in each]
    held = links(app)[0].partition("?")[2]
    assert fetch(f"/api/case/{number}?{held}").status == 404


def test_the_book_holds_what_the_person_sees_and_no_formula(open_page: Opener) -> None:
    app = open_page("review_horizontal.py", "en")
    for who, banks in (("head-1", 8), ("supervisor-1", 4)):
        become(app, who)
        typeset, workbook = (fetch(each) for each in links(app))
        reader = PdfReader(io.BytesIO(typeset.body))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        text = plain(" ".join(page.extract_text() for page in reader.pages))
        assert "invented" in text
        book = openpyxl.load_workbook(io.BytesIO(workbook.body))
        assert len(list(book["Model → decided"].rows)) == banks + 1
        named = {row[0].value for row in book["Model → decided"].iter_rows(min_row=2)}
        assert all(name in text for name in named)
        assert {cell.data_type for page in book for row in page for cell in row} <= {"s", "n"}
        # What can be computed with is a figure, and no name of a sheet ends within a word.
        header, first = list(book["Order of inspection"].iter_rows(values_only=True))[:2]
        order = dict(zip(header, first, strict=True))
        assert all(isinstance(order[name], float) for name in ("Overall score (0–100)", "Priority"))
        assert {"What moved since the month", "Decided"} <= set(book.sheetnames)
    mine = links(app)[0].partition("?")[2]
    assert fetch(f"/api/book/1999-01/pdf?{mine}").status == 404
    assert fetch(f"/api/book/2026-10/exe?{mine}").status == 404
    for who in ("bank-zellige", "validator"):
        become(app, who)
        assert links(app) == []
        desk._seats["tried"] = ("process", who, time.monotonic() + 60)
        assert fetch("/api/book/2026-10/pdf?seat=tried").status == 404
