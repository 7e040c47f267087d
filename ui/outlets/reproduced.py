"""The lines of Python that compute a page again, from the very data that its link shows."""

from __future__ import annotations

from data.snapshots import DEMO
from ui.outlets.asked import Asked
from ui.registry import PageEntry


def lines(asked: Asked, page: PageEntry) -> str:
    """Six lines that load the data by their hash and make the page's value."""
    data, changed = asked.reader.snapshot, asked.reader.to_query()
    # A workspace's name is what opens it: whoever runs the lines has it in a link.
    workspace = data.workspace if data.workspace == DEMO else "…"
    return "\n".join(
        (
            "from data.snapshots import find",
            "from ui import contents, reader, words",
            f"link = {changed!r}",
            f"asked = reader.Reader.from_query(find({workspace!r}, {data.hash!r}), link)",
            f"with words.speaking({asked.language!r}):",
            f"    page = contents.CONTENTS[{page.slug!r}](asked)",
        )
    )
