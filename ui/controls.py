"""The controls of every page: each one changes a field of the scenario, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from typing import Any, Final

import streamlit as st
from babel.core import Locale

from analytics.display import A_YEAR_EARLIER, NOTHING
from analytics.scenario import Scenario, assumption
from studies import core
from ui import link
from ui.assumed import explained, named, written
from ui.outside import paragraphs, prose
from ui.reader import Reader
from ui.words import LANGUAGES, _, language, month_of

_INSTANT: Final = "%Y%m%dT%H%M"
_MOMENT: Final = "%Y-%m-%d %H:%M"
_YEARS: Final = range(1990, 2101)
_ENGLISH_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA: Final = re.compile(r",(\d{1,2})$")
_TOLD: Final = "controls told"
_RESET_PLACE: Final[ContextVar[Any]] = ContextVar("place of the reset", default=None)


def _store(
    name: str,
    key: str,
    *,
    options: Sequence[Any] = (),
    none: str = "",
    restored: Sequence[str] = (),
) -> None:
    value = st.session_state[key]
    if value is None:
        return
    several = isinstance(value, list)
    try:
        if options and not set(value if several else [value]) <= set(options):
            raise ValueError(f"{value!r} is not offered for {name!r}")
        link.change(**{name: (tuple(value) or ((none,) if none else ())) if several else value})
        _restore(restored)
    except ValueError:
        # The browser only hints at what is allowed; what it sends beyond that is not taken over.
        st.session_state.pop(key, None)


def bind(key: str, value: Any, texts: Sequence[str] = ()) -> None:
    """Make the widget ``key``, drawn next with the option ``texts``, show ``value``.

    The browser is told when the value is not the one it has, and also when it cannot know: on another page,
    or with options written otherwise. There the framework draws a new widget, or one that still holds the
    old text, while the session goes on answering with the value of the widget that is gone: comparing
    values alone leaves such a widget at its first option. Told at every run, it would jump back under a
    hand that moves faster than the server.
    """
    told: dict[str, Any] = st.session_state.setdefault(_TOLD, {})
    drawn = (link.visit(), language(), tuple(texts))
    if told.get(key) != drawn or st.session_state.get(key) != value:
        st.session_state[key] = value
        told[key] = drawn


def _prepare(name: str, value: Any, texts: Sequence[str] = (), **stored: Any) -> tuple[str, dict[str, Any]]:
    """The widget's key, bound to the scenario's value, and the call that writes a change back."""
    key = f"control {name}"
    bind(key, value, texts)
    return key, {"on_change": _store, "args": (name, key), "kwargs": stored}


def menu(
    key: str,
    label: str,
    names: Mapping[str, str],
    current: str,
    *about: str,
    listed: bool = False,
    **changed: Any,
) -> None:
    """A menu of the codes of ``names`` that shows ``current``; ``changed`` says what a choice calls.

    ``about`` : what its tooltip says, a paragraph each. ``listed`` : every name at once, for a drawer, in
    which a menu would take a click more.
    """
    codes = list(names)
    bind(key, current, [*names.values()])
    if listed:
        # Unlike a menu's, these names are read as Markdown.
        written = {code: prose(name) for code, name in names.items()}
        st.radio(
            prose(label),
            codes,
            index=codes.index(current),
            format_func=written.__getitem__,
            key=key,
            help=paragraphs(*about) or None,
            **changed,
        )
        return
    st.selectbox(
        prose(label),
        codes,
        index=codes.index(current),
        format_func=names.__getitem__,
        key=key,
        help=paragraphs(*about) or None,
        **changed,
    )


def _told(name: str, about: str = "") -> tuple[str, ...]:
    """The tooltip of a control: what it means, or ``about``, and where its default comes from."""
    told = explained(name)
    return (about, *told[1:]) if about else told


def ask(
    name: str,
    options: Mapping[str, str] | Sequence[str] | None = None,
    *,
    otherwise: Any = "",
    placeholder: str = "",
) -> Any:
    """The control of the field ``name``, as its assumption describes it; what it shows.

    ``options`` : what the data offer, where the assumption cannot know it: codes, or codes with their names.

    Raises
    ------
    ValueError: no options
    """
    held = assumption(name)
    if held.shape in ("number", "integer"):
        return slide(name)
    if held.shape in ("amount", "day"):
        return enter(name, otherwise=otherwise, placeholder=placeholder)
    if held.shape == "text" and options is None:
        return write(name)
    names = options if isinstance(options, Mapping) else {}
    offered = [*(held.choices or held.names if options is None else options)]
    shown = partial(_name_of, name, names)
    if held.shape == "codes":
        return choose_several(name, offered, shown=shown, otherwise=otherwise or ())
    return choose(name, offered, shown=shown, otherwise=otherwise)


def _name_of(name: str, names: Mapping[str, str], code: str) -> str:
    if code in names:
        return names[code]
    return month_of(code) if code and assumption(name).shape == "month" else written(name, code)


def choose(
    name: str,
    options: Sequence[str],
    *,
    label: str = "",
    shown: Callable[[str], str] | None = None,
    about: str = "",
    otherwise: str = "",
    restores: Sequence[str] = (),
    listed: bool = False,
) -> str:
    """A menu for the field ``name``; ``otherwise`` or the first option when the scenario names none of them.

    A choice gives the fields that it ``restores`` their defaults back. ``listed`` : as :func:`menu` takes it.

    Raises
    ------
    ValueError: no options
    """
    if not options:
        raise ValueError(f"the control {name!r} has no options")
    wanted = link.value(name)
    usual = otherwise if otherwise in options else options[0]
    current = wanted if wanted in options else usual
    # Names are looked up here, not in the widget: it may ask for them outside this session's language.
    names = {option: (shown or partial(_name_of, name, {}))(option) for option in options}
    key = f"control {name}"
    stored = {"options": options, "restored": restores}
    menu(
        key,
        label or named(name, short=True),
        names,
        current,
        *_told(name, about),
        listed=listed,
        on_change=_store,
        args=(name, key),
        kwargs=stored,
    )
    if wanted != current and name in touched():
        st.caption(prose(_("“{wanted}” is not to be had here.").format(wanted=wanted)))
    return current


def choose_several(
    name: str,
    options: Sequence[str],
    *,
    label: str = "",
    shown: Callable[[str], str] = str,
    otherwise: Sequence[str] = (),
    none: str = "",
) -> tuple[str, ...]:
    """A menu of several for the field ``name``, in the order chosen.

    Where the empty field stands for ``otherwise``, the code ``none`` says that nothing is chosen.

    Pills in a drawer: the framework's list of several sets white text on the accent, unreadable in dark.
    """
    most, said = assumption(name).most, label or named(name, short=True)
    current = [code for code in link.value(name) or otherwise if code in options]
    # Unlike a menu's, the names of pills are read as Markdown.
    names = {option: prose(shown(option)) for option in options}
    key, changed = _prepare(name, current, [*names.values()], options=options, none=none)
    with st.popover(prose(f"{said} ({len(current)})"), width="stretch"):
        st.pills(
            prose(_("{label}, {most} at most").format(label=said, most=most)),
            options,
            default=current,
            selection_mode="multi",
            format_func=names.__getitem__,
            key=key,
            help=paragraphs(*_told(name)) or None,
            **changed,
        )
    # Of what nobody asked for, nothing is said.
    for wanted in link.value(name) if name in touched() else ():
        if wanted not in options and wanted != none:
            st.caption(prose(_("“{wanted}” is not to be had here.").format(wanted=wanted)))
    return tuple(current)


def slide(name: str) -> float:
    """A slider for the number ``name``, along the values that its assumption offers.

    A list of steps, since the framework's own slider writes its numbers the English way.

    Raises
    ------
    ValueError: the assumption offers no values
    """
    held = assumption(name)
    offered = held.grid()
    if not offered:
        raise ValueError(f"the slider {name!r} needs an assumption with bounds and a step")
    current = float(link.value(name))
    write_as = partial(written, name)
    # The browser names a step by its text alone: a value between two steps replaces the one that reads alike.
    here = write_as(current)
    names = {float(value): write_as(value) for value in offered}
    names = {value: text for value, text in names.items() if text != here} | {current: here}
    names = dict(sorted(names.items()))
    key, changed = _prepare(name, current, [*names.values()], options=[*names])
    st.select_slider(
        prose(named(name, short=True)),
        [*names],
        value=current,
        format_func=names.__getitem__,
        key=key,
        help=paragraphs(*_told(name)) or None,
        **changed,
    )
    return current


def enter(
    name: str,
    *,
    example: str = "",
    label: str = "",
    otherwise: str = "",
    about: str = "",
    placeholder: str = "",
) -> None:
    """A line for a day or an amount, with its unit.

    What cannot be read leaves the field as it was, and says so. The empty line shows ``placeholder``, or
    the ``example``. An amount has the decimal sign of the language.
    """
    held = assumption(name)
    current, example = link.value(name) or otherwise, example or held.example
    unit = f" ({_(held.unit)})" if held.unit else ""
    if held.shape == "amount":
        current, example = _in_language(current), _in_language(example)
    key, _changed = _prepare(name, current)
    refused = f"refused {name}"
    st.text_input(
        prose(label or named(name, short=True) + unit),
        current,
        key=key,
        placeholder=placeholder or example,
        help=paragraphs(*_told(name, about)) or None,
        max_chars=20,
        on_change=_read,
        args=(name, key, refused),
    )
    if text := st.session_state.pop(refused, ""):
        st.warning(
            prose(
                _("“{text}” cannot be read or is out of bounds here: write it such as {example}.").format(
                    text=text, example=example
                )
            )
        )


def _in_language(amount: str) -> str:
    return amount.replace(".", ",") if language() == "fr" else amount


def _plain(typed: str) -> str:
    """An amount as the scenario writes it: thousands parted by nothing, decimals by a point."""
    text = "".join(typed.split())
    if language() == "fr":
        return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    if _ENGLISH_THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    # One or two digits after a comma can only be decimals.
    return _DECIMAL_COMMA.sub(r".\1", text)


def _read(name: str, key: str, refused: str) -> None:
    typed = st.session_state[key]
    try:
        link.change(**{name: _plain(typed)})
    except ValueError:
        st.session_state[refused] = typed


def write(name: str) -> str:
    """A line of text for the field ``name``; what it says is recorded and never computed with."""
    current = str(link.value(name))
    key, changed = _prepare(name, current)
    held = assumption(name)
    st.text_input(
        prose(named(name)),
        current,
        key=key,
        max_chars=held.most,
        help=paragraphs(*_told(name)) or None,
        placeholder=_(held.example) if held.example else "",
        **changed,
    )
    return current


def instant(name: str, *, label: str = "", about: str = "", placeholder: str = "") -> None:
    """A moment for the field ``name``, typed as 2026-10-31 14:05; empty for what ``placeholder`` says.

    The framework's own field of date and time has parts too small to hit.
    """
    text = link.value(name)
    stated = _moment(text)
    key = f"control {name}"
    shown = f"{stated:{_MOMENT}}" if stated else ""
    typed = st.session_state.get(key, "")
    readable = not typed or _moment(typed) is not None
    if readable:
        bind(key, shown)
    st.text_input(
        prose(label or named(name)),
        shown,
        key=key,
        max_chars=16,
        help=paragraphs(*_told(name, about)) or None,
        placeholder=placeholder or (_(assumption(name).example) if assumption(name).example else ""),
        on_change=_store_instant,
        args=(name, key),
    )
    if not readable:
        st.caption(_("Write a moment as 2026-10-31 14:05."))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=None) if moment.year in _YEARS else None


def _store_instant(name: str, key: str) -> None:
    moment = _moment(st.session_state[key])
    if moment is not None or not st.session_state[key].strip():
        link.change(**{name: moment.strftime(_INSTANT) if moment else ""})


def put_reset_into(place: Any) -> None:
    """Where the next reset stands; None for where it is called."""
    _RESET_PLACE.set(place)


def reset(*names: str) -> None:
    """A button that gives the named assumptions their defaults back; inactive when they have them.

    It stands beside the picture with the first controls, where the page has put those; none while presenting.
    """
    if link.mode():
        return
    moved = [name for name in touched() if name in names]
    place = _RESET_PLACE.get() or st
    _RESET_PLACE.set(None)
    place.button(
        _("Reset"),
        icon=":material/restart_alt:",
        key=f"reset {' '.join(names)}",
        disabled=not moved,
        on_click=_restore,
        args=(moved,),
        type="tertiary",
    )


def take_over(label: str, changes: Mapping[str, Any], *, about: str = "") -> None:
    """A button that gives several assumptions the values in ``changes``; inactive when they have them."""
    same = all(link.value(name) == value for name, value in changes.items())
    st.button(
        prose(label),
        icon=":material/check:",
        key=f"take over {' '.join(changes)}",
        help=prose(about) or None,
        disabled=same,
        on_click=link.change,
        kwargs=dict(changes),
    )


def touched() -> tuple[str, ...]:
    """The fields that differ from their default: of the scenario, then of what is shown."""
    return (*link.scenario().touched(), *link.display().touched())


def _restore(names: Sequence[str]) -> None:
    usual = Reader(link.shown(), Scenario())
    link.change(**{name: usual.value(name) for name in names})


def _own_name(code: str) -> str:
    """What a language calls itself: Français."""
    name = Locale(code).get_display_name(code) or code
    return name[:1].upper() + name[1:]


def language_switch() -> None:
    """French, English or any further language, on every page."""
    key = link.of_this_page("language")
    bind(key, language())
    st.segmented_control(
        # Both languages, since a reader who cannot read the page must find this.
        "Langue / Language",
        LANGUAGES,
        default=language(),
        format_func=_own_name,
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: link.change_language(st.session_state[key]),
    )


def pick_bank() -> tuple[str, str]:
    """A menu of the workspace's banks; returns code and name. Raises ``Refused`` where there are none."""
    names = link.reader().banks()
    code: str = ask("bank", names)
    return code, names[code]


def pick_beside(peers: Mapping[str, str]) -> None:
    """What the page is set against: nothing, a year earlier, or one of ``peers`` (code → name).

    Those are the banks that the reader may see; that others are left out is said.
    """
    names = {NOTHING: _("nothing"), A_YEAR_EARLIER: _("a year earlier")} | dict(peers)
    with st.popover(_("Compare"), icon=":material/compare_arrows:", type="tertiary"):
        choose("beside", list(names), shown=names.__getitem__, listed=True)
        if set(core.banks(link.shown())["bank"]) - set(peers) - {link.value("bank")}:
            st.caption(_("A bank’s own figures are set beside another’s only for readers granted that bank."))
