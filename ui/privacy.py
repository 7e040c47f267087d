"""What every visitor may know of his or her data."""

from __future__ import annotations

from data.connection import MAX_EXECUTION_MILLISECONDS
from data.hosting import largest_megabytes
from data.ingest.limits import MAX_ROWS
from data.snapshots import hosted
from ui.words import _, number


def told() -> list[str]:
    """What is stored and for how long, what is sent, and the limits; one sentence each."""
    kept = (
        _(
            "A file that you load is kept in a temporary folder of this server and forgotten at its next "
            "restart, or earlier when others need the room. Its workspace has a name that cannot be guessed: "
            "only you and those to whom you give its link can see it."
        )
        if hosted()
        else _(
            "A file that you load stays on this server, in a workspace that those who have its link can see, "
            "until whoever runs the server removes it."
        )
    )
    return [
        _(
            "Your choices stand in the address and in this session, which ends with the tab. No account, no "
            "statistics; one technical cookie protects uploads, another names the workspace last open."
        ),
        kept,
        _("Nothing is sent to another site: type, pictures and charts come from this server."),
        _("When a page fails, the server notes what failed under a reference, to mend it."),
        _("Limits: files of {size} MB and {rows} rows; a query is stopped after {seconds} seconds.").format(
            size=largest_megabytes(),
            rows=number(MAX_ROWS, 0),
            seconds=MAX_EXECUTION_MILLISECONDS // 1000,
        ),
    ]
