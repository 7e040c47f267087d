"""The regulator's annex: formulas, thresholds with their provenance, overrides, versions and hash."""

from __future__ import annotations

import json
import platform
import tomllib
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pandas as pd

from studies.risk import scores as risk_reads
from ui import link, own, place
from ui.content import Table
from ui.objections.told import told
from ui.registry import entry
from ui.report import pdf
from ui.report.board import Pack
from ui.risk import indicators, residual
from ui.risk.rules import departures, refusals, rules
from ui.risk.words import risk_name
from ui.words import _, labelled, language, number

_PACKAGES: Final = ("numpy", "pandas", "scipy", "statsmodels", "duckdb", "streamlit")
_MOST_DIGITS: Final = 6
_PROJECT: Final = Path(__file__).resolve().parents[2] / "pyproject.toml"


@cache
def versions() -> dict[str, str]:
    """The product, Python and the packages that compute."""
    with _PROJECT.open("rb") as source:
        own = str(tomllib.load(source)["project"]["version"])
    return {"vigie": own, "python": platform.python_version()} | {name: version(name) for name in _PACKAGES}


def json_bytes(pack: Pack) -> bytes:
    """The annex for machines: codes in English whatever the language, figures unrounded."""
    snapshot, scenario = link.shown(), link.scenario()
    default, assumptions = type(scenario)(), scenario.assumptions()
    content = {
        "snapshot": {
            "hash": snapshot.hash,
            "as_of": snapshot.as_of.isoformat(),
            "workspace": snapshot.workspace,
        },
        "link": pack.link,
        "language": pack.language,
        "bank": pack.bank,
        "versions": versions(),
        "scenario": json.loads(scenario.to_json()),
        "display": {name: _plain(each) for name, each in asdict(link.display()).items()},
        "overrides": [
            {
                "assumption": name,
                "chosen": _plain(getattr(scenario, name)),
                "default": _plain(getattr(default, name)),
                "source": assumptions[name].source,
            }
            for name in scenario.touched()
        ],
        "models": [
            {
                "page": section.slug,
                "formula": section.formula,
                "method": list(section.words),
                "reference_case": section.proof,
                "answer": section.sentence,
                "kinds": list(section.kinds),
                "challenged": told(section.slug),
            }
            for section in pack.sections
        ],
        "not_made": [
            {"page": failure.slug, "reason": failure.reason, "filled_by": list(failure.refusal.tables)}
            for failure in pack.failures
        ],
        "published_rules": departures(link.scenario()) == "",
        "thresholds": _records(_catalogue()),
        "notes": [asdict(note) | {"written": note.written.isoformat()} for note in _notes(pack)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", force_ascii=False))
    return rows


def _notes(pack: Pack) -> list[own.Note]:
    """The workspace's own notes on figures of the pack: of its bank, or of the country."""
    pages = {section.slug for section in pack.sections}
    about = ("", link.reader().bank().code)
    return [each for each in own.of(link.workspace()).notes if each.slug in pages and each.bank in about]


def _catalogue() -> pd.DataFrame:
    return risk_reads.catalogue(link.shown(), rules(link.scenario()))


def pdf_bytes(pack: Pack) -> bytes:
    """The annex for readers, as a tagged PDF."""
    overrides = pd.DataFrame(
        [list(row) for row in pack.changed], columns=[_("Assumption"), _("Chosen"), _("Default")]
    )
    content = {
        "language": pack.language,
        "title": _("Method annex: {bank}").format(bank=pack.bank),
        "synthetic": pack.invented,
        "about": list(pack.about.items()),
        "rules": " ".join([*refusals(link.scenario()), departures(link.scenario())]).strip(),
        "overrides": pdf.sheet(Table("overrides", "", overrides, "", ())) if len(overrides) else {"rows": []},
        "models": [pdf.method(section) | {"challenged": told(section.slug)} for section in pack.sections],
        "thresholds": pdf.sheet(Table("thresholds", "", thresholds(), "", ()), most=None),
        "notes": [labelled(_(entry(each.slug).title), place.in_words(each)) for each in _notes(pack)],
        "versions": list(versions().items()),
        "words": pdf.words(pack)
        | {
            "overrides": _("What was changed"),
            "challenged": _("What could be challenged"),
            "objection": _("“{objection}”"),
            "thresholds": _("Thresholds and their provenance"),
            "versions": _("Versions"),
            "notes": _("Notes of the workspace, part of no figure"),
            "provenance": _(
                "Letters of a cut. Source: V read in it, V2 read in a secondary source, M not verified, C a "
                "convention of this product. Use: S the source’s own purpose, C another purpose (trigger of "
                "a notice, exemption, formula of capital), so a convention as a limit of risk."
            ),
        },
    }
    return pdf.typeset("annex.typ", content, pack.as_of)


def thresholds() -> pd.DataFrame:
    """The indicators with their cuts, each cut's provenance, and the note on where it comes from."""
    rows, spoken = _catalogue(), language()
    french = "_fr" if spoken == "fr" else ""
    uses = rows[f"use_note{french}"].fillna("")
    note = [
        f"{source}. {use}." if use else f"{source}."
        for source, use in zip(rows[f"provenance_note{french}"], uses, strict=True)
    ]
    cuts = [
        " / ".join(
            f"{_unrounded(row[f'cut_{place}'])} ({letters})" for place, letters in enumerate(pairs, start=1)
        )
        for (_index, row), pairs in zip(rows.iterrows(), indicators.cut_letters(rows), strict=True)
    ]
    return pd.DataFrame(
        {
            _("Id"): rows["indicator"],
            _("Indicator"): rows[f"label_{spoken}"],
            _("Risk"): rows["risk"].map(risk_name),
            _("Unit"): rows["unit_fr" if spoken == "fr" else "unit"],
            _("Weight"): [number(weight, 2) for weight in rows["weight"]],
            _("Cuts of the grades"): cuts,
            _("Tells of"): residual.stage_of_indicators(link.reader(), rows["indicator"]),
            _("Source"): note,
        }
    )


def _unrounded(cut: float) -> str:
    # A threshold of 0.005 must not be read as 0.01.
    digits = next((count for count in range(_MOST_DIGITS) if round(cut, count) == cut), _MOST_DIGITS)
    return number(cut, digits)
