"""A page's value for outlets without a session: made once, and what every file of it says of itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Hashable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from data.connection import held
from data.snapshots import Snapshot
from studies.keep import Store
from ui.charts.common import finish, on_paper
from ui.content import Chart, Content, Part
from ui.contents import CONTENTS
from ui.kinds import KINDS
from ui.outlets.asked import Asked
from ui.refusal import Refusal
from ui.registry import MOVED, PAGES, PageEntry
from ui.words import _, day, listing, speaking

T = TypeVar("T")
_ROOT: Final = Path(__file__).resolve().parents[2]
_CODE: Final = ("analytics", "data", "studies", "ui")
_BEHIND_A_NAME: Final = "Review"
_MOST_BYTES: Final = 24 << 20
_KEPT: Final = Store(_MOST_BYTES)


def open_pages() -> list[PageEntry]:
    """The pages that are values and open to whoever has their link; what people sign in for is not."""
    return [page for page in PAGES if page.slug in CONTENTS and page.group != _BEHIND_A_NAME]


def open_page(slug: str) -> PageEntry | None:
    """The page at ``slug``, or once at it, where it is a value that opens to anybody with its link."""
    stands = MOVED.get(slug, slug)
    return next((page for page in open_pages() if page.slug == stands), None)


def kept(
    asked: Asked,
    what: Hashable,
    make: Callable[[Content | Refusal], T],
    slug: str,
    found: Content | Refusal | None = None,
) -> T:
    """What ``make`` makes of a page's value in the language asked for: computed once, kept in bytes.

    ``found`` is the value where whoever asks has it already.
    """

    def compute() -> T:
        with speaking(asked.language), held(asked.reader.snapshot):
            return make(CONTENTS[slug](asked.reader) if found is None else found)

    made: T = _KEPT.get((slug, what, *asked.key), compute)
    return made


def forget() -> None:
    """Keep nothing that was made."""
    _KEPT.forget()


def tag(asked: Asked, *what: str) -> str:
    """What tells an answer from every other one, as an entity tag: release, data, scenario, language."""
    told = (release(), *map(repr, asked.key), *what)
    return f'"{hashlib.sha256(chr(0).join(told).encode()).hexdigest()[:32]}"'


@cache
def release() -> str:
    """What tells this version of the product from another: all that computes, draws and words an answer."""
    digest = hashlib.sha256()
    catalogues = (_ROOT / "locale").rglob("*.po")
    for path in sorted([*(each for name in _CODE for each in (_ROOT / name).rglob("*.py")), *catalogues]):
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def kinds_of(parts: Iterable[Part]) -> tuple[str, ...]:
    """The kinds of the data in some parts, each once, in order."""
    return tuple(dict.fromkeys(kind for part in parts for kind in getattr(part, "kinds", ())))


def source_line(snapshot: Snapshot, kinds: Iterable[str]) -> str:
    """Where figures come from and of which day they are, as a picture says it."""
    mark = _("Synthetic data") + " · " if "synthetic" in kinds else ""
    return mark + _("Vigie, snapshot {hash}, as of {date}").format(
        hash=snapshot.hash[:8], date=day(snapshot.as_of)
    )


def about(asked: Asked, page: PageEntry, kinds: Iterable[str], origin: str) -> dict[str, str]:
    """Where the figures of a file come from, as its first lines say it."""

    snapshot = asked.reader.snapshot
    return {
        _("Page"): _(page.question),
        _("Link"): asked.link(origin, page),
        _("Snapshot"): snapshot.hash,
        _("As of"): snapshot.as_of.isoformat(),
        _("Kinds of data"): listing([_(KINDS[kind][0]) for kind in kinds if kind in KINDS]) or _("none"),
    }


def paper(chart: Chart, snapshot: Snapshot) -> dict[str, Any]:
    """A chart's specification as a file has it: titled, with its source, light."""
    finished = finish(chart.drawing, kinds=chart.kinds)
    return on_paper(finished, title=chart.title, subtitle=source_line(snapshot, chart.kinds))


_NOT_IN_A_NAME: Final = re.compile(r"[^\w.-]+")


def file_name(page: PageEntry, name: str, form: str) -> str:
    """What a file is called where it is kept."""
    return f"vigie-{page.slug}-{_NOT_IN_A_NAME.sub('-', name)}.{form}"
