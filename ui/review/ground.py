"""What the desk of the reviews stands on: the model's figures, the methods in use, and the invented history.

The history is played once on the present data; what played it names it, with the data.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from data.passing import folder
from data.snapshots import Snapshot, home
from reviews import methods, people, watch
from reviews.moments import written
from reviews.office import Office
from reviews.store import Store
from studies import core
from studies.inventory import MODELS, SCORES
from ui.review import desk, figures, return_rules
from ui.review import history as played
from ui.review.people import OWNER, PEOPLE

_kept_up: dict[str, tuple[str, str]] = {}


def register(store: Store, owner: int, at: str) -> None:
    """Enter the method of the scores that is in use."""
    methods.register(store, figures.method_hash(figures.snapshot()), SCORES, owner, tier=1, limits="", at=at)


def keep_up(where: str, office: Office) -> None:
    """Register the method in use, and let end what is over: each day, and after each refresh of the data."""
    data = figures.snapshot()
    at = written(office.clock())
    if _kept_up.get(where) == (data.hash, at[:10]):
        return
    owner = people.enrol(office.store, "vigie", "owner", "Vigie", at=at)
    for model in MODELS:
        digest = figures.digests(data)[model.code]
        methods.register(office.store, digest, model.code, owner, tier=model.tier, limits="", at=at)
    watch.sweep(office, figures.months(data)[-1])
    _kept_up[where] = (data.hash, at[:10])


def history() -> Path:
    """The folder with the invented history on the present data: played once, and kept for later starts."""
    data = figures.snapshot()
    named = _history_of(data)
    kept, place = home() / desk.HISTORIES / named, folder() / "reviews" / f"history-{named}"
    for known in (kept, place):
        if (known / "done").exists():
            return known
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    _play(data, place)
    # Where nothing can be kept, the history goes with this process.
    with suppress(OSError):
        return _keep(place, kept)
    return place


def _history_of(data: Snapshot) -> str:
    """What names a history: the data that it rests on, and all that plays it."""
    made = hashlib.sha256(f"{data.hash} {sorted(figures.digests(data).items())}".encode())
    for module in (Path(people.__file__), Path(__file__)):
        for source in sorted(module.parent.glob("*.py")):
            made.update(source.read_bytes())
    return made.hexdigest()[:16]


def _keep(place: Path, kept: Path) -> Path:
    """Put a history that was played beside the data, in one step, in place of earlier ones."""
    if kept.parent.is_dir():
        for earlier in kept.parent.iterdir():
            shutil.rmtree(earlier, ignore_errors=True)
    kept.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix="played-", dir=kept.parent))
    shutil.copytree(place, stage, dirs_exist_ok=True)
    with suppress(FileExistsError, OSError):
        stage.rename(kept)
    if not (kept / "done").exists():
        return place
    shutil.rmtree(stage, ignore_errors=True)
    shutil.rmtree(place, ignore_errors=True)
    return kept


def _play(data: Snapshot, place: Path) -> None:
    """Play the invented history into an empty folder."""
    store, clock = desk.store_in(place), played.Clock()
    at = written(clock())
    numbers = {}
    for person in (*PEOPLE, OWNER):
        numbers[person.key] = people.enrol(store, "desk", person.key, person.name, at=at)
        for bank in person.banks or (None,):
            if person.role:
                people.grant_from_machine(store, numbers[person.key], person.role, bank, at=at)
    office = Office(store, place / "evidence", figures.figures, clock)
    played.registered(office, numbers, figures.digests(data), at)
    banks = list(core.banks(data)["bank"])
    months = list(figures.months(data))
    played.play(office, numbers, clock, months, banks, figures.returned, return_rules.rules_of)
    store.close()
    # Last: what stands without it was not played to its end.
    (place / "done").write_text(clock.instant.isoformat(), encoding="utf-8")


def lay() -> None:
    """Let the desks of this process stand on it: called by whoever serves, before anybody asks."""
    # A figure is asked for by its name when it is wanted.
    desk.stand_on(desk.Ground(lambda *case: figures.figures(*case), register, keep_up, history))
