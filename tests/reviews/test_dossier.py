"""A case as one file: whole, verified without the store, and told on when anything in it was changed."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reviews import cases, evidence, findings, stamps
from reviews.__main__ import main
from reviews.dossier import dossier, verify_dossier
from reviews.errors import NotFound, Refused
from reviews.ledger import verify
from tests.reviews.conftest import BANK, OTHER, World, figures
from tests.reviews.test_stamps import authority
from tests.thinned import one_in

Files = dict[str, bytes]


def communicated(world: World) -> int:
    """A decision that the bank was told, with a finding that it answered; another bank's case beside."""
    case, _judgement = world.decided(2)
    cases.communicate(world.office, world["head"], case, 4)
    world.model[OTHER, "2026-10", "operational"] = figures(2, "0.2 0.6 0.1 0.1", bank=OTHER)
    cases.open_case(world.office, world["stranger"], OTHER, "2026-10", "operational")
    number = findings.raise_finding(
        world.office,
        world["supervisor"],
        case,
        severity="high",
        requirement="Test recovery.",
        legal_basis="BCBS 98, 13",
        due="2027-03-31",
    )
    proof = evidence.upload(
        world.office, world["respondent"], BANK, "test.csv", b"step;passed\n", evidence_date="2026-11-01"
    )
    findings.reply(world.office, world["respondent"], number, 1, "Tested.", proof)
    return case


def packed(world: World, who: str = "auditor") -> tuple[int, bytes]:
    case = communicated(world)
    return case, dossier(world.office, world[who], case, {"letter-en.pdf": b"%PDF-1.7 letter"}, "Read me.")


def files_of(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def again(files: Files, *, listed: bool) -> bytes:
    """The files as a ZIP once more; ``listed`` : the forger also mends the list of hashes."""
    if listed:
        manifest = json.loads(files["manifest.json"])
        manifest["files"] = {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in files.items()
            if name != "manifest.json"
        }
        files = {**files, "manifest.json": json.dumps(manifest).encode()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_a_case_file_carries_the_stamp_of_its_decision_and_verifies_it(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = communicated(world)
    made = stamps.stamp(world.office.store, world.office.clock, authority())
    content = dossier(world.office, world["auditor"], case, {}, "Read me.")
    assert verify_dossier(content).stamps == (made,)
    place = tmp_path / "case.zip"
    place.write_bytes(content)
    assert main(["verify", str(place)]) == 0
    assert f"event {made.seq} stamped {made.at} by Clock of the town" in capsys.readouterr().out
    files = files_of(content)
    (name,) = [each for each in files if each.startswith("stamp-")]
    other = {**files, "stamp-1.tst": files[name]}
    del other[name]
    with pytest.raises(ValueError, match="no case file"):
        verify_dossier(again(other, listed=True))
    changed = bytearray(files[name])
    changed[-1] ^= 1
    found = verify_dossier(again({**files, name: bytes(changed)}, listed=True))
    assert found.stamps == ()
    assert [f"stamp of event {made.seq}" in each for each in found.problems] == [True]


def test_a_case_file_is_whole_and_its_making_an_event(world: World) -> None:
    case, content = packed(world)
    found = verify_dossier(content)
    assert (found.problems, found.case, found.evidence) == ((), case, 2)
    assert found.letters == {"letter-en.pdf": "not signed"}
    assert world.told()[-1]["action"] == "case.exported"
    assert verify(world.office.store, [found.head]).state == "ok"
    told = json.loads(files_of(content)["case.json"])
    assert (told["grade"], told["case"]["model_grade"], len(told["replies"])) == (2, 1, 1)
    assert {person["name"] for person in told["people"]} == {"supervisor", "head", "respondent"}


def test_nothing_of_another_bank_is_in_it(world: World) -> None:
    _case, content = packed(world)
    assert not [name for name, inside in files_of(content).items() if OTHER.encode() in inside]
    rows = [json.loads(line) for line in files_of(content)["ledger.jsonl"].splitlines()]
    assert [row for row in rows if "body" not in row], "events of others stand in it by their hash alone"


def _grade(files: Files) -> None:
    told = json.loads(files["case.json"])
    told["judgements"][0]["to_grade"] = 3
    files["case.json"] = json.dumps(told).encode()


def _score(files: Files) -> None:
    told = json.loads(files["case.json"])
    told["case"]["score"] = "1"
    files["case.json"] = json.dumps(told).encode()


def _event(files: Files) -> None:
    files["ledger.jsonl"] = files["ledger.jsonl"].replace(b'"to": 2', b'"to": 3')


def _event_gone(files: Files) -> None:
    lines = files["ledger.jsonl"].splitlines()
    files["ledger.jsonl"] = b"\n".join([*lines[:2], *lines[3:]])


def _proof(files: Files) -> None:
    name = next(name for name in files if name.startswith("evidence/"))
    files[name] += b"."


def _proof_gone(files: Files) -> None:
    del files[next(name for name in files if name.startswith("evidence/"))]


def _more(files: Files) -> None:
    files["evidence/" + "0" * 64] = b"planted"


@pytest.mark.parametrize(
    ("change", "listed"),
    one_in(
        3,
        itertools.product([_grade, _score, _event, _event_gone, _proof, _proof_gone, _more], [False, True]),
    ),
)
def test_whatever_is_changed_shows_even_where_the_list_is_mended(
    world: World, change: Callable[[Files], None], listed: bool
) -> None:
    _case, content = packed(world)
    files = files_of(content)
    change(files)
    assert verify_dossier(again(files, listed=listed)).problems


def test_a_history_written_anew_fails_against_the_head_on_a_letter(world: World) -> None:
    _case, content = packed(world)
    seq, digest = verify_dossier(content).head
    assert verify_dossier(content, [(seq, digest)]).problems == ()
    assert verify_dossier(content, [(seq, "0" * 64)]).problems
    assert verify_dossier(content, [(seq + 5, digest)]).problems


def test_who_may_not_read_the_case_gets_no_file_of_it(world: World) -> None:
    case = communicated(world)
    with pytest.raises(Refused, match="not_allowed"):
        dossier(world.office, world["respondent"], case, {}, "")
    for who in ("stranger", "other_respondent", "validator"):
        with pytest.raises(NotFound):
            dossier(world.office, world[who], case, {}, "")


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"no zip", again({"a": b"b"}, listed=False)],
    # A ZIP holds the time at which it was made: it would give the test another name every two seconds.
    ids=["empty", "beginning", "text", "unlisted"],
)
def test_what_is_no_case_file_is_told_so(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"no case file|no ZIP|damaged"):
        verify_dossier(content)


def test_a_zip_of_a_terabyte_is_not_unpacked() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", bytes(201 * 1024 * 1024))
    with pytest.raises(ValueError, match="too large"):
        verify_dossier(made.getvalue())


def test_the_command_needs_no_store(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case, content = packed(world)
    monkeypatch.setenv("VIGIE_REVIEWS", "sqlite:////nowhere/reviews.db")
    place = tmp_path / "case.zip"
    place.write_bytes(content)
    assert main(["verify", str(place)]) == 0
    assert f"ok: case {case}, " in capsys.readouterr().out
    files = files_of(content)
    _event(files)
    place.write_bytes(again(files, listed=True))
    assert main(["verify", str(place)]) == 1
    assert "was changed after it was written" in capsys.readouterr().out
    place.write_bytes(b"no zip")
    assert main(["verify", str(place)]) == 2
