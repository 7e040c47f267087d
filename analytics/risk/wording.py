"""Words that belong to a rule or a form and are needed in both languages wherever it is shown."""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")


class Wording(NamedTuple):
    """The same sentence or label in English and in French."""

    en: str
    fr: str

    def in_language(self, language: Language) -> str:
        """The words in ``language``, "en" or "fr".

        Raises
        ------
        ValueError: another language
        """
        if language not in LANGUAGES:
            raise ValueError(f"language is {language!r}; it must be 'en' or 'fr'")
        return self.fr if language == "fr" else self.en
