"""The anatomy of a page, in the order in which a reader in a hurry wants it.

Question, answer, picture, table, how it is computed, footer. A page script calls these one after the
other and holds nothing else.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

from analytics.display import DETAIL_KEY
from data.reading import Read, noting
from data.snapshots import Snapshot
from ui import controls as settings
from ui import link, sources
from ui.charts.common import CHOSEN_MARK, clickable, finish, history_line, on_paper
from ui.content import Challenged, Chart, Content, Detail, Metric, Note, Open, Part, Table, column_formats
from ui.kinds import KINDS
from ui.outside import own_address, prose, tabled, web_link
from ui.reader import Reader
from ui.refusal import Refusal, Refused
from ui.registry import IMPORT, STORY, PageEntry, entry
from ui.words import (
    LANGUAGES,
    MISSING,
    _,
    day,
    language,
    listing,
    moment,
    month_of,
    signed,
    speaking,
    unbroken,
)

_KIND_COLOURS: Final[Mapping[str, Literal["green", "blue", "violet", "orange"]]] = {
    "observed": "green",
    "derived": "blue",
    "assumed": "violet",
    "synthetic": "orange",
}
_CONTROLS_IN_A_ROW: Final = 5
_CONTROLS_BESIDE: Final = 4
_DRAWER_ROW: Final = 4
_PICTURE_AND_CONTROLS: Final = (7, 3)
_BEHIND: Final = "behind"
_LEAST_PICTURE: Final = 360
_LONG: Final = 15
_FIRST_ROWS: Final = 8
_SOURCES_LISTED: Final = 10
_OPENED: Final[ContextVar[Page | None]] = ContextVar("page opened", default=None)
Compare = Callable[[PageEntry], tuple[str, pd.DataFrame] | None]
_HEADING: Final[ContextVar[Any]] = ContextVar("place of the question", default=None)
Asked = Callable[[str, str], None]


def _nothing(slug: str, figure: str) -> None:
    """Of a page that is drawn by itself, nobody keeps notes."""


@dataclass(frozen=True)
class Files:
    """What makes the files that leave a page.

    Parameters
    ----------
    csv : table, what it is of, language → the file
    xlsx : table, what it is of, names of its two sheets → the file
    png : chart → the picture
    """

    csv: Callable[[pd.DataFrame, Mapping[str, str], str], bytes]
    xlsx: Callable[[pd.DataFrame, Mapping[str, str], str, str], bytes]
    png: Callable[[dict[str, Any]], bytes]


@dataclass(frozen=True)
class Around:
    """What stands on every page and rests on much that no page needs: the router brings it.

    Parameters
    ----------
    compare : makes the sentence and table that set a page beside another bank or a year earlier
    objections : what is said against the figures of a page, by its address
    notes, ask_for_note : show the notes that are kept on a picture, by the page's address and its name, and a
        field for one more
    privacy : what is stored of a visitor's data and sent, a sentence each
    files : make the files that leave a page; where nobody brings them, none leaves it
    older_data : says what a link says of the data on which it was made, when they are not today's
    table_title : what a table is called in the reader's language
    """

    compare: Compare | None = None
    objections: Mapping[str, Sequence[Challenged]] = field(default_factory=dict)
    notes: Asked = _nothing
    ask_for_note: Asked = _nothing
    privacy: Callable[[], Sequence[str]] = tuple
    older_data: Callable[[], object] = tuple
    table_title: Callable[[str], str] = str
    files: Files | None = None


_ALONE: Final = Around()
_AROUND: Final[ContextVar[Around]] = ContextVar("around every page", default=_ALONE)


@dataclass
class Page:
    """A page being drawn: what it has shown so far, for its footer and its exports."""

    entry: PageEntry
    snapshot: Snapshot
    answer_place: Any
    kinds: list[str] = field(default_factory=list)
    answered: bool = False
    read: Read = field(default_factory=Read)
    # What the part being drawn was read from; of the whole page where the part read nothing by itself.
    beneath: Read = field(default_factory=Read)
    metrics_place: Any = None
    picture_place: Any = None
    # The month that the page shows (2026-10); empty where it follows none.
    month: str = ""
    # No file of it is handed to the server's store of media, whose addresses open for anybody.
    private: bool = False

    def _remember(self, kinds: Sequence[str]) -> None:
        self.kinds += [kind for kind in kinds if kind in KINDS and kind not in self.kinds]

    @property
    def reader(self) -> Reader:
        """Data and scenario of this run, as a page's module takes them."""
        return link.reader()

    def about(self) -> dict[str, str]:
        """Where the figures of this page come from, for every file that leaves it."""
        said = sources.in_one_line(self.snapshot, self.read, _AROUND.get().table_title)
        return {
            _("Page"): _(self.entry.question),
            _("Link"): link.page_link(self.entry.slug, st.context.url or "http://localhost:8501"),
            _("Snapshot"): self.snapshot.hash,
            _("As of"): self.snapshot.as_of.isoformat(),
            _("Kinds of data"): listing([_(KINDS[kind][0]) for kind in self.kinds]) or _("none"),
            **({_("Sources"): said} if said else {}),
        }

    def answer(self, sentence: str, *, caution: str = "") -> None:
        """The answer to the page's question: its number and interval, and what weakens it.

        It stands above the controls, whose choices it needs: its place was kept when the page was opened.
        """
        with self.answer_place.container():
            self._say(sentence)
            if caution:
                # Not a badge: on a narrow screen that would cut the sentence short.
                st.markdown(f":orange-background[:material/warning: {prose(caution)}]")
            self._beside()

    def _say(self, sentence: str) -> None:
        self.answered = True
        if link.mode():
            st.title(prose(sentence), anchor=False)
        else:
            st.markdown(f"#### {prose(sentence)}")

    def show(self, found: Content | Refusal) -> None:
        """A whole page, from its answer to its footer, or why there is none."""
        if isinstance(found, Refusal):
            self.refuse(found)
        else:
            self.read = self.beneath = found.read
            self.month = found.month
            self.answer(found.answer.sentence, caution=found.answer.caution)
            self._measured(found.metrics)
            with self._beside_the_controls():
                if found.picture is not None:
                    self._pictured(found.picture, least=_LEAST_PICTURE)
                if found.answer.more:
                    # Below the picture: the first screen is for what a reader in a hurry wants.
                    st.container(key="more").caption(prose(found.answer.more))
                for note in found.before:
                    self._part(note)
            self._detailed(found.details)
            if link.whole() and not self.private:
                with st.container(key="sources"):
                    self._sources()
            self.method(**found.method.parts())
        self.footer()

    def _beside_the_controls(self) -> AbstractContextManager[Any]:
        return self.picture_place.container() if self.picture_place else nullcontext()

    def _measured(self, metrics: Sequence[Metric]) -> None:
        """The page's figures, side by side where there is room: each with interval, change and history."""
        if not metrics or self.metrics_place is None:
            return
        with self.metrics_place.container(horizontal=True, key="metrics"):
            for metric in metrics:
                with st.container(border=True, height="stretch", gap="xsmall", key=f"metric {metric.code}"):
                    _figure(metric)
                    if metric.opens is not None and not link.mode():
                        _leads_to(metric.opens)

    def _detailed(self, details: Sequence[Detail]) -> None:
        """What is below the picture: named tabs of which one is open, or all of them one below the other."""
        if link.whole() or len(details) == 1:
            for detail in details:
                self._made(detail)
            return
        names, titles = [detail.name for detail in details], [detail.title for detail in details]
        if not details:
            return
        wanted = link.detail(self.entry.slug)
        settings.bind(_BEHIND, titles[names.index(wanted)] if wanted in names else titles[0], titles)
        chosen = partial(_open_detail, self.entry.slug, dict(zip(titles, names, strict=True)))
        for place in open_tab(titles, key=_BEHIND, changed=chosen):
            self._made(details[place])

    def _made(self, detail: Detail) -> None:
        with noting() as noted:
            parts = detail.make()
        self.read |= noted.seen
        self.beneath = noted.seen if noted.seen != Read() else self.read
        for part in parts:
            self._part(part)

    def _part(self, part: Part) -> None:
        if isinstance(part, Note):
            _said(part)
        elif isinstance(part, Table):
            self._tabled(part, title=part.title)
        else:
            self._pictured(part)

    def _pictured(self, chart: Chart, *, least: int = 0) -> None:
        picture = self._drawn(chart, least=least)
        if self.private or (link.mode() and not chart.figures):
            # Nothing of it is handed over: its figures alone stand below it.
            self._figures(chart)
            return
        if link.whole():
            self._figures(chart)
            if not link.mode():
                self._picture_file(chart, picture)
            return
        # Made only when asked for: most readers look at the picture, and figures take most of a page's room.
        folded = st.expander(
            _("Figures and files"), icon=":material/table:", key=f"behind {chart.name}", on_change="rerun"
        )
        if folded.open:
            with folded:
                self._figures(chart)
                if not link.mode():
                    self._picture_file(chart, picture)
                    _AROUND.get().ask_for_note(self.entry.slug, chart.name)
                self._sources()

    def _sources(self) -> None:
        """Publisher, title, year, licence and address of what the page rests on, and how to cite it."""
        rows, wide = sources.behind(self.snapshot, self.read)
        st.subheader(_("Where these figures come from"), anchor=False)
        first, others = rows.head(_SOURCES_LISTED), rows.iloc[_SOURCES_LISTED:]
        for said, address in zip(sources.written(first), first["address"], strict=True):
            st.markdown(f"- {prose(said)} {web_link(address)}")
        if len(others):
            st.caption(prose("; ".join(sources.written(others))))
        if said := sources.wide_tables(wide, _AROUND.get().table_title):
            st.caption(prose(said))
        address = self.about()[_("Link")]
        for spoken in LANGUAGES:
            with speaking(spoken):
                cited = sources.citation(_(self.entry.question), self.snapshot, address)
            st.code(cited, language=None, wrap_lines=True)

    def _figures(self, chart: Chart) -> None:
        for table in chart.figures:
            # Its title is that of the picture above it.
            self._tabled(table, title="")

    def _drawn(self, chart: Chart, *, least: int = 0) -> dict[str, Any]:
        """The picture on the screen, of ``least`` pixels, and what was drawn."""
        self._remember(chart.kinds)
        st.subheader(prose(chart.title), anchor=False)
        shown = finish(
            chart.drawing,
            kinds=chart.kinds,
            large=bool(link.mode()),
            source=self._published_by(),
            as_of=month_of(self.month) if self.month else day(self.snapshot.as_of),
        )
        if isinstance(shown.get("height"), int | float) and shown["height"] < least:
            shown = shown | {"height": least}
        if chart.opens and not link.mode():
            key = f"chart {chart.name}"
            st.vega_lite_chart(
                clickable(shown, chart.opened_by),
                width="stretch",
                alt=chart.alt_text,
                key=key,
                on_select=partial(_mark_chosen, key, chart.opened_by, chart.opens),
                selection_mode=[CHOSEN_MARK],
            )
        else:
            st.vega_lite_chart(shown, width="stretch", alt=chart.alt_text, key=f"chart {chart.name}")
        # Below it: what is read first is the picture.
        said = (chart.note, "" if self.private else sources.in_brief(self.snapshot, self.beneath))
        if any(said):
            st.caption(prose(" ".join(filter(None, said))))
        if not self.private:
            _AROUND.get().notes(self.entry.slug, chart.name)
        return shown

    def _published_by(self) -> str:
        """Who published what the part being drawn was read from, as its marks say it."""
        if self.private:
            return _("The ledger")
        made = _("Vigie, snapshot {hash}").format(hash=self.snapshot.hash[:8])
        return sources.publishers(self.snapshot, self.beneath) or made

    def _tabled(self, table: Table, *, title: str) -> None:
        self.table(
            table.frame,
            name=table.name,
            alt_text=table.alt_text,
            kinds=table.kinds,
            title=title,
            formats=table.formats,
            height=table.height,
            lines=table.lines,
            columns=table.columns or None,
            opens=table.opens,
            private=table.private,
        )

    def refuse(self, refusal: Refusal) -> None:
        """Why the page has nothing to show, which tables would fill it, and the way to load them.

        The reason is the answer, unless the page has given one: then it stands where the page breaks off.
        """
        if self.answered:
            empty(refusal.sentence)
        else:
            with self.answer_place.container():
                self._say(refusal.sentence)
                self._beside()
        if refusal.tables:
            # Where the picture would stand, if its place was kept.
            with self._beside_the_controls():
                titles = listing(list(map(_AROUND.get().table_title, refusal.tables)))
                empty(_("What would fill it: {tables}.").format(tables=titles))
                if not link.mode():
                    shown = entry(IMPORT)
                    st.page_link(
                        shown.path, label=_(shown.question), icon=shown.icon, query_params=link.address()
                    )

    def abandon(self) -> None:
        """Take away the sign that an answer is coming, where none will come any more."""
        if not self.answered:
            self.answer_place.empty()

    def _beside(self) -> None:
        """The same figures of another bank or of a year earlier, where the reader asked for them."""
        compare = _AROUND.get().compare
        asked = None if compare is None else compare(self.entry)
        if asked is None:
            return
        said, table = asked
        st.markdown(f":material/compare_arrows: {prose(said)}")
        if not table.empty:
            with st.expander(_("The comparison in full")):
                st.dataframe(table, hide_index=True, width="stretch", key="comparison")
                self.files(table, name="comparison", sheet=_("Comparison"))

    def chart(
        self, chart: Any, *, title: str, alt_text: str, name: str, kinds: Sequence[str], note: str = ""
    ) -> None:
        """A chart with its title, its description for those who do not see it, and its export."""
        picture = self._drawn(Chart(name, title, chart, alt_text, tuple(kinds), note))
        if not link.mode() and not self.private:
            self._picture_file(Chart(name, title, chart, alt_text, tuple(kinds), note), picture)

    def _picture_file(self, chart: Chart, shown: dict[str, Any]) -> None:
        if (files := _AROUND.get().files) is None:
            return
        titled = on_paper(shown, title=chart.title, subtitle=self._provenance(chart.kinds))
        st.download_button(
            _("Picture (PNG)"),
            partial(files.png, titled),
            file_name=f"vigie-{self.entry.slug}-{chart.name}.png",
            mime="image/png",
            icon=":material/image:",
            key=f"png {chart.name}",
            on_click="ignore",
            type="tertiary",
        )

    def _provenance(self, kinds: Sequence[str]) -> str:
        mark = _("Synthetic data") + " · " if "synthetic" in kinds else ""
        made = _("Vigie, snapshot {hash}, as of {date}").format(
            hash=self.snapshot.hash[:8], date=day(self.snapshot.as_of)
        )
        said = sources.in_brief(self.snapshot, self.beneath)
        return "\n".join(filter(None, (mark + made, said)))

    def table(
        self,
        frame: pd.DataFrame,
        *,
        name: str,
        alt_text: str,
        kinds: Sequence[str],
        title: str = "",
        formats: Mapping[str, Callable[[Any], str]] | None = None,
        height: int | Literal["auto"] = "auto",
        lines: int = 1,
        columns: Mapping[str, Any] | None = None,
        opens: Sequence[Open | None] = (),
        private: bool = False,
    ) -> None:
        """The figures behind the chart, as the language writes them, with CSV and XLSX.

        A row that leads somewhere is chosen by its mark at the left, by mouse or keyboard.
        """
        self._remember(kinds)
        if title:
            st.subheader(prose(title), anchor=False)
        if frame.empty:
            empty(_("There is nothing to show here yet."))
            return
        written: dict[Any, str | Callable[[object], str] | None] = dict(column_formats(frame, formats or {}))
        # A styled frame takes several times as long to hand over; text needs no style.
        count, everything = len(frame), f"all rows {name}"
        folded = count > _LONG and not (link.whole() or link.mode() or st.session_state.get(everything))
        if folded:
            # The files hold all of them; the screen begins with those that matter, which come first.
            frame, whole, height = frame.head(_FIRST_ROWS), frame, "auto"
        else:
            whole = frame
        plain = not written and all(pd.api.types.is_string_dtype(kind) for kind in frame.dtypes)
        st.dataframe(
            frame if plain else frame.style.format(written, na_rep=MISSING),
            hide_index=True,
            alt=alt_text,
            height="content" if lines > 1 else height,
            row_height=Table.row_height(lines),
            key=(key := f"table {name}"),
            column_config=columns,
            placeholder=MISSING,
            **_selectable(key, opens),
        )
        if not link.mode():
            # What a screen scrolls and cuts stands on paper whole, as words.
            told = Table(name, title, frame, alt_text, tuple(kinds), formats or {})
            rows = tabled(list(map(str, frame)), told.written(), told.numeric())
            st.container(key=f"paper {name}").markdown(rows)
        if folded:
            st.button(
                prose(_("All {count} rows").format(count=count)),
                icon=":material/unfold_more:",
                key=f"unfold {name}",
                on_click=st.session_state.__setitem__,
                args=(everything, True),
                type="tertiary",
            )
        if not private:
            self.files(whole, name=name, sheet=title or name)

    def files(self, frame: pd.DataFrame, *, name: str, sheet: str) -> None:
        """Buttons that hand a frame over as CSV and XLSX; none while presenting, nor on a private page."""
        files = _AROUND.get().files
        if link.mode() or self.private or files is None:
            return
        about, stem = self.about(), f"vigie-{self.entry.slug}-{name}"
        with st.container(horizontal=True):
            st.download_button(
                "CSV",
                partial(files.csv, frame, about, language()),
                file_name=f"{stem}.csv",
                mime="text/csv",
                icon=":material/download:",
                key=f"csv {name}",
                on_click="ignore",
                type="tertiary",
            )
            st.download_button(
                "XLSX",
                partial(files.xlsx, frame, about, sheet, _("About")),
                file_name=f"{stem}.xlsx",
                mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                icon=":material/download:",
                key=f"xlsx {name}",
                on_click="ignore",
                type="tertiary",
            )

    def method(self, *, formula: str, words: Sequence[str], proof: str) -> None:
        """How the figures are computed: formula, source and assumptions, and the case that proves it."""
        with st.expander(_("How this is computed"), icon=":material/function:"):
            st.latex(formula)
            for sentence in words:
                st.markdown(f"- {prose(sentence)}")
            st.markdown(f"**{_('Reference case')}.** {prose(proof)}")
        self.challenged()

    def challenged(self) -> None:
        """What is said against the page's figures, and what we answer."""
        figures = _AROUND.get().objections.get(self.entry.slug, ())
        if not figures:
            return
        with st.expander(_("What could be challenged"), icon=":material/balance:"):
            for each in figures:
                st.markdown(f"**{prose(_(each.figure))}**")
                for objection, answer in each.pairs:
                    objected = _("“{objection}”").format(objection=_(objection))
                    st.markdown(f"- *{prose(objected)}* {prose(_(answer))}")

    def footer(self) -> None:
        """Snapshot, date and kinds of the data shown, and the link that reproduces the page."""
        if not link.mode():
            page, address = (self.about()[name] for name in (_("Page"), _("Link")))
            st.container(key="paper foot").caption(f"Vigie · {prose(page)} · {own_address(address)}")
        st.divider()
        if link.mode():
            _way_back(self.entry.slug)
        with st.container(horizontal=True, vertical_alignment="center"):
            for kind in self.kinds:
                label, icon = KINDS[kind]
                st.badge(_(label), icon=icon, color=_KIND_COLOURS[kind])
            st.caption(
                prose(
                    _("Data as of {date} · snapshot {hash}, built {built} · workspace {workspace}").format(
                        date=day(self.snapshot.as_of),
                        hash=self.snapshot.hash[:8],
                        built=moment(self.snapshot.built_at),
                        workspace=self.snapshot.workspace,
                    )
                ),
                width="content",
            )
            with st.popover(_("Your data"), icon=":material/shield_person:", type="tertiary"):
                for sentence in _AROUND.get().privacy():
                    st.caption(prose(sentence))


