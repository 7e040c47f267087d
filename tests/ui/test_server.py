"""What surrounds the pages: headers, the declared language, readiness, and errors that tell nothing."""

import html
import json
import logging
import tomllib
import weakref
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from data import connection
from ui import framework, server
from ui.gate import Gate
from ui.preview import introduced
from ui.registry import HOME, MOVED, PAGES, entry
from ui.words import LANGUAGES, said_in

PAGE = b'<!doctype html><html lang="en"><head></head><body>x</body></html>'


async def _page(scope, receive, send) -> None:
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(PAGE)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": [*headers, (b"etag", b'"1"')]})
    await send({"type": "http.response.body", "body": PAGE[:20], "more_body": True})
    await send({"type": "http.response.body", "body": PAGE[20:]})


def at_once(function, *given):
    """In a thread of its own: a browser test of the same process may have left a loop running in this one."""
    with start_blocking_portal() as portal:
        return portal.call(function, *given)


def ask(
    app, query: str = "", accept: str = "text/html", spoken: str = "", path: str = "/"
) -> tuple[dict[str, str], bytes]:
    sent = []

    async def run() -> None:
        async def send(message) -> None:
            sent.append(message)

        headers = [(b"accept", accept.encode()), (b"accept-language", spoken.encode())]
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query.encode(),
            "headers": headers,
        }
        await app(scope, None, send)

    at_once(run)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return headers, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(
    ("query", "spoken", "declared"),
    [
        ("lang=fr", "en-GB", "fr"),
        ("lang=en", "fr", "en"),
        ("", "en-GB,en", "en"),
        ("", "ar-MA", "fr"),
        ("", "es,ca;q=0.9,en;q=0.8", "en"),
        ("", "de,en;q=0.7", "en"),
        ("lang=xx", "", "fr"),
    ],
)
def test_the_page_declares_the_language_it_will_speak(query, spoken, declared) -> None:
    headers, body = ask(server.OwnPage(_page), query, spoken=spoken)
    assert f'<html lang="{declared}"'.encode() in body
    assert int(headers["content-length"]) == len(body)
    assert "etag" not in headers


def test_a_language_in_the_address_cannot_write_html() -> None:
    _headers, body = ask(server.OwnPage(_page), 'lang="><script>alert(1)</script>')
    assert b"<script>" not in body


def test_what_is_not_a_page_passes_untouched() -> None:
    headers, body = ask(server.OwnPage(_page), accept="application/json")
    assert body == PAGE
    assert headers["etag"] == '"1"'


@pytest.mark.parametrize("path", ["/", "/risk-scores", "/below/risk-scores"])
def test_whoever_previews_a_link_and_takes_anything_is_given_the_page_too(path) -> None:
    _headers, body = ask(server.OwnPage(_page), "lang=fr", accept="*/*", path=path)
    assert b'<html lang="fr"' in body


@pytest.mark.parametrize("path", ["/_stcore/health", "/static/js/index.js", "/media/page.png"])
def test_the_files_of_a_page_pass_untouched(path) -> None:
    _headers, body = ask(server.OwnPage(_page), "lang=fr", accept="*/*", path=path)
    assert body == PAGE


def test_every_answer_forbids_other_sites_and_scripts_of_nobody() -> None:
    headers, _body = ask(server.SecurityHeaders(_page))
    policy = headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts
    assert "sha256-" in scripts
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_ready_names_the_snapshot(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    answer = at_once(server.ready, None)
    assert answer.status_code == 200
    said = json.loads(answer.body)
    assert said["status"] == "ready"
    assert said["banks"] == 8


def test_not_ready_without_data_and_says_no_more_than_a_reference(tmp_path, monkeypatch, caplog) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path))
    connection.close_all()
    with caplog.at_level(logging.ERROR, logger="vigie"):
        answer = at_once(server.ready, None)
    assert answer.status_code == 503
    said = json.loads(answer.body)
    assert set(said) == {"status", "reference"}
    assert said["reference"] in caplog.text
    assert str(tmp_path) not in answer.body.decode()


def test_a_failing_page_shows_a_reference_that_the_log_has(monkeypatch, caplog) -> None:
    shown = []
    monkeypatch.setattr(framework, "say_failure", lambda text, _icon: shown.append(text))
    with caplog.at_level(logging.ERROR, logger="vigie"):
        try:
            raise RuntimeError("secret path /srv/bank")
        except RuntimeError as error:
            handled = server.show_failure(error)
    assert handled is True
    reference = shown[0].split(": ")[-1].rstrip(".")
    assert f"reference {reference}" in caplog.text
    assert "secret" in caplog.text
    assert "secret" not in shown[0]


