"""Make the sections of a pack one after the other; what fails is named, the rest is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

import pandas as pd

from analytics.scenario import assumption
from data.snapshots import Snapshot
from studies import core
from ui import link, sources, tables, visit
from ui.content import Content, Table
from ui.contents import CONTENTS
from ui.kinds import KINDS
from ui.outlets.drawn import ahead
from ui.refusal import Refusal, Refused, mishap
from ui.registry import SCENARIOS
from ui.report import truth
from ui.report.board import Failure, Pack, Section, section_of
from ui.report.chosen import Asked
from ui.report.letterhead import PLAIN, Letterhead
from ui.words import _, clauses, day, language, listing
from ui.workbench import data, overview, scenarios, settings

Maker = Callable[[Asked], Section]
Progress = Callable[[float, str], object]
_SOURCES_NAMED: Final = 2
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1", None})


def _drawn(slug: str) -> Maker:
    """A section as the page's own value has it."""

    def made(_asked: Asked) -> Section:
        found = CONTENTS[slug](link.reader())
        if isinstance(found, Refusal):
            raise Refused.of(found)
        return _sourced(section_of(found), found)

    return made


def _sourced(section: Section, content: Content) -> Section:
    """The section with a line below each picture: publisher, title, year, licence, snapshot."""
    snapshot = link.shown()
    rows, wide = sources.behind(snapshot, content.read)
    by_table = core.sources_of_tables(snapshot)
    rests = {*rows["source"], *(code for table in wide for code in by_table[table])}
    named = sources.written(rows.sort_values("rows", ascending=False, kind="stable"))
    more = len(named) - _SOURCES_NAMED
    said = [*named[:_SOURCES_NAMED], *([] if named else [sources.wide_tables(wide, tables.title)])]
    if more > 0:
        said.append(_("{count} more in the annex").format(count=more))
    said.append(_("snapshot {hash}").format(hash=snapshot.hash[:8]))
    line = _("Source: {source}").format(source=clauses(part.rstrip(".") for part in said if part))
    drawn = tuple(replace(each, source=line) for each in section.figures)
    return replace(section, figures=drawn, rests=frozenset(rests))


def _compared(_asked: Asked) -> Section:
    # The scenarios that this session keeps: a reader alone has those that ship.
    found = scenarios.content(link.reader(), visit.kept())
    if isinstance(found, Refusal):
        raise Refused.of(found)
    return _sourced(section_of(found), found)


SECTIONS: Final[Mapping[str, Maker]] = {
    "risk-scores": _drawn("risk-scores"),
    "risk-drivers": _drawn("risk-drivers"),
    "risk-losses": _drawn("risk-losses"),
    "risk-incidents": _drawn("risk-incidents"),
    "risk-licensing": _drawn("risk-licensing"),
    "risk-supervision": _drawn("risk-supervision"),
    "adoption-forecast": _drawn("adoption-forecast"),
    "adoption-services": _drawn("adoption-services"),
    "marketing-levers": _drawn("marketing-levers"),
    "channels-costs": _drawn("channels-costs"),
    "channels-migration": _drawn("channels-migration"),
    "macro-tobin-tax": _drawn("macro-tobin-tax"),
    "macro-reserves": _drawn("macro-reserves"),
    "plan-shares": _drawn("plan-shares"),
    "plan-outage": _drawn("plan-outage"),
    "plan-shocks": _drawn("plan-shocks"),
    "plan-peers": _drawn("plan-peers"),
    SCENARIOS: _compared,
}


def gather(
    slugs: Sequence[str], asked: Asked, origin: str, progress: Progress, head: Letterhead = PLAIN
) -> Pack:
    """The pack of one bank under the session's scenario and in its language.

    Parameters
    ----------
    slugs : pages to take a section from, in this order
    origin : address of the server, for links
    progress : told the share that is done and what is being made
    head : what the title says of meeting, author and logo
    """
    made: list[Section] = []
    failed: list[Failure] = []
    for place, slug in enumerate(slugs):
        progress(place / len(slugs), slug)
        result = _attempt(slug, asked)
        if isinstance(result, Section):
            made.append(result)
            _begin_drawing(result)
        else:
            failed.append(result)
    snapshot = link.shown()
    said, asked_of_the_board = _cockpit()
    # An address of this machine leads nobody else anywhere.
    public = link.page_link("report", origin)
    public = "" if urlsplit(public).hostname in _LOOPBACK else public
    kinds = tuple(dict.fromkeys(kind for section in made for kind in section.kinds))
    return Pack(
        language=language(),
        title=_("Board pack: {bank}").format(bank=asked.name),
        bank=asked.name,
        as_of=snapshot.as_of.isoformat(),
        about={
            _("Bank"): asked.name,
            **head.lines(),
            _("As of"): day(snapshot.as_of),
            _("Snapshot"): snapshot.hash,
            _("Workspace"): snapshot.workspace,
            _("Kinds of data"): listing([_(KINDS[kind][0]) for kind in kinds]) or _("none"),
            **({_("Link"): public} if public else {}),
        },
        link=public,
        decisions=asked_of_the_board,
        said=said,
        sections=tuple(made),
        failures=tuple(failed),
        changed=_changed(),
        sources=_credited(snapshot, made),
        head=head,
    )


def _begin_drawing(section: Section) -> None:
    """The pictures of a section, drawn beside this process while the next section is computed."""
    for figure in section.figures:
        ahead("svg", figure.specification)
        if not truth.native(figure):
            ahead("png", figure.specification)


def _attempt(slug: str, asked: Asked) -> Section | Failure:
    # Whatever goes wrong in one section must not cost the reader the others.
    try:
        return SECTIONS[slug](asked)
    except Refused as refused:
        return Failure(slug, refused.refusal)
    except Exception:
        return Failure(slug, mishap(f"section {slug} of the board pack"))


def _cockpit() -> tuple[str, Table | None]:
    """What the overview says of the bank, and what it would have decided."""
    found = overview.content(link.reader())
    if isinstance(found, Refusal):
        return found.sentence, None
    return found.answer.sentence, found.table("decisions") if found.has("decisions") else None


def _credited(snapshot: Snapshot, sections: Sequence[Section]) -> pd.DataFrame:
    """The sources that the sections rest on; those of others would say nothing of this pack."""
    known = data.sources(snapshot)
    rests = frozenset[str]().union(*(section.rests for section in sections))
    return known[known[_("Source")].isin(rests)].reset_index(drop=True)


def _changed() -> tuple[tuple[str, str, str], ...]:
    """Each assumption that was changed: its name, and its values with their unit."""
    reader = link.reader()
    scenario, usual = reader.scenario, replace(reader, scenario=type(reader.scenario)())
    return tuple(
        (_(assumption(name).label), settings.setting(name, reader), settings.setting(name, usual))
        for name in scenario.touched()
    )
