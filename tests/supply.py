"""What the product brings along, as a bill of materials: ``python -m tests.supply`` prints it (CycloneDX).

Names and versions are those of requirements.lock, which has the hashes of every file of each; licences are
those that the installed packages state.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from license_expression import ExpressionError, get_spdx_licensing
from packageurl import PackageURL
from packaging.requirements import Requirement

ROOT: Final = Path(__file__).resolve().parent.parent
ALLOWED: Final = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU"),
        *("PSF-2.0", "Unlicense", "Zlib"),
        # Its terms reach the files of the package only, which are passed on unchanged.
        "MPL-2.0",
    }
)
"""Licences under which the product may pass a package on."""
_STATED: Final = {
    "2-clause BSD": "BSD-2-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
}
_BLOCK: Final = re.compile(r"\n(?=[A-Za-z0-9])")


@dataclass(frozen=True)
class Package:
    """A package of the lock: its licence as an SPDX expression, or what it states where that is none."""

    name: str
    version: str
    licence: str


def packages() -> Iterator[Package]:
    """Every package that is installed on this platform to run the product."""
    for block in _BLOCK.split((ROOT / "requirements.lock").read_text(encoding="utf-8")):
        wanted = Requirement(block.split("\\")[0].split("\n")[0].strip())
        if wanted.marker is None or wanted.marker.evaluate():
            (pin,) = wanted.specifier
            yield Package(wanted.name, pin.version, stated_licence(distribution(wanted.name).metadata))


def stated_licence(metadata: Message) -> str:
    """The licence in a package's metadata: its expression, else its name, else its classifiers."""
    if expression := metadata["License-Expression"]:
        return str(expression)
    named = str(metadata["License"] or "").strip()
    classified = [text for text in metadata.get_all("Classifier") or [] if text.startswith("License ::")]
    for text in (named, *classified):
        if text in _STATED or text in ALLOWED:
            found = [_STATED.get(each, each) for each in ([named] if text == named else classified)]
            return " OR ".join(dict.fromkeys(found))
    return named or "; ".join(classified) or "none stated"


def forbidden(licence: str) -> bool:
    """Whether a licence leaves no way of passing the package on under licences that are allowed."""
    licensing = get_spdx_licensing()
    try:
        asked = licensing.parse(licence, validate=True, strict=True)
    except ExpressionError:
        return True
    if asked is None:
        return True
    allowed = {symbol: licensing.TRUE for symbol in asked.symbols if symbol.key in ALLOWED}
    refused = {symbol: licensing.FALSE for symbol in asked.symbols if symbol.key not in ALLOWED}
    return asked.subs(allowed | refused).simplify() != licensing.TRUE


def bill() -> str:
    """The bill of materials, CycloneDX 1.6 in JSON."""
    with (ROOT / "pyproject.toml").open("rb") as source:
        own = tomllib.load(source)["project"]
    factory = LicenseFactory()
    bom = Bom()
    bom.metadata.component = Component(
        name=own["name"],
        version=own["version"],
        type=ComponentType.APPLICATION,
        licenses=[factory.make_from_string(own["license"])],
    )
    for package in packages():
        address = PackageURL("pypi", None, package.name, package.version)
        component = Component(
            name=package.name,
            version=package.version,
            bom_ref=str(address),
            purl=address,
            licenses=[factory.make_from_string(package.licence)],
        )
        bom.components.add(component)
        bom.register_dependency(bom.metadata.component, [component])
    return make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1)


if __name__ == "__main__":
    sys.stdout.write(bill() + "\n")
