"""Targets and limits against the pages' own figures, and what has changed since that was last looked at.

Nothing is computed here: a figure is the page's, asked for the data served now. What has been said is kept
beside the rows of the workspace, so that each change is said once, whoever looks: a page, a load, a command.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread
from typing import Any, Final

from analytics.plan.watch import LONGEST, Kind, Mark, Side, mark_of, state_of
from analytics.scenario import VERSION, VERSION_KEY, Scenario
from data.demo.watch import WATCHED
from data.ingest import own_banks, watched
from data.ingest.workspace import stored_tables
from data.snapshots import DEMO, Snapshot, current, reviewed
from reviews.dues import of_home
from reviews.store import address, exists, open_store
from studies import core
from studies.plan import watch as study
from ui.address import WORKSPACE_KEY, page_address
from ui.content import Content, Metric
from ui.contents import CONTENTS
from ui.outlets import telling
from ui.plan import watch as words
from ui.plan.watch import Alarm, Look, Standing
from ui.reader import Reader
from ui.refusal import Refusal, note_failure
from ui.registry import PAGES, PageEntry, entry
from ui.words import LANGUAGES, _, language, speaking

MOST: Final = 40
KEPT: Final = 200
ORIGIN: Final = "http://localhost:8501"
_BANK, _MONTH = "bank", "month"
Change = dict[str, Any]
"""What was said once, as it is kept: id, at, kind, page, bank, stage, before, link, said by language …"""


def watchable() -> list[PageEntry]:
    """The pages whose figures can have a target: every page that is a value."""
    return [page for page in PAGES if page.slug in CONTENTS]


def figures(reader: Reader, slug: str) -> dict[str, Metric]:
    """The figures of a page that are known for these data, by code; none where the page refuses."""
    found = CONTENTS[slug](reader)
    return {} if isinstance(found, Refusal) else found.stated()


def examples() -> tuple[Mark, ...]:
    """The marks of the demonstration."""
    filled = {"query": {}, "labels": {}, "unit": "", "digits": 1, "bank": ""}
    return tuple(mark_of({**filled, **each, "number": place}) for place, each in enumerate(WATCHED, start=1))


def new_mark(
    reader: Reader, slug: str, metric: Metric, *, kind: Kind, side: Side, bound: float, number: int = 0
) -> Mark:
    """A mark of a figure under the reader's own assumptions; it follows the newest month.

    Its name is asked of the page in every language, so that a feed can say it in any.
    """
    about = reader.change(**{_MONTH: ""})
    labels = {}
    for spoken in LANGUAGES:
        with speaking(spoken):
            named = figures(about, slug).get(metric.code)
            labels[spoken] = (named.called if named else metric.called)[:LONGEST]
    bank = reader.bank().code
    query = tuple((about.scenario.to_query() | {_BANK: bank}).items())
    return Mark(
        number,
        slug,
        metric.code,
        query,
        kind,
        side,
        bound,
        metric.unit,
        metric.digits,
        tuple(labels.items()),
        bank,
    )


def marks(workspace: str) -> tuple[Mark, ...]:
    """The marks of a workspace, examples in the demonstration.

    One that cannot be read, or whose page there is no more, is left out; the file keeps it.
    """
    if workspace == DEMO:
        return examples()
    found = []
    for stated in _listed(watched.read(workspace, watched.MARKS), "marks"):
        try:
            mark = mark_of(stated)
        except ValueError:
            note_failure("a mark of the watch cannot be read")
            continue
        if mark.page in CONTENTS:
            found.append(mark)
    return tuple(found)


def add(workspace: str, mark: Mark) -> Mark:
    """Keep a mark; the same with its number.

    Raises
    ------
    ValueError: the demonstration, or one mark more than fits
    OSError: it cannot be written
    """

    def added(before: dict[str, Any]) -> tuple[dict[str, Any], Mark]:
        rows = _listed(before, "marks")
        if len(rows) >= MOST:
            raise ValueError(f"marks: {MOST} at most; remove one first")
        number = max(_whole(before.get("last")), *(_whole(row.get("number")) for row in rows), 0) + 1
        numbered = replace(mark, number=number)
        return {**before, "last": number, "marks": [*rows, numbered.as_json()]}, numbered

    return watched.change(workspace, watched.MARKS, added)


def beside(set_: Sequence[Mark], mark: Mark) -> tuple[Mark, ...]:
    """The marks of a visit with one more."""
    number = max((each.number for each in set_), default=0) + 1
    return (*set_, replace(mark, number=number))[-MOST:]


def name_of(snapshot: Snapshot, mark: Mark) -> str:
    """What a mark is called in a list of them."""
    standing = _standing(snapshot, mark)
    return f"{_(entry(mark.page).title)}: {standing.label}"


def tell(workspace: str) -> None:
    """Tell outside what was said, in the background: nobody waits for another's server."""
    if telling.configured():
        Thread(target=_deliver, args=(workspace, language()), daemon=True).start()


