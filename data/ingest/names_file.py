"""The names that a bank matched by hand, as a file that another workspace or colleague takes over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from data.ingest.own_names import MATCHED_BY_HAND
from data.ingest.references import References
from data.ingest.workspace import MOST_NAMES, remember_names, remembered_names
from data.phrases import Language, Phrase

_LARGEST_BYTES: Final = 1_000_000
_LONGEST: Final = 500
_NOT_NAMES = Phrase(
    "Ce fichier n'est pas une liste de noms appariés. Prenez celle que l'import ou data names écrit.",
    "This file is no list of matched names. Take the one that the import or data names writes.",
)
_UNKNOWN = Phrase(
    "Codes inconnus ici : {codes}. Rien n'a été repris ; corrigez-les, ou retirez leurs lignes.",
    "Codes unknown here: {codes}. Nothing was taken over; correct them, or take out their lines.",
)
_SHOWN: Final = 5

Names = dict[str, dict[str, str]]
"""Name → code by reference; an empty code leaves the name's rows out."""


class NamesRefused(ValueError):
    """A file that cannot be taken over; `message` says why in either language."""

    def __init__(self, phrase: Phrase, **parameters: str) -> None:
        super().__init__(phrase.en.format(**parameters))
        self._phrase, self._parameters = phrase, parameters

    def message(self, language: Language) -> str:
        """What is wrong and what to do."""
        return self._phrase.in_language(language).format(**self._parameters)


def names_written(workspace: str) -> str:
    """The names that a workspace keeps, as the text of a file; an empty list for the demonstration."""
    return json.dumps(remembered_names(workspace), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def names_read(content: bytes, known: References) -> Names:
    """The names of such a file.

    Raises
    ------
    NamesRefused: another file, names of what is not matched by hand, codes that do not exist
    """
    try:
        found = json.loads(content) if len(content) <= _LARGEST_BYTES else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not found.keys() <= MATCHED_BY_HAND or not _of_texts(found):
        raise NamesRefused(_NOT_NAMES)
    codes = {(each, code) for each, given in found.items() for code in given.values() if code}
    unknown = sorted(code for each, code in codes if code not in known.known.get(each, ()))
    if unknown:
        raise NamesRefused(_UNKNOWN, codes=", ".join(unknown[:_SHOWN]))
    return found


def _of_texts(found: Mapping[object, object]) -> bool:
    return all(
        isinstance(given, dict)
        and len(given) <= MOST_NAMES
        and all(
            isinstance(code, str) and name.strip() and max(len(name), len(code)) <= _LONGEST
            for name, code in given.items()
        )
        for given in found.values()
    )


def take_names(workspace: str, names: Names) -> int:
    """Keep these names with a workspace, beside those it has; how many there are.

    Raises
    ------
    ValueError: a name that cannot be a workspace
    """
    for reference, given in names.items():
        remember_names(workspace, reference, given)
    return sum(map(len, names.values()))
