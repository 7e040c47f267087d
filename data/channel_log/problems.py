"""What is wrong with a log or the mapping that reads it, in both languages."""

from __future__ import annotations

from data.phrases import Language, Phrase


class LogRefused(ValueError):
    """A log or a mapping that cannot be followed; as text in English, by `message` in either language."""

    def __init__(self, phrase: Phrase, **parameters: object) -> None:
        super().__init__(phrase.en.format(**parameters))
        self._phrase, self._parameters = phrase, parameters

    def message(self, language: Language) -> str:
        """What is wrong and what is allowed, in one sentence."""
        return self._phrase.in_language(language).format(**self._parameters)