def _deliver(workspace: str, spoken: str) -> None:
    try:
        telling.deliver(workspace, language=spoken)
    except (ValueError, OSError):
        note_failure("what the watch said could not be told outside")


def remove(workspace: str, number: int) -> None:
    """Forget a mark; nothing where there is none of that number."""

    def removed(before: dict[str, Any]) -> tuple[dict[str, Any], None]:
        rows = [row for row in _listed(before, "marks") if row.get("number") != number]
        return {**before, "marks": rows}, None

    watched.change(workspace, watched.MARKS, removed)


def look(snapshot: Snapshot, workspace: str, set_: Sequence[Mark], now: datetime) -> Look:
    """Where every mark stands, and what else its banks should be told of. Nothing is remembered.

    Parameters
    ----------
    now : with its time zone
    """
    standings = tuple(_standing(snapshot, mark) for mark in set_)
    banks = own_banks(workspace) if workspace != DEMO else ()
    usual = Scenario()
    due = study.deadlines(snapshot, banks, now, usual.mad_per_euro)
    late = study.late_tables(stored_tables(workspace), now.date()) if workspace != DEMO else ()
    alarms = [
        *(
            Alarm(f"grade {each.bank} {each.risk}", "grade", str(each.grade), "risk-scores", each.bank, each)
            for each in study.grades(snapshot, banks, usual.power)
        ),
        *(
            Alarm(
                f"due {each.bank} {each.code} {each.report}",
                "due",
                each.stage,
                "risk-incidents",
                each.bank,
                each,
            )
            for each in due
        ),
        *(
            Alarm(f"late {each.table} {each.bank}", "late", f"{each.last:%Y-%m}", "import", each.bank, each)
            for each in late
        ),
    ]
    return Look(workspace, snapshot, now, standings, tuple(alarms))


def _standing(snapshot: Snapshot, mark: Mark) -> Standing:
    reader = Reader.from_query(snapshot, {VERSION_KEY: VERSION, **dict(mark.query)})
    found: Content | Refusal | None = None
    try:
        found = CONTENTS[mark.page](reader) if mark.page in CONTENTS else None
    except Exception:
        # One page that fails leaves its figure unmeasured, and the others watched.
        note_failure("a page could not be watched")
    metric = found.stated().get(mark.metric) if isinstance(found, Content) else None
    bank = "" if metric is None or metric.of_all else reader.bank().name
    if metric is None or not metric.comparable or (mark.unit and metric.unit != mark.unit):
        return Standing(mark, "unmeasured", metric, bank)
    state = state_of(metric.value, metric.low, metric.high, side=mark.side, bound=mark.bound)
    return Standing(mark, state, metric, bank)


def watch(workspace: str, now: datetime | None = None, *, origin: str = ORIGIN) -> tuple[Change, ...]:
    """What has changed since the watch last looked at a workspace, each said once, here or anywhere.

    The feed is written anew where something was said; :func:`tell` tells it outside.

    Raises
    ------
    ValueError: the demonstration, a name that cannot be a workspace, or a newer release has watched it
    SnapshotMissing: nothing has been loaded
    OSError: what was said cannot be kept
    """
    at = now or datetime.now(UTC)
    found = look(current(workspace), workspace, marks(workspace), at)
    said = _remembered(found, watched.SAID, origin)
    if said:
        rows = changes(workspace)
        watched.write_feed(workspace, telling.feed(workspace, rows, language=language()))
    return said


def watch_reviews(workspace: str, now: datetime | None = None, *, origin: str = ORIGIN) -> tuple[Change, ...]:
    """What has changed of findings and returns due, each said once, apart from what a page may show.

    For whoever runs the machine: it reads the store of reviews as a whole. Nothing where another workspace is
    under review, or where there is no store yet.

    Raises
    ------
    As :func:`watch`; ValueError also where a newer release has written the store.
    """
    where = address()
    if workspace != reviewed() or not exists(where):
        return ()
    at, data = now or datetime.now(UTC), current(workspace)
    names = core.banks(data).set_index("bank")["name"]
    store = open_store(where)
    try:
        due = of_home(store, lambda: at)
    finally:
        store.close()
    alarms = tuple(words.review_alarm(each, str(names.get(each.bank, each.bank))) for each in due)
    return _remembered(Look(workspace, data, at, (), alarms), watched.REVIEWS, origin)


def _remembered(found: Look, name: str, origin: str) -> tuple[Change, ...]:
    """What of a look was not said before, kept in a file of the workspace as said."""

    def told(before: dict[str, Any]) -> tuple[dict[str, Any], tuple[Change, ...]]:
        known, number, said = _known(before), _whole(before.get("last")), []
        series = "review-" if name == watched.REVIEWS else ""
        for moved in moves(found, known):
            number += 1
            said.append(_written(found, moved, f"{series}{number}", origin))
        owed = {telling.OWED: True} if telling.configured() else {}
        rows = [*_listed(before, "changes"), *(each | owed for each in said)][-KEPT:]
        after = {"known": after_of(found, known), "changes": rows, "last": number}
        return {**before, **after, "looked": found.at.isoformat(timespec="seconds")}, tuple(said)

    return watched.change(found.workspace, name, told)


