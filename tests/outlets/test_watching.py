"""The watch of a workspace: each change said once, in lines, feed and webhook, whoever asks."""

import html
import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from analytics.plan.watch import Mark
from analytics.scenario import Scenario
from data import ingest
from data.folders import folder
from data.ingest import watched
from data.snapshots import current
from studies.plan.watch import Grade
from ui.outlets import telling, watching
from ui.plan.watch import Alarm, Look, Standing
from ui.reader import Reader
from ui.words import speaking
from vigie.__main__ import main

NAME = "banque-veille"
NOW = datetime(2026, 8, 20, 9, tzinfo=UTC)
LOCAL = "http://localhost:8501"
TO = "from=vigie@bank.example&to=risk@bank.example&mode=insecure"


@pytest.fixture
def workspace(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A workspace of one bank with four months of activity."""
    shutil.copytree(demo_home / "snapshots" / "demo", tmp_path / "snapshots" / "demo")
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path))
    for setting in (telling.WEBHOOK, "VIGIE_PUBLIC_URL"):
        monkeypatch.delenv(setting, raising=False)
    _load([("2026-03", 10), ("2026-04", 11), ("2026-05", 12), ("2026-06", 13)])
    return NAME


def _load(rows: list[tuple[str, int]]) -> None:
    lines = [f"own,{month},mobile,transfer_internal,{count}000" for month, count in rows]
    content = "\n".join(["bank,month,channel,service,count", *lines, ""]).encode()
    known = ingest.load_references(NAME)
    report = ingest.validate(content, "a.csv", table="channel_activity", known=known)
    assert report.ok, [problem.message("en") for problem in report.problems]
    ingest.load(report, table="channel_activity", workspace=NAME)


@pytest.fixture
def mark(workspace: str) -> Mark:
    with speaking("en"):
        reader = Reader(current(workspace), Scenario())
        metric = watching.figures(reader, "channels-activity")["operations"]
        made = watching.new_mark(
            reader, "channels-activity", metric, kind="limit", side="at_most", bound=50_000
        )
        return watching.add(workspace, made)


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[int, dict[str, object]]]]:
    """A server of this machine that fails, points elsewhere and then takes; and what it was sent."""
    got: list[tuple[int, dict[str, object]]] = []
    answers = iter([500, 302, 200, 200])

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = next(answers)
            got.append((status, json.loads(body)))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Taking)
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    monkeypatch.setenv(telling.WEBHOOK, f"http://127.0.0.1:{server.server_port}/vigie")
    yield got
    server.shutdown()
    server.server_close()
    running.join()


def test_a_change_is_said_once_in_both_languages_with_the_link_that_shows_it(
    workspace: str, mark: Mark
) -> None:
    with speaking("en"):
        assert watching.watch(workspace, NOW) == ()
        _load([("2026-07", 60)])
        (change,) = watching.watch(workspace, NOW + timedelta(days=1))
        assert change["said"]["en"].startswith("Operations in 5 months"), "as many as are known now"
        assert change["said"]["fr"].startswith("Opérations sur 5 mois")
        assert watching.watch(workspace, NOW + timedelta(days=2)) == ()
    assert (change["kind"], change["before"], change["stage"]) == ("limit", "inside", "crossed")
    assert change["link"].startswith(f"{LOCAL}/channels-activity?w={workspace}")
    assert "bank=own" in change["link"]
    assert set(change["said"]) >= {"fr", "en"}
    assert "Crossed; before: within the bound." in change["said"]["en"]
    feed = ElementTree.parse(folder(workspace) / watched.FEED)
    links = [each.attrib["href"] for each in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert links == [change["link"]]


def test_the_command_says_lines_of_json_and_a_late_table_once(
    workspace: str, mark: Mark, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    watching.remove(workspace, mark.number)
    feed = tmp_path / "feed.xml"
    assert (
        main(["watch", "--workspace", workspace, "--feed", str(feed), "--url", "https://vigie.bank.example"])
        == 0
    )
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    # Today is later than September 2026 wherever this runs, or the table is not late yet.
    late = [line for line in lines if line["kind"] == "late"]
    assert lines == late
    assert all(line["link"].startswith("https://vigie.bank.example/import?") for line in late)
    assert main(["watch", "--workspace", workspace]) == 0
    assert capsys.readouterr().out == ""
    # Said again, it leads where it led: the address was known then.
    assert main(["watch", "--workspace", workspace, "--all", "--url", "https://another.example"]) == 0
    again = [json.loads(line)["link"] for line in capsys.readouterr().out.splitlines()]
    assert sorted(again) == sorted(line["link"] for line in late)
    assert ElementTree.parse(feed).getroot().tag.endswith("feed")
    assert main(["watch", "--workspace", "demo"]) == 2


def test_what_was_said_before_the_address_was_known_leads_to_it_later() -> None:
    said = {"link": f"{watching.ORIGIN}/risk-scores?w=essai"}
    assert watching.led_to(said, "https://vigie.bank.example/")["link"] == (
        "https://vigie.bank.example/risk-scores?w=essai"
    )
    known = {"link": "https://vigie.bank.example/risk-scores?w=essai"}
    assert watching.led_to(known, "https://another.example") == known


def test_a_damaged_file_blocks_nothing_and_is_set_aside(workspace: str, mark: Mark) -> None:
    path = folder(workspace) / watched.MARKS
    path.write_text("{ half", encoding="utf-8")
    assert watching.marks(workspace) == ()
    with speaking("fr"):
        assert watching.watch(workspace, NOW) == ()
        kept = watching.add(workspace, mark)
    assert watching.marks(workspace) == (kept,)
    assert path.with_suffix(".damaged").read_text(encoding="utf-8") == "{ half"


def test_what_is_missing_is_not_measured_and_a_grade_that_goes_missing_is_no_change(workspace: str) -> None:
    about = Mark(7, "risk-losses", "rare_year", (("bank", "own"),), "limit", "at_most", 1e9, "", 0, ())
    with speaking("en"):
        found = watching.look(current(workspace), workspace, (about,), NOW)
    assert [each.state for each in found.standings] == ["unmeasured"]

    def graded(grade: int | None) -> Look:
        known = [] if grade is None else [Grade("own", "ict", grade, "2026-07")]
        alarms = tuple(
            Alarm("grade own ict", "grade", str(grade), "risk-scores", "own", each) for each in known
        )
        return replace(found, standings=(), alarms=alarms)

    first = watching.after_of(graded(2), {})
    assert watching.moves(graded(2), {}) == [], "a first grade is no change"
    missing = watching.after_of(graded(None), first)
    assert watching.moves(graded(None), first) == []
    assert [before for _each, before in watching.moves(graded(3), missing)] == ["2"]
    better = watching.after_of(graded(1), missing)
    assert watching.moves(graded(1), missing) == []
    assert [before for _each, before in watching.moves(graded(2), better)] == ["1"]


def test_the_webhook_is_told_each_change_once_whatever_it_answers_and_followed_nowhere(
    workspace: str, mark: Mark, hook: list[tuple[int, dict[str, object]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, said = [], []
    with speaking("en"):
        watching.watch(workspace, NOW)
        for thousands in (60, 2, 70):
            _load([("2026-07", thousands)])
            said += watching.watch(workspace, NOW)
            sent += [telling.deliver(workspace, language="en") for _again in range(2)]
        assert sent == [(0, 1), (0, 0), (0, 1), (0, 0), (1, 0), (0, 0)]
        assert [status for status, _body in hook] == [500, 302, 200]
        assert [body for _status, body in hook] == said
        # Where nobody listens nobody can have it: it waits for the next look.
        there = telling.webhook()
        monkeypatch.setenv(telling.WEBHOOK, "http://127.0.0.1:9/closed")
        _load([("2026-07", 3)])
        said += watching.watch(workspace, NOW)
        assert telling.deliver(workspace, language="en") == (0, 1)
        monkeypatch.setenv(telling.WEBHOOK, there)
        assert [telling.deliver(workspace, language="en"), telling.deliver(workspace, language="en")] == [
            (1, 0),
            (0, 0),
        ]
    assert [body for _status, body in hook] == said


@pytest.fixture
def post() -> Iterator[tuple[int, list[EmailMessage]]]:
    """A server of mail on this machine: its port, and the letters that it took."""
    taken: list[EmailMessage] = []

    class Taking:
        async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:
            letter = message_from_bytes(envelope.content, policy=default)
            assert isinstance(letter, EmailMessage)
            taken.append(letter)
            return "250 OK"

    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    server = Controller(Taking(), hostname="127.0.0.1", port=port)
    server.start()
    yield port, taken
    server.stop()


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets the addresses of mail and chat that are told, one a line."""

    def lines(*each: str) -> None:
        listed = tmp_path / "addresses"
        listed.write_text("\n".join(["# who is told", "", *each, ""]), encoding="utf-8")
        monkeypatch.setenv(telling.NOTIFY_FILE, str(listed))

    return lines


def test_mail_is_sent_each_change_once_in_the_language_asked_with_its_link(
    workspace: str,
    mark: Mark,
    post: tuple[int, list[EmailMessage]],
    told: Callable[..., None],
) -> None:
    port, taken = post
    told(f"mailto://127.0.0.1:{port}?{TO}")
    with speaking("fr"):
        watching.watch(workspace, NOW)
        _load([("2026-07", 60)])
        (change,) = watching.watch(workspace, NOW)
    assert [telling.deliver(workspace, language="fr") for _again in range(2)] == [(1, 0), (0, 0)]
    (letter,) = taken
    assert letter["subject"] == f"Vigie · {workspace}"
    body = letter.get_body(("plain", "html"))
    assert body is not None
    text = html.unescape(body.get_content())
    assert change["said"]["fr"] in text
    assert change["link"] in text
    assert "apprise" not in letter.as_string().lower(), "the letter is from Vigie alone"


def test_who_cannot_be_reached_by_mail_is_counted_and_nobody_is_told_twice(
    workspace: str,
    mark: Mark,
    hook: list[tuple[int, dict[str, object]]],
    post: tuple[int, list[EmailMessage]],
    told: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    port, taken = post
    told(f"mailto://127.0.0.1:9?{TO}", f"mailto://127.0.0.1:{port}?{TO}")
    there = telling.webhook()
    monkeypatch.setenv(telling.WEBHOOK, "http://127.0.0.1:9/closed")
    with speaking("en"):
        watching.watch(workspace, NOW)
        _load([("2026-07", 60)])
        watching.watch(workspace, NOW)
        assert telling.deliver(workspace, language="en") == (0, 1)
        assert len(taken) == 1, "one mailbox that is away keeps no letter from another"
        monkeypatch.setenv(telling.WEBHOOK, there)
        telling.deliver(workspace, language="en")
        assert len(hook) == 1
        assert len(taken) == 1, "what waited for the webhook is no second letter"


@pytest.mark.parametrize("line", ["chief@bank.example", "nonsense://secret", "mailto://"])
def test_an_address_that_is_none_is_named_by_its_line_and_never_repeated(
    line: str,
    told: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    told(line)
    with pytest.raises(ValueError, match="line 3: this is no address") as refused:
        telling.addresses()
    assert line not in str(refused.value) + caplog.text
    monkeypatch.setenv("VIGIE_DEMO", "1")
    assert telling.addresses() == ()
    monkeypatch.delenv("VIGIE_DEMO")
    monkeypatch.setenv(telling.NOTIFY_FILE, str(tmp_path / "none"))
    with pytest.raises(ValueError, match="cannot be read"):
        telling.addresses()


def test_parts_damaged_by_hand_are_passed_over(workspace: str, mark: Mark) -> None:
    odd = {"at": "noon", "page": "nowhere", "said": [], "id": 3}
    wrong = {"format": watched.FORMAT, "known": ["x"], "last": "many", "changes": [odd, 4]}
    (folder(workspace) / watched.SAID).write_text(json.dumps(wrong), encoding="utf-8")
    gone = {**mark.as_json(), "page": "gone", "number": "x"}
    stated = {"format": watched.FORMAT, "last": None, "marks": [gone, 3, mark.as_json()]}
    (folder(workspace) / watched.MARKS).write_text(json.dumps(stated), encoding="utf-8")
    with speaking("en"):
        assert watching.marks(workspace) == (mark,)
        assert watching.changes(workspace) == ()
        assert watching.watch(workspace, NOW) == ()
        assert watching.add(workspace, mark).number == mark.number + 1


def test_what_a_newer_release_wrote_is_neither_read_nor_overwritten(workspace: str, mark: Mark) -> None:
    path = folder(workspace) / watched.MARKS
    newer = json.dumps({"format": watched.FORMAT + 1, "marks": {}})
    path.write_text(newer, encoding="utf-8")
    assert watching.marks(workspace) == ()
    with pytest.raises(ValueError, match="newer release"):
        watching.add(workspace, mark)
    assert path.read_text(encoding="utf-8") == newer


def test_nothing_is_sent_where_no_address_is_set_and_none_but_of_http(
    workspace: str, mark: Mark, monkeypatch: pytest.MonkeyPatch
) -> None:
    with speaking("en"):
        watching.watch(workspace, NOW)
        _load([("2026-07", 60)])
        assert len(watching.watch(workspace, NOW)) == 1
        assert telling.deliver(workspace, language="en") == (0, 0)
        monkeypatch.setenv(telling.WEBHOOK, "http://127.0.0.1:9/never")
        assert telling.deliver(workspace, language="en") == (0, 0), (
            "what was said before it was set stays here"
        )
    monkeypatch.setenv(telling.WEBHOOK, "file:///etc/passwd")
    with pytest.raises(ValueError, match="VIGIE_WATCH_WEBHOOK"):
        telling.webhook()
    monkeypatch.setenv("VIGIE_DEMO", "1")
    assert telling.webhook() == ""


def test_the_examples_of_the_demonstration_are_measured() -> None:
    with speaking("en"):
        found = watching.look(current(), "demo", watching.examples(), NOW)
    assert all(isinstance(each, Standing) and each.state != "unmeasured" for each in found.standings)


def test_what_is_told_shows_no_picture_of_anothers_server() -> None:
    ours = telling._notifier().asset
    assert (ours.app_id, ours.app_url) == ("Vigie", "")
    assert not ours.image_url("info", "72x72")
    assert not ours.image_url("info", logo=True)
