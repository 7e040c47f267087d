"""Which names and pages a server answers, and which files it keeps, without a server."""

from collections.abc import AsyncIterator
from types import SimpleNamespace

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from ui import framework, gate, uploads
from ui.server import security_headers


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (gate.HOSTS, gate.PUBLIC_URL, gate.METRICS_KEY):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("host", "answered"),
    [
        ("localhost:8501", True),
        ("LOCALHOST", True),
        ("127.0.0.1:8501", True),
        ("[::1]:8501", True),
        ("10.1.2.3:8501", True),
        ("vigie.bank.example", False),
        ("localhost.evil.example", False),
        ("localhost@evil.example", False),
        ("evil.example:80, localhost", False),
        ("", False),
        ("[localhost]", False),
    ],
)
def test_without_settings_only_the_loopback_and_addresses_in_figures(host: str, answered: bool) -> None:
    assert gate.answers_to(host) is answered


def test_settings_add_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(gate.HOSTS, "Vigie.Bank.Example. , *.inside.example")
    monkeypatch.setenv(gate.PUBLIC_URL, "https://open.example:8443/vigie")
    asked = [
        "vigie.bank.example:443",
        "a.b.inside.example",
        "inside.example",
        "open.example:8443",
        "other.example",
    ]
    assert [gate.answers_to(host) for host in asked] == [True, True, False, True, False]
    monkeypatch.setenv(gate.HOSTS, "*")
    assert gate.answers_to("other.example")


@pytest.mark.parametrize(
    ("origin", "host", "trusted"),
    [
        ("http://localhost:8501", "localhost:8501", True),
        ("http://LocalHost:8501", "localhost:8501", True),
        ("http://localhost:3000", "localhost:8501", False),
        ("http://127.0.0.1:8501", "localhost:8501", False),
        ("https://evil.example", "localhost:8501", False),
        ("null", "localhost:8501", False),
        ("file://localhost:8501", "localhost:8501", False),
        ("http://[", "localhost:8501", False),
        ("https://open.example", "127.0.0.1:8501", True),
    ],
)
def test_a_page_is_trusted_from_the_same_server_or_a_named_host(
    monkeypatch: pytest.MonkeyPatch, origin: str, host: str, trusted: bool
) -> None:
    monkeypatch.setenv(gate.PUBLIC_URL, "https://open.example")
    assert gate.trusts(origin, host) is trusted


@given(st.text(max_size=60))
def test_no_host_can_write_into_the_policy(host: str) -> None:
    policy = security_headers(host)["content-security-policy"]
    assert policy.count(";") == security_headers()["content-security-policy"].count(";")
    assert "\n" not in policy


def test_only_the_newest_file_of_a_visitor_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = MemoryUploadedFileManager("/upload")
    context = SimpleNamespace(session_id="visitor", uploaded_file_mgr=manager)
    monkeypatch.setattr(framework, "get_instance", lambda: SimpleNamespace(uploaded_file_mgr=manager))
    monkeypatch.setattr(framework, "get_script_run_ctx", lambda: context)
    uploads.expect()
    for name in ("first", "second"):
        manager.add_file("visitor", UploadedFileRec(name, name, "text/csv", b"x"))
        uploads.keep_only("visitor", name)
    assert [file.file_id for file in manager.get_files("visitor", ["first", "second"])] == ["second"]
    uploads.expect_none()
    assert manager.get_files("visitor", ["first", "second"]) == []
    assert not uploads.awaited("visitor")


def test_a_file_too_large_or_of_no_said_size_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "awaited", lambda _session: True)
    monkeypatch.setattr(gate, "largest_log_megabytes", lambda: 10)
    taken: list[str] = []

    async def framework_takes(scope: Scope, _receive: Receive, send: Send) -> None:
        taken.append(scope["path"])
        await Response(status_code=204)(scope, _receive, send)

    async def in_pieces() -> AsyncIterator[bytes]:
        yield b"x"

    async def put(content: bytes | AsyncIterator[bytes]) -> int:
        transport = httpx.ASGITransport(gate.Gate(framework_takes))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return (await client.put("/_stcore/upload_file/visitor/file", content=content)).status_code

    contents = (b"x" * 12_000_000, in_pieces(), b"x" * 1_000)
    assert [anyio.run(put, content) for content in contents] == [413, 413, 204]
    assert len(taken) == 1


@pytest.mark.parametrize(
    ("option", "value"),
    [("server.trustedUserHeaders", {"X-User": "name"}), ("server.enableAgentApi", True)],
)
def test_where_people_sign_in_nothing_else_may_say_who_they_are(
    monkeypatch: pytest.MonkeyPatch, option: str, value: object
) -> None:
    gate.check_sign_in()
    monkeypatch.setattr(framework, "option", lambda name: value if name == option else None)
    gate.check_sign_in()  # nobody signs in: the demonstration desk knows no identity
    monkeypatch.setattr(framework, "get_secrets_auth_section", lambda: {"client_id": "x"})
    with pytest.raises(RuntimeError, match=option):
        gate.check_sign_in()


@pytest.mark.parametrize(
    ("referer", "found"),
    [
        ("http://vigie/review-case?bank=cedre&lang=fr", "/review-case?bank=cedre&lang=fr"),
        ("http://vigie/review-case", "/review-case"),
        ("http://vigie/review-case?a=%0d%0aSet-Cookie:x", "/review-case?a=%0D%0ASet-Cookie%3Ax"),
        ("http://other/review-case", None),
        ("http://vigie//other/review-case", None),
        ("http://vigie/", None),
        ("http://vigie/%2e%2e/review-case", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_whoever_signs_in_comes_back_to_a_page_of_the_registry_only(referer: str, found: str | None) -> None:
    assert gate.return_address(referer, "vigie") == found