def after_load(workspace: str, origin: str | None) -> tuple[Change, ...]:
    """What a load has changed, told outside, too; a watch that fails does not take the load with it."""
    try:
        said = watch(workspace, origin=origin or ORIGIN)
    except Exception:
        note_failure("the watch failed after a load")
        return ()
    tell(workspace)
    return said


def moves(found: Look, known: Mapping[str, str]) -> list[tuple[Standing | Alarm, str]]:
    """What is to be said, with what was known of it: a mark in another state, a worse grade, a new stage.

    A mark that nobody has looked at yet counts as inside. A first grade is no change; a missing one is none.
    """
    standings = [
        (each, known.get(each.key, "inside"))
        for each in found.standings
        if known.get(each.key, "inside") != each.state
    ]
    alarms = [
        (each, known.get(each.key, ""))
        for each in found.alarms
        if (
            int(each.stage) > int(known.get(each.key, each.stage))
            if each.kind == "grade"
            else known.get(each.key) != each.stage
        )
    ]
    return [*standings, *alarms]


def after_of(found: Look, known: Mapping[str, str]) -> dict[str, str]:
    """What is known after a look: grades that are missing stay as they were, what is over is forgotten."""
    grades = {key: stage for key, stage in known.items() if key.startswith("grade ")}
    every: tuple[Standing | Alarm, ...] = (*found.standings, *found.alarms)
    return grades | {each.key: each.stage for each in every}


def changes(workspace: str, name: str = watched.SAID) -> tuple[Change, ...]:
    """What the watch has said of a workspace, the newest first; none in the demonstration.

    ``name`` : the file that keeps it; :data:`watched.REVIEWS` is for whoever runs the machine
    """
    if workspace == DEMO:
        return ()
    rows = _listed(watched.read(workspace, name), "changes")[::-1]
    return tuple(row for row in rows if _is_change(row))


def looked_at(workspace: str) -> datetime | None:
    """When the watch last looked at a workspace; None where it never did."""
    stated = "" if workspace == DEMO else str(watched.read(workspace, watched.SAID).get("looked", ""))
    with suppress(ValueError):
        return datetime.fromisoformat(stated)
    return None


def _written(found: Look, moved: tuple[Standing | Alarm, str], number: str, origin: str) -> Change:
    """A change as it is kept and sent: codes and numbers for programs, a sentence in each language."""
    each, before = moved
    said = {}
    for spoken in LANGUAGES:
        with speaking(spoken):
            # What a figure is called may follow the data: its page says it, in each language.
            here = each if isinstance(each, Alarm) else _standing(found.snapshot, each.mark)
            said[spoken] = words.said(here, before)
    return {
        "id": f"{found.workspace}-{number}",
        "at": found.at.isoformat(timespec="seconds"),
        "workspace": found.workspace,
        "snapshot": found.snapshot.hash,
        **each.as_json(),
        "before": before,
        "link": link_of(found.workspace, each, origin),
        "said": said,
    }


def link_of(workspace: str, each: Standing | Alarm, origin: str) -> str:
    """The page that shows it, with the assumptions under which it is watched."""
    stated = {VERSION_KEY: VERSION, **each.query}
    return page_address(origin, entry(each.page), {WORKSPACE_KEY: workspace, **stated}.items())


def led_to(change: Change, origin: str) -> Change:
    """A change said while nobody had said where the pages stand, with its link at ``origin``."""
    link = str(change["link"])
    if not link.startswith(f"{ORIGIN}/"):
        return change
    return {**change, "link": origin.rstrip("/") + link.removeprefix(ORIGIN)}


def _is_change(row: Mapping[str, Any]) -> bool:
    """Whether a row has what a page, a feed and a line need; one damaged by hand is passed over."""
    try:
        datetime.fromisoformat(row["at"])
        entry(row["page"])
        worded = bool(row["said"]) and all(isinstance(said, str) for said in row["said"].values())
        return worded and {"id", "kind", "link"} <= set(row)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _known(stated: Mapping[str, Any]) -> dict[str, str]:
    known = stated.get("known")
    if not isinstance(known, dict):
        return {}
    grades = {str(grade) for grade in range(1, 5)}
    return {
        key: str(stage)
        for key, stage in known.items()
        if not key.startswith("grade ") or str(stage) in grades
    }


def _whole(stated: Any) -> int:
    return stated if isinstance(stated, int) and stated > 0 else 0


def _listed(stated: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    rows = stated.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
