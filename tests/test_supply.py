"""What the product is installed from: every package named, pinned and known by its hashes."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# The last stands for the checker of types only.
OWN = {"analytics", "data", "studies", "reviews", "ui", "pages", "app", "_typeshed"}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)


def _name(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def _pins(file: str) -> dict[str, str]:
    return {_name(name): version for name, version in PINNED.findall((ROOT / file).read_text())}


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_holds_what_is_required_and_a_hash_of_each_package(name: str) -> None:
    locked = _pins(f"{name}.lock")
    wanted = _pins(f"{name}.txt")
    assert wanted.items() <= locked.items()
    assert _pins("requirements.lock").items() <= locked.items()
    text = (ROOT / f"{name}.lock").read_text()
    blocks = re.split(r"\n(?=[a-z0-9])", text)
    assert [block.split("\n")[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text)


def test_every_package_that_the_product_imports_is_required_by_name() -> None:
    imported = set()
    for folder in ("analytics", "data", "studies", "reviews", "ui", "pages"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                    imported.add(node.module.split(".")[0])
    providers = packages_distributions()
    required = set(_pins("requirements.txt"))
    strangers = imported - set(sys.stdlib_module_names) - OWN
    assert {
        name for name in strangers if not required & {_name(each) for each in providers.get(name, [name])}
    } == set()


def test_the_image_is_installed_from_the_lock_and_takes_no_secret_along() -> None:
    assert "--require-hashes -r requirements.lock" in (ROOT / "Dockerfile").read_text()
    assert ".streamlit/secrets.toml" in (ROOT / ".dockerignore").read_text().splitlines()
