"""What the product knows of the framework beside drawing: its options, files, log, uploads and own words.

What is private to it, and may change with its next release, is asked here only. Its words it says in English
only: ``static/words.js`` says others in their place.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
import streamlit.logger
from starlette.requests import Request
from streamlit.auth_util import get_secrets_auth_section
from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.starlette.starlette_auth_routes import _get_cookie_value_from_request
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from ui import logs
from ui.outside import prose
from ui.words import LANGUAGES, N_, said_in

WORDS: Final = (
    N_("Upload"),
    N_("{size} MB per file"),
    N_("Press Enter to apply"),
    N_("Press Enter to submit form"),
    N_("Press Ctrl+Enter to apply"),
    N_("Press Ctrl+Enter to submit form"),
    N_("Press ⌘+Enter to apply"),
    N_("Press ⌘+Enter to submit form"),
    N_("No results"),
    N_("Stop"),
    N_("Download as CSV"),
    N_("Show/hide columns"),
    N_("Search"),
    N_("Fullscreen"),
    N_("Close fullscreen"),
    N_("Rerun"),
    N_("Settings"),
    N_("Print"),
)


@cache
def tag() -> bytes:
    """The element of the page that holds them: language → English → as it is said there."""
    table = {
        language: {word: said for word in WORDS if (said := said_in(language, word)) != word}
        for language in LANGUAGES
    }
    # Within a script element nothing but its own end is read as mark-up.
    told = json.dumps(table, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return f'<script type="application/json" id="vigie-framework">{told}</script>'.encode()


def option(name: str) -> Any:
    """What the server was started with."""
    return st.get_option(name)


def static() -> Path:
    """The folder of its own files."""
    return Path(st.__file__).parent / "static"


def signs_in() -> bool:
    """Whether people sign in: the secrets have a section for it."""
    return bool(get_secrets_auth_section())


def signed_cookie(request: Request) -> bytes | None:
    """Who signed in, as its cookie says: signed, and maybe in pieces."""
    return _get_cookie_value_from_request(request, USER_COOKIE_NAME)


def write_lines() -> None:
    """Let each of its loggers, those to come too, write lines as the product does."""
    streamlit.logger.setup_formatter = logs.write_lines
    streamlit.logger.update_formatter()


def say_failure(said: str, icon: str) -> None:
    """A sentence in place of the page that failed."""
    st.error(prose(said), icon=icon)


def session() -> str:
    """The session whose page is being drawn; empty where none is."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def forget_files(session_id: str) -> None:
    """Let go of what the session whose page is being drawn has uploaded."""
    if context := get_script_run_ctx():
        context.uploaded_file_mgr.remove_session_files(session_id)


def forget_file(session_id: str, file: str) -> None:
    """Let go of one file of a session."""
    manager = get_instance().uploaded_file_mgr
    if isinstance(manager, MemoryUploadedFileManager):
        manager.remove_file(session_id, file)
