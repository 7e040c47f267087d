"""The page Start as a value: a dozen typed figures open every page, what is assumed marked as such."""

from __future__ import annotations

from typing import Any, Final

from data.hosting import make_room
from data.ingest.typed import NotTyped, Typed, start
from data.snapshots import DEMO, workspaces
from studies import stand_ins
from ui import own, writing_key
from ui import start as words
from ui.content import Answer, Table
from ui.form import Field, Fold, Form, FormPage, Given, Lead, Said, Sheet, Step, Visit
from ui.import_load import name_taken
from ui.importer import own_workspace
from ui.registry import IMPORT, entry
from ui.words import _, number

_DONE: Final = "start done"
_FAULTS: Final = "start faults"
_SERIES: Final = ("active", "transactions", "unit_cost")
_CENT: Final = 0.01


def page(visit: Visit) -> FormPage:
    """The form, what was wrong with it, and what stands behind the pages once it was sent."""
    sheet = Sheet(visit.kept)
    bank = str(visit.kept.get(_DONE, "")) if visit.workspace != DEMO else ""
    workspace, _told = own_workspace(visit)
    if bank:
        sheet.put(*writing_key.told())
        for slug in ("overview", IMPORT):
            sheet.put(Lead(slug, _(entry(slug).question)))
    for fault in visit.kept.pop(_FAULTS, ()):
        sheet.say(fault, "fault")
    sheet.put(_form(visit, workspace))
    if bank:
        sheet.say(_("What stands behind the pages now"), "title")
        described = _(
            "Every table that a bank can load, and whether its rows are loaded, typed, assumed or missing"
        )
        sheet.put(Table("coverage", "", words.coverage(visit.reader.snapshot, bank), described, ()))
    else:
        said = _("It opens in a workspace of its own. Whoever has its link can see it; no one can guess it.")
        sheet.say(said, "aside")
    return FormPage(Answer(_opened(visit, bank) if bank else words.sentence()), sheet.offers)


def _opened(visit: Visit, bank: str) -> str:
    held = stand_ins.of_bank(visit.reader.snapshot, bank)
    own_ones = {*held.typed, *held.loaded, *held.costed} - {"bank"}
    return _(
        "{bank} is open on every page. Tables that rest on your figures: {typed}; assumed: {assumed}; "
        "missing: {missing}."
    ).format(
        bank=visit.reader.banks().get(bank, bank),
        typed=number(len(own_ones), 0),
        assumed=number(len(held.assumed), 0),
        missing=number(len(words.own_tables()) - len(own_ones) - len({*held.assumed} - {"bank"}), 0),
    )


def _figure(figure: str, step: float = 1) -> Field:
    return Field(f"start {figure}", words.figure_name(figure), "number", step=step)


def _form(visit: Visit, workspace: str) -> Form:
    """Name, country, customers and their use above; whatever else is known is folded away."""
    countries = words.countries(visit.reader.snapshot)
    operations = [name for name, _cost in words.channel_figures()]
    unit_costs = [cost for _name, cost in words.channel_figures()]
    return Form(
        "start",
        (
            (
                Field("start name", words.figure_name("name")),
                Field("start country", words.figure_name("country"), "choice", countries),
                _figure("customers"),
            ),
            tuple(_figure(figure) for figure, _name in words.ACTIVE),
            Fold(
                _("What else you know: operations, costs, staff, losses, budget"),
                [
                    Said(_("Operations and their cost"), "title"),
                    tuple(_figure(figure) for figure in operations),
                    tuple(_figure(figure, _CENT) for figure in unit_costs),
                    Said(_("Means, losses, budget"), "title"),
                    tuple(_figure(figure) for figure, _name in words.BANK),
                ],
                ":material/add:",
            ),
        ),
        (
            Step(
                _("Open every page with these figures"),
                lambda given: _begin(visit, workspace, given),
                "start begin",
                icon=":material/play_arrow:",
                busy=_("Building the new snapshot …"),
            ),
        ),
    )


def _typed(given: Given) -> Typed:
    figures = ["customers", *dict(words.ACTIVE), *(name for pair in words.channel_figures() for name in pair)]
    typed: dict[str, Any] = {name: given.get(f"start {name}") for name in [*figures, *dict(words.BANK)]}
    series = {
        kind: {name.partition(".")[2]: value for name, value in typed.items() if name.startswith(f"{kind}.")}
        for kind in _SERIES
    }
    return Typed(
        name=str(given.get("start name") or ""),
        country=str(given.get("start country") or ""),
        customers=typed["customers"],
        active={int(ago): value for ago, value in series["active"].items()},
        transactions=series["transactions"],
        unit_cost=series["unit_cost"],
        **{figure: typed[figure] for figure, _name in words.BANK},
    )


def _begin(visit: Visit, workspace: str, given: Given) -> None:
    bank, faults = _typed(given), []
    try:
        if workspace not in workspaces():
            make_room()
        own.begin(workspace)
        start(bank, workspace)
    except NotTyped as slips:
        faults = [words.slip(each) for each in slips.slips]
    except PermissionError:
        faults = [name_taken()]
    except OSError:
        faults = [_("The disk of the server is full or cannot be written to; nothing was changed.")]
    else:
        visit.opens(workspace, bank.code)
        visit.kept[_DONE] = bank.code
    visit.kept[_FAULTS] = faults
