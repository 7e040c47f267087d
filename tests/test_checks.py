"""Style, types and layers, as `make check` checks them: beside the other tests, so that no worker waits."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.checks
ROOT = Path(__file__).resolve().parents[1]
LAYERS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@pytest.mark.parametrize(
    "check",
    [
        pytest.param(("-m", "mypy"), id="types", marks=pytest.mark.slow),
        pytest.param(("-c", LAYERS), id="layers"),
        pytest.param(("-m", "ruff", "check", "."), id="style"),
        pytest.param(("-m", "ruff", "format", "--check", "."), id="form"),
    ],
)
def test_the_code_passes(check: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, *check],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"\n{done.stdout}"
