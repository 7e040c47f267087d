"""A running server: who is let in, what is told to whom, and that it turns to no other machine."""

import json
import re
import socket
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from tests.served.watched import Served, run, served, texts


def test_serving_a_page_and_refusing_strangers_turns_to_no_other_machine(server: Served) -> None:
    for origin, host in [
        ("https://evil.example", None),
        ("http://localhost:1", f"localhost:{server.port}"),
        ("null", None),
        ("https://rebound.example", "rebound.example"),
        (None, "rebound.example:80"),
    ]:
        with pytest.raises(InvalidStatus) as refused:
            server.socket(origin, host)
        assert refused.value.response.status_code == 403
    with server.socket(f"http://127.0.0.1:{server.port}") as wire:
        _session, drawn = run(wire)
    assert "What should we worry about" in texts(drawn)
    assert server.outgoing == []
    assert f"http://localhost:{server.port}" in server.log


def test_the_same_holds_for_another_web_server(demo_home: Path, tmp_path: Path) -> None:
    command = ["uvicorn", "app:app", "--host", "127.0.0.1", "--port", "PORT"]
    with served(tmp_path, demo_home, command) as other:
        with pytest.raises(InvalidStatus):
            other.socket("https://evil.example")
        answer, _text = other.ask("/", Host="rebound.example")
        assert answer.status == 421
        assert other.outgoing == []


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, None),
        ("https://vigie.bank.example", "vigie.bank.example"),
        ("https://vigie.bank.example", None),  # a proxy that asks by the address of the replica
        ("http://a.inside.example:8080", "a.inside.example:8080"),
        ("http://192.168.7.9", "192.168.7.9"),
    ],
)
def test_pages_of_the_server_s_own_names_are_let_in(
    server: Served, origin: str | None, host: str | None
) -> None:
    with server.socket(origin, host) as wire:
        assert "What should we worry about" in texts(run(wire)[1])
    assert server.outgoing == []


@pytest.mark.parametrize(
    ("spoken", "said"), [("fr-FR", "ne répond pas sous le nom"), ("en-GB", "does not answer under the name")]
)
def test_a_name_that_is_not_the_server_s_is_refused_with_what_to_set(
    server: Served, spoken: str, said: str
) -> None:
    answer, text = server.ask("/risk-scores", Host="rebound.example:8501", Accept_Language=spoken)
    assert answer.status == 421
    assert said in text
    assert "VIGIE_HOSTS=rebound.example" in text
    assert "<html" not in text


def test_a_watchman_may_ask_by_any_name_whether_it_lives_and_learns_no_more(server: Served) -> None:
    answer, text = server.ask("/_stcore/health", Host="10-0-0-7.pod.cluster.local")
    assert (answer.status, text) == (200, "ok")


def test_no_other_site_may_send_messages_into_a_page(server: Served) -> None:
    answer, text = server.ask("/_stcore/host-config")
    assert answer.status == 200
    assert json.loads(text)["allowedOrigins"] == []


def test_figures_about_the_server_are_for_its_operator(server: Served) -> None:
    assert server.ask("/_stcore/metrics")[0].status == 404
    assert server.ask("/_stcore/metrics", Authorization="Bearer of somebody")[0].status == 404
    answer, text = server.ask("/_stcore/metrics", Authorization="Bearer of the operator")
    assert answer.status == 200
    assert "# EOF" in text


def test_a_page_s_policy_names_where_its_socket_may_lead(server: Served) -> None:
    answer, _text = server.ask("/", Host="vigie.bank.example")
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["connect-src"] == "'self' ws://vigie.bank.example wss://vigie.bank.example"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/?lang=en", 200),
        ("/risk-scores", 200),
        ("/import?lang=fr&w=x", 200),
        ("/risk-scoers", 404),
        ("/risk-scores/deeper", 404),
        ("/wp-login.php", 404),
        ("/_stcore/nothing", 404),
        ("/static/js/nothing.js", 404),
        ("/index.html", 200),
        ("/favicon.png", 200),
        ("/app/static/fonts/inter-latin-wght-normal.woff2", 200),
        ("/robots.txt", 200),
    ],
)
def test_only_what_there_is_answers_as_if_it_were_there(server: Served, path: str, status: int) -> None:
    answer, text = server.ask(path, Accept="text/html", Accept_Language="en")
    assert answer.status == status, text[:200]
    assert ("There is no page at this address" in text) == (status == 404)


def test_a_request_with_a_head_without_end_is_cut_off(server: Served) -> None:
    answer, text = server.ask("/", Cookie="x" * 33_000, Accept_Language="en")
    assert answer.status == 431
    assert "longer than 32768 bytes" in text
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as wire:
        wire.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: ")
        try:
            for _part in range(200):
                wire.sendall(b"x" * 10_000)
            ended = wire.recv(100)
        except (ConnectionResetError, BrokenPipeError):
            ended = b""
    # A server that goes on collecting says nothing at all, and the wire times out.
    assert ended == b"" or ended.startswith(b"HTTP/1.1 431 ")


def _put(server: Served, session: str, name: str, size: int) -> int:
    answer, _text = server.ask("/_stcore/health")
    token = re.search(r"_streamlit_xsrf=([^;]+)", answer.headers["set-cookie"])[1]
    part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n'
    answer, _text = server.ask(
        f"/_stcore/upload_file/{session}/{name}",
        "PUT",
        part + b"x" * size + b"\r\n--b--\r\n",
        Content_Type="multipart/form-data; boundary=b",
        X_Xsrftoken=token,
        Cookie=f"_streamlit_xsrf={token}",
    )
    return answer.status


def test_a_file_that_no_page_asked_for_is_not_kept(server: Served) -> None:
    with server.socket() as wire:
        session, _drawn = run(wire)
        assert _put(server, session, "unasked", 1000) == 403
        run(wire, "import")
        assert _put(server, session, "asked", 1000) == 204
        run(wire, "data")
        assert _put(server, session, "late", 1000) == 403