def open_page(slug: str, *, lead: str = "", private: bool = False) -> Page:
    """Begin a page: its question as title, and what the link that led here could not have.

    A ``private`` page hands over no files.

    While presenting, the answer is the title, and ``lead`` or else the question a small line above it.
    """
    shown, heading = entry(slug), _HEADING.get() or st
    if link.mode():
        heading.caption(prose(lead or _(shown.question)))
    else:
        heading.title(unbroken(_(shown.question)), anchor=False)
    for name, text in link.refused():
        st.warning(
            prose(
                _(
                    "The link asks for “{name} = {text}”, which does not exist here; the default is used."
                ).format(name=name, text=text)
            )
        )
    _AROUND.get().older_data()
    # While the answer is being computed, its place shows that it is coming.
    place = st.container(border=not link.mode(), key="answer").skeleton(height=28)
    opened = Page(shown, link.shown(), place, metrics_place=st.empty(), private=private)
    _OPENED.set(opened)
    return opened


@contextmanager
def outlet(around: Around | None = None, heading: Any = None) -> Iterator[None]:
    """Where a page is drawn: what its views refuse is said in its answer's place, above its footer.

    The page's question goes into ``heading``, where there is one; ``around`` is what stands on every page.

    Whatever else goes wrong goes on to the server, which reports it; no page waits for an answer for ever.
    """
    _OPENED.set(None)
    _AROUND.set(around or _ALONE)
    _HEADING.set(heading)
    settings.put_reset_into(None)
    follow()
    try:
        yield
    except Refused as refused:
        shown = _OPENED.get()
        if shown is None:
            empty(refused.refusal.sentence)
        else:
            shown.refuse(refused.refusal)
            shown.footer()
    except Exception:
        if shown := _OPENED.get():
            shown.abandon()
        raise
    finally:
        _OPENED.set(None)


