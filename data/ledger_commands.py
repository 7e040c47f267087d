"""A bank's cost accounting at the command line: said as a table a channel, and loaded."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import Final

from data.build import build_base
from data.ingest.cost_ledger import Ledger
from data.ingest.escaping import plain
from data.ingest.ledger_tables import Costed, NotUsable, bank_code, costed, foreseen_of_ledger, load_ledger
from data.phrases import Phrase

_READ: Final = Phrase(
    "Fichier {file} : comptabilité analytique de {centres} centres de coûts.",
    "File {file}: cost accounting of {centres} cost centres.",
)
_CHANNEL: Final = Phrase(
    "  {channel} : coût complet {full:.2f} MAD, {volume:.0f} opérations ; minutes supposées {minutes:.0f} "
    "({low:.0f} à {high:.0f})",
    "  {channel}: full cost MAD {full:.2f}, {volume:.0f} operations; minutes assumed {minutes:.0f} "
    "({low:.0f} to {high:.0f})",
)
_LEFT: Final = Phrase(
    "  Laissé de côté : {centre}, {amount:.0f} MAD ({reason})",
    "  Left aside: {centre}, MAD {amount:.0f} ({reason})",
)
_REASONS: Final[Mapping[str, Phrase]] = {
    "no_channel": Phrase("aucun canal : --map CANAL=CENTRE", "no channel: --map CHANNEL=CENTRE"),
    "no_volume": Phrase("aucune opération", "no operations"),
}
_REPLACES: Final = Phrase(
    "  {table} : valeurs remplacées : {count}, anciennes et nouvelles",
    "  {table}: values replaced: {count}, old against new",
)
_REPLACED: Final = Phrase(
    "    {where}, {column} : {before} → {after}", "    {where}, {column}: {before} → {after}"
)
_LISTED: Final = 20
_WRONG: Final[Mapping[str, Phrase]] = {
    "no_bank": Phrase("Nommez la banque par --bank.", "Name the bank by --bank."),
    "no_period": Phrase(
        "Le fichier ne dit pas son année : --set year=2025.",
        "The file does not say its year: --set year=2025.",
    ),
    "no_channel": Phrase(
        "Aucun centre de coûts n'est un canal : --map CANAL=CENTRE.",
        "No cost centre is a channel: --map CHANNEL=CENTRE.",
    ),
    "no_volume": Phrase("Aucun canal n'a d'opérations.", "No channel has operations."),
    "decimal": Phrase(
        "10,427 peut être dix ou dix mille : --decimal , ou --decimal .",
        "10,427 could be ten or ten thousand: --decimal , or --decimal .",
    ),
}


def run(
    ledger: Ledger,
    content: bytes,
    given: argparse.Namespace,
    centres: Mapping[str, str],
    constants: Mapping[str, str],
    *,
    loads: bool,
) -> bool:
    """Say what the ledger gives, and load it if asked to; False where it cannot be used.

    Parameters
    ----------
    centres : channel → cost centre, as typed after ``--map``
    constants : ``year`` where the file does not say it, ``bank``
    """
    if ledger.decimal_open and given.decimal is None:
        return _cannot("decimal", given)
    if constants.get("year", "").isdigit() and not ledger.dated:
        ledger = ledger.of_year(int(constants["year"]))
    named = constants.get("bank", "").strip()
    code = bank_code(named, given.workspace) if named else ""
    try:
        chosen = {centre: channel for channel, centre in centres.items()}
        made = costed(ledger, code, build_base(), chosen)
    except NotUsable as failed:
        return _cannot(failed.rule, given)
    _say(ledger, made, given)
    if loads:
        _say_replaced(made, given)
        done = load_ledger(
            made,
            bank=code,
            name=named,
            filename=ledger.filename,
            content=content,
            workspace=given.workspace,
        )
        print("\n".join(plain(said) for said in done.sentences(given.lang)))
    return True


def _say_replaced(made: Costed, given: argparse.Namespace) -> None:
    line = _REPLACED.in_language(given.lang)
    for table, (changes, total) in foreseen_of_ledger(made, given.workspace).items():
        print(plain(_REPLACES.in_language(given.lang).format(table=table, count=total)))
        for change in changes[:_LISTED]:
            where = ", ".join(change.key.values())
            said = line.format(where=where, column=change.column, before=change.before, after=change.after)
            print(plain(said))


def _cannot(rule: str, given: argparse.Namespace) -> bool:
    print(plain(_WRONG[rule].in_language(given.lang)), file=sys.stderr)
    return False


def _say(ledger: Ledger, made: Costed, given: argparse.Namespace) -> None:
    told = [_READ.in_language(given.lang).format(file=ledger.filename, centres=len(ledger.channels))]
    for row in made.channels.to_dict("records"):
        figures = row | {"low": row["minutes_low"], "high": row["minutes_high"]}
        told.append(_CHANNEL.in_language(given.lang).format(**{str(k): v for k, v in figures.items()}))
    for row in made.aside.to_dict("records"):
        reason = _REASONS[str(row["reason"])].in_language(given.lang)
        line = _LEFT.in_language(given.lang)
        told.append(line.format(centre=row["centre"], amount=row["amount"], reason=reason))
    print("\n".join(map(plain, told)))
