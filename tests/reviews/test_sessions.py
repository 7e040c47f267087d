"""Sessions: how they begin and end, whatever a cookie says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from reviews import people, sessions
from reviews.errors import NotFound
from tests.reviews.conftest import World


def token(world: World, **given: Any) -> dict[str, Any]:
    now = int(world.instant[0].timestamp())
    usual = {"iss": "https://id.example", "sub": "7", "iat": now, "exp": now + 300, "nonce": "n1"}
    return usual | {"name": "A. Head"} | given


def over(why: str):
    return pytest.raises(sessions.Over, match=f"^{why}$")


def test_a_session_begins_once_and_enters_the_person_without_a_role(world: World) -> None:
    claims = token(world)
    person = sessions.present(world.office, claims)
    world.pass_days(10 / 1440)
    assert sessions.present(world.office, claims) == person
    told = [each["action"] for each in world.told() if str(each.get("actor", "")).endswith(" 7")]
    assert told == ["session.begun"]
    with world.office.store.reading() as work:
        from reviews.office import grants_of

        assert grants_of(work, person, "2026-11-02T10:00:00Z") == ()


@pytest.mark.parametrize(("idle_minutes", "steps", "why"), [(14, 40, "expired"), (16, 1, "idle")])
def test_a_session_ends_after_eight_hours_and_when_nobody_is_there(
    world: World, idle_minutes: int, steps: int, why: str
) -> None:
    claims = token(world)
    sessions.present(world.office, claims)
    begun = world.instant[0]
    with over(why):
        for _step in range(steps):
            world.pass_days(idle_minutes / 1440)
            sessions.present(world.office, claims)
    if why == "expired":
        assert timedelta(hours=8) <= world.instant[0] - begun < timedelta(hours=8, minutes=15)


def test_the_expiry_of_the_token_does_not_end_a_session_that_it_began(world: World) -> None:
    claims = token(world, exp=int(world.instant[0].timestamp()) + 60)
    sessions.present(world.office, claims)
    world.pass_days(5 / 1440)
    assert sessions.present(world.office, claims)


def test_a_token_dated_five_minutes_back_as_entra_id_dates_them_begins_a_session(world: World) -> None:
    # So that clocks that go wrong by as much agree; it then counts for an hour.
    now = int(world.instant[0].timestamp())
    claims = token(world, iat=now - 300, nbf=now - 300, exp=now + 3_300)
    assert sessions.present(world.office, claims) == sessions.present(world.office, claims)


def test_a_cookie_replayed_after_sign_out_opens_nothing(world: World) -> None:
    claims = token(world)
    sessions.present(world.office, claims)
    sessions.end(world.office, claims)
    with over("ended"):
        sessions.present(world.office, claims)
    with pytest.raises(NotFound):
        sessions.end(world.office, claims)
    assert world.told()[-1]["action"] == "session.ended"
    assert sessions.present(world.office, token(world, nonce="n2")), "a new sign-in begins another session"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"nonce": ""}, "token"),
        ({"nonce": None}, "token"),
        ({"sub": 7}, "token"),
        ({"iat": "now"}, "token"),
        ({"exp": None}, "token"),
        ({"iat": -660}, "stale"),
        ({"iat": 3600}, "stale"),
        ({"exp": 0}, "stale"),
    ],
)
def test_a_token_that_is_old_unlimited_or_incomplete_begins_no_session(
    world: World, change: dict[str, Any], why: str
) -> None:
    base = int(world.instant[0].timestamp())
    moved = {
        name: base + value if name in ("iat", "exp") and isinstance(value, int) else value
        for name, value in change.items()
    }
    with over(why):
        sessions.present(world.office, token(world, **moved))


def test_a_clock_set_back_does_not_bring_an_idle_session_back(world: World) -> None:
    claims = token(world)
    sessions.present(world.office, claims)
    world.pass_days(10 / 1440)
    sessions.present(world.office, claims)
    world.pass_days(-8 / 1440)
    with over("idle"):
        sessions.present(world.office, claims)


def test_two_accounts_of_one_name_are_two_people_and_a_grant_is_the_account_s(world: World) -> None:
    first = sessions.present(world.office, token(world))
    second = sessions.present(world.office, token(world, iss="https://other.example"))
    assert first != second
    people.grant_from_machine(world.office.store, first, "head", None, at="2026-11-02T09:00:00Z")
    from reviews.reads import grants

    assert [each.role for each in grants(world.office, first)] == ["head"]
    assert grants(world.office, second) == ()


def test_the_database_keeps_sessions_and_whose_they_are(world: World, raw) -> None:
    sessions.present(world.office, token(world))
    for statement in (
        "DELETE FROM session",
        f"UPDATE session SET person = {world['head']}",
        "UPDATE session SET begun_at = '2027-01-01T00:00:00Z'",
    ):
        with pytest.raises(IntegrityError):
            raw(statement)
    raw("UPDATE session SET revoked_at = '2026-11-02T10:00:00Z'")
    with pytest.raises(IntegrityError):
        raw("UPDATE session SET revoked_at = NULL")