def _way_back(slug: str) -> None:
    with st.container(horizontal=True):
        if slug != STORY:
            st.page_link(
                entry(STORY).path,
                label=_("Back to the story"),
                icon=":material/slideshow:",
                query_params=link.address(),
            )
        leave_presentation()


def leave_presentation() -> None:
    """The way out of the presentation."""
    st.button(
        _("Leave the presentation"),
        icon=":material/close_fullscreen:",
        key="leave the presentation",
        on_click=link.show_as,
        args=("",),
        type="tertiary",
    )


def _said(note: Note) -> None:
    if note.title:
        st.subheader(prose(note.title), anchor=False)
    if note.opens is not None:
        if not link.mode():
            _leads_to(note.opens, note.sentence)
    elif note.tone == "empty":
        empty(note.sentence)
    elif note.tone == "warning":
        st.warning(prose(note.sentence), icon=":material/balance:")
    elif note.tone == "aside":
        st.caption(prose(note.sentence))
    else:
        st.markdown(prose(note.sentence))


def open_tab(
    titles: Sequence[str], *, key: str, changed: Callable[[], None] | Literal["rerun"] = "rerun"
) -> Iterator[int]:
    """Tabs of which only the open one is drawn: yields its place among the titles, for the loop to fill."""
    places = st.tabs([prose(title) for title in titles], key=key, on_change=changed)
    for place, tab in enumerate(places):
        if tab.open:
            with tab:
                yield place


