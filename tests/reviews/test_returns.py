"""Returns: due, received, corrected, warned of and asked about, on either database."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from reviews import returns
from reviews.errors import NotFound, Refused
from reviews.returns import Fault, Figures
from tests.reviews.conftest import BANK, OTHER, World

FIGURES = {"O1": Decimal("4.5"), "O2": Decimal("2"), "R3": None}
WHY = "Counted again with the service that reports it."


def judged(now: Figures, before: Figures | None) -> Sequence[Fault]:
    """Negative figures reject; one that doubled since the month before wants a reason."""
    found = [
        Fault("bounds", "error", (code,)) for code, value in now.items() if value is not None and value < 0
    ]
    then = (before or {}).get("O1")
    if then is not None and (now["O1"] or 0) > 2 * then:
        found.append(Fault("jump", "warning", ("O1",)))
    return found


def hand_in(
    world: World, figures: Figures = FIGURES, month: str = "2026-10", who: str = "respondent", **given
):
    return returns.submit(world.office, world[who], BANK, month, figures, judged, **given)


def refuses(code: str):
    return pytest.raises(Refused, match=f"^{code}:")


@pytest.mark.parametrize(
    ("month", "day"), [("2026-10", "2026-11-10"), ("2026-12", "2027-01-11"), ("2026-09", "2026-10-12")]
)
def test_a_return_is_due_on_the_tenth_or_the_monday_after(month: str, day: str) -> None:
    assert returns.due(month) == day


def test_a_correction_is_a_further_version_and_every_figure_changed_is_listed(world: World) -> None:
    first = hand_in(world)
    assert hand_in(world) == first, "the same figures again are the same return"
    assert hand_in(world, {**FIGURES, "O2": Decimal("3"), "R3": Decimal("90")}) != first
    before, after = returns.received(world.office, world["supervisor"]).filings
    assert (before["version"], after["version"]) == (1, 2)
    assert returns.changed(before, after) == [("O2", "2", "3"), ("R3", None, "90")]
    assert returns.read_figures(before) == FIGURES, "the first stays as it was"


def test_an_error_rejects_and_a_warning_wants_its_reason(world: World) -> None:
    with refuses("rule_error"):
        hand_in(world, {**FIGURES, "O1": Decimal("-1")})
    assert returns.received(world.office, world["supervisor"]).filings == ()
    assert world.refused()[-1] == ("return.submit", "rule_error")
    hand_in(world, month="2026-09")
    jumped = {**FIGURES, "O1": Decimal("20")}
    for reasons in (None, {"jump": "short"}, {"bounds": WHY}):
        with refuses("rule_reason"):
            hand_in(world, jumped, reasons=reasons)
    hand_in(world, jumped, reasons={"jump": f"  {WHY} "})
    (note,) = returns.received(world.office, world["head"]).notes
    assert (note["rule"], note["figures"], note["reason"]) == ("jump", "O1", WHY)


def test_a_question_belongs_to_a_figure_and_is_answered_once_by_the_bank(world: World, raw) -> None:
    number = hand_in(world)
    with refuses("code"):
        returns.ask(world.office, world["supervisor"], number, "O9", "Why?")
    asked = returns.ask(world.office, world["supervisor"], number, "O1", "Which outages?")
    with refuses("stale"):
        returns.answer(world.office, world["respondent"], asked, 2, "All.")
    returns.answer(world.office, world["respondent"], asked, 1, "All.")
    with refuses("state"):
        returns.answer(world.office, world["respondent"], asked, 2, "Most.")
    with pytest.raises(IntegrityError):
        raw("UPDATE question SET answer = 'none', version = version + 1")
    (row,) = returns.received(world.office, world["respondent"]).questions
    assert (row["indicator"], row["text"], row["answer"]) == ("O1", "Which outages?", "All.")


def test_nobody_files_asks_or_reads_beyond_their_role_and_bank(world: World) -> None:
    number = hand_in(world)
    with refuses("not_allowed"):
        hand_in(world, who="supervisor", month="2026-09")
    with refuses("not_allowed"):
        returns.ask(world.office, world["head"], number, "O1", "Why?")
    for who in ("other_respondent", "stranger"):
        assert returns.received(world.office, world[who]).filings == ()
        with pytest.raises(NotFound):
            returns.ask(world.office, world[who], number, "O1", "Why?")
        with pytest.raises(NotFound):
            hand_in(world, who=who)
    with pytest.raises(NotFound):
        returns.submit(world.office, world["respondent"], OTHER, "2026-10", FIGURES, judged)
    with pytest.raises(NotFound):
        returns.received(world.office, world["validator"])


def test_a_month_that_is_not_over_has_no_return(world: World) -> None:
    for month in ("2026-11", "2027-01", "october"):
        with refuses("date"):
            hand_in(world, month=month)


def test_the_database_keeps_versions_in_their_order(world: World, raw) -> None:
    hand_in(world)
    copy = (
        "INSERT INTO filing (bank, month, version, due, received_at, figures, sha256, filed_by) "
        "SELECT bank, month, {version}, due, received_at, figures, sha256, filed_by FROM filing"
    )
    for version in (1, 3):
        with pytest.raises(IntegrityError):
            raw(copy.format(version=version))
    for statement in ("DELETE FROM filing", "UPDATE filing SET figures = '{}'"):
        with pytest.raises(IntegrityError, match="append-only"):
            raw(statement)
