"""Laws named as the reader's language names them; the titles of books and papers stay in their own."""

from __future__ import annotations

import re
from typing import Final

from ui.words import language

# How Union law and Moroccan law are cited in French, from how our tables cite them.
_FRENCH: Final = tuple(
    (re.compile(pattern), french)
    for pattern, french in (
        (r"\bDelegated Regulation \(EU\)(?: No)?", "règlement délégué (UE)"),
        (r"\bImplementing Regulation \(EU\)(?: No)?", "règlement d’exécution (UE)"),
        (r"\bRegulation \(EU\) No (?=\d)", "règlement (UE) n° "),
        (r"\bRegulation \(EU\)", "règlement (UE)"),
        (r"\bDirective \(EU\)", "directive (UE)"),
        (r"\bDirective (?=\d)", "directive "),
        (r"(?<=\d)/EU\b", "/UE"),
        (r"\bReading of Law (?=\d)", "lecture de la loi "),
        (r"\bLaw (?=\d)", "loi "),
        (r"\bdecree (?=\d)", "décret "),
        (r"\bCircular (?=\d)", "circulaire "),
        (r" and (?=\(?\d|décret)", " et "),
        (r" \(legalisation\)", " (légalisation)"),
    )
)
_CITED: Final = re.compile(
    r"^(?:Reading of )?(?:(?:Delegated |Implementing )?Regulation \(EU\)|Directive |Law \d|Circular \d)"
)
# A title follows the citation: half of it translated, it could be found nowhere.
_ENGLISH: Final = re.compile(r"\b(?:on|of|the|and|with|for|to|in|No)\b")


def cited(text: str, *, within: bool = False) -> str:
    """The citation of a law as the session's language writes it; any other text, titles too, as it is.

    ``within`` a sentence a citation begins small.
    """
    if language() != "fr" or not _CITED.match(text):
        return text
    found = text
    for pattern, french in _FRENCH:
        found = pattern.sub(french, found)
    if _ENGLISH.search(found):
        return text
    return found if within else found[:1].upper() + found[1:]