def _open_detail(slug: str, named: Mapping[str, str]) -> None:
    chosen = named.get(str(st.session_state.get(_BEHIND)), "")
    link.open_detail(slug, "" if chosen == next(iter(named.values())) else chosen)


def _figure(metric: Metric) -> None:
    """One figure: value, change with its direction, history, and its interval or why it has none."""
    rises = metric.change is not None and round(metric.change, metric.digits) > 0
    falls = metric.change is not None and round(metric.change, metric.digits) < 0
    good = (metric.better == "higher" and rises) or (metric.better == "lower" and falls)
    bad = (metric.better == "higher" and falls) or (metric.better == "lower" and rises)
    # The framework cuts a name that is longer than its figure's place; a line of its own wraps.
    st.markdown(prose(metric.label))
    st.metric(
        prose(metric.label),
        prose(metric.figure),
        delta=None if metric.change is None else prose(signed(metric.change, metric.digits)),
        delta_color="green" if good else "red" if bad else "gray",
        delta_arrow="up" if rises else "down" if falls else "off",
        label_visibility="collapsed",
    )
    if len(set(metric.spark)) > 1:
        # Drawn by the metric itself, the line would be a picture without a description.
        st.vega_lite_chart(
            history_line(metric.spark), width="stretch", alt=metric.history, key=f"history {metric.code}"
        )
    # In a line that wraps: beside the change the framework would cut it off.
    st.caption(prose(metric.beside))


