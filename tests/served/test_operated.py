"""A running server under its operator's eye: what it counts, refuses and writes."""

from __future__ import annotations

import json
import re

from prometheus_client.parser import text_string_to_metric_families

from tests.served.watched import Served, run


def _measured(server: Served) -> dict[tuple[str, ...], float]:
    answer, text = server.ask("/api/metrics", Authorization="Bearer of the operator")
    assert answer.status == 200
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[(sample.name, *sample.labels.values())] = sample.value
    return found


def test_a_server_counts_what_it_draws_and_refuses_and_tells_its_operator_alone(server: Served) -> None:
    before = _measured(server)
    with server.socket() as wire:
        run(wire)
        run(wire, "data")
        run(wire, "data")
    assert server.ask("/api/metrics")[0].status == 404
    assert server.ask("/api/metrics", Authorization="Bearer of somebody")[0].status == 404
    assert server.ask("/", Host="rebound.example")[0].status == 421
    after = _measured(server)

    def more(*name: str) -> float:
        return after[name] - before.get(name, 0.0)

    assert more("vigie_rerun_seconds_count", "data") == 2
    assert more("vigie_rerun_seconds_count", "overview") == 1
    assert more("vigie_refusals_total", "metrics") == 2
    assert more("vigie_refusals_total", "host") == 1
    assert after[("vigie_cache_bytes",)] > 0
    assert after[("vigie_cache_requests_total", "hits")] > 0
    assert after[("vigie_snapshot_age_seconds",)] > 0
    assert after[("process_resident_memory_bytes",)] > 100e6


def test_all_that_a_server_writes_once_it_serves_is_lines_of_json(server: Served) -> None:
    assert server.ask("/", Host="rebound.example")[0].status == 421
    lines = [line for line in server.log.splitlines() if line.startswith("{")]
    assert any("rebound.example" in json.loads(line)["message"] for line in lines)
    # The framework's greeting at a terminal is no line of the log.
    others = [line for line in server.log.splitlines() if line.strip() and not line.startswith("{")]
    assert not [line for line in others if re.match(r"\d{4}-\d\d-\d\d|Traceback|WARNING|ERROR|INFO", line)]
