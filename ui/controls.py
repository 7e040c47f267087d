"""The controls of every page: each one changes a field of the scenario, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from ui import link
from ui.words import LANGUAGES, _, language, number

_LANGUAGE_NAMES = {"fr": "Français", "en": "English"}


def _store(name: str, key: str) -> None:
    value = st.session_state[key]
    if value is None:
        return
    try:
        link.change(**{name: tuple(value) if isinstance(value, list) else value})
    except ValueError:
        # The browser only hints at limits; what it sends beyond them is not taken over.
        st.session_state.pop(key, None)


def _prepare(name: str, value: Any) -> tuple[str, dict[str, Any]]:
    """The widget's key, set to the scenario's value, and the call that writes a change back."""
    key = f"control {name}"
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key, {"on_change": _store, "args": (name, key)}


def choose(
    name: str, label: str, options: Sequence[str], *, shown: Callable[[str], str] = str, about: str = ""
) -> str:
    """A menu for the field ``name``; its first option when the scenario names none of them.

    Raises
    ------
    ValueError: no options
    """
    if not options:
        raise ValueError(f"the control {name!r} has no options")
    wanted = getattr(link.scenario(), name)
    current = wanted if wanted in options else options[0]
    key, changed = _prepare(name, current)
    # Names are looked up here, not in the widget: it may ask for them outside this session's language.
    names = {option: shown(option) for option in options}
    st.selectbox(label, options, format_func=names.__getitem__, key=key, help=about or None, **changed)
    if wanted != current and name in link.scenario().touched():
        st.caption(_("“{wanted}” is not to be had here.").format(wanted=wanted))
    return current


def choose_several(
    name: str, label: str, options: Sequence[str], *, shown: Callable[[str], str] = str
) -> tuple[str, ...]:
    """A menu of several for the field ``name``, in the order chosen.

    Pills in a drawer: the framework's list of several sets white text on the accent, unreadable in dark.
    """
    most = link.scenario().assumptions()[name].most
    current = [code for code in getattr(link.scenario(), name) if code in options]
    key, changed = _prepare(name, current)
    names = {option: shown(option) for option in options}
    with st.popover(f"{label} ({len(current)})", width="stretch"):
        st.pills(
            _("{label}, {most} at most").format(label=label, most=most),
            options,
            selection_mode="multi",
            format_func=names.__getitem__,
            key=key,
            **changed,
        )
    return tuple(current)


def slide(
    name: str,
    label: str,
    step: float = 1.0,
    *,
    about: str = "",
    shown: Callable[[float], str] | None = None,
    at: Sequence[float] = (),
) -> float:
    """A slider for the number ``name``, between the bounds that the scenario states.

    A list of steps, since the framework's own slider writes its numbers the English way. ``at`` names the
    steps one by one, for what spans orders of magnitude; ``step`` is not read then.
    """
    assumption = link.scenario().assumptions()[name]
    if assumption.low is None or assumption.high is None:
        raise ValueError(f"the slider {name!r} needs an assumption with both bounds")
    current = float(getattr(link.scenario(), name))
    count = 0 if at else round((assumption.high - assumption.low) / step)
    even = (round(assumption.low + step * place, 9) for place in range(count + 1))
    steps = set(at or even) | {current}
    written = shown or (lambda value: number(value, 1, assumption.unit))
    names = {value: written(value) for value in steps}
    key, changed = _prepare(name, current)
    source = _("Source: {source}").format(source=_(assumption.source))
    st.select_slider(
        label,
        sorted(steps),
        format_func=names.__getitem__,
        key=key,
        help=f"{about}\n\n{source}" if about else source,
        **changed,
    )
    return current


def write(name: str, label: str, *, placeholder: str = "") -> str:
    """A line of text for the field ``name``; what it says is recorded and never computed with."""
    current = str(getattr(link.scenario(), name))
    key, changed = _prepare(name, current)
    most = link.scenario().assumptions()[name].most
    st.text_input(label, key=key, max_chars=most, placeholder=placeholder, **changed)
    return current


def reset(*names: str) -> None:
    """A button that gives the named assumptions their defaults back; inactive when they have them."""
    touched = [name for name in link.scenario().touched() if name in names]
    st.button(
        _("Reset"),
        icon=":material/restart_alt:",
        key=f"reset {' '.join(names)}",
        disabled=not touched,
        on_click=_restore,
        args=(touched,),
        type="tertiary",
    )


def _restore(names: Sequence[str]) -> None:
    default = type(link.scenario())()
    link.change(**{name: getattr(default, name) for name in names})


def language_switch() -> None:
    """French or English, on every page."""
    key = "control language"
    st.session_state[key] = language()
    st.segmented_control(
        # Both languages, since a reader who cannot read the page must find this.
        "Langue / Language",
        LANGUAGES,
        format_func=_LANGUAGE_NAMES.__getitem__,
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: link.change_language(st.session_state[key]),
    )
