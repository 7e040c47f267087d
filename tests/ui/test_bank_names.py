"""No two banks of a workspace read alike in a menu."""

import pandas as pd

from studies import core


def banks(*named: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(named, columns=["bank", "name"])


def test_banks_whose_names_read_alike_are_told_apart_by_their_codes() -> None:
    found = core.told_apart(banks(("a", "Crédit  Cèdre"), ("b", "CREDIT CEDRE"), ("c", "Noria")))
    assert list(found["name"]) == ["Crédit  Cèdre (a)", "CREDIT CEDRE (b)", "Noria"]


def test_names_that_differ_stay_as_they_are() -> None:
    given = banks(("a", "Crédit Cèdre"), ("b", "Crédit des Oliviers"))
    assert list(core.told_apart(given)["name"]) == list(given["name"])


def test_what_pages_read_tells_them_apart(monkeypatch, nothing_kept) -> None:
    twice = banks(("a", "Banque du Nord"), ("b", "Banque du nord"))
    monkeypatch.setattr(core.queries, "banks", lambda _snapshot: twice)
    assert list(core.banks("twice")["name"]) == ["Banque du Nord (a)", "Banque du nord (b)"]