@pytest.mark.parametrize(("old", "new"), MOVED.items())
@pytest.mark.parametrize("stated", ["", "?lang=fr&v=1&bank=safran&test=pilote%20%C3%A9t%C3%A9"])
def test_a_page_s_old_address_leads_for_good_to_the_new_one_with_all_that_it_states(old, new, stated) -> None:
    served = Starlette(
        routes=[Route(f"/{slug}", server.moved) for slug in MOVED], middleware=[Middleware(Gate)]
    )
    answers = []

    async def run() -> None:
        async def send(message) -> None:
            answers.append(message)

        scope = {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "path": f"/{old}",
            "raw_path": f"/{old}".encode(),
            "query_string": stated.removeprefix("?").encode(),
            "headers": [(b"host", b"localhost"), (b"accept", b"text/html")],
        }
        await served(scope, None, send)

    at_once(run)
    assert answers[0]["status"] == 308
    assert dict(answers[0]["headers"])[b"location"].decode() == f"./{new}{stated}"
    assert entry(old) is entry(new)
    assert entry(new).group == "Marketing"


@pytest.mark.parametrize(("demo", "closed"), [("1", "Disallow: /*?\n"), ("", "Disallow: /\n")])
def test_robots_may_read_a_hosted_demonstration_only_and_never_a_workspace(monkeypatch, demo, closed) -> None:
    monkeypatch.setenv("VIGIE_DEMO", demo)
    answer = at_once(server.robots, None).body.decode()
    assert answer.startswith("User-agent: *\n")
    assert closed in answer
    assert ("Disallow: /\n" in answer) == (demo == "")


def test_no_message_is_sent_as_a_reference_to_one_that_the_browser_may_have_forgotten() -> None:
    # In a walk over pages of five minutes one such reference missed, and the page stood grey for ever.
    settings = tomllib.loads((Path(server.__file__).parents[1] / ".streamlit" / "config.toml").read_text())
    largest = 1024**2 * settings["server"]["maxUploadSize"]
    assert settings["global"]["minCachedMessageSize"] > largest


def test_what_shows_a_posted_link_may_read_it_unless_it_names_a_workspace(monkeypatch) -> None:
    monkeypatch.setenv("VIGIE_DEMO", "1")
    everybody, posted = at_once(server.robots, None).body.decode().split("\n\n")
    assert "Twitterbot" not in everybody
    assert "Disallow: /*?*w=" in posted
    assert "Disallow: /api/" not in posted
    monkeypatch.setenv("VIGIE_DEMO", "")
    assert "Twitterbot" not in at_once(server.robots, None).body.decode()


class _Knot:
    """Refers to itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.itself = self


def test_no_full_collection_follows_a_run_while_python_s_own_goes_on() -> None:
    settings = tomllib.loads((Path(server.__file__).parents[1] / ".streamlit" / "config.toml").read_text())
    assert settings["runner"]["postScriptGC"] is False
    left = weakref.ref(_Knot())
    # What a few reruns allocate is enough for the young generations to be looked through.
    kept = [[number] for number in range(50_000)]
    assert left() is None
    assert len(kept) == 50_000


HEAD = (
    b'<!doctype html><html lang="en"><head><link rel="shortcut icon" href="./favicon.png" />'
    b'<title>Streamlit</title><link rel="service-desc" href="./_stcore/agent/openapi.json" /></head>'
    b"<body><noscript><p>A Streamlit app ...</p></noscript></body></html>"
)


def _introduced(path: str, query: str = "", spoken: str = "fr") -> str:
    return introduced(HEAD, path, query, spoken, "https://vigie.example").decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_a_link_is_called_by_the_question_of_its_page(page, language) -> None:
    body = _introduced("/" if page is HOME else f"/{page.slug}", "bank=safran", language)
    question = html.escape(said_in(language, page.question))
    assert f"<title>{question} · Vigie</title>" in body
    assert f'property="og:title" content="{question}"' in body
    assert body.count("<title>") == 1
    assert "Streamlit" not in body
    assert "favicon.png" not in body
    assert "agent" not in body
    assert f"<noscript><h1>{question}</h1>" in body


def test_a_link_names_its_page_in_each_language_and_drops_how_it_was_presented() -> None:
    body = _introduced("/risk-scores", "lang=fr&mode=presentation&bank=safran&p=3")
    assert (
        '<link rel="canonical" href="https://vigie.example/risk-scores?lang=fr&amp;bank=safran&amp;p=3" />'
        in body
    )
    assert 'hreflang="en" href="https://vigie.example/risk-scores?lang=en&amp;bank=safran&amp;p=3"' in body
    assert "presentation" not in body


def test_the_public_address_goes_before_the_one_that_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_PUBLIC_URL", "https://observatoire.example/vigie/")
    assert 'href="https://observatoire.example/vigie/risk-scores?lang=fr"' in _introduced("/risk-scores")


def test_what_a_link_states_cannot_write_into_the_head() -> None:
    body = _introduced("/risk-scores", "bank=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>" not in body


def test_an_unknown_address_is_called_by_our_name_alone() -> None:
    body = _introduced("/nowhere")
    assert "<title>Vigie</title>" in body
    assert "canonical" not in body