def _leads_to(opened: Open, said: str = "") -> None:
    page = entry(opened.slug)
    asked = link.address(changes=opened.changes)
    if opened.detail:
        asked[DETAIL_KEY] = opened.detail
    st.page_link(
        page.path, label=prose(said or _(page.title)), icon=":material/arrow_forward:", query_params=asked
    )


_GOING: Final = "going to"
_GOING_TO_DETAIL: Final = "going to detail"


def _go(opened: Open | None) -> None:
    """Remember where a mark or row leads: the router goes there once the choice is taken over."""
    if opened is not None:
        link.change(**opened.changes)
        st.session_state[_GOING] = opened.slug
        st.session_state[_GOING_TO_DETAIL] = opened.detail
        if opened.detail and opened.slug == link.page():
            link.open_detail(opened.slug, opened.detail)


def follow() -> None:
    """Go where a chosen mark or row leads, if one was chosen."""
    slug, named = st.session_state.pop(_GOING, ""), st.session_state.pop(_GOING_TO_DETAIL, "")
    if slug and slug != link.page():
        # Only now: the page left has told the address of a detail of its own.
        link.open_detail(slug, named)
        st.switch_page(entry(slug).path, query_params=link.address(slug))


def _row_chosen(key: str, opens: Sequence[Open | None]) -> None:
    rows = st.session_state[key].selection.rows
    if rows and rows[0] < len(opens):
        _go(opens[rows[0]])


