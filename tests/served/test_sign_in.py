"""Signing in by OpenID Connect at a running server, and what is left of it after signing out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from oidc_provider_mock import User, run_server_in_thread
from sqlalchemy import select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from reviews import tables
from reviews.__main__ import main
from reviews.store import open_store
from tests.served import watched
from tests.served.watched import Served, run, served, texts


def secrets_of_the_documentation(port: int, issuer: str) -> str:
    """The section that docs/REVIEW.md prints, line by line, with the addresses of this test."""
    (printed,) = re.findall(r"```toml\n(\[auth\].*?)```", REVIEW.read_text(encoding="utf-8"), re.S)
    own = {
        "https://vigie.bank.example": f"http://127.0.0.1:{port}",
        "https://sso.bank.example/realms/bank": issuer,
        '"…"': '"a secret of this test and of no other place"',
    }
    for theirs, ours in own.items():
        assert theirs in printed
        printed = printed.replace(theirs, ours)
    return printed


REVIEW = Path(__file__).parents[2] / "docs" / "REVIEW.md"


def _many(count: int) -> list[str]:
    return [f"{number:08x}-6dba-4bcc-a101-0123456789ab" for number in range(count)]


# What the two providers of docs/REVIEW.md put into a token, after their documentation; no server of theirs
# was asked. Neither a group nor a role of the provider's is one of ours.
SHAPES = {
    "Keycloak": {
        "preferred_username": "k.head",
        "email_verified": True,
        "acr": "1",
        "sid": "b2f1c7de-9a51-4a0e-8a52-0d3f4f6e8b77",
        "realm_access": {"roles": ["head", "default-roles-bank"]},
        "resource_access": {"vigie": {"roles": ["head", "admin"]}},
        "groups": ["/vigie/head", "/vigie/admin"],
    },
    # As many groups as Entra ID lists before it names another place for them.
    "Entra ID": {
        "name": "E. Head",
        "preferred_username": "e.head@bank.example",
        "oid": "0d3f4f6e-1111-4a0e-8a52-b2f1c7de9a51",
        "tid": "9188040d-2222-4c5b-b112-36a304b66dad",
        "ver": "2.0",
        "roles": ["head"],
        "groups": _many(200),
    },
    "Entra ID, more groups": {
        "name": "O. Head",
        "preferred_username": "o.head@bank.example",
        "hasgroups": True,
        "_claim_names": {"groups": "src1"},
        "_claim_sources": {"src1": {"endpoint": "https://graph.example/users/o.head/getMemberObjects"}},
    },
}


@dataclass(frozen=True)
class House:
    """A server that people sign in to, and the provider that says who they are."""

    server: Served
    issuer: str
    store: str

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def wire(self, cookies: str = "", **headers: str) -> ClientConnection:
        """A session as a browser opens it, with its cookies."""
        given = {"Cookie": cookies, **headers} if cookies else headers
        # A browser says the token of its cookie again: without it the framework does not ask who signed in.
        token = re.search(r"_streamlit_xsrf=([^;]+)", cookies)
        return connect(
            f"ws://127.0.0.1:{self.server.port}/_stcore/stream",
            origin=self.origin,
            subprotocols=[Subprotocol("streamlit"), *([Subprotocol(token[1])] if token else [])],
            additional_headers=given,
            max_size=None,
            open_timeout=30,
            proxy=None,
        )

    def read(self, page: str, cookies: str = "", **headers: str) -> str:
        with self.wire(cookies, **headers) as wire:
            return texts(run(wire, page)[1])


@pytest.fixture(scope="module")
def house(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    port = watched.free_port()
    users = [User(sub="7", claims={"name": "A. Head"})]
    users += [User(sub=subject, claims=claims) for subject, claims in SHAPES.items()]
    with (
        pytest.MonkeyPatch.context() as patched,
        run_server_in_thread(user_claims=users) as provider,
    ):
        patched.setattr(watched, "free_port", lambda: port)
        issuer = f"http://localhost:{provider.server_port}"
        secrets = folder / "secrets.toml"
        secrets.write_text(secrets_of_the_documentation(port, issuer))
        settings = {
            "VIGIE_REVIEWS": f"sqlite:///{folder / 'reviews.db'}",
            "STREAMLIT_SECRETS_FILES": str(secrets),
        }
        command = ["streamlit", "run", "app.py", "--server.port", "PORT", "--server.fileWatcherType", "none"]
        with served(folder, demo_home, command, settings) as running:
            yield House(running, issuer, settings["VIGIE_REVIEWS"])


def press(wire: ClientConnection, drawn: list[ForwardMsg], label: str, page: str) -> str:
    """Press a button of a page that was drawn; where the browser is sent then."""
    buttons = [
        message.delta.new_element.button
        for message in drawn
        if message.WhichOneof("type") == "delta"
        and message.delta.WhichOneof("type") == "new_element"
        and message.delta.new_element.WhichOneof("type") == "button"
    ]
    (button,) = [each for each in buttons if each.label.startswith(label)]
    message = BackMsg()
    message.rerun_script.query_string = "lang=en"
    message.rerun_script.page_name = page
    state = message.rerun_script.widget_states.widgets.add()
    state.id, state.trigger_value = button.id, True
    wire.send(message.SerializeToString())
    while True:
        data = wire.recv(timeout=60)
        assert isinstance(data, bytes)
        got = ForwardMsg.FromString(data)
        if got.WhichOneof("type") == "auth_redirect":
            return str(got.auth_redirect.url)


def sign_in(
    house: House, page: str = "review-inbox", referer: str | None = None, subject: str = "7"
) -> tuple[str, str]:
    """Sign in from a page: the cookies of the browser then, and where it was brought back to."""
    with house.wire() as wire:
        _session, drawn = run(wire, page)
        assert "Sign in to see reviews" in texts(drawn)
        login = press(wire, drawn, "Sign in", page)
    with httpx.Client() as browser:
        came_from = referer or f"{house.origin}/{page}?lang=en&bank=amandier"
        answer = browser.get(urljoin(house.origin, login), headers={"Referer": came_from})
        assert answer.status_code == 302
        asked = parse_qs(urlsplit(answer.headers["location"]).query)
        assert (asked["scope"], asked["prompt"]) == (["openid email profile"], ["login"])
        chosen = httpx.post(answer.headers["location"], data={"sub": subject})
        assert chosen.status_code == 302
        back = browser.get(chosen.headers["location"])
        browser.get(f"{house.origin}/_stcore/health")
        cookies = "; ".join(
            f"{cookie.name}={cookie.value}" for cookie in browser.cookies.jar if cookie.name.startswith("_")
        )
        return cookies, back.headers["location"]


def test_who_signs_in_is_brought_back_and_sees_what_grants_allow(house: House) -> None:
    cookies, where = sign_in(house)
    assert where == "/review-inbox?lang=en&bank=amandier"
    assert "Nothing waits for A. Head" in house.read("review-inbox", cookies)
    assert "has no bank to see" in house.read("review-horizontal", cookies)
    book = f"{house.origin}/api/book/2026-10/pdf"
    assert httpx.get(book, headers={"Cookie": cookies}).status_code == 404
    named = ["--issuer", house.issuer, "--subject", "7", "--name", "A. Head", "--store", house.store]
    assert main(["grant", *named, "--role", "head"]) == 0
    shown = house.read("review-horizontal", cookies)
    assert "to inspect first" in shown
    assert "invented" not in shown
    # Decisions are real people's here, the banks' figures those of the demonstration.
    assert "Observed" in shown
    assert "Synthetic" in shown
    inbox = house.read("review-inbox", cookies)
    assert "Observed" in inbox
    assert "Synthetic" not in inbox
    answer = httpx.get(book, headers={"Cookie": cookies})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store, private")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert httpx.get(book).status_code == 404


@pytest.mark.parametrize(("subject", "name"), zip(SHAPES, ("k.head", "E. Head", "O. Head"), strict=True))
def test_a_token_of_keycloak_or_entra_id_names_a_person_and_gives_no_role(
    house: House, subject: str, name: str
) -> None:
    cookies, where = sign_in(house, "review-horizontal", subject=subject)
    assert where == "/review-horizontal?lang=en&bank=amandier"
    shown = house.read("review-horizontal", cookies)
    assert f"{name} has no bank to see" in shown
    with open_store(house.store).reading() as work:
        person = work.row(select(tables.person).where(tables.person.c.subject == subject))
    assert (person["issuer"], person["name"]) == (house.issuer, name)


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example/review-inbox",
        "http://127.0.0.1:1/review-inbox",
        "PORT/nowhere",
        "PORT//evil.example",
    ],
)
def test_nobody_is_brought_to_an_address_that_is_no_page_of_ours(house: House, referer: str) -> None:
    _cookies, where = sign_in(house, referer=referer.replace("PORT", house.origin))
    assert where == "/"


def test_a_cookie_replayed_after_sign_out_shows_nothing(house: House) -> None:
    cookies, _where = sign_in(house)
    page = "review-inbox"
    with house.wire(cookies) as wire:
        _session, drawn = run(wire, page)
        assert "A. Head" in texts(drawn)
        assert press(wire, drawn, "Sign out", page).endswith("/auth/logout")
    assert "You have signed out" in house.read(page, cookies)
    assert httpx.get(f"{house.origin}/api/book/2026-10/pdf", headers={"Cookie": cookies}).status_code == 404


@pytest.mark.parametrize("page", ["review-inbox", "review-case", "review-ledger", "review-methods"])
def test_a_deep_link_without_a_sign_in_shows_the_way_in_and_nothing_else(house: House, page: str) -> None:
    shown = house.read(page)
    assert "Sign in to see reviews" in shown
    assert "Nadia Lahlou" not in shown, "no invented people where real ones sign in"


def test_a_forged_header_or_cookie_is_nobody(house: House) -> None:
    for name in ("X-Forwarded-User", "X-User", "Remote-User", "X-Forwarded-Email"):
        assert "Sign in to see reviews" in house.read("review-inbox", **{name: "7"})
    cookies, _where = sign_in(house)
    name, _equals, value = cookies.split(";")[0].partition("=")
    forged = f"{name}={value[:-4]}AAAA"
    assert "Sign in to see reviews" in house.read("review-inbox", forged)
    assert httpx.get(f"{house.origin}/api/letter/1", headers={"Cookie": forged}).status_code == 404
