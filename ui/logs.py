"""The log: plain lines, or with ``VIGIE_LOG=json`` one JSON object a line."""

from __future__ import annotations

import json
import logging
import os
import re
from datetime import UTC, datetime
from typing import Any, Final

SETTING: Final = "VIGIE_LOG"
_REFERENCE: Final = re.compile(r"\[reference ([0-9a-f]{8})\]")


class Lines(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, and what is known beyond."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = record.getMessage()
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": said,
        }
        if found := _REFERENCE.search(said):
            line["reference"] = found[1]
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def structured() -> bool:
    """Whether the log is to be one JSON object a line.

    Raises
    ------
    ValueError: a setting that is neither ``json`` nor ``plain``
    """
    chosen = os.environ.get(SETTING) or "plain"
    if chosen not in ("json", "plain"):
        raise ValueError(f"{SETTING}={chosen}: allowed are json and plain")
    return chosen == "json"


def write_lines(logger: logging.Logger) -> None:
    """Have a logger write lines of JSON, and nothing else."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logger.handlers[:] = [handler]


def begin() -> bool:
    """Set the log up as the settings want it; whether it is structured."""
    if structured():
        write_lines(logging.getLogger())
        return True
    return False
