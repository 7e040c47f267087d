"""Bring the catalogues of ``locale/`` up to date with the code: ``python -m ui.messages``.

English sentences are their own keys and need no catalogue; French ones wait to be written, and a test
fails until they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from analytics.display import Display
from analytics.scenario import Scenario
from ui.words import LANGUAGES, SOURCE_LANGUAGE

ROOT: Final = Path(__file__).resolve().parent.parent
SPOKEN: Final = ("ui", "pages")


def template() -> Catalog:
    """Every sentence that the code marks for translation."""
    catalogue = Catalog(project="vigie", charset="utf-8")
    for folder in SPOKEN:
        found = extract_from_dir(ROOT / folder, method_map=[("**.py", "python")])
        for _name, _line, message, _comments, _context in found:
            catalogue.add(message)
    for assumption in (*Scenario.assumptions().values(), *Display.assumptions().values()):
        said = (assumption.label, assumption.short, assumption.explanation, assumption.source)
        for text in (*said, *assumption.names.values()):
            catalogue.add(text)
        if assumption.shape not in ("amount", "day"):
            catalogue.add(assumption.example)
        # A share is written as a percentage.
        if assumption.unit not in ("", "share"):
            catalogue.add(assumption.unit)
    return catalogue


def path(language: str) -> Path:
    """Where the catalogue of ``language`` lies."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "vigie.po"


def read(language: str) -> Catalog:
    """The catalogue of ``language``; an empty one when there is none."""
    if not path(language).exists():
        return Catalog(locale=language, project="vigie")
    with path(language).open("rb") as source:
        return read_po(source, locale=language)


def update(language: str) -> list[str]:
    """Write the catalogue of ``language`` anew and return the sentences that lack a translation."""
    known, wanted = read(language), template()
    written = Catalog(locale=language, project="vigie", header_comment=f"# Vigie: {language}")
    for message in wanted:
        if not message.id:
            continue
        before = known.get(message.id[0] if message.pluralizable else message.id)
        translation = before.string if before else ""
        written.add(message.id, translation)
    path(language).parent.mkdir(parents=True, exist_ok=True)
    with path(language).open("wb") as target:
        # No dates and no places: the file changes only when a sentence does.
        write_po(target, written, omit_header=False, no_location=True, sort_output=True, width=110)
    text = path(language).read_text(encoding="utf-8").splitlines(keepends=True)
    dated = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By')
    path(language).write_text("".join(line for line in text if not line.startswith(dated)), encoding="utf-8")
    return [str(message.id) for message in written if message.id and not _complete(message.string)]


def _complete(translation: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(translation) if translation is None or isinstance(translation, str) else all(translation)


if __name__ == "__main__":
    for spoken in LANGUAGES:
        if spoken != SOURCE_LANGUAGE:
            for sentence in update(spoken):
                print(f"{spoken}: {sentence}")
