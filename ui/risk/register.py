"""Major incidents and notices in time: computed from the register beside what the bank reports, in words."""

from __future__ import annotations

from typing import Final

import pandas as pd

from studies.risk import register as reads
from studies.risk.register import RegisterFigures
from ui.content import Note, Part, Table
from ui.reader import Reader
from ui.words import MISSING, _, number, percent

# A share of notices is reported to one decimal.
_ROUNDING: Final = 0.05


def figures(reader: Reader, bank: str, month: str) -> RegisterFigures | None:
    """The figures of one bank and month; None where no incident of the bank is loaded."""
    return reads.register_figures(reader.snapshot, bank, month, reader.scenario.mad_per_euro)


def table(found: RegisterFigures) -> pd.DataFrame:
    """O6 and R3, computed and reported, and what the bank is to be asked."""
    counts = found.counts
    share = counts.in_time_percent
    return pd.DataFrame(
        {
            _("Indicator"): [_("O6 · Major incidents, 12 months"), _("R3 · Notices sent in time, 12 months")],
            _("From the register"): [
                number(counts.major, 0),
                _("not applicable: no notice was due") if share is None else percent(share / 100, 1),
            ],
            _("Of which"): [
                _("{alone} alone, {together} groups of recurring incidents").format(
                    alone=counts.major_alone, together=counts.major_together
                ),
                _("{due} due: {in_time} in time, {late} late, {not_sent} not sent").format(
                    due=counts.due, in_time=counts.in_time, late=counts.late, not_sent=counts.not_sent
                ),
            ],
            _("Reported by the bank"): [
                MISSING if found.major_reported is None else number(found.major_reported, 0),
                MISSING if found.notices_reported is None else percent(found.notices_reported / 100, 1),
            ],
            _("Contradiction"): [
                _("yes") if major_differs(found) else _("no"),
                _("yes") if notices_differ(found) else _("no"),
            ],
        }
    )


def compared(reader: Reader, bank: str, month: str) -> RegisterFigures | None:
    """The figures to be shown beside those reported; None where there is nothing to compare."""
    # Where one of the two stands in for what the bank has not given, it contradicts nothing that it says.
    if any(reader.stands_in(name, bank) for name in ("incident", "risk_observation")):
        return None
    return figures(reader, bank, month)


def parts(reader: Reader, bank: str, month: str, kinds: tuple[str, ...]) -> tuple[Part, ...]:
    """The figures of the register beside those reported; nothing where there is nothing to compare."""
    found = compared(reader, bank, month)
    if found is None:
        return ()
    said = sentence(found)
    title = _("Incidents: computed from the register, and reported")
    return Table("register-figures", title, table(found), said, kinds), Note(said, "aside")


def major_differs(found: RegisterFigures) -> bool:
    """Whether the bank reports another number of major incidents than its register holds."""
    return found.major_reported is not None and found.major_reported != found.counts.major


def notices_differ(found: RegisterFigures) -> bool:
    """Whether the share of notices in time that the bank reports, or leaves out, is another."""
    share = found.counts.in_time_percent
    if found.notices_reported is None:
        return share is not None
    return share is None or abs(found.notices_reported - share) > _ROUNDING


def sentence(found: RegisterFigures) -> str:
    """Major against notified, and where the register contradicts what is reported."""
    counts = found.counts
    said = [
        _("By the register, major incidents in twelve months: {major}; notified: {notified}.").format(
            major=counts.major, notified=counts.notified
        )
    ]
    if major_differs(found):
        said.append(
            _(
                "The bank reports {reported} (O6): recurring incidents that are major together count as one."
            ).format(reported=number(found.major_reported, 0))
        )
    if notices_differ(found):
        said.append(_notices_words(found))
    if counts.undecided:
        said.append(
            _("{count} more could be major once unknown facts are known.").format(count=counts.undecided)
        )
    return " ".join(said)


def _notices_words(found: RegisterFigures) -> str:
    """How the share of notices in time contradicts the register."""
    share = found.counts.in_time_percent
    computed = percent((share or 0.0) / 100, 1)
    if found.notices_reported is None:
        return _("It reports no share of notices in time (R3); the register shows {share}.").format(
            share=computed
        )
    reported = percent(found.notices_reported / 100, 1)
    if share is None:
        return _("It reports {reported} of notices in time (R3) though none was due: not applicable.").format(
            reported=reported
        )
    return _("It reports {reported} of notices in time (R3); the register shows {share}.").format(
        reported=reported, share=computed
    )
