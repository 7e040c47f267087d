"""Sentences in two languages, and the vocabulary of the rules that use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")


@dataclass(frozen=True)
class Phrase:
    """The same words in both languages."""

    fr: str
    en: str

    def in_language(self, language: Language) -> str:
        """The words in one language."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True)
class Rule:
    """What is said of one kind of problem."""

    title: Phrase
    message: Phrase
    remedy: Phrase


def rule(
    title_fr: str, title_en: str, message_fr: str, message_en: str, remedy_fr: str, remedy_en: str
) -> Rule:
    return Rule(Phrase(title_fr, title_en), Phrase(message_fr, message_en), Phrase(remedy_fr, remedy_en))
