"""Which names of a catalogue mean most nearly what a bank's own name means: by words, not by spelling."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from data.ingest.cells import normalised

_STEM: Final = 5
_LEAST: Final = 0.2
_CONNECTING: Final = (
    "a au aux avec by d dans de des du en et for from in l la le les of on or ou par per pour sans sous sur "
    "the to un une with nombre number nb taux rate ratio percent delai duree"
)
_EMPTY: Final = frozenset(_CONNECTING.split())
_SAME: Final[Mapping[str, tuple[str, ...]]] = {
    "indis": ("arret", "panne", "pannes", "coupure", "interruption", "downtime", "outage"),
    "recla": ("plainte", "doleance", "complaint"),
    "fraud": ("detournement", "hameconnage", "phishing"),
    "intru": ("pentest", "penetration"),
    "vulne": ("faille", "cve"),
    "prest": ("fournisseur", "tiers", "provider", "vendor", "supplier"),
    "repri": ("rto", "pca", "pra", "recovery", "continuite", "retablissement"),
    "carte": ("cb", "card", "cnp"),
    "vireme": ("virement", "transfer"),
    "exter": ("outsourcing", "sous traitance", "infogerance"),
    "litig": ("contentieux", "proces", "litigation", "lawsuit"),
    "super": ("bam", "regulateur", "regulator", "autorite", "controleur"),
    "recom": ("finding", "constat", "prudentiel"),
    "echue": ("retard", "overdue", "late", "depasse"),
    "notif": ("declaration", "declare", "notice", "notified"),
    "agrem": ("licence", "license"),
    "media": ("presse", "press", "reseaux sociaux"),
    "note": ("notation", "etoile", "rating", "score", "store"),
    "clien": ("customer", "abonne", "utilisateur", "user", "actif", "active"),
    "elect": (
        "digital",
        "ebanking",
        "e banking",
        "online",
        "ligne",
        "mobile",
        "web",
        "internet",
        "e channel",
    ),
    "contr": ("contract",),
    "pays": ("countr", "country", "etranger", "foreign", "abroad"),
    "donne": ("data", "cndp", "personnelles"),
    "signe": ("signature", "signed"),
    "incid": ("incident",),
    "majeu": ("major", "grave", "severe"),
    "capac": ("charge", "saturation", "capacity", "marge"),
    "point": ("pic", "peak"),
    "perte": ("loss",),
    "perdu": ("attrition", "churn", "depart", "lost"),
    "inspe": ("audit", "inspection", "mission"),
    "etats": ("reporting", "returns", "reglementaire"),
    "opera": ("transaction",),
    "provi": ("provision",),
    "conta": ("contagion", "spillover"),
    "publi": ("communique", "communication", "public"),
    "site": ("website",),
    "menti": ("disclosure",),
    "touch": ("hit", "impacte", "affecte"),
    "heber": ("hosted", "cloud"),
}
"""Stem → words of the trade, French and English, that mean the same in what codes are called."""


def _canonical() -> dict[str, str]:
    return {_stem(word): stem for stem, words in _SAME.items() for word in words}


def _stem(word: str) -> str:
    return word.replace(" ", "")[:_STEM]


_MEANS: Final = _canonical()
_PHRASES: Final = tuple(word for words in _SAME.values() for word in words if " " in word)


@lru_cache(maxsize=4_096)
def words_of(name: str) -> frozenset[str]:
    """The words that carry the meaning of a name, alike where they mean alike."""
    text = normalised(name)
    for phrase in _PHRASES:
        text = text.replace(phrase, _stem(phrase))
    return frozenset(
        _MEANS.get(_stem(word), _stem(word))
        for word in text.split()
        if word not in _EMPTY and not word.isdigit() and len(word) > 1
    )


def nearest(text: str, names: Mapping[str, str], count: int) -> list[str]:
    """Up to ``count`` names of a catalogue that share the rarest words with a text, the nearest first.

    names : normalised name → code; of two names of one code the nearer counts
    """
    held = {name: words_of(name) for name in names}
    frequency = Counter(word for words in held.values() for word in words)
    asked = words_of(text)
    scored: dict[str, tuple[float, str]] = {}
    for name, words in held.items():
        likeness = _likeness(asked, words, frequency, len(held))
        if likeness >= _LEAST and likeness > scored.get(names[name], (0.0, ""))[0]:
            scored[names[name]] = likeness, name
    best = sorted(scored.values(), key=lambda each: (-each[0], each[1]))
    return [name for _likeness_of, name in best[:count]]


def _likeness(
    asked: frozenset[str], words: frozenset[str], frequency: Mapping[str, int], total: int
) -> float:
    """Cosine between two sets of words, each weighed by how rare it is in the catalogue."""

    def weight(word: str) -> float:
        return math.log(1 + total / frequency[word]) if frequency.get(word) else math.log(1 + total)

    shared = sum(weight(word) ** 2 for word in asked & words)
    length = math.sqrt(sum(weight(word) ** 2 for word in asked) * sum(weight(word) ** 2 for word in words))
    return shared / length if length else 0.0
