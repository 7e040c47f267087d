"""Roles, states, versions, methods, evidence and findings: what each may do and what is never possible."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from reviews import (
    cases,
    decisions,
    evidence,
    findings,
    methods,
    people,
    reads,
    reminders,
    returns,
    sessions,
    tables,
)
from reviews.errors import REFUSALS, NotFound, Refused
from reviews.ledger import verify
from reviews.returns import Fault
from reviews.roles import ROLES
from reviews.states import FIRST, TRANSITIONS, states
from reviews.store import Store, open_store
from tests.reviews.conftest import BANK, METHOD, MONTH, OTHER, REASON, RISK, World, figures
from tests.reviews.test_sessions import token


def _refuses(code: str):
    return pytest.raises(Refused, match=f"^{code}:")


def test_the_store_has_the_form_of_the_tables_and_opens_twice(url: str, store: Store) -> None:
    open_store(url).close()
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.METADATA) == []


def test_the_database_knows_the_transitions_of_the_code(store: Store, world: World, raw) -> None:
    from sqlalchemy import select

    with store.reading() as work:
        rows = work.rows(select(tables.transition))
    assert {(r["entity"], r["before"], r["after"]) for r in rows} == {step[:3] for step in TRANSITIONS}
    case = world.case()
    with pytest.raises(IntegrityError):
        raw(f"UPDATE \"case\" SET state = 'communicated', version = 2 WHERE id = {case}")
    with pytest.raises(IntegrityError):
        raw(f"UPDATE \"case\" SET score = '0', version = 2 WHERE id = {case}")
    with pytest.raises(IntegrityError):
        raw(f'DELETE FROM "case" WHERE id = {case}')


def test_every_state_is_reached_and_every_refusal_has_a_sentence() -> None:
    for entity, first in FIRST.items():
        assert states(entity)[0] == first
        assert {s.before for s in TRANSITIONS if s.entity == entity} <= set(states(entity))
    assert all(sentence.endswith(".") for sentence in REFUSALS.values())


def test_a_role_does_what_it_may_and_a_refusal_leaves_one_event_and_nothing_else(world: World) -> None:
    case, judgement = world.proposed(2)
    office = world.office
    for name in ("supervisor", "horizontal", "auditor"):
        with _refuses("not_allowed"):
            decisions.approve(office, world[name], judgement, 1, "Yes.")
    for name in ("head", "horizontal", "auditor"):
        with _refuses("not_allowed"):
            cases.open_case(office, world[name], BANK, MONTH, RISK)
    for name in ("admin", "validator", "owner"):
        with pytest.raises(NotFound):
            reads.case_file(office, world[name], case)
        with pytest.raises(NotFound):
            decisions.approve(office, world[name], judgement, 1, "Yes.")
    with pytest.raises(NotFound):
        reads.case_file(office, world["respondent"], case)
    seen = reads.case_file(office, world["supervisor"], case)
    assert (seen.decisions, seen.case["version"], seen.judgements[0]["version"]) == ((), 3, 1)
    assert world.refused() == [("judgement.approve", "not_allowed")] * 3 + [("case.open", "not_allowed")] * 3
    assert verify(office.store).state == "ok"


def test_the_table_of_roles_gives_approval_to_heads_alone() -> None:
    assert [name for name, role in ROLES.items() if "approve" in role.may] == ["head"]
    assert all(role.never for role in ROLES.values())


def test_a_respondent_reads_what_was_communicated_of_its_bank_and_no_judgement(world: World) -> None:
    case, _judgement = world.decided(2)
    assert reads.cases(world.office, world["respondent"]) == ()
    cases.communicate(world.office, world["head"], case, 4)
    seen = reads.case_file(world.office, world["respondent"], case)
    assert (seen.judgements, seen.evidence, seen.decisions, seen.challenges) == ((), (), (), ())
    assert reads.cases(world.office, world["other_respondent"]) == ()
    assert reads.standings(world.office, world["respondent"])[BANK, RISK].grade == 2


def test_a_case_is_frozen_and_decided_only_while_its_figures_come_out_again(world: World) -> None:
    key = (BANK, MONTH, RISK)
    _case, judgement = world.proposed(2)
    for changed in (
        replace(world.model[key], snapshot_hash="t" * 64),
        replace(world.model[key], method_hash="n" * 64),
        replace(world.model[key], score=world.model[key].score + 1),
    ):
        kept, world.model[key] = world.model[key], changed
        with _refuses("not_reproduced"):
            decisions.approve(world.office, world["head"], judgement, 1, "Agreed.")
        world.model[key] = kept
    assert decisions.approve(world.office, world["head"], judgement, 1, "Agreed.") == "approved"


def test_a_decision_on_a_method_that_is_not_validated_is_not_communicated(world: World, raw) -> None:
    new = "n" * 64
    methods.register(
        world.office.store, new, "New", world["owner"], tier=1, limits="", at="2026-11-02T09:00:00Z"
    )
    world.model[BANK, MONTH, RISK] = replace(world.model[BANK, MONTH, RISK], method_hash=new)
    case, _judgement = world.decided(2)
    with _refuses("method_not_validated"):
        cases.communicate(world.office, world["head"], case, 4)
    with pytest.raises(IntegrityError):
        raw(f"UPDATE \"case\" SET state = 'communicated', version = 5 WHERE id = {case}")
    with _refuses("own_method"):
        people.grant_from_machine(
            world.office.store, world["owner"], "validator", None, at="2026-11-02T09:00:00Z"
        )
        methods.validate(world.office, world["owner"], new, 1, "Mine is fine.")
    methods.validate(world.office, world["validator"], new, 1, "Fit.")
    seq = cases.communicate(world.office, world["head"], case, 4)
    assert world.told()[seq - 1]["action"] == "case.communicated"
    assert (seq, next(e.hash for e in world.office.store.events(seq - 1))) in world.office.store.heads()


def test_a_reason_has_a_code_a_text_and_evidence_of_the_bank(world: World) -> None:
    case, proof = world.case(), world.upload()
    supervisor = world["supervisor"]
    for code, given in (
        ("reason", REASON | {"text": "Too short."}),
        ("reason", REASON | {"text": "x" * 4_001}),
        ("reason", REASON | {"reason": "because"}),
    ):
        with _refuses(code):
            decisions.propose(world.office, supervisor, case, 2, evidence=[proof], **given)
    with _refuses("no_evidence"):
        decisions.propose(world.office, supervisor, case, 2, evidence=[], **REASON)
    foreign = world.upload(by="stranger", bank=OTHER)
    with pytest.raises(NotFound):
        decisions.propose(world.office, supervisor, case, 2, evidence=[foreign], **REASON)


def test_against_the_model_evidence_must_be_newer_than_the_data(world: World) -> None:
    world.model[BANK, MONTH, RISK] = figures(4, "0 0.01 0.04 0.95")
    case, old = world.case(), world.upload(dated="2026-10-31")
    with _refuses("old_evidence"):
        decisions.propose(world.office, world["supervisor"], case, 3, evidence=[old], **REASON)
    both = [old, world.upload(dated="2026-11-01")]
    assert decisions.propose(world.office, world["supervisor"], case, 3, evidence=both, **REASON) > 0


def test_a_challenge_stops_the_decision_until_it_is_answered(world: World) -> None:
    case, judgement = world.proposed(2)
    raised = decisions.challenge(world.office, world["horizontal"], judgement, 1, "Peers stand at 1.")
    with _refuses("state"):
        decisions.approve(world.office, world["head"], judgement, 2, "Agreed.")
    assert [each.kind for each in reads.inbox(world.office, world["supervisor"])] == ["answer_challenge"]
    decisions.answer(world.office, world["supervisor"], raised, "Peers tested fewer controls.")
    assert decisions.approve(world.office, world["head"], judgement, 2, "Agreed.") == "approved"
    assert reads.case_file(world.office, world["head"], case).challenges[0]["answer"].startswith("Peers")


def test_a_case_without_a_judgement_is_approved_with_the_models_grade(world: World) -> None:
    case = world.case()
    cases.submit(world.office, world["supervisor"], case, 1)
    cases.send_back(world.office, world["head"], case, 2, "Say more on outages.")
    cases.resume(world.office, world["supervisor"], case, 3)
    cases.submit(world.office, world["supervisor"], case, 4)
    cases.approve(world.office, world["head"], case, 5, "As the model.")
    assert reads.case_file(world.office, world["head"], case).grade == 1
    with _refuses("live_case"):
        world.case()


def test_a_newer_decision_supersedes_and_a_rejected_judgement_leaves_the_model(world: World) -> None:
    first, _judgement = world.decided(2)
    cases.communicate(world.office, world["head"], first, 4)
    world.model[BANK, "2026-11", RISK] = replace(world.model[BANK, MONTH, RISK], month="2026-11")
    second = world.case(month="2026-11")
    proof = world.upload()
    judgement = decisions.propose(world.office, world["supervisor"], second, 2, evidence=[proof], **REASON)
    with _refuses("waits"):
        decisions.propose(world.office, world["supervisor"], second, 2, evidence=[proof], **REASON)
    cases.submit(world.office, world["supervisor"], second, 2)
    decisions.reject(world.office, world["head"], judgement, 1, "Not shown.")
    with _refuses("state"):
        decisions.approve(world.office, world["head"], judgement, 2, "After all.")
    cases.approve(world.office, world["head"], second, 3, "As the model.")
    cases.communicate(world.office, world["head"], second, 4)
    assert reads.case_file(world.office, world["head"], first).case["state"] == "superseded"
    assert reads.standings(world.office, world["head"])[BANK, RISK].grade == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\files\\report.pdf", "report.pdf"),
        ("a<script>.csv", "a_script_.csv"),
        ("  .hidden.txt ", "hidden.txt"),
        ("rapport été 2026.pdf", "rapport été 2026.pdf"),
        ("a\u202egpj.txt", "a_gpj.txt"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_files_name_is_made_safe(name: str, kept: str) -> None:
    assert evidence.safe_name(name) == kept


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", b"MZ", "type"),
        ("a.pdf", b"<html>", "type"),
        ("a.txt", b"\xff\xfe", "type"),
        ("a.csv", b"a\x00b", "type"),
        ("noending", b"text", "type"),
        ("a.txt", b"", "size"),
        ("a.txt", b"x" * (10 * 1024 * 1024 + 1), "size"),
        ("../..", b"text", "name"),
    ],
)
def test_what_is_no_evidence_is_refused(world: World, name: str, content: bytes, code: str) -> None:
    with _refuses(code):
        evidence.upload(world.office, world["supervisor"], BANK, name, content, evidence_date="2026-11-01")
    assert reads.evidence(world.office, world["supervisor"], BANK) == ()
    assert not world.office.folder.exists()


def _upload(world: World, content: bytes, **given: object) -> int:
    return evidence.upload(
        world.office, world["supervisor"], BANK, "a.txt", content, evidence_date="2026-11-01", **given
    )


def test_evidence_is_known_by_its_bytes_and_a_new_version_outdates_what_rested_on_the_old(
    world: World,
) -> None:
    first = _upload(world, b"one")
    assert _upload(world, b"one") == first
    with _refuses("same_name"):
        _upload(world, b"two")
    case, _judgement = world.proposed(2, evidence=[first])
    decisions.approve(world.office, world["head"], 1, 1, "Agreed.")
    assert reads.case_file(world.office, world["head"], case).grade == 2
    _upload(world, b"two", supersedes=first)
    seen = reads.case_file(world.office, world["head"], case)
    assert (seen.judgements[0]["ended_because"], seen.grade) == ("evidence", 1)


def test_evidence_is_read_with_a_grant_and_whole_or_not_at_all(world: World) -> None:
    _upload(world, b"one")
    digest = reads.evidence(world.office, world["head"], BANK)[0]["sha256"]
    row, content = evidence.read(world.office, world["head"], digest)
    assert (row["name"], content) == ("a.txt", b"one")
    for name in ("stranger", "other_respondent", "respondent", "admin"):
        with pytest.raises(NotFound):
            evidence.read(world.office, world[name], digest)
    with pytest.raises(NotFound):
        evidence.read(world.office, world["head"], "../../secret")
    (world.office.folder / digest[:2] / digest).write_bytes(b"0ne")
    with _refuses("damaged"):
        evidence.read(world.office, world["head"], digest)


@pytest.mark.parametrize("dated", ["2026-11-03", "yesterday", "2026-13-01"])
def test_evidence_speaks_of_a_day_that_has_been(world: World, dated: str) -> None:
    with _refuses("date"):
        evidence.upload(world.office, world["supervisor"], BANK, "a.txt", b"a", evidence_date=dated)


@pytest.mark.parametrize(
    ("to", "dated", "text", "code"),
    [
        (2, "2026-11-01", "Too short.", "reason"),
        (2, "tomorrow", REASON["text"], "date"),
        (3, "2026-10-31", REASON["text"], "old_evidence"),
    ],
)
def test_a_proposal_that_is_refused_keeps_none_of_its_evidence(
    world: World, to: int, dated: str, text: str, code: str
) -> None:
    case, office, supervisor = world.case(), world.office, world["supervisor"]
    note = evidence.Brought("note.txt", b"Minutes.", dated)
    given = {"reason": REASON["reason"], "text": text, "evidence": []}
    with _refuses(code):
        decisions.propose(office, supervisor, case, to, note=note, **given)
    assert reads.evidence(office, supervisor, BANK) == ()
    assert [each.body["action"] for each in world.office.store.events()][-1] == "refused"
    # The same words with the right day go through: nothing of the first attempt stands in their way.
    mended = evidence.Brought("note.txt", b"Minutes.", "2026-11-02")
    decisions.propose(office, supervisor, case, to, note=mended, **given | {"text": REASON["text"]})
    (kept,) = reads.evidence(office, supervisor, BANK)
    assert kept["evidence_date"] == "2026-11-02"
    assert [row["id"] for row in reads.case_file(office, supervisor, case).evidence] == [kept["id"]]


def test_an_answer_that_is_refused_keeps_none_of_its_evidence(world: World) -> None:
    case, _judgement = world.decided(2)
    cases.communicate(world.office, world["head"], case, 4)
    office, bank = world.office, world["respondent"]
    raised = {"severity": "high", "requirement": "Test the recovery.", "legal_basis": "Directive 3/W/16"}
    number = findings.raise_finding(office, world["supervisor"], case, due="2026-12-31", **raised)
    before = reads.evidence(office, world["head"], BANK)
    file = evidence.Brought("minutes.txt", b"Minutes.", "2026-11-01")
    for text, version, code in (("", 1, "text"), ("Done.", 7, "stale")):
        with _refuses(code):
            findings.reply(office, bank, number, version, text, file)
    assert reads.evidence(office, world["head"], BANK) == before
    findings.reply(office, bank, number, 1, "Done.", file)
    assert [row["name"] for row in reads.case_file(office, bank, case).attached] == ["minutes.txt"]


def test_a_finding_is_raised_answered_reopened_and_closed(world: World) -> None:
    case, _judgement = world.decided(2)
    cases.communicate(world.office, world["head"], case, 4)
    office, supervisor, bank = world.office, world["supervisor"], world["respondent"]
    raised = {"severity": "high", "requirement": "Test the recovery.", "legal_basis": "Directive 3/W/16"}
    number = findings.raise_finding(office, supervisor, case, due="2026-12-31", **raised)
    with _refuses("not_allowed"):
        findings.close(office, bank, number, 1)
    with pytest.raises(NotFound):
        findings.reply(office, world["other_respondent"], number, 1, "We did.")
    with _refuses("state"):
        findings.close(office, supervisor, number, 1)
    assert [each.kind for each in reads.inbox(office, bank)] == ["reply"]
    findings.reply(office, bank, number, 1, "Tested on 5 November.", world.upload(by="respondent"))
    findings.reopen(office, supervisor, number, 2, "Show the minutes.")
    findings.reply(office, bank, number, 3, "Minutes attached.")
    findings.close(office, supervisor, number, 4)
    assert [row["state"] for row in reads.findings(office, bank)] == ["closed"]
    assert [row["text"] for row in reads.replies(office, bank, number)][1] == "Show the minutes."
    with _refuses("date"):
        findings.raise_finding(office, supervisor, case, due="2026-11-01", **raised)
    findings.order(office, supervisor, case, "requirement", "Hold more capacity.", "Law 103-12")
    assert reads.case_file(office, bank, case).measures[0]["kind"] == "requirement"


def test_a_finding_past_its_day_is_late_in_both_inboxes(world: World) -> None:
    case, _judgement = world.decided(2)
    cases.communicate(world.office, world["head"], case, 4)
    raised = {"severity": "low", "requirement": "Publish.", "legal_basis": "Law 103-12"}
    findings.raise_finding(world.office, world["supervisor"], case, due="2026-11-30", **raised)
    world.pass_days(40)
    assert [(e.kind, e.late) for e in reads.inbox(world.office, world["supervisor"])] == [("overdue", True)]
    assert [(e.kind, e.late) for e in reads.inbox(world.office, world["respondent"])] == [("reply", True)]


def test_a_grant_is_asked_for_by_one_and_approved_by_another_for_a_third(world: World, raw) -> None:
    office, admin, head = world.office, world["admin"], world["head"]
    with _refuses("own_grant"):
        people.ask_grant(office, admin, admin, "head", None)
    grant = people.ask_grant(office, admin, world["stranger"], "supervisor", BANK)
    case = world.case()
    with pytest.raises(NotFound):
        reads.case_file(office, world["stranger"], case)
    with _refuses("not_allowed"):
        people.approve_grant(office, admin, grant)
    people.approve_grant(office, head, grant)
    assert reads.case_file(office, world["stranger"], case).grade == 1
    people.end_grant(office, admin, grant)
    with pytest.raises(NotFound):
        reads.case_file(office, world["stranger"], case)
    for_head = people.ask_grant(office, admin, head, "auditor", None)
    with _refuses("own_grant"):
        people.approve_grant(office, head, for_head)
    with pytest.raises(IntegrityError):
        raw(f"UPDATE \"grant\" SET approved_by = {head}, approved_at = 'x' WHERE id = {for_head}")


def test_nobody_asks_approves_or_ends_beyond_the_banks_of_their_own_role(world: World) -> None:
    office, store = world.office, world.office.store
    made = {}
    for role in ("admin", "head"):
        made[role] = people.enrol(
            store, "test", f"{role} of one", f"{role} of one", at="2026-11-02T09:00:00Z"
        )
        people.grant_from_machine(store, made[role], role, OTHER, at="2026-11-02T09:00:00Z")
    for bank in (BANK, None):
        with pytest.raises(NotFound):
            people.ask_grant(office, made["admin"], world["second_head"], "auditor", bank)
        grant = people.ask_grant(office, world["admin"], world["second_head"], "auditor", bank)
        with pytest.raises(NotFound):
            people.approve_grant(office, made["head"], grant)
        with pytest.raises(NotFound):
            people.end_grant(office, made["admin"], grant)
        assert [each.number for each in reads.register(office, made["head"]) if each.state == "waits"] == []
    own = people.ask_grant(office, made["admin"], world["second_head"], "auditor", OTHER)
    assert [each.kind for each in reads.inbox(office, made["head"])] == ["approve_grant"]
    people.approve_grant(office, made["head"], own)
    assert reads.inbox(office, made["head"]) == ()


def test_a_grant_says_who_asked_approved_and_ended_it_and_whom_it_concerns_sees_it(world: World) -> None:
    office, admin, head, stranger = world.office, world["admin"], world["head"], world["stranger"]
    for until in ("tomorrow", "2026-11-01"):
        with _refuses("date"):
            people.ask_grant(office, admin, stranger, "supervisor", BANK, until)
    grant = people.ask_grant(office, admin, stranger, "supervisor", BANK, "2026-11-30")
    assert [each.kind for each in reads.inbox(office, head)] == ["approve_grant"]
    assert "approve_grant" not in [each.kind for each in reads.inbox(office, admin)]
    people.approve_grant(office, head, grant)

    def held(who: str) -> reads.Held:
        return next(each for each in reads.register(office, world[who]) if each.number == grant)

    for who in ("admin", "head", "auditor", "stranger"):
        found = held(who)
        assert (found.asked_by, found.approved_by, found.state) == ("admin", "head", "in_force"), who
        assert found.until == "2026-11-30T23:59:59Z"
    assert {each.person for each in reads.register(office, world["supervisor"])} == {"supervisor"}
    people.end_grant(office, admin, grant)
    assert (held("stranger").state, held("stranger").ended_by) == ("ended", "admin")
    steps = [each.body["action"] for each in reads.grant_events(office, stranger)]
    assert steps == ["grant.ended", "grant.approved", "grant.asked", "grant.machine"]
    late = people.ask_grant(office, admin, stranger, "supervisor", BANK, "2026-11-30")
    world.pass_days(40)
    with _refuses("state"):
        people.approve_grant(office, head, late)
    assert next(each for each in reads.register(office, admin) if each.number == late).state == "over"
    assert reads.enrolled(office, admin)[stranger] == "stranger"
    assert reads.enrolled(office, head) == reads.enrolled(office, admin)
    assert reads.enrolled(office, world["supervisor"]) == {}


def test_a_grant_that_ends_in_the_middle_ends_the_next_step(world: World) -> None:
    case = world.case()
    rows = [r for r in world.told() if r["action"] == "grant.machine" and r["role"] == "supervisor"]
    people.end_grant(world.office, world["admin"], rows[0]["grant"])
    with pytest.raises(NotFound):
        cases.submit(world.office, world["supervisor"], case, 1)


def test_a_clock_set_back_is_refused_and_noted(world: World) -> None:
    case = world.case()
    world.instant[0] -= timedelta(days=3)
    with _refuses("clock_back"):
        cases.submit(world.office, world["supervisor"], case, 1)
    noted = world.told()[-1]
    assert (noted["code"], noted["clock"] < noted["at"]) == ("clock_back", True)
    world.instant[0] += timedelta(days=3)
    cases.submit(world.office, world["supervisor"], case, 1)


def test_the_auditor_reads_all_and_leaves_a_trace(world: World) -> None:
    case = world.case()
    found = reads.events(world.office, world["auditor"], f'"case":{case}')
    assert [event.body["action"] for event in found] == ["case.opened"]
    assert world.told()[-1]["action"] == "ledger.read"
    with _refuses("not_allowed"):
        reads.events(world.office, world["head"])
    with _refuses("not_allowed"):
        cases.submit(world.office, world["auditor"], case, 1)


def test_row_security_hides_other_banks_from_the_application_itself(world: World) -> None:
    from sqlalchemy import select

    store = world.office.store
    world.case()
    if store.engine.dialect.name != "postgresql":
        assert store.engine.dialect.name == "sqlite", "row security is PostgreSQL's; SQLite has the code's"
        return
    for banks, count in ((set(), 0), ({OTHER}, 0), ({BANK, OTHER}, 1), ("*", 1)):
        with store.reading() as work:
            work.see(banks)
            assert len(work.rows(select(tables.case))) == count, banks
    with store.reading() as work:
        assert work.rows(select(tables.case)) == [], "nothing is seen before it is said of whom"


def test_racing_approvals_count_once(world: World) -> None:
    from concurrent.futures import ThreadPoolExecutor

    _case, judgement = world.proposed(2)

    def approve(name: str) -> str:
        try:
            return decisions.approve(world.office, world[name], judgement, 1, "Agreed.")
        except Refused as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(approve, ["head", "second_head"] * 4))
    assert outcomes.count("approved") == 1
    assert set(outcomes) <= {"approved", "stale", "four_eyes"}
    assert verify(world.office.store).state == "ok"


def test_the_method_in_use_is_the_one_registered(world: World) -> None:
    assert [row["hash"] for row in reads.methods(world.office, world["head"])] == [METHOD]
    with pytest.raises(NotFound):
        reads.methods(world.office, world["owner"])


def test_no_row_of_a_review_is_ever_deleted_and_what_is_written_once_never_changes(world: World, raw) -> None:
    case, judgement = world.proposed(2)
    decisions.challenge(world.office, world["horizontal"], judgement, 1, "Why?")
    decisions.answer(world.office, world["supervisor"], 1, "Because.")
    decisions.approve(world.office, world["head"], judgement, 2, "Agreed.")
    cases.communicate(world.office, world["head"], case, 6)
    raised = {"severity": "low", "requirement": "Publish.", "legal_basis": "Law 103-12"}
    number = findings.raise_finding(world.office, world["supervisor"], case, due="2026-12-31", **raised)
    findings.reply(world.office, world["respondent"], number, 1, "Done.")
    findings.order(world.office, world["supervisor"], case, "requirement", "Hold more.", "Law 103-12")
    once = {
        "event": "body = 'x'",
        "anchor": "hash = 'x'",
        "decision": "text = 'x'",
        "evidence": "name = 'x'",
        "judgement_evidence": "evidence_id = evidence_id",
        "reply": "text = 'x'",
        "measure": "text = 'x'",
        "hand": "person = person",
        "filing": "bank = 'x'",
        "filing_note": "reason = 'x'",
        "reminder": "stage = 'due'",
        "transition": "after = 'x'",
    }
    sessions.present(world.office, token(world))
    figures_of = {"O1": Decimal(4)}
    warned = (Fault("jump", "warning", ("O1",)),)
    filed = returns.submit(
        world.office,
        world["respondent"],
        BANK,
        MONTH,
        figures_of,
        lambda _now, _then: warned,
        {"jump": "Counted again by the service."},
    )
    returns.ask(world.office, world["supervisor"], filed, "O1", "Why?")
    world.pass_days(50)
    assert reminders.remind(world.office.store, world.office.clock)
    for table in tables.METADATA.tables:
        assert raw(f'SELECT 1 FROM "{table}"') != 0, table
        with pytest.raises(IntegrityError, match="append-only"):
            raw(f'DELETE FROM "{table}"')
        if table in once:
            with pytest.raises(IntegrityError, match="append-only"):
                raw(f'UPDATE "{table}" SET {once[table]}')
    for table, change in (
        ("judgement", "text = text || text, version = version + 1"),
        ("judgement", "version = version"),
        ("judgement", "state = 'proposed', version = version + 1"),
        ("case", "version = version + 2"),
        ("finding", "version = version + 2"),
        ("method", "version = version + 2"),
        ("finding", "state = 'open', version = version + 1"),
        ("method", "state = 'registered', version = version + 1"),
        ("grant", "role = 'head'"),
        ("grant", "bank = 'another'"),
    ):
        with pytest.raises(IntegrityError):
            raw(f'UPDATE "{table}" SET {change}')


def _decision(case: int, judgement: int, person: int) -> str:
    return (
        "INSERT INTO decision (case_id, judgement_id, approver, verdict, text, at) "
        f"VALUES ({case}, {judgement}, {person}, 'approve', 'yes', '2026-11-02T09:00:00Z')"
    )


def test_the_database_counts_people_and_not_accounts(world: World, raw) -> None:
    world.model[BANK, MONTH, RISK] = figures(4, "0 0.01 0.04 0.95")
    case, judgement = world.proposed(3)
    decisions.approve(world.office, world["head"], judgement, 1, "Agreed.")
    people.declare_same(world.office, world["head"], world["head"], world["second_head"])
    with _refuses("four_eyes"):
        decisions.approve(world.office, world["second_head"], judgement, 2, "Under my other name.")
    with pytest.raises(IntegrityError, match="one decision for each person"):
        raw(_decision(case, judgement, world["second_head"]))


def test_the_database_takes_no_decision_on_what_does_not_wait_and_no_state_without_one(
    world: World, raw
) -> None:
    case, judgement = world.proposed(2)
    with pytest.raises(IntegrityError, match="approved by a decision"):
        raw(f"UPDATE \"case\" SET state = 'approved', version = version + 1 WHERE id = {case}")
    decisions.approve(world.office, world["head"], judgement, 1, "Agreed.")
    with pytest.raises(IntegrityError, match="only a judgement that waits"):
        raw(_decision(case, judgement, world["second_head"]))
    foreign = world.upload(by="stranger", bank=OTHER)
    with pytest.raises(IntegrityError, match="of the bank that is judged"):
        raw(f"INSERT INTO judgement_evidence (judgement_id, evidence_id) VALUES ({judgement}, {foreign})")


def test_nobody_approves_a_role_for_another_account_of_their_own(world: World, raw) -> None:
    people.declare_same(world.office, world["head"], world["head"], world["second_head"])
    grant = people.ask_grant(world.office, world["admin"], world["second_head"], "auditor", None)
    with _refuses("own_grant"):
        people.approve_grant(world.office, world["head"], grant)
    with pytest.raises(IntegrityError, match="grant of their own"):
        raw(f"UPDATE \"grant\" SET approved_by = {world['head']}, approved_at = 'x' WHERE id = {grant}")
