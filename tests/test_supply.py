"""What the product is installed from: every package named, pinned and known by its hashes."""

import ast
import json
import re
import sys
from email.message import Message
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests import supply

ROOT = Path(__file__).resolve().parent.parent
# The last stands for the checker of types only.
OWN = {"analytics", "data", "studies", "reviews", "ui", "pages", "vigie", "app", "_typeshed"}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)


def _name(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def _pins(file: str) -> dict[str, str]:
    return {_name(name): version for name, version in PINNED.findall((ROOT / file).read_text())}


@pytest.mark.parametrize("name", ["requirements", "requirements-postgres", "requirements-dev"])
def test_the_lock_holds_what_is_required_and_a_hash_of_each_package(name: str) -> None:
    locked = _pins(f"{name}.lock")
    wanted = _pins(f"{name}.txt")
    assert wanted.items() <= locked.items()
    assert _pins("requirements.lock").items() <= locked.items()
    text = (ROOT / f"{name}.lock").read_text()
    blocks = re.split(r"\n(?=[a-z0-9])", text)
    assert [block.split("\n")[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text)


OPTIONAL = {"fsspec", "pyspark"}
"""What a log kept elsewhere is read with; without it a sentence says what to install (docs/SCALE.md)."""


def test_every_package_that_the_product_imports_is_required_by_name() -> None:
    imported = set()
    for folder in ("analytics", "data", "studies", "reviews", "ui", "pages", "vigie"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                    imported.add(node.module.split(".")[0])
    providers = packages_distributions()
    required = set(_pins("requirements.txt"))
    strangers = imported - set(sys.stdlib_module_names) - OWN - OPTIONAL
    assert {
        name for name in strangers if not required & {_name(each) for each in providers.get(name, [name])}
    } == set()


def test_every_package_of_the_product_has_a_licence_under_which_it_may_be_passed_on() -> None:
    found = list(supply.packages())
    assert {package.name for package in found} >= {"streamlit", "duckdb", "certifi"}
    assert {p.name: p.licence for p in found if supply.forbidden(p.licence)} == {}


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "MIT AND LGPL-3.0-only", "none stated", "", "Own"])
def test_a_licence_that_asks_for_more_is_found(licence: str) -> None:
    assert supply.forbidden(licence)
    assert not supply.forbidden("MIT OR GPL-3.0-only")


def test_a_licence_is_read_off_what_the_package_states() -> None:
    metadata = Message()
    assert supply.stated_licence(metadata) == "none stated"
    metadata["Classifier"] = "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"
    assert supply.forbidden(supply.stated_licence(metadata))
    metadata["License"] = "BSD-3-Clause"
    assert supply.stated_licence(metadata) == "BSD-3-Clause"
    metadata["License-Expression"] = "MIT AND Zlib"
    assert supply.stated_licence(metadata) == "MIT AND Zlib"


def test_the_bill_of_materials_names_what_the_lock_pins() -> None:
    bill = json.loads(supply.bill())
    named = {_name(each["name"]): each["version"] for each in bill["components"]}
    locked = _pins("requirements.lock")
    assert named.items() <= locked.items()
    # The rest is for platforms other than this one.
    assert set(locked) - set(named) <= {"colorama", "tzdata", "winloop"}
    assert all(each["licenses"] for each in bill["components"])


def _dockerfile() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines()]
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines if line and line[0] != "#"]


def test_the_image_stands_on_a_base_known_by_its_digest() -> None:
    bases = [given for word, given in _dockerfile() if word == "FROM"]
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.12-slim-bookworm@sha256:[0-9a-f]{64}", bases[0])


def test_the_image_is_installed_from_the_lock_and_serves_without_privileges() -> None:
    steps = _dockerfile()
    assert any(word == "RUN" and "--require-hashes -r $LOCK" in given for word, given in steps)
    assert ("ARG", "LOCK=requirements.lock") in steps
    users = [at for at, (word, _given) in enumerate(steps) if word == "USER"]
    assert [steps[at][1] for at in users] == ["vigie"]
    # Data are built, and the server runs, after that; the code was copied before it, and belongs to root.
    later, before = steps[users[0] :], steps[: users[0]]
    assert {word for word, _given in later} >= {"RUN", "VOLUME", "HEALTHCHECK", "CMD"}
    assert [given for word, given in steps if word in ("COPY", "ADD")] == [
        "requirements.lock requirements-postgres.lock ./",
        ". .",
    ]
    assert ("COPY", ". .") in before
    volume = next(given for word, given in later if word == "VOLUME")
    assert f"VIGIE_HOME={volume}" in next(given for word, given in later if word == "ENV")


def test_the_image_takes_along_what_the_product_needs_and_nothing_else() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert lines[0] == "*"
    let_through = {line[1:] for line in lines if line[0] == "!"}
    packages = {name for name in OWN if (ROOT / name).is_dir()}
    assert let_through == packages | {
        *("app.py", "locale", "LICENSE", "pyproject.toml", "requirements.lock"),
        *("requirements-postgres.lock", ".streamlit/config.toml"),
    }
    assert all((ROOT / name).exists() for name in let_through)
