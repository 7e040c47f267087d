"""What an assumption is called and how its value is written: control, table of scenarios, pack, interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from analytics.assumptions.kinds import Assumption
from analytics.scenario import assumption
from ui.words import MISSING, N_, _, decimals, ngettext, number

_COUNTED: Final[Mapping[str, Callable[[int], str]]] = {
    "years": lambda count: ngettext("{count} year", "{count} years", count),
    "months": lambda count: ngettext("{count} month", "{count} months", count),
    "weeks": lambda count: ngettext("{count} week", "{count} weeks", count),
    "points": lambda count: ngettext("{count} point", "{count} points", count),
}
_SUMS: Final[Mapping[str, str]] = {
    "MAD thousand": N_("MAD {amount} thousand"),
    "MAD million": N_("MAD {amount} million"),
    "MAD billion": N_("MAD {amount} billion"),
    "MAD billion a year": N_("MAD {amount} billion"),
}
_NUMBERS: Final = frozenset({"number", "integer", "amount"})


def named(name: str, *, short: bool = False) -> str:
    """What the field ``name`` is called; ``short`` where the page says the rest."""
    held = assumption(name)
    return _(held.short if short and held.short else held.label)


def explained(name: str) -> tuple[str, ...]:
    """What the field ``name`` means, and where its default comes from; a paragraph each."""
    held = assumption(name)
    parts = [_(held.explanation)] if held.explanation else []
    if held.shape in _NUMBERS:
        parts.append(_("Source: {source}").format(source=_(held.source)))
    return tuple(parts)


def written(name: str, value: Any) -> str:
    """A value of the field ``name``, with its unit; a dash for none. Several as a list."""
    held = assumption(name)
    if isinstance(value, tuple):
        return ", ".join(written(name, code) for code in value) or MISSING
    code = value if isinstance(value, str) else held.write(value)
    if code in held.names:
        return _(held.names[code])
    if code == "":
        return MISSING
    if held.shape in _NUMBERS:
        return _figure(held, float(value))
    figure = _read(code) if held.shape == "choice" and held.names else None
    return code if figure is None else number(figure, decimals(figure))


def _read(code: str) -> float | None:
    try:
        return float(code)
    except ValueError:
        return None


def _figure(held: Assumption, value: float) -> str:
    share = held.unit == "share"
    shown = 100 * value if share else value
    digits = min(decimals(shown), held.digits)
    sign = "+" if held.signed and value > 0 else ""
    if held.unit in _COUNTED:
        # What is no whole number is written as several are.
        count = round(value) if decimals(value) == 0 else 2
        return sign + _COUNTED[held.unit](count).format(count=number(shown, digits))
    if held.unit in _SUMS:
        return _(_SUMS[held.unit]).format(amount=sign + number(shown, digits))
    return sign + number(shown, digits, "%" if share else _(held.unit) if held.unit else "")