def _selectable(key: str, opens: Sequence[Open | None]) -> dict[str, Any]:
    if not any(opens) or link.mode():
        return {}
    return {"on_select": partial(_row_chosen, key, tuple(opens)), "selection_mode": "single-row"}


def _mark_chosen(key: str, by: str, opens: Mapping[str, Open]) -> None:
    chosen = st.session_state[key].selection.get(CHOSEN_MARK) or []
    if chosen:
        _go(opens.get(str(chosen[0].get(by))))


def picture_first() -> None:
    """Keep the picture's place here, above the forms that the page draws next."""
    shown = _OPENED.get()
    if shown is not None and not link.mode():
        shown.picture_place = st.container()


def beside(count: int, *, near: int = _CONTROLS_BESIDE) -> list[Any]:
    """Places for the page's controls: the first ``near`` beside the picture that they change, others folded.

    On a narrow screen they stand below the picture. While presenting they are folded away.
    """
    shown = _OPENED.get()
    if link.mode() or shown is None:
        return controls(count)
    left, right = st.columns(_PICTURE_AND_CONTROLS, gap="medium")
    shown.picture_place = left
    with right:
        side = st.container(key="settings")
    settings.put_reset_into(side)
    places = [side.container() for _place in range(min(count, near))]
    if count > near:
        with st.expander(_("More settings"), icon=":material/tune:", expanded=link.whole()):
            row = st.columns(_DRAWER_ROW, vertical_alignment="bottom")
            places += [row[place % _DRAWER_ROW].container() for place in range(count - near)]
    return places


def controls(count: int) -> list[Any]:
    """Places for the page's controls, side by side where the screen is wide enough.

    More than five share two rows: in one, names would wrap and choices be cut short. While presenting they
    are folded away.
    """
    if link.mode():
        with st.expander(_("Settings"), icon=":material/tune:"):
            return [st.container() for _place in range(count)]
    in_a_row = count if count <= _CONTROLS_IN_A_ROW else math.ceil(count / 2)
    rows = [st.columns(in_a_row, vertical_alignment="bottom") for _row in range(0, count, in_a_row)]
    return list(itertools.chain.from_iterable(rows))[:count]


def empty(sentence: str) -> None:
    """What stands where there is nothing to show: why, and what to do about it."""
    st.info(prose(sentence), icon=":material/inbox:")
