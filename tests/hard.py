"""``python -m tests.hard [pytest arguments]``: the tests where a newcomer's machine differs from ours.

A copy of the tree in a folder of its own, no caches, another home, no privileges (where we have some to give
up), a time zone a day away, a locale without accents, tests in random order, and BUSY loops (two, unless the
environment says otherwise) that keep the cores busy. SEED gives the order: printed, by default a fresh one.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
NOT_COPIED: Final = shutil.ignore_patterns(".*_cache", "__pycache__", ".git", ".venv", ".hypothesis", "var")
NOBODY: Final = 65534
PLACE: Final = {"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "LANGUAGE": "C"}
BUSY: Final = "while True: pass"
USUAL: Final = ["-n", "2", "--dist", "loadgroup", "--no-loadscope-reorder", "-m", "not exhaustive"]


def _without_privileges() -> list[str]:
    """What stands before a command so that it runs as nobody; nothing where we are not root ourselves."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return []
    nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    # The first command may still be found with the rights given up a moment later: a second one is not.
    reached = subprocess.run(
        [
            *nobody,
            sys.executable,
            "-c",
            "import os, sys; os.execv(sys.executable, [sys.executable, '-c', ''])",
        ],
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if reached.returncode == 0:
        return nobody
    # The interpreter stands in root's own home: nobody may read there, and write no more than elsewhere.
    return [*nobody, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]


@contextmanager
def _busy(loops: int) -> Iterator[None]:
    running = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(loops)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def _give(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def main() -> int:
    seed = os.environ.get("SEED") or str(secrets.randbelow(10**6))
    given = sys.argv[1:] or USUAL
    who = _without_privileges()
    with tempfile.TemporaryDirectory(prefix="vigie-hard-") as name:
        folder = Path(name)
        tree = folder / "tree"
        shutil.copytree(ROOT, tree, ignore=NOT_COPIED)
        for other in ("home", "tmp"):
            (folder / other).mkdir()
        if who:
            _give(folder)
        places = {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp")}
        # The interpreter is used where it stands; what it runs is the copy.
        kept = {key: os.environ[key] for key in ("PATH", "CHROMIUM") if key in os.environ}
        command = [
            *(*who, sys.executable, "-m", "pytest", *given),
            *("--random-order-bucket=global", f"--random-order-seed={seed}"),
        ]
        told = " without privileges" if who else ""
        print(f"SEED={seed}{told}: {' '.join(f'{key}={value}' for key, value in PLACE.items())}", flush=True)
        with _busy(int(os.environ.get("BUSY", "2"))):
            done = subprocess.run(command, cwd=tree, env=kept | PLACE | places, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
