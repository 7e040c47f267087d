"""The framework's own words, which it says in English only: what ``static/words.js`` says in their place."""

from __future__ import annotations

import json
from functools import cache
from typing import Final

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
