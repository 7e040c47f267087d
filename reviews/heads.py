"""The head of the ledger kept outside its database, where an older copy put in place does not bring it back.

A file beside the store says how far the ledger had come. With a key (``python -m reviews key``) it is sealed:
whoever owns the files but not the key cannot write one that holds.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

KEY_FILE: Final = "VIGIE_REVIEWS_KEY_FILE"
_FORGED: Final = "not sealed by the key"


@dataclass(frozen=True)
class HeadFile:
    """The file, and the key that seals it; no key: not sealed."""

    path: Path
    key: bytes | None = None

    def read(self) -> tuple[int, str] | None:
        """Number and hash of the last event known; None where nothing was written yet.

        A file that cannot be read, or whose seal does not hold, names a hash that no event has.
        """
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
            seq, digest = int(found["seq"]), str(found["hash"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, OSError):
            return (1, _FORGED)
        if self.key is not None and not hmac.compare_digest(str(found.get("seal")), self._seal(seq, digest)):
            return (max(seq, 1), _FORGED)
        return (seq, digest)

    def move(self, seq: int, digest: str) -> None:
        """Write that the ledger has come as far as ``seq``, unless the file knows of more.

        A file that does not hold is left as it is: it is the trace of what was done to it.
        """
        known = self.read()
        if known is not None and (known[1] == _FORGED or known[0] >= seq):
            return
        body = {"seq": seq, "hash": digest}
        if self.key is not None:
            body["seal"] = self._seal(seq, digest)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(body, file)
        Path(name).replace(self.path)

    def _seal(self, seq: int, digest: str) -> str:
        return hmac.new(self.key or b"", f"{seq}\n{digest}".encode(), hashlib.sha256).hexdigest()


def key() -> bytes | None:
    """The key of the file that ``VIGIE_REVIEWS_KEY_FILE`` names; None where it names none.

    Raises
    ------
    OSError: the file cannot be read
    """
    named = os.environ.get(KEY_FILE)
    return Path(named).read_bytes().strip() if named else None


def write_key(path: Path) -> None:
    """Make a key in a file that only its owner reads.

    Raises
    ------
    FileExistsError: there is a file already: a second key would make the sealed heads look forged
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
