"""What addresses made before are read as."""

from analytics.display import Display
from ui.address import as_read_now


def test_sections_kept_under_an_old_name_are_those_of_the_page_that_moved() -> None:
    asked = {"lang": "fr", "v": "1", "sections": "risk-scores,adoption-marketing"}
    read = Display.from_query(as_read_now(asked))[0]
    assert read.report_sections == ("risk-scores", "marketing-levers")


def test_a_copied_link_that_states_data_and_no_version_is_of_the_first() -> None:
    made = {"lang": "fr", "d": "0123abcd-20261031"}
    assert Display.from_query(as_read_now(made))[0].adoption == "bills"
    assert Display.from_query(as_read_now(made | {"v": "2"}))[0].adoption == "customers"
    assert as_read_now({"lang": "fr"}) == {"lang": "fr"}
