"""The inventory of models: who owns each, who rests on it, when it was last validated, what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from data.snapshots import Snapshot
from reviews import reads
from reviews.errors import NotFound
from reviews.ledger import Event
from studies.inventory import MODELS, Model
from ui.content import Note, Part, Table
from ui.review import desk, figures, ground, words
from ui.review.methods import NAMES
from ui.words import MISSING, _, listing, ngettext

KINDS: Final = ("derived",)
_SHORT: Final = 12


@dataclass(frozen=True)
class Entry:
    """A model as it is now: ``digest`` names it; ``now`` : its row of the register, ``last`` : the row of the
    version last validated; None where there is none. ``owner`` : by name."""

    model: Model
    digest: str
    owner: str
    now: Any
    last: Any

    @property
    def valid(self) -> bool:
        """Whether the model is validated as it is now."""
        return self.now is not None and self.now["state"] == "validated"

    @property
    def changed(self) -> bool:
        """Whether it is another method than the one last validated."""
        return self.last is not None and self.last["hash"] != self.digest


@dataclass(frozen=True)
class Inventory:
    """``kept`` : whether a register bears on these data and the reader may see it; ``events`` : what was
    decided about methods, newest first; ``versions`` : hash of each method registered → its model's code;
    ``invented`` : whether the people of the register are those of the demonstration."""

    entries: tuple[Entry, ...]
    kept: bool
    events: tuple[Event, ...]
    versions: dict[str, str]
    invented: bool


def inventory(data: Snapshot) -> Inventory:
    """The models of the product, with what the register that bears on the data says of them."""
    rows: Sequence[Any] = ()
    events: tuple[Event, ...] = ()
    people: dict[int, str] = {}
    kept = False
    ground.lay()
    if (found := desk.register_of(data)) is not None:
        try:
            rows, events = reads.methods(*found), reads.method_events(*found)
            people, kept = reads.people(*found), True
        except NotFound:
            kept = False
    digests = figures.digests(data)
    entries = tuple(_entry(model, digests[model.code], rows, people) for model in MODELS)
    versions = {row["hash"]: str(row["name"]) for row in rows}
    return Inventory(entries, kept, tuple(reversed(events)), versions, kept and not desk.signs_in())


def _entry(model: Model, digest: str, rows: Sequence[Any], people: dict[int, str]) -> Entry:
    own = [row for row in rows if row["name"] == model.code]
    now = next((row for row in own if row["hash"] == digest), None)
    last = max((row for row in own if row["validated_at"]), key=lambda row: row["validated_at"], default=None)
    owner = people.get(now["owner"], MISSING) if now is not None else MISSING
    return Entry(model, digest, owner, now, last)


def kinds(found: Inventory) -> tuple[str, ...]:
    """Kinds of what is shown: the register of the demonstration is invented."""
    return ("synthetic", *KINDS) if found.invented else KINDS


def sentence(found: Inventory) -> str:
    """How many models are validated as they are, and which are not."""
    if not found.kept:
        return _("No register of methods is open here: on these data nothing is said to be validated.")
    fit = sum(each.valid for each in found.entries)
    head = ngettext(
        "{count} model of {all} is validated as it is",
        "{count} models of {all} are validated as they are",
        fit,
    ).format(count=fit, all=len(found.entries))
    others = [f"{_(NAMES[each.model.code])} ({_why(each)})" for each in found.entries if not each.valid]
    if not others:
        return head + "."
    return head + _("; not: {list}.").format(list=listing(others))


def _why(each: Entry) -> str:
    if each.changed:
        return _("changed since")
    if each.now is None:
        return _("not in the register")
    return _("never validated") if each.last is None else words.state(each.now["state"])


def _since(each: Entry) -> str:
    if each.last is None:
        return _("never validated")
    if not each.changed:
        return _("nothing")
    return _("another version: {before} → {after}").format(
        before=each.last["hash"][:_SHORT], after=each.digest[:_SHORT]
    )


def table(found: Inventory, subjects: dict[str, str]) -> pd.DataFrame:
    """One row a model; ``subjects`` : code of a subject → its name."""
    rows = found.entries
    return pd.DataFrame(
        {
            _("Model"): [_(NAMES[row.model.code]) for row in rows],
            _("Subject matter"): [subjects[row.model.subject] for row in rows],
            _("Model tier"): [str(row.model.tier) for row in rows],
            _("Owner"): [row.owner for row in rows],
            _("State"): [words.state(row.now["state"]) if row.now is not None else MISSING for row in rows],
            _("Last validated"): [
                words.on_day(row.last["validated_at"]) if row.last is not None else MISSING for row in rows
            ],
            _("Changed since its validation"): [_since(row) for row in rows],
            _("Limits"): [
                words.written(row.now["limits"]) if row.now is not None and row.now["limits"] else MISSING
                for row in rows
            ],
            _("Version (SHA-256)"): [row.digest[:_SHORT] for row in rows],
        }
    )


def decisions(found: Inventory) -> pd.DataFrame:
    """What was decided about methods, as the ledger has it, newest first."""
    rows = [each for each in found.events if each.body["action"] != "method.registered"]
    return pd.DataFrame(
        {
            _("Event"): [str(each.seq) for each in rows],
            _("When"): [words.when(each.body["at"]) for each in rows],
            _("Method"): [_named(found, each.body["method"]) for each in rows],
            _("What"): [words.action(each.body["action"]) for each in rows],
            _("Said"): [words.written(each.body.get("limits") or MISSING) for each in rows],
            _("Hash of the event"): [each.hash[:_SHORT] for each in rows],
        }
    )


def _named(found: Inventory, digest: str) -> str:
    code = found.versions.get(digest, "")
    return labelled_version(_(NAMES[code]) if code in NAMES else code, digest)


def labelled_version(name: str, digest: str) -> str:
    """A method's name with the beginning of its hash, by which its versions are told apart."""
    return f"{name} ({digest[:_SHORT]})"


def parts(data: Snapshot, subjects: dict[str, str]) -> tuple[Part, ...]:
    """What the proofs page shows of the inventory."""
    found = inventory(data)
    said, made = sentence(found), kinds(found)
    # Where people sign in, the register is for those who have a role: its files would open for others too.
    closed = found.kept and not found.invented
    tiers = _(
        "Tier 1: grades are decided on it; 2: money, people or law; 3: it illustrates. A convention of ours. "
        "A decision on a method that is not validated cannot be communicated."
    )
    shown: list[Part] = [
        Note(said),
        Table("inventory", _("Inventory of models"), table(found, subjects), said, made, private=closed),
        Note(tiers, "aside"),
    ]
    told = decisions(found)
    if not told.empty:
        title = _("Decisions on methods, from the ledger")
        shown.append(Table("validations", title, told, said, made, private=closed))
    return tuple(shown)
