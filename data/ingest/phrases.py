"""Sentences in two languages, as the import uses them."""

from data.phrases import LANGUAGES, Language, Phrase, Rule, rule

__all__ = ["LANGUAGES", "Language", "Phrase", "Rule", "rule"]
